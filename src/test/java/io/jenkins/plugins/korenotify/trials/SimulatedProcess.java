package io.jenkins.plugins.korenotify.trials;

import io.jenkins.plugins.korenotify.engine.polling.AdaptiveRateLimiter;
import io.jenkins.plugins.korenotify.engine.polling.PollListener;
import io.jenkins.plugins.korenotify.engine.polling.PollScheduler;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.PollingTask;
import io.jenkins.plugins.korenotify.engine.polling.RateLimits;
import io.jenkins.plugins.korenotify.engine.polling.StatusFetcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One process on a bot: its scheduler and its limiter, in simulated time. */
final class SimulatedProcess {
    private final List<Throwable> errors = new ArrayList<>();
    private final PollScheduler scheduler;

    SimulatedProcess(SimulatedTime time, long seed) {
        scheduler = new PollScheduler(
                new AdaptiveRateLimiter(RateLimits.DOCUMENTED, time.tick()),
                time::tick,
                time.clock(),
                time::schedule,
                time::soon,
                new Random(seed),
                errors::add);
    }

    PollingTask start(PollingState state, StatusFetcher fetcher, PollListener listener) {
        return scheduler.start(state, fetcher, listener);
    }

    /** What listeners threw. */
    List<Throwable> errors() {
        return errors;
    }
}
