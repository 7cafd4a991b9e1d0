package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import io.jenkins.plugins.korenotify.engine.polling.Answer;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Results for tests. */
final class SampleResults {
    static final long START = 1_700_000_000_000L;

    private SampleResults() {}

    /** A watch that has not asked yet. */
    static PollingState watch(Thresholds thresholds, String... ids) {
        List<TrackedRequest> required =
                List.of(ids).stream().map(TrackedRequest::of).toList();
        return PollingState.begin(required, thresholds, PollingPolicy.DEFAULT, true, START, Duration.ofMinutes(10));
    }

    /** The same watch with a finished request. */
    static PollingState finished(PollingState watch, String id, RecipientCounts counts) {
        return statusReceived(watch, id, counts, true);
    }

    /** The same watch with a finished request that not everybody was reached by. */
    static PollingState undelivered(
            PollingState watch, String id, RecipientCounts counts, UndeliveredSample undelivered) {
        return watch.pollSent(id, START)
                .statusReceived(id, new Answer(true, counts, -1, undelivered), START + 1, new Random(1));
    }

    /** The same watch with a request that goes on. */
    static PollingState running(PollingState watch, String id, RecipientCounts counts) {
        return statusReceived(watch, id, counts, false);
    }

    /** The same watch with a question that got no status. */
    static PollingState pollFailed(PollingState watch, String id, KoreException.Kind kind, String message) {
        return watch.pollSent(id, START).pollFailed(id, new PollFailure(kind, message, 0), START + 1, new Random(1));
    }

    /** The result after 8.5 s; that of the time limit if there is no verdict by then. */
    static CheckResult result(PollingState watch) {
        return watch.verdict(START + 8_500)
                .map(verdict -> CheckResult.of(watch, verdict, START + 8_500))
                .orElseGet(() ->
                        CheckResult.of(watch, watch.verdict(watch.deadline()).orElseThrow(), watch.deadline()));
    }

    private static PollingState statusReceived(
            PollingState watch, String id, RecipientCounts counts, boolean finished) {
        return watch.pollSent(id, START).statusReceived(id, new Answer(finished, counts, -1), START + 1, new Random(1));
    }
}
