package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.gate.Tally;
import io.jenkins.plugins.korenotify.gate.Thresholds;
import io.jenkins.plugins.korenotify.gate.Unreached;
import io.jenkins.plugins.korenotify.result.CheckResult;
import io.jenkins.plugins.korenotify.watch.Answer;
import io.jenkins.plugins.korenotify.watch.PollPlan;
import io.jenkins.plugins.korenotify.watch.Trouble;
import io.jenkins.plugins.korenotify.watch.Wanted;
import io.jenkins.plugins.korenotify.watch.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Results for tests. */
final class SampleResults {
    static final long START = 1_700_000_000_000L;

    private SampleResults() {}

    /** A watch that has not asked yet. */
    static Watch watch(Thresholds thresholds, String... ids) {
        List<Wanted> wanted = List.of(ids).stream().map(Wanted::of).toList();
        return Watch.begin(wanted, thresholds, PollPlan.DEFAULT, true, START, Duration.ofMinutes(10));
    }

    /** The same watch with a finished request. */
    static Watch finished(Watch watch, String id, Tally tally) {
        return answered(watch, id, tally, true);
    }

    /** The same watch with a finished request that not everybody was reached by. */
    static Watch unreached(Watch watch, String id, Tally tally, Unreached unreached) {
        return watch.asked(id, START).answered(id, new Answer(true, tally, -1, unreached), START + 1, new Random(1));
    }

    /** The same watch with a request that goes on. */
    static Watch running(Watch watch, String id, Tally tally) {
        return answered(watch, id, tally, false);
    }

    /** The same watch with a question that got no status. */
    static Watch troubled(Watch watch, String id, Trouble.Kind kind, String message) {
        return watch.asked(id, START).troubled(id, new Trouble(kind, message, 0), START + 1, new Random(1));
    }

    /** The result after 8.5 s; that of the time limit if there is no verdict by then. */
    static CheckResult result(Watch watch) {
        return watch.verdict(START + 8_500)
                .map(verdict -> CheckResult.of(watch, verdict, START + 8_500))
                .orElseGet(() ->
                        CheckResult.of(watch, watch.verdict(watch.deadline()).orElseThrow(), watch.deadline()));
    }

    private static Watch answered(Watch watch, String id, Tally tally, boolean finished) {
        return watch.asked(id, START).answered(id, new Answer(finished, tally, -1), START + 1, new Random(1));
    }
}
