package io.jenkins.plugins.korenotify.engine.result;

import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.util.Locale;

/** Keeps stored and displayed text short. */
public final class BoundedText {
    private BoundedText() {}

    /** The text, or its beginning and an ellipsis; at most {@code maxLength} characters, which is 2 or more. */
    public static String truncate(String text, int maxLength) {
        if (text.length() <= maxLength) {
            return text;
        }
        // No surrogate pair is split.
        int end = Character.isHighSurrogate(text.charAt(maxLength - 2)) ? maxLength - 2 : maxLength - 1;
        return text.substring(0, end) + "…";
    }

    /** A copy whose text arguments have at most {@code maxLength} characters each; null for null. */
    static LocalizableMessage truncate(LocalizableMessage message, int maxLength) {
        return message == null ? null : message.map(text -> truncate(text, maxLength));
    }

    /** The text of a message in a language, at most {@code maxLength} characters; null for null. */
    static String format(LocalizableMessage message, Locale locale, int maxLength) {
        return message == null ? null : truncate(message.format(locale), maxLength);
    }
}
