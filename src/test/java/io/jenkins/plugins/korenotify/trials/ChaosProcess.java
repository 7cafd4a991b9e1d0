package io.jenkins.plugins.korenotify.trials;

import io.jenkins.plugins.korenotify.engine.client.KoreClient;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.polling.AdaptiveRateLimiter;
import io.jenkins.plugins.korenotify.engine.polling.PollListener;
import io.jenkins.plugins.korenotify.engine.polling.PollScheduler;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.PollingTask;
import io.jenkins.plugins.korenotify.engine.polling.RateLimits;
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
    private final Map<ChaosCheck, PollingTask> running = new HashMap<>();
    private PollScheduler driver;

    ChaosProcess(KoreClient client, InstantSource clock, ScheduledExecutorService threads, long seed) {
        this.client = client;
        this.clock = clock;
        this.threads = threads;
        this.random = new Random(seed);
        this.driver = newDriver();
    }

    synchronized void begin(ChaosCheck check) {
        start(check, check.begin(clock.millis(), driver.tick()));
    }

    /** Dies without a word and comes back with what was stored. */
    synchronized void killAndRestart() {
        running.values().forEach(PollingTask::cancel);
        Map<ChaosCheck, PollingTask> before = new HashMap<>(running);
        running.clear();
        driver = newDriver();
        before.keySet().stream()
                .filter(check -> !check.isOver())
                .forEach(check -> start(check, check.resume(clock.millis(), driver.tick())));
    }

    private void start(ChaosCheck check, PollingState watch) {
        running.put(check, driver.start(watch, client::fetch, new Listener(check, driver)));
    }

    private PollScheduler newDriver() {
        return new PollScheduler(
                new AdaptiveRateLimiter(RateLimits.DOCUMENTED, tick()),
                ChaosProcess::tick,
                clock,
                this::schedule,
                threads,
                new Random(random.nextLong()),
                error -> {
                    throw new IllegalStateException(error);
                });
    }

    private static long tick() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private Runnable schedule(long delayMillis, Runnable task) {
        Future<?> timer = threads.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
        return () -> timer.cancel(false);
    }

    private final class Listener implements PollListener {
        private final ChaosCheck check;
        private final PollScheduler mine;

        Listener(ChaosCheck check, PollScheduler mine) {
            this.check = check;
            this.mine = mine;
        }

        @Override
        public void onStatus(String requestId, PollingState watch) {
            synchronized (ChaosProcess.this) {
                if (mine == driver && random.nextDouble() < STORED) {
                    check.store(watch);
                }
            }
        }

        @Override
        public void onCompleted(Verdict verdict, PollingState last) {
            synchronized (ChaosProcess.this) {
                // A process that was killed tells nobody anything.
                if (mine == driver) {
                    check.onCompleted(verdict, last, clock.millis());
                }
            }
        }
    }
}
