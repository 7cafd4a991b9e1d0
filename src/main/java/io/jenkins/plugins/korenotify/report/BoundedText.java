package io.jenkins.plugins.korenotify.report;

/** Text that is kept, and so must not be long. */
final class BoundedText {
    private BoundedText() {}

    /** The text, or its beginning and an ellipsis; at most so many characters. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }
}
