package io.jenkins.plugins.korenotify.engine.result;

import static io.jenkins.plugins.korenotify.engine.result.SampleChecks.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.client.KoreException.Kind;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLogTest {
    private final List<String> lines = new ArrayList<>();
    private long seconds;
    private final ProgressLog log =
            new ProgressLog(() -> START + seconds * 1000, line -> lines.add(seconds + " " + line));
    private final PollingState started = SampleChecks.started(Thresholds.DEFAULT, "ds-1", "ds-2");

    private void status(PollingState state) {
        log.onStatus(state, START + seconds * 1000);
    }

    private void failure(String id, String message) {
        PollFailure failure = SampleChecks.failure(Kind.UNAVAILABLE, message);
        log.onPollFailure(id, failure, SampleChecks.pollFailed(started, id, failure), START + seconds * 1000);
    }

    @Test
    void reportsCountsWhenTheyChanged() {
        PollingState first = SampleChecks.running(started, "ds-1", RecipientCounts.of(1, 0, 2));
        PollingState second = SampleChecks.finished(first, "ds-1", RecipientCounts.of(3, 0, 0));
        status(first);
        seconds = 5;
        status(first);
        seconds = 10;
        status(second);
        seconds = 11;
        status(first);

        assertThat(lines)
                .containsExactly(
                        "0 1 of 3 delivered, 0 failed, 2 pending; 0 of 2 requests finished",
                        "10 3 delivered, 0 failed so far; 1 of 2 requests finished");
    }

    @Test
    void reportsCountsLessOftenInALongWait() {
        for (seconds = 0; seconds < 3600; seconds++) {
            status(SampleChecks.running(started, "ds-1", RecipientCounts.of(seconds, 0, 2)));
        }

        assertThat(lines).hasSizeBetween(60, 120);
    }

    @Test
    void doesNotRepeatAFailureForEveryRequest() {
        for (seconds = 0; seconds < 40; seconds++) {
            failure("ds-" + (1 + seconds % 2), "Gone");
        }

        assertThat(lines).hasSize(4);
        assertThat(lines.get(0))
                .startsWith("0 Poll of ds-1 failed (1 of 15), next in ")
                .endsWith(" s: Gone");
        assertThat(lines.get(1)).startsWith("10 ");
    }

    @Test
    void boundsFailuresThatAreNeverTheSame() {
        for (int i = 0; i < 1_000; i++) {
            failure("ds-1", "Gone " + i);
        }

        assertThat(lines).hasSize(16);
    }

    @Test
    void isNotSilentForMoreThanAMinuteWhilePollsFail() {
        failure("ds-1", "Gone");
        seconds = 9;
        failure("ds-1", "Gone");
        assertThat(log.onSilence()).isEqualTo(51_000);
        seconds = 60;
        assertThat(log.onSilence()).isEqualTo(60_000);
        seconds = 120;
        log.onSilence();
        status(SampleChecks.running(started, "ds-1", RecipientCounts.of(1, 0, 2)));
        seconds = 180;

        assertThat(log.onSilence()).isZero();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(1)).startsWith("60 Poll of ds-1 failed (").endsWith(": Gone");
        assertThat(lines.get(2)).startsWith("120 Poll of ds-1 failed (");
        assertThat(lines.get(3)).startsWith("120 1 of 3 delivered");
    }

    @Test
    void reportsTheCountsAgainAfterAFailure() {
        PollingState state = SampleChecks.running(started, "ds-1", RecipientCounts.of(1, 0, 2));
        status(state);
        seconds = 10;
        failure("ds-1", "Gone");
        seconds = 20;
        status(state);

        assertThat(lines).hasSize(3);
        assertThat(lines.get(2)).startsWith("20 1 of 3 delivered");
    }

    @Test
    void leavesTheEndToTheResult() {
        PollingState ended = SampleChecks.finished(
                SampleChecks.started(Thresholds.DEFAULT, "ds-1"), "ds-1", RecipientCounts.of(3, 0, 0));
        status(ended);
        log.onCompleted(SampleChecks.result(ended));

        assertThat(lines)
                .containsExactly(
                        "0 Finished: 3 of 3 delivered (100%), 0 failed; 1 poll in 8 s",
                        "0 PASSED: 3 of 3 recipients delivered: success rate 100%, at least 100% required");
    }
}
