package io.jenkins.plugins.korenotify.engine.result;

import io.jenkins.plugins.korenotify.engine.client.TextSanitizer;

/**
 * What tells a check from others, and where it polls.
 *
 * @param name chosen by the user, or the stage or request ID instead, on one line, at most {@value #MAX_NAME_LENGTH}
 *     characters; null if there is none
 * @param connection the name of the connection in Jenkins; null on the command line
 * @param streamId the stream ID, {@code st-…}; null if it is not known
 */
public record CheckLabel(String name, String connection, String streamId) {
    /** The longest name; a longer one is cut. */
    public static final int MAX_NAME_LENGTH = 100;

    /** Cleans the name, which may come from a parameter of the build: in the log it must not look like another line. */
    public CheckLabel {
        name = name == null
                ? null
                : TextSanitizer.truncate(TextSanitizer.onOneLine(name).strip(), MAX_NAME_LENGTH);
    }

    /** A name that stays the same from build to build; empty where there is none, or a request ID stands in its place. */
    public static String lastingName(String name) {
        return name == null || name.startsWith("ds-") ? "" : name;
    }
}
