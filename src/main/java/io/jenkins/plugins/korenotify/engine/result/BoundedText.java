package io.jenkins.plugins.korenotify.engine.result;

import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;

/** Text that is kept or passed on, and so must not be long. */
public final class BoundedText {
    private BoundedText() {}

    /**
     * The text, or its beginning and an ellipsis. No character is cut in two.
     *
     * @param most the most characters of the outcome, the ellipsis included; 2 or more
     */
    public static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }

    /** The phrase with each text in it cut. */
    public static LocalizableMessage cut(LocalizableMessage phrase, int most) {
        return phrase.map(text -> cut(text, most));
    }
}
