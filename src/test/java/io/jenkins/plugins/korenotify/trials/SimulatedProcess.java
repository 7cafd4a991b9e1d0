package io.jenkins.plugins.korenotify.trials;

import io.jenkins.plugins.korenotify.engine.polling.AdaptiveRateLimiter;
import io.jenkins.plugins.korenotify.engine.polling.PollListener;
import io.jenkins.plugins.korenotify.engine.polling.PollScheduler;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.PollingTask;
import io.jenkins.plugins.korenotify.engine.polling.RateLimits;
import io.jenkins.plugins.korenotify.engine.polling.StatusFetcher;
import java.util.Random;

/** One process on a bot: its driver and its budget, in simulated time. */
final class SimulatedProcess {
    private final PollScheduler driver;

    SimulatedProcess(SimulatedTime time, long seed) {
        driver = new PollScheduler(
                new AdaptiveRateLimiter(RateLimits.DOCUMENTED, time.millis()),
                time.clock(),
                time::at,
                time::soon,
                new Random(seed),
                error -> {
                    throw new AssertionError("A listener threw", error);
                });
    }

    PollingTask start(PollingState watch, StatusFetcher source, PollListener listener) {
        return driver.start(watch, source, listener);
    }
}
