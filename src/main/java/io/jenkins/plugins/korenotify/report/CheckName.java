package io.jenkins.plugins.korenotify.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.korenotify.engine.result.CheckLabel;
import java.util.Set;

/** The name of a check in URLs and in file names. */
final class CheckName {
    private static final int MAX_LENGTH = 60;

    private CheckName() {}

    /**
     * A suffix of letters, digits, {@code _} and {@code -} that begins with {@code -}, or is empty.
     *
     * @param name the name of the check; one that is a request ID is left out, as it is new for every build
     * @param used those that are taken; the result is added
     */
    static String unique(@CheckForNull String name, Set<String> used) {
        String plain =
                CheckLabel.lastingName(name).replaceAll("[^A-Za-z0-9_]+", "-").replaceAll("^-|-$", "");
        String base = plain.isEmpty() ? "" : "-" + plain.substring(0, Math.min(MAX_LENGTH, plain.length()));
        String suffix = base;
        for (int i = 2; !used.add(suffix); i++) {
            suffix = base + "-" + i;
        }
        return suffix;
    }
}
