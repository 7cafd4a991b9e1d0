package io.jenkins.plugins.korenotify.engine.client;

/**
 * Masks a recipient's identity: what is left lets a reader find the recipient in a list of their own, but does not identify
 * anybody.
 *
 * <p>Only ASCII letters and digits are shown, at most {@value #MAX_SHOWN} of them and at most a third of all; the length
 * of the identity does not show. The result is one of
 *
 * <ul>
 *   <li>{@code j***@***}: an address; its first letter, if the name before the {@code @} has at least three
 *   <li>{@code ***89}, {@code ***789}: a phone number; the last two of at least 7 digits, the last three of at least 10
 *   <li>{@code ab***yz}, {@code a***z}: anything else; the first and last two of at least 12 letters and digits, the first
 *       and last one of at least 8
 *   <li>{@code ***}: anything shorter, or longer than {@value #MAX_LENGTH} characters
 * </ul>
 */
final class IdentityMasker {
    /** The mask of an identity of which nothing may be shown. */
    static final String HIDDEN = "***";

    /** The largest number of characters of an identity that are shown. */
    static final int MAX_SHOWN = 4;

    // An address has at most 254 characters (RFC 5321).
    static final int MAX_LENGTH = 320;

    private static final int MIN_NAME_LENGTH = 3;
    private static final int MIN_PHONE_LENGTH = 7;
    private static final int USUAL_PHONE_LENGTH = 10;
    private static final int MAX_PHONE_LENGTH = 20;
    private static final int MIN_LENGTH = 8;
    private static final int USUAL_LENGTH = 12;
    private static final String PHONE_PUNCTUATION = "+ ()./-";

    private IdentityMasker() {}

    /** Masks an identity; {@code buffer} is not kept. */
    static String apply(char[] buffer, int offset, int length) {
        return length > MAX_LENGTH ? HIDDEN : apply(new String(buffer, offset, length));
    }

    static String apply(String text) {
        if (text.length() > MAX_LENGTH) {
            return HIDDEN;
        }
        String identity = text.strip();
        int at = identity.lastIndexOf('@');
        if (at >= 0) {
            String name = identity.substring(0, at);
            return start(name, countPlain(name) >= MIN_NAME_LENGTH ? 1 : 0) + HIDDEN + "@" + HIDDEN;
        }
        int length = countPlain(identity);
        if (isPhone(identity, length)) {
            return HIDDEN + end(identity, length < MIN_PHONE_LENGTH ? 0 : length < USUAL_PHONE_LENGTH ? 2 : 3);
        }
        int each = length < MIN_LENGTH ? 0 : length < USUAL_LENGTH ? 1 : 2;
        return start(identity, each) + HIDDEN + end(identity, each);
    }

    private static int countPlain(String text) {
        return (int) text.chars().filter(IdentityMasker::isPlain).count();
    }

    private static boolean isPhone(String text, int digits) {
        return digits <= MAX_PHONE_LENGTH
                && text.chars().allMatch(c -> PersonalData.isDigit(c) || PHONE_PUNCTUATION.indexOf(c) >= 0);
    }

    private static String start(String text, int max) {
        return text.substring(0, (int)
                text.chars().limit(max).takeWhile(IdentityMasker::isPlain).count());
    }

    private static String end(String text, int max) {
        String backwards = new StringBuilder(text).reverse().toString();
        return text.substring(text.length() - start(backwards, max).length());
    }

    private static boolean isPlain(int c) {
        return PersonalData.isLetter(c) || PersonalData.isDigit(c);
    }
}
