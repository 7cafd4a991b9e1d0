package io.jenkins.plugins.korenotify.drive;

import io.jenkins.plugins.korenotify.gate.Verdict;
import io.jenkins.plugins.korenotify.watch.Trouble;
import io.jenkins.plugins.korenotify.watch.Watch;

/**
 * Told what happens to one watch: one call at a time, in order, never while the driver holds a lock. After {@link
 * #ended} nothing follows; after a cancellation nothing new is told.
 */
public interface WatchListener {
    /** Kore.ai gave a status of a request; the watch knows it. */
    default void answered(String requestId, Watch watch) {}

    /** A question got no status; the watch goes on if it can. */
    default void troubled(String requestId, Trouble trouble, Watch watch) {}

    /** The watch has its verdict. Called exactly once, unless the watch is cancelled. */
    void ended(Verdict verdict, Watch watch);
}
