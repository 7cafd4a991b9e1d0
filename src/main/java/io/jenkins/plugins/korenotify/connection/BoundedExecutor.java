package io.jenkins.plugins.korenotify.connection;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Part of an executor: whatever is given to it runs there, in order, but never more than so many at a time. What waits
 * for its turn holds no thread.
 */
final class BoundedExecutor implements Executor {
    private final Executor whole;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int free;

    /**
     * A share.
     *
     * @param whole takes every task, or drops it for good
     * @param most how many of its threads may be used at a time, at least 1
     */
    BoundedExecutor(Executor whole, int most) {
        this.whole = whole;
        this.free = most;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (waiting) {
            if (free == 0) {
                waiting.add(task);
                return;
            }
            free--;
        }
        pass(task);
    }

    private void pass(Runnable task) {
        whole.execute(() -> {
            try {
                task.run();
            } finally {
                next();
            }
        });
    }

    /** Gives the turn to whoever waits longest; behind what the executor has to do already. */
    private void next() {
        Runnable next;
        synchronized (waiting) {
            next = waiting.poll();
            if (next == null) {
                free++;
                return;
            }
        }
        pass(next);
    }
}
