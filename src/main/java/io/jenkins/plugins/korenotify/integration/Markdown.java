package io.jenkins.plugins.korenotify.integration;

import io.jenkins.plugins.korenotify.engine.client.TextSanitizer;

/** Words of others in Markdown. */
final class Markdown {
    /** The most characters shown of one text. */
    static final int MOST = 300;

    private Markdown() {}

    /**
     * The text as a code span on one line, cut at {@value #MOST} characters. Unlike with escaped characters, there is no
     * mark-up, HTML, link or mention of a user or issue in it for any dialect.
     */
    static String literal(String text) {
        String line = oneLine(text);
        String fence = "`".repeat(longestRun(line) + 1);
        // The spaces keep a backtick at an end apart from the fence, and are not shown.
        return fence + ' ' + line + ' ' + fence;
    }

    private static String oneLine(String text) {
        String line = TextSanitizer.truncate(text, MOST).replaceAll("[\\p{C}\\p{Z}\\s]+", " ");
        return line.isBlank() ? "-" : line.strip();
    }

    private static int longestRun(String line) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < line.length(); i++) {
            run = line.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
