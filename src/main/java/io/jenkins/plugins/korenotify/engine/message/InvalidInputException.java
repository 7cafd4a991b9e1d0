package io.jenkins.plugins.korenotify.engine.message;

import java.util.Locale;

/** Something that a user gave and that cannot be used. The message says why, in English. */
public final class InvalidInputException extends IllegalArgumentException implements Localizable {
    private static final long serialVersionUID = 1L;

    private final LocalizableMessage why;

    /** A refusal; {@code why} names what was given. */
    public InvalidInputException(LocalizableMessage why) {
        super(why.toString());
        this.why = why;
    }

    /** Why, by key and values. */
    public LocalizableMessage why() {
        return why;
    }

    @Override
    public String format(Locale locale) {
        return why.format(locale);
    }
}
