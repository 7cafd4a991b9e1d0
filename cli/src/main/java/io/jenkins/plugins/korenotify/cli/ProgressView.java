package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;

/** Shows how a check goes. */
interface ProgressView extends AutoCloseable {
    /** The check starts. */
    void onStarted(PollingState state, KoreEndpoint endpoint);

    /** Kore.ai reported the status of a request. */
    void onStatus(PollingState state);

    /** A poll gave no status. */
    void onPollFailure(String requestId, PollFailure failure, PollingState state);

    /** Completes what is on the screen; nothing is shown afterwards. Has no effect the second time. */
    @Override
    void close();
}
