package io.jenkins.plugins.korenotify.integration;

import io.jenkins.plugins.korenotify.engine.client.TextSanitizer;
import java.util.regex.Pattern;

/** Words of others in Markdown. */
final class Markdown {
    /** The most characters shown of one text. */
    static final int MOST = 300;

    private static final Pattern BACKTICKS = Pattern.compile("`+");

    private Markdown() {}

    /**
     * The text as a code span on one line, cut at {@value #MOST} characters. Unlike with escaped characters, there is no
     * mark-up, HTML, link or mention of a user or issue in it for any dialect.
     */
    static String literal(String text) {
        String line = TextSanitizer.truncate(text, MOST)
                .replaceAll("[\\p{C}\\p{Z}\\s]+", " ")
                .strip();
        int longestRun = BACKTICKS
                .matcher(line)
                .results()
                .mapToInt(run -> run.group().length())
                .max()
                .orElse(0);
        String fence = "`".repeat(longestRun + 1);
        // The spaces keep a backtick at an end apart from the fence, and are not shown.
        return fence + ' ' + (line.isEmpty() ? "-" : line) + ' ' + fence;
    }
}
