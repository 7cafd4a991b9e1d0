package io.jenkins.plugins.korenotify.connection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Runs tasks that may hang, a few at a time. A task that has not ended after a while no longer counts as one of them, so
 * that it delays the others by that time only; its thread goes on. Safe for concurrent use.
 */
final class IsolatingExecutor implements Executor {
    private static final long PATIENCE_SECONDS = 10;
    // More threads than these are not given up to tasks that hang.
    private static final int MAX_HANGING = 32;

    private final Executor threads;
    private final Supplier<ScheduledExecutorService> timer;
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private int permits;
    private int hanging;

    /**
     * Creates an executor.
     *
     * @param threads has a thread for every task
     * @param timer notices tasks that hang; asked for each time, as Jenkins makes a new one when it restarts in its process
     * @param permits how many tasks run at a time, apart from those that hang
     */
    IsolatingExecutor(Executor threads, Supplier<ScheduledExecutorService> timer, int permits) {
        this.threads = threads;
        this.timer = timer;
        this.permits = permits;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (queue) {
            if (permits == 0) {
                queue.add(task);
                return;
            }
            permits--;
        }
        start(task);
    }

    private void start(Runnable task) {
        AtomicBoolean counted = new AtomicBoolean(true);
        var patience = timer.get().schedule(() -> giveUp(counted), PATIENCE_SECONDS, TimeUnit.SECONDS);
        threads.execute(() -> {
            try {
                task.run();
            } finally {
                patience.cancel(false);
                if (counted.compareAndSet(true, false)) {
                    next();
                } else {
                    synchronized (queue) {
                        hanging--;
                    }
                }
            }
        });
    }

    private void giveUp(AtomicBoolean counted) {
        synchronized (queue) {
            if (hanging == MAX_HANGING || !counted.compareAndSet(true, false)) {
                return;
            }
            hanging++;
        }
        next();
    }

    private void next() {
        Runnable next;
        synchronized (queue) {
            next = queue.poll();
            if (next == null) {
                permits++;
                return;
            }
        }
        start(next);
    }
}
