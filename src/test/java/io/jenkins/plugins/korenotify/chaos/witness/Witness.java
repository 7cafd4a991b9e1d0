package io.jenkins.plugins.korenotify.chaos.witness;

import hudson.Extension;
import hudson.model.Result;
import io.jenkins.plugins.korenotify.BuildCheck;
import io.jenkins.plugins.korenotify.CheckListener;
import io.jenkins.plugins.korenotify.result.CheckResult;
import io.jenkins.plugins.korenotify.watch.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a line for every beginning and every end of a check, with the time in milliseconds, into the file that the system property {@value #FILE}
 * names; nothing if there is none. What is written outlives the process that wrote it, where the last second of a
 * build's log does not.
 */
@Extension
public final class Witness implements CheckListener {
    /** The system property. */
    public static final String FILE = "chaos.witness";

    @Override
    public void began(BuildCheck check, Watch watch) {
        write(check, "began");
    }

    @Override
    public void ended(BuildCheck check, CheckResult result, Result consequence) {
        write(check, "ended " + result.level());
    }

    @Override
    public void stopped(BuildCheck check) {
        write(check, "stopped");
    }

    private static void write(BuildCheck check, String what) {
        String file = System.getProperty(FILE);
        if (file == null) {
            return;
        }
        try {
            Files.writeString(
                    Path.of(file),
                    check.run().getParent().getName() + " " + System.currentTimeMillis() + " " + what + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
