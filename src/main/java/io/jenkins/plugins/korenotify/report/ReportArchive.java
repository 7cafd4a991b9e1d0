package io.jenkins.plugins.korenotify.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.BuildListenerAdapter;

/** Archives the JSON documents of a build's checks, wherever the build keeps its artifacts; no workspace is needed. */
final class ReportArchive {
    private static final Logger LOGGER = Logger.getLogger(ReportArchive.class.getName());

    private static final String PREFIX = "kore-notify-status";
    private static final String SUFFIX = ".json";

    private ReportArchive() {}

    /**
     * The name of the document of a check.
     *
     * @param check the name of the check
     * @param others the other checks of the build
     */
    static String name(@CheckForNull String check, List<StoredCheck> others) {
        Set<String> used = new HashSet<>();
        others.stream()
                .filter(other -> other.document != null)
                .forEach(other ->
                        used.add(other.document.substring(PREFIX.length(), other.document.length() - SUFFIX.length())));
        return PREFIX + CheckName.unique(check, used) + SUFFIX;
    }

    /** Archives a document, or replaces it. A build does not fail because that is impossible: the log says so. */
    static void archive(Run<?, ?> run, TaskListener listener, String name, CheckResult result) {
        try {
            write(run, listener, name, result);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot archive " + name + " of " + run);
            listener.getLogger().println(Messages.ReportArchive_failed(name, e.getMessage()));
        }
    }

    private static void write(Run<?, ?> run, TaskListener listener, String name, CheckResult result)
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
