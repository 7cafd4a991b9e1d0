package io.jenkins.plugins.korenotify.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.util.XStream2;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.result.CheckLabel;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.PollHistory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jenkinsci.plugins.workflow.actions.ErrorAction;
import org.junit.jupiter.api.Test;

class CheckFailedExceptionTest {
    private static final int REQUESTS = 10_000;

    /** Pipeline stores it with every block around the step. */
    @Test
    void isSmallHoweverManyRequestsThereAre() {
        KoreNotifyStatusResult result = new KoreNotifyStatusResult(timedOut());
        CheckFailedException failure = new CheckFailedException(result);

        String stored = new XStream2().toXML(new ErrorAction(failure));

        assertThat(stored.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(60_000);
        assertThat(failure.getResult().getRequests()).hasSize(KoreNotifyStatusResult.MAX_REQUESTS);
        assertThat(result.getRequests()).hasSize(CheckResult.MAX_REQUESTS);
    }

    @Test
    void namesTheCheckAndTheVerdictOnce() {
        assertThat(new CheckFailedException(new KoreNotifyStatusResult(timedOut())))
                .hasMessage("Kore.ai notification check \"Staff\": INCONCLUSIVE");
    }

    private static CheckResult timedOut() {
        List<TrackedRequest> requests = IntStream.range(0, REQUESTS)
                .mapToObj(number -> TrackedRequest.of("ds-" + number))
                .toList();
        PollingState state = PollingState.start(
                requests, Thresholds.DEFAULT, PollingPolicy.DEFAULT, true, 0, 0, Duration.ofMinutes(30));
        long now = Duration.ofHours(1).toMillis();
        PollingState late = state.deadlineReached(now, now);
        long end = now + Duration.ofMinutes(2).toMillis();
        return new CheckResult(
                late, late.verdict(end).orElseThrow(), new CheckLabel("Staff", "bank", "st-1"), new PollHistory(), end);
    }
}
