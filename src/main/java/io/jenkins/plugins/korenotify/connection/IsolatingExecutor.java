package io.jenkins.plugins.korenotify.connection;

import io.jenkins.plugins.korenotify.engine.polling.Scheduler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs tasks that may hang, a few at a time and in order. A task that hangs gives up its permit, so that it delays the
 * others for a limited time; its thread goes on. Safe for concurrent use.
 */
final class IsolatingExecutor implements Executor {
    /** How long a task may take before it counts as hanging, in milliseconds. */
    static final long PATIENCE = 10_000;

    /** The same while others hang, most likely for the same reason. */
    static final long PATIENCE_WHILE_HANGING = 1_000;

    /** How many tasks may hang before the next one that hangs keeps its permit: each has a thread. */
    static final int MAX_HANGING = 250;

    private final Executor threads;
    private final Scheduler timer;
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private int permits;
    private int hanging;

    /**
     * Creates an executor.
     *
     * @param threads has a thread for every task
     * @param timer notices tasks that hang
     * @param permits how many tasks run at a time, apart from those that hang
     */
    IsolatingExecutor(Executor threads, Scheduler timer, int permits) {
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
        AtomicBoolean hasPermit = new AtomicBoolean(true);
        Runnable stopWatching = watch(hasPermit);
        threads.execute(() -> {
            try {
                task.run();
            } finally {
                stopWatching.run();
                if (hasPermit.compareAndSet(true, false)) {
                    startNext();
                } else {
                    synchronized (queue) {
                        hanging--;
                    }
                }
            }
        });
    }

    private Runnable watch(AtomicBoolean hasPermit) {
        long patience;
        synchronized (queue) {
            patience = hanging == 0 ? PATIENCE : PATIENCE_WHILE_HANGING;
        }
        try {
            return timer.schedule(patience, () -> onHanging(hasPermit));
        } catch (RejectedExecutionException e) {
            // Jenkins is ending: who waits for this task is ending, too.
            return () -> {};
        }
    }

    private void onHanging(AtomicBoolean hasPermit) {
        synchronized (queue) {
            if (hanging == MAX_HANGING || !hasPermit.compareAndSet(true, false)) {
                return;
            }
            hanging++;
        }
        startNext();
    }

    private void startNext() {
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
