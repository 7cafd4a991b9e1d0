package io.jenkins.plugins.korenotify.engine.polling;

/** Wakes somebody at a time. */
@FunctionalInterface
public interface Scheduler {
    /**
     * Runs {@code task} at a time, or as soon as possible if that has passed. The task is quick.
     *
     * @param epochMillis milliseconds since the epoch
     * @return cancels it, without waiting for it
     */
    Runnable at(long epochMillis, Runnable task);
}
