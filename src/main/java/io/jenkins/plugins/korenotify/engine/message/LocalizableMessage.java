package io.jenkins.plugins.korenotify.engine.message;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Something said to people, kept by its key and values, and put into words, in the reader's language, only when somebody
 * reads it. The words stand in {@code Phrases.properties}. Immutable.
 *
 * <p>Stored with waiting checks and with builds: the names of the fields, and the keys and what their values mean, stay
 * as they are.
 */
public final class LocalizableMessage implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final MessageBundle WORDS = new MessageBundle("io.jenkins.plugins.korenotify.engine.message.Phrases");

    private final String key;
    // Each a text or a phrase.
    private final Serializable[] values;

    private LocalizableMessage(String key, Serializable... values) {
        this.key = key;
        this.values = values;
    }

    /**
     * A phrase.
     *
     * @param key what its words stand under
     * @param values what is filled in: phrases are put into words in the same language, all else is taken as text, and
     *     inserted as it is, unescaped
     */
    public static LocalizableMessage of(String key, Object... values) {
        return new LocalizableMessage(
                Objects.requireNonNull(key, "key"),
                Arrays.stream(values)
                        .map(value -> value instanceof LocalizableMessage ? (LocalizableMessage) value : String.valueOf(value))
                        .toArray(Serializable[]::new));
    }

    /** This sentence and one more. */
    public LocalizableMessage and(LocalizableMessage more) {
        return of("sentences", this, more);
    }

    /** The same with every text in it changed. */
    public LocalizableMessage map(UnaryOperator<String> change) {
        return new LocalizableMessage(
                key,
                Arrays.stream(values)
                        .map(value ->
                                value instanceof LocalizableMessage ? ((LocalizableMessage) value).map(change) : change.apply((String) value))
                        .toArray(Serializable[]::new));
    }

    /** The words in the language closest to {@code locale}; the key and the values, should a later version have stored it. */
    public String format(Locale locale) {
        if (key == null || values == null) {
            // A later version may have stored it in another form.
            return "";
        }
        Object[] words = Arrays.stream(values)
                .map(value -> value instanceof LocalizableMessage ? ((LocalizableMessage) value).format(locale) : value)
                .toArray();
        try {
            return WORDS.format(key, locale, words);
        } catch (MissingResourceException e) {
            return key + Arrays.toString(words);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LocalizableMessage
                && ((LocalizableMessage) other).key.equals(key)
                && Arrays.equals(((LocalizableMessage) other).values, values);
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + Arrays.hashCode(values);
    }

    /** The words in English. */
    @Override
    public String toString() {
        return format(Locale.ROOT);
    }
}
