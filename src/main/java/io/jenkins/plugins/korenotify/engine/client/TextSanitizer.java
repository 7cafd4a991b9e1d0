package io.jenkins.plugins.korenotify.engine.client;

import java.util.regex.Pattern;

/**
 * Makes text of the remote side fit to be shown: secrets and personal data out, on one line, bounded.
 *
 * <p>It is plain text afterwards, not HTML: a page still escapes it.
 */
final class TextSanitizer {
    /** The most characters looked at: enough for any message, and a bound for the work. */
    static final int MAX_READ = 1024;

    private static final String NOT_IN_ADDRESS = "@<>\"'(),;";
    private static final Pattern ID =
            Pattern.compile("(?:\\b[a-z]{1,3}-)?[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");
    // Recipients of Teams (29:…), Slack (U012AB3CD4E) and Google Chat (spaces/…, users/…).
    private static final Pattern IDENTITY = Pattern.compile("\\b\\d{1,3}:[A-Za-z0-9_-]{8,}+"
            + "|\\b[UW](?=[A-Z]{0,14}\\d)[A-Z0-9]{8,14}+\\b|\\b(?:spaces|users)/[A-Za-z0-9_-]{5,}+");
    // Possessive, so that it neither goes back nor goes deep, however long the text.
    private static final Pattern NUMBER = Pattern.compile("\\+?+\\d(?:[ ()./-]{0,3}+\\d){5,}+");

    private final Redaction redaction;

    TextSanitizer(Redaction redaction) {
        this.redaction = redaction;
    }

    /**
     * The text fit to be shown.
     *
     * @param text anything
     * @param max the largest number of characters, at least 1
     */
    String fit(String text, int max) {
        String start = text.length() > MAX_READ ? text.substring(0, MAX_READ) : text;
        if (isHarmless(start)) {
            return cut(redaction.apply(start).strip(), max);
        }
        String clean = withoutAddresses(onOneLine(redaction.apply(start)).replace("%40", "@"));
        clean = IDENTITY.matcher(clean).replaceAll("[id]");
        clean = ID.matcher(clean).replaceAll("[id]");
        clean = NUMBER.matcher(clean).replaceAll("[number]");
        return cut(clean.strip(), max);
    }

    /** Nothing below applies to words of plain letters with single spaces, which is nearly every text there is. */
    private static boolean isHarmless(String text) {
        char before = 'x';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '\'' || c == '.' || c == ',';
            if (!letter && (c != ' ' || before == ' ')) {
                return false;
            }
            before = c;
        }
        return true;
    }

    /** Every run of white space, and of what is not to be printed, as one space. */
    private static String onOneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        boolean space = false;
        int next;
        for (int i = 0; i < text.length(); i += Character.charCount(next)) {
            next = text.codePointAt(i);
            if (Character.isWhitespace(next) || isUnprintable(next)) {
                space = true;
            } else {
                if (space) {
                    line.append(' ');
                    space = false;
                }
                line.appendCodePoint(next);
            }
        }
        return line.toString();
    }

    /** What moves the cursor, turns the direction of writing, hides, or is no character at all and so not for XML. */
    private static boolean isUnprintable(int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL:
            case Character.FORMAT:
            case Character.SURROGATE:
            case Character.LINE_SEPARATOR:
            case Character.PARAGRAPH_SEPARATOR:
                return true;
            default:
                return c == 0xFFFE || c == 0xFFFF;
        }
    }

    /** Every {@code x@y} replaced. By hand, as a pattern would look at each character many times. */
    private static String withoutAddresses(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            return text;
        }
        StringBuilder kept = new StringBuilder(text.length());
        int done = 0;
        while (at >= 0) {
            int start = at;
            while (start > done && isOfAddress(text.charAt(start - 1)) && text.charAt(start - 1) != ':') {
                start--;
            }
            int end = at + 1;
            while (end < text.length() && isOfAddress(text.charAt(end))) {
                end++;
            }
            if (start < at && end > at + 1) {
                kept.append(text, done, start).append("[address]");
                done = end;
            }
            at = text.indexOf('@', end);
        }
        return kept.append(text, done, text.length()).toString();
    }

    private static boolean isOfAddress(char c) {
        return !Character.isWhitespace(c) && NOT_IN_ADDRESS.indexOf(c) < 0;
    }

    /** The text, or its first characters and an ellipsis. */
    static String cut(String clean, int max) {
        if (clean.length() <= max) {
            return clean;
        }
        int cut = Character.isHighSurrogate(clean.charAt(max - 1)) ? max - 1 : max;
        return clean.substring(0, cut) + "…";
    }
}
