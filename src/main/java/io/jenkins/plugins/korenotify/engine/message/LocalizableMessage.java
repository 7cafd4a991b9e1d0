package io.jenkins.plugins.korenotify.engine.message;

import java.io.Serializable;
import java.math.BigDecimal;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.text.Format;
import java.text.MessageFormat;
import java.text.ParsePosition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.function.UnaryOperator;

/**
 * A message to a person, stored as a code and its arguments, and turned into text in the reader's language where it is
 * read. The patterns stand in {@code EngineMessages.properties}, in the syntax of {@link MessageFormat}. Immutable.
 *
 * <p>Stored with waiting checks and with builds: field names, codes and the meaning of their arguments do not change.
 */
public final class LocalizableMessage implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final String BUNDLE = "io.jenkins.plugins.korenotify.engine.message.EngineMessages";

    private final String code;
    // Each argument is a String, a Long, a BigDecimal or a LocalizableMessage.
    private final ArrayList<Serializable> arguments;

    private LocalizableMessage(String code, ArrayList<Serializable> arguments) {
        this.code = code;
        this.arguments = arguments;
    }

    /**
     * Creates a message.
     *
     * @param code the key of its pattern
     * @param arguments whole numbers stay numbers, so that a pattern can choose between singular and plural; decimal
     *     numbers get the decimal point of the language; messages are formatted in the same language; everything else
     *     is taken as text and inserted as it is, unescaped
     */
    public static LocalizableMessage of(String code, Object... arguments) {
        return new LocalizableMessage(
                Objects.requireNonNull(code, "code"),
                new ArrayList<>(Arrays.stream(arguments)
                        .map(LocalizableMessage::argument)
                        .toList()));
    }

    private static Serializable argument(Object value) {
        if (value instanceof LocalizableMessage || value instanceof BigDecimal) {
            return (Serializable) value;
        }
        return value instanceof Integer || value instanceof Long ? ((Number) value).longValue() : String.valueOf(value);
    }

    /** The key of its pattern. */
    public String code() {
        return code;
    }

    /** This message as one sentence, and another one after it. */
    public LocalizableMessage and(String nextCode, Object... nextArguments) {
        return of("sentences", this, of(nextCode, nextArguments));
    }

    /** A copy with every text argument changed, also in messages that are arguments. */
    public LocalizableMessage map(UnaryOperator<String> change) {
        ArrayList<Serializable> changed = new ArrayList<>(arguments);
        changed.replaceAll(value -> value instanceof LocalizableMessage message
                ? message.map(change)
                : value instanceof String text ? change.apply(text) : value);
        return new LocalizableMessage(code, changed);
    }

    /**
     * The text in the language closest to {@code locale}, else in English; code and arguments where a later version
     * stored a code that is unknown here.
     */
    public String format(Locale locale) {
        if (code == null || arguments == null) {
            return "";
        }
        Object[] values = arguments.stream()
                .map(value -> value instanceof LocalizableMessage message ? message.format(locale) : value)
                .toArray();
        try {
            ResourceBundle bundle = bundle(locale);
            MessageFormat pattern = new MessageFormat(bundle.getString(code), Locale.ROOT);
            PlainFormat plain = new PlainFormat(bundle.getLocale());
            Format[] formats = pattern.getFormats();
            for (int i = 0; i < formats.length; i++) {
                if (formats[i] == null) {
                    pattern.setFormat(i, plain);
                }
            }
            return pattern.format(values);
        } catch (MissingResourceException | IllegalArgumentException e) {
            return code + Arrays.toString(values);
        }
    }

    private static ResourceBundle bundle(Locale locale) {
        // Without a fallback, so that the language of the machine has no influence.
        return ResourceBundle.getBundle(
                BUNDLE,
                locale,
                LocalizableMessage.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LocalizableMessage that && code.equals(that.code) && arguments.equals(that.arguments);
    }

    @Override
    public int hashCode() {
        return Objects.hash(code, arguments);
    }

    /** The text in English. */
    @Override
    public String toString() {
        return format(Locale.ROOT);
    }

    /** Inserts a value as it is: numbers without separators of thousands in every language. */
    private static final class PlainFormat extends Format {
        private static final long serialVersionUID = 1L;

        private final char decimalPoint;

        PlainFormat(Locale locale) {
            decimalPoint = DecimalFormatSymbols.getInstance(locale).getDecimalSeparator();
        }

        @Override
        public StringBuffer format(Object value, StringBuffer text, FieldPosition position) {
            return text.append(
                    value instanceof BigDecimal number ? number.toPlainString().replace('.', decimalPoint) : value);
        }

        @Override
        public Object parseObject(String text, ParsePosition position) {
            throw new UnsupportedOperationException();
        }
    }
}
