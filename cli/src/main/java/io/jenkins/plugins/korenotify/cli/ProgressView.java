package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;

/** Shows how a check goes: told one thing at a time, in order. */
interface ProgressView extends AutoCloseable {
    /** The view for an output: a bar on a terminal, else lines. */
    static ProgressView on(Output output) {
        return output.terminal() ? new TerminalProgress(output) : PlainProgress.on(output.out());
    }

    /** The check begins. */
    void onStarted(PollingState watch);

    /** Kore.ai gave a status of a request. */
    void onStatus(PollingState watch);

    /** A question got no status. */
    void onPollFailure(String requestId, PollFailure failure, PollingState watch);

    /** Nothing more is shown; what is on the screen is complete. Harmless when repeated. */
    @Override
    void close();
}
