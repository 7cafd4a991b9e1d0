package io.jenkins.plugins.korenotify.engine.polling;

import io.jenkins.plugins.korenotify.engine.gate.Verdict;

/**
 * Told what happens to one watch: one call at a time, in order, never while the driver holds a lock. After {@link
 * #ended} nothing follows; after a cancellation nothing new is told.
 */
public interface PollListener {
    /** Kore.ai gave a status of a request; the watch knows it. */
    default void onStatus(String requestId, PollingState watch) {}

    /** A question got no status; the watch goes on if it can. */
    default void onPollFailure(String requestId, PollFailure failure, PollingState watch) {}

    /** The watch has its verdict. Called exactly once, unless the watch is cancelled. */
    void onCompleted(Verdict verdict, PollingState watch);
}
