package io.jenkins.plugins.korenotify.engine.client;

/**
 * Makes of a recipient's identity what may be kept of it: enough to find somebody in one's own list, not enough to know
 * them by.
 *
 * <p>Nothing but ASCII letters and digits is ever shown, at most {@value #MAX_SHOWN} of them and at most a third of
 * those that there are; how long the identity is does not show. The result is one of
 *
 * <ul>
 *   <li>{@code j***@***}: an address; its first letter, if the name before the {@code @} has three or more
 *   <li>{@code ***89}, {@code ***789}: a phone number; the last two of 7 digits or more, three of 10 or more
 *   <li>{@code ab***yz}, {@code a***z}: anything else; the two first and last of 12 letters and digits or more, one
 *       each of 8 or more
 *   <li>{@code ***}: anything shorter, or longer than {@value #LONGEST} characters
 * </ul>
 */
final class IdentityMask {
    /** What an identity of which nothing may be shown is masked as. */
    static final String HIDDEN = "***";

    /** The most characters of an identity that are shown. */
    static final int MAX_SHOWN = 4;

    // An address has 254 characters at most (RFC 5321); what is longer is no identity, and is not looked at.
    static final int LONGEST = 320;

    private static final int MIN_NAME_LENGTH = 3;
    private static final int MIN_PHONE_LENGTH = 7;
    private static final int USUAL_PHONE = 10;
    private static final int MAX_PHONE_LENGTH = 20;
    private static final int SHORT = 8;
    private static final int USUAL = 12;
    private static final String IN_PHONES = "+ ()./-";

    private IdentityMask() {}

    /** The identity, masked; {@code text} is not kept. */
    static String of(char[] text, int offset, int length) {
        return length > LONGEST ? HIDDEN : of(new String(text, offset, length));
    }

    /** The identity, masked. */
    static String of(String text) {
        if (text.length() > LONGEST) {
            return HIDDEN;
        }
        String identity = text.strip();
        int at = identity.lastIndexOf('@');
        if (at >= 0) {
            String name = identity.substring(0, at);
            return shownStart(name, shown(name) >= MIN_NAME_LENGTH ? 1 : 0) + HIDDEN + "@" + HIDDEN;
        }
        int shown = shown(identity);
        if (isPhone(identity, shown)) {
            int last = shown < MIN_PHONE_LENGTH ? 0 : shown < USUAL_PHONE ? 2 : 3;
            return HIDDEN + shownEnd(identity, last);
        }
        int each = shown < SHORT ? 0 : shown < USUAL ? 1 : 2;
        return shownStart(identity, each) + HIDDEN + shownEnd(identity, each);
    }

    /** How many of its characters might be shown at all. */
    private static int shown(String text) {
        return (int) text.chars().filter(IdentityMask::isPlain).count();
    }

    private static boolean isPhone(String text, int digits) {
        return digits <= MAX_PHONE_LENGTH && text.chars().allMatch(c -> isDigit(c) || IN_PHONES.indexOf(c) >= 0);
    }

    private static String shownStart(String text, int most) {
        int end = 0;
        while (end < Math.min(most, text.length()) && isPlain(text.charAt(end))) {
            end++;
        }
        return text.substring(0, end);
    }

    private static String shownEnd(String text, int most) {
        int start = text.length();
        while (text.length() - start < Math.min(most, text.length()) && isPlain(text.charAt(start - 1))) {
            start--;
        }
        return text.substring(start);
    }

    private static boolean isPlain(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
