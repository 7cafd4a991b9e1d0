package io.jenkins.plugins.korenotify.engine.result;

import io.jenkins.plugins.korenotify.engine.client.TextSanitizer;
import java.util.regex.Pattern;

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

    // A name may come from a parameter of the build; in the log it must not look like a line of somebody else.
    private static final Pattern NOT_ON_ONE_LINE = Pattern.compile("[\\s\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+");

    /** Cleans the name. */
    public CheckLabel {
        name = name == null ? null : TextSanitizer.truncate(onOneLine(name), MAX_NAME_LENGTH);
    }

    private static String onOneLine(String name) {
        return NOT_ON_ONE_LINE.matcher(name).replaceAll(" ").strip();
    }
}
