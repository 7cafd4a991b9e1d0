package io.jenkins.plugins.korenotify.engine.polling;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Runs tasks on another executor, one at a time and in the order in which they were given. Safe for concurrent use; a
 * task sees everything that earlier tasks did.
 */
public final class SerialExecutor implements Executor {
    private final Executor executor;
    private final Consumer<Throwable> errorHandler;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    /**
     * Creates an executor without tasks.
     *
     * @param executor runs or rejects each task; it never drops one silently
     * @param errorHandler receives what a task throws; the tasks after it run all the same
     */
    public SerialExecutor(Executor executor, Consumer<Throwable> errorHandler) {
        this.executor = executor;
        this.errorHandler = errorHandler;
    }

    /**
     * Adds a task to the queue.
     *
     * @throws RejectedExecutionException if the other executor rejects it; the task stays in the queue and runs together
     *     with the next one that is accepted
     */
    @Override
    public void execute(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        try {
            executor.execute(this::runAll);
        } catch (RejectedExecutionException e) {
            synchronized (tasks) {
                running = false;
            }
            throw e;
        }
    }

    private void runAll() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (Throwable e) {
                report(e, errorHandler);
            }
        }
    }

    private Runnable next() {
        synchronized (tasks) {
            running = !tasks.isEmpty();
            return tasks.poll();
        }
    }

    /** Gives an error to a handler, which must not keep the next task from running. */
    static void report(Throwable error, Consumer<Throwable> errorHandler) {
        try {
            errorHandler.accept(error);
        } catch (RuntimeException | Error e) {
            // There is nothing left to report to.
        }
    }
}
