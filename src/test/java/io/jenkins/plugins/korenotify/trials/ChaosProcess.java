package io.jenkins.plugins.korenotify.trials;

import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.polling.AdaptiveRateLimiter;
import io.jenkins.plugins.korenotify.engine.polling.PollListener;
import io.jenkins.plugins.korenotify.engine.polling.PollScheduler;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.PollingTask;
import io.jenkins.plugins.korenotify.engine.polling.RateLimits;
import io.jenkins.plugins.korenotify.engine.polling.Scheduler;
import io.jenkins.plugins.korenotify.engine.polling.StatusFetcher;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What one process does for one bot: a scheduler and the checks it has. It can be killed at any moment; what it knew is
 * gone then, except what checks had stored. Its monotonic clock begins anew with each start.
 */
final class ChaosProcess {
    // A program is stored when something else happens in its build, not for every response.
    private static final double STORED = 0.2;

    /**
     * What a process runs on.
     *
     * @param ticker a monotonic clock, in milliseconds
     * @param clock the wall clock, which may jump
     * @param trueTime what the time really is
     * @param clockChanges how often the wall clock was set by more than seconds
     * @param trouble why the process may have been unable to poll lately; gives null if it was able to
     */
    record Machine(
            LongSupplier ticker,
            InstantSource clock,
            InstantSource trueTime,
            Scheduler scheduler,
            Executor executor,
            IntSupplier clockChanges,
            Supplier<String> trouble) {}

    private final Machine machine;
    private final StatusFetcher fetcher;
    private final Random random;
    private final Map<ChaosCheck, PollingTask> running = new LinkedHashMap<>();
    private PollScheduler scheduler;

    ChaosProcess(Machine machine, StatusFetcher fetcher, long seed) {
        this.machine = machine;
        this.fetcher = fetcher;
        this.random = new Random(seed);
        this.scheduler = newScheduler();
    }

    synchronized void begin(ChaosCheck check) {
        start(
                check,
                check.begin(
                        machine.clock().millis(),
                        scheduler.tick(),
                        machine.clockChanges().getAsInt()));
    }

    /** Dies without a word and comes back with what was stored. */
    synchronized void killAndRestart() {
        running.values().forEach(PollingTask::cancel);
        Map<ChaosCheck, PollingTask> before = new LinkedHashMap<>(running);
        running.clear();
        scheduler = newScheduler();
        before.keySet().stream()
                .filter(check -> !check.isOver())
                .forEach(check -> start(check, check.resume(machine.clock().millis(), scheduler.tick())));
    }

    private void start(ChaosCheck check, PollingState state) {
        running.put(check, scheduler.start(state, fetcher, new Listener(check, scheduler)));
    }

    private PollScheduler newScheduler() {
        long zero = machine.ticker().getAsLong() - random.nextInt(1_000_000);
        LongSupplier ticker = () -> machine.ticker().getAsLong() - zero;
        return new PollScheduler(
                new AdaptiveRateLimiter(RateLimits.DOCUMENTED, ticker.getAsLong()),
                ticker,
                machine.clock(),
                machine.scheduler(),
                machine.executor(),
                new Random(random.nextLong()),
                error -> {
                    throw new IllegalStateException(error);
                });
    }

    private final class Listener implements PollListener {
        private final ChaosCheck check;
        private final PollScheduler mine;

        Listener(ChaosCheck check, PollScheduler mine) {
            this.check = check;
            this.mine = mine;
        }

        @Override
        public void onStatus(String requestId, PollingState state) {
            synchronized (ChaosProcess.this) {
                if (mine == scheduler && random.nextDouble() < STORED) {
                    check.store(state);
                }
            }
        }

        @Override
        public void onCompleted(Verdict verdict, PollingState last) {
            synchronized (ChaosProcess.this) {
                // A process that was killed tells nobody anything.
                if (mine == scheduler) {
                    check.onCompleted(
                            verdict,
                            last,
                            machine.clock().millis(),
                            machine.trueTime().instant(),
                            machine.clockChanges().getAsInt(),
                            machine.trouble().get());
                }
            }
        }
    }
}
