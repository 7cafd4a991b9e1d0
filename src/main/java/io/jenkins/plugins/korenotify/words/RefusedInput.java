package io.jenkins.plugins.korenotify.words;

import java.util.Locale;

/** Something that a user gave and that cannot be used. The message says why, in English. */
public final class RefusedInput extends IllegalArgumentException implements Worded {
    private static final long serialVersionUID = 1L;

    private final Phrase why;

    /** A refusal; {@code why} names what was given. */
    public RefusedInput(Phrase why) {
        super(why.toString());
        this.why = why;
    }

    /** Why, by key and values. */
    public Phrase why() {
        return why;
    }

    @Override
    public String inWords(Locale locale) {
        return why.inWords(locale);
    }
}
