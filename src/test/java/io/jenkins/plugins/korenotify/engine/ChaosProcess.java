package io.jenkins.plugins.korenotify.engine;

import io.jenkins.plugins.korenotify.drive.DrivenWatch;
import io.jenkins.plugins.korenotify.drive.WatchDriver;
import io.jenkins.plugins.korenotify.drive.WatchListener;
import io.jenkins.plugins.korenotify.gate.Verdict;
import io.jenkins.plugins.korenotify.kore.KoreClient;
import io.jenkins.plugins.korenotify.watch.RateBudget;
import io.jenkins.plugins.korenotify.watch.RateLimits;
import io.jenkins.plugins.korenotify.watch.Watch;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What one process does for one bot: a driver and the checks it has. It can be killed at any moment; what it knew is
 * gone then, except what checks had stored.
 */
final class ChaosProcess {
    // A program is stored when something else happens in its build, not for every answer.
    private static final double STORED = 0.2;

    private final KoreClient client;
    private final InstantSource clock;
    private final ScheduledExecutorService threads;
    private final Random random;
    private final Map<ChaosCheck, DrivenWatch> driven = new HashMap<>();
    private WatchDriver driver;

    ChaosProcess(KoreClient client, InstantSource clock, ScheduledExecutorService threads, long seed) {
        this.client = client;
        this.clock = clock;
        this.threads = threads;
        this.random = new Random(seed);
        this.driver = newDriver();
    }

    synchronized void begin(ChaosCheck check) {
        drive(check, check.begin(clock.millis()));
    }

    /** Dies without a word and comes back with what was stored. */
    synchronized void killAndRestart() {
        driven.values().forEach(DrivenWatch::cancel);
        Map<ChaosCheck, DrivenWatch> before = new HashMap<>(driven);
        driven.clear();
        driver = newDriver();
        before.keySet().stream()
                .filter(check -> !check.isOver())
                .forEach(check -> drive(check, check.resume(clock.millis())));
    }

    private void drive(ChaosCheck check, Watch watch) {
        driven.put(check, driver.drive(watch, client::fetch, new Listener(check, driver)));
    }

    private WatchDriver newDriver() {
        return new WatchDriver(
                new RateBudget(RateLimits.DOCUMENTED, clock.millis()),
                clock,
                this::alarm,
                threads,
                new Random(random.nextLong()),
                mishap -> {
                    throw new IllegalStateException(mishap);
                });
    }

    private Runnable alarm(long at, Runnable task) {
        Future<?> alarm = threads.schedule(task, Math.max(0, at - clock.millis()), TimeUnit.MILLISECONDS);
        return () -> alarm.cancel(false);
    }

    private final class Listener implements WatchListener {
        private final ChaosCheck check;
        private final WatchDriver mine;

        Listener(ChaosCheck check, WatchDriver mine) {
            this.check = check;
            this.mine = mine;
        }

        @Override
        public void answered(String requestId, Watch watch) {
            synchronized (ChaosProcess.this) {
                if (mine == driver && random.nextDouble() < STORED) {
                    check.store(watch);
                }
            }
        }

        @Override
        public void ended(Verdict verdict, Watch last) {
            synchronized (ChaosProcess.this) {
                // A process that was killed tells nobody anything.
                if (mine == driver) {
                    check.ended(verdict, last, clock.millis());
                }
            }
        }
    }
}
