package io.jenkins.plugins.korenotify.engine.polling;

/** Runs a task after a delay; a {@link java.util.concurrent.ScheduledExecutorService} is behind it. */
@FunctionalInterface
public interface Scheduler {
    /**
     * Schedules a task, which is quick.
     *
     * @param delayMillis 0 or more, measured by a monotonic clock
     * @return cancels the task unless it has started, and does not wait for it
     * @throws java.util.concurrent.RejectedExecutionException if no more tasks are accepted
     */
    Runnable schedule(long delayMillis, Runnable task);
}
