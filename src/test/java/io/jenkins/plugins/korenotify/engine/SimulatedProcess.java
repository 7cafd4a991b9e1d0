package io.jenkins.plugins.korenotify.engine;

import io.jenkins.plugins.korenotify.drive.DrivenWatch;
import io.jenkins.plugins.korenotify.drive.StatusSource;
import io.jenkins.plugins.korenotify.drive.WatchDriver;
import io.jenkins.plugins.korenotify.drive.WatchListener;
import io.jenkins.plugins.korenotify.watch.RateBudget;
import io.jenkins.plugins.korenotify.watch.RateLimits;
import io.jenkins.plugins.korenotify.watch.Watch;
import java.util.Random;

/** One process on a bot: its driver and its budget, in simulated time. */
final class SimulatedProcess {
    private final WatchDriver driver;

    SimulatedProcess(SimulatedTime time, long seed) {
        driver = new WatchDriver(
                new RateBudget(RateLimits.DOCUMENTED, time.millis()),
                time.clock(),
                time::at,
                time::soon,
                new Random(seed),
                mishap -> {
                    throw new AssertionError("A listener threw", mishap);
                });
    }

    DrivenWatch drive(Watch watch, StatusSource source, WatchListener listener) {
        return driver.drive(watch, source, listener);
    }
}
