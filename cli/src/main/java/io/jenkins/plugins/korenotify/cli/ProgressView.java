package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.watch.Trouble;
import io.jenkins.plugins.korenotify.watch.Watch;

/** Shows how a check goes: told one thing at a time, in order. */
interface ProgressView extends AutoCloseable {
    /** The view for an output: a bar on a terminal, else lines. */
    static ProgressView on(Output output) {
        return output.terminal() ? new TerminalProgress(output) : PlainProgress.on(output.out());
    }

    /** The check begins. */
    void began(Watch watch);

    /** Kore.ai gave a status of a request. */
    void answered(Watch watch);

    /** A question got no status. */
    void troubled(String requestId, Trouble trouble, Watch watch);

    /** Nothing more is shown; what is on the screen is complete. Harmless when repeated. */
    @Override
    void close();
}
