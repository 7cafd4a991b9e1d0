package io.jenkins.plugins.korenotify.engine.message;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/** Sentences by key, in English and German. */
public final class MessageBundle {
    private final String name;

    /** The sentences of a properties file; {@code name} is that of a class that would stand beside it. */
    public MessageBundle(String name) {
        this.name = name;
    }

    /**
     * A sentence in the language closest to {@code locale}; in English, whatever the machine's language, if there is none.
     * Values are inserted as they are, unescaped.
     *
     * @throws MissingResourceException if there is no sentence under this key
     */
    public String format(String key, Locale locale, Object... values) {
        ResourceBundle sentences = ResourceBundle.getBundle(
                name,
                locale,
                MessageBundle.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        return new MessageFormat(sentences.getString(key), Locale.ROOT).format(values);
    }
}
