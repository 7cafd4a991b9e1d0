package io.jenkins.plugins.korenotify.check;

import hudson.model.TaskListener;
import io.jenkins.plugins.korenotify.connection.ResolvedConnection;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.ProgressLog;
import io.jenkins.plugins.korenotify.engine.result.ProgressMessages;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The lines of a check in the build log, in the controller's language. A log that cannot be written disturbs no check. */
final class CheckLog {
    private static final Logger LOGGER = Logger.getLogger(CheckLog.class.getName());
    private static final String PREFIX = "[Kore.ai] ";

    private final TaskListener listener;
    private final ProgressLog progress;

    CheckLog(TaskListener listener) {
        this.listener = listener;
        this.progress = new ProgressLog(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), this::print);
    }

    /** The check starts. */
    void onStarted(ResolvedConnection connection, PollingState state) {
        progress.onStarted(
                state,
                ProgressMessages.connection(connection.name()),
                connection.endpoint().streamId());
    }

    /** The check goes on after a restart; {@code now} in milliseconds since the epoch, here and below. */
    void onResumed(ResolvedConnection connection, PollingState state, long now) {
        progress.onResumed(state, ProgressMessages.connection(connection.name()), now);
    }

    /** Kore.ai reported a status. */
    void onStatus(PollingState state, long now) {
        progress.onStatus(state, now);
    }

    /** A poll gave no status. */
    void onPollFailure(String requestId, PollFailure failure, PollingState state, long now) {
        progress.onPollFailure(requestId, failure, state, now);
    }

    /** The check has its verdict; {@code outcome} says what it means for the build, and is empty where that is plain. */
    void onCompleted(CheckResult result, String outcome) {
        progress.onCompleted(result);
        if (!outcome.isEmpty()) {
            print(outcome);
        }
    }

    /** Prints a line. */
    void print(LocalizableMessage message) {
        print(message.format(Locale.getDefault()));
    }

    private void print(String line) {
        try {
            listener.getLogger().println(PREFIX + line);
        } catch (RuntimeException e) {
            LOGGER.log(Level.FINE, "Cannot write to the build log", e);
        }
    }
}
