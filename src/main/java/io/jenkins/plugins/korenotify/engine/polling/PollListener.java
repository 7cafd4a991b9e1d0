package io.jenkins.plugins.korenotify.engine.polling;

import io.jenkins.plugins.korenotify.engine.gate.Verdict;

/**
 * Is notified of the events of one check: one call at a time, in order, and never while the scheduler holds a lock.
 * Nothing follows {@link #onCompleted}, and nothing follows a cancellation.
 */
public interface PollListener {
    /** Kore.ai reported the status of a request, which {@code state} includes. */
    default void onStatus(String requestId, PollingState state) {}

    /** A poll gave no status; {@code state} includes the failure. Polling goes on if it can. */
    default void onPollFailure(String requestId, PollFailure failure, PollingState state) {}

    /** The check has its verdict. Called exactly once, unless the check is cancelled. */
    void onCompleted(Verdict verdict, PollingState state);
}
