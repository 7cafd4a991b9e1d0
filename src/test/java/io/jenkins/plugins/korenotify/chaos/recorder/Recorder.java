package io.jenkins.plugins.korenotify.chaos.recorder;

import hudson.Extension;
import hudson.model.Result;
import io.jenkins.plugins.korenotify.check.CheckListener;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.report.RunningCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a line for every beginning and every end of a check, with its job, its name and the time in milliseconds, into
 * the file that the system property {@value #FILE} names; nothing if there is none. What is written outlives the process
 * that wrote it, where the last second of a build's log does not.
 */
@Extension
public final class Recorder implements CheckListener {
    /** The system property. */
    public static final String FILE = "chaos.witness";

    @Override
    public void onStarted(RunningCheck check, PollingState watch) {
        write(check, "began");
    }

    @Override
    public void onCompleted(RunningCheck check, CheckResult result, Result consequence) {
        write(check, "ended " + result.verdict);
    }

    @Override
    public void onAborted(RunningCheck check) {
        write(check, "stopped");
    }

    private static void write(RunningCheck check, String what) {
        String file = System.getProperty(FILE);
        if (file == null) {
            return;
        }
        try {
            Files.writeString(
                    Path.of(file),
                    check.run().getParent().getName() + " " + check.label().name() + " " + System.currentTimeMillis()
                            + " " + what + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
