package io.jenkins.plugins.korenotify.report;

import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.CheckResultJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.BuildListenerAdapter;

/** Archives the JSON documents of a build's checks, wherever the build keeps its artifacts; no workspace is needed. */
final class ReportArchive {
    private static final Logger LOGGER = Logger.getLogger(ReportArchive.class.getName());

    private ReportArchive() {}

    /** The name of a check's document among the artifacts of its build: the first has no number. */
    static String name(int number) {
        return number <= 1 ? "kore-notify-status.json" : "kore-notify-status-" + number + ".json";
    }

    /**
     * Archives a document. A build does not fail because its artifacts cannot be kept: the log says so.
     *
     * @param number the check's, from 1; the same number again replaces the document
     */
    static void archive(Run<?, ?> run, TaskListener listener, int number, CheckResult result) {
        try {
            archive(run, listener, name(number), result);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot archive " + name(number) + " of " + run);
            listener.getLogger().println(Messages.ReportArchive_failed(name(number), e.getMessage()));
        }
    }

    private static void archive(Run<?, ?> run, TaskListener listener, String name, CheckResult result)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("kore-notify-status");
        try {
            try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
                CheckResultJson.write(result, out);
            }
            run.pickArtifactManager()
                    .archive(
                            new FilePath(folder.toFile()),
                            new Launcher.LocalLauncher(listener),
                            BuildListenerAdapter.wrap(listener),
                            Map.of(name, name));
        } finally {
            Util.deleteRecursive(folder.toFile());
        }
    }
}
