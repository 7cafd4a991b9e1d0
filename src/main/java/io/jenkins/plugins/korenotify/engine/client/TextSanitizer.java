package io.jenkins.plugins.korenotify.engine.client;

import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes text of a server presentable: without secrets, personal data and links, on one line, of limited length.
 *
 * <p>The result is plain text, not HTML: pages escape it.
 */
public final class TextSanitizer {
    /** The characters that are read; more than any message has. A limit of the work. */
    static final int MAX_READ = 640;

    // The end of a text that was cut may be the beginning of an address, a number or a secret, which it would not look
    // like.
    private static final Pattern CUT_WORD = Pattern.compile("[+()\\d\\s/.-]{0,30}[^\\s\"'<>,;{}\\[\\]]{0,100}$");

    // As JSON and HTML have them: \\u0040, &#x40;, &#64;.
    private static final Pattern ESCAPE =
            Pattern.compile("\\\\u00([0-9A-Fa-f]{2})|&#[xX]0{0,4}([0-9A-Fa-f]{2});|&#0{0,4}(\\d{2,3});");

    private static final char WIDE_AT = '\uFF20';

    private static final Pattern HIDDEN = Pattern.compile("[\\x00\\p{Cf}]");

    // White space, and what moves the cursor, changes the direction of writing, is invisible, or is not allowed in XML.
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\p{javaWhitespace}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\uFFFE\\uFFFF]+");

    // A longer word of letters alone may be a token.
    private static final int MAX_WORD_LENGTH = 23;

    private final Redaction redaction;

    TextSanitizer(Redaction redaction) {
        this.redaction = redaction;
    }

    /** Sanitizes any text; the result has at most {@code maxLength} characters, which is at least 1. */
    String sanitize(String text, int maxLength) {
        String start = visible(text.length() > MAX_READ ? withoutCutWord(text.substring(0, MAX_READ)) : text);
        if (isPlainText(start)) {
            return truncate(redaction.applyToParts(start).strip(), maxLength);
        }
        // A secret may be in the text as it is, or escaped.
        String clean = redaction.applyToParts(decode(redaction.apply(start)));
        return truncate(PersonalData.remove(onOneLine(clean)).strip(), maxLength);
    }

    /** A text that was cut, without what may be the beginning of a word. */
    static String withoutCutWord(String text) {
        return CUT_WORD.matcher(text).replaceFirst("");
    }

    /** The text, or its beginning and an ellipsis; at most {@code maxLength} characters, which is at least 1. */
    public static String truncate(String text, int maxLength) {
        if (text.length() <= maxLength) {
            return text;
        }
        int end = maxLength - 1;
        boolean splitsPair = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, splitsPair ? end - 1 : end) + "…";
    }

    /** The same for the texts within a message. */
    public static LocalizableMessage truncate(LocalizableMessage message, int maxLength) {
        return message.map(text -> truncate(text, maxLength));
    }

    /** Whether there are only words of letters with single spaces, as in nearly every text: nothing to remove but secrets. */
    private static boolean isPlainText(String text) {
        int wordLength = 0;
        char before = 'x';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = PersonalData.isLetter(c);
            wordLength = letter ? wordLength + 1 : 0;
            boolean plain = letter || c == '_' || c == '\'' || c == '.' || c == ',' || c == ' ' && before != ' ';
            if (!plain || wordLength > MAX_WORD_LENGTH) {
                return false;
            }
            before = c;
        }
        return true;
    }

    /**
     * Without characters that nobody sees, NUL among them: they would hide a secret, or an address, in text of another
     * encoding. The wide @ of East Asian scripts becomes an ordinary one.
     */
    private static String visible(String text) {
        return HIDDEN.matcher(text).replaceAll("").replace(WIDE_AT, '@');
    }

    /**
     * Replaces escapes of printable ASCII characters: {@code %40}, also where it is escaped again, and those of JSON and
     * HTML.
     */
    private static String decode(String text) {
        String decoded = text.indexOf('\\') < 0 && text.indexOf('&') < 0
                ? text
                : ESCAPE.matcher(text).replaceAll(escape -> {
                    String hex = escape.group(1) == null ? escape.group(2) : escape.group(1);
                    int c = hex == null ? Integer.parseInt(escape.group(3)) : Integer.parseInt(hex, 16);
                    return c >= ' ' && c <= '~'
                            ? Matcher.quoteReplacement(String.valueOf((char) c))
                            : Matcher.quoteReplacement(escape.group());
                });
        for (int escape = decoded.indexOf('%'); escape >= 0 && escape + 2 < decoded.length(); ) {
            int high = Character.digit(decoded.charAt(escape + 1), 16);
            int low = Character.digit(decoded.charAt(escape + 2), 16);
            int c = 16 * high + low;
            boolean printable = high >= 0 && low >= 0 && c >= ' ' && c <= '~';
            if (printable) {
                decoded = decoded.substring(0, escape) + (char) c + decoded.substring(escape + 3);
            }
            escape = decoded.indexOf('%', printable && c == '%' ? escape : escape + 1);
        }
        return decoded;
    }

    /** The text with a space for every run of white space and of unprintable characters. */
    public static String onOneLine(String text) {
        return UNPRINTABLE.matcher(text).replaceAll(" ").stripTrailing();
    }
}
