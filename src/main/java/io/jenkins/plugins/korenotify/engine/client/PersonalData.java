package io.jenkins.plugins.korenotify.engine.client;

import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes from free text what may identify a recipient: addresses, phone numbers, IDs of messengers, tokens; and links,
 * which may hold any of these and which consoles and pages would make clickable. Words, error codes, names of templates,
 * request IDs, dates and times stay.
 *
 * <p>By rules of thumb: a number of six digits is taken for an error code, a name of a person for a word.
 */
final class PersonalData {
    private static final String UUID = "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}";
    private static final String TIME =
            "(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:[.,]\\d{1,9})?)?(?:Z|[+-][01]\\d:?[0-5]\\d)?";
    private static final String MONTH = "(?:0?[1-9]|1[0-2])";
    private static final String DAY = "(?:0?[1-9]|[12]\\d|3[01])";
    private static final String YEAR = "(?:19|20)\\d\\d";

    // ds-…: a request. 2025-05-26T05:53:22.883Z, 26.05.2025, 5/26/2025, 19:30:45. HTTP 503.
    private static final Pattern KEPT = Pattern.compile("\\bds-" + UUID + "\\b"
            + "|(?<![+\\d]\\s)(?<![\\w+./:-])(?:"
            + YEAR + "-" + MONTH + "-" + DAY + "(?:[T ]" + TIME + ")?"
            + "|" + DAY + "\\." + MONTH + "\\." + YEAR
            + "|" + MONTH + "/" + DAY + "/" + YEAR
            + "|" + TIME + ")(?![\\w/:+-]|[.]\\w)"
            + "|\\bHTTP \\d{3}\\b");

    // 0d9f…, u-0d9f…: a user, or an entry about one.
    private static final Pattern ID = Pattern.compile("(?:\\b[a-z]{1,3}-)?" + UUID);

    // Microsoft Teams and Skype: 29:1sK7dPq0aZ9xYw, 8:live:.cid.ab12; at least one letter, so that it is no time.
    private static final Pattern TEAMS_ID =
            Pattern.compile("\\b(?:8:[a-z]{1,10}:|(?:19|28|29|48):(?=[^A-Za-z\\s]{0,40}[A-Za-z]))[\\w.:+-]{6,}+");

    // Slack: U012AB3CD4E, UABCDE1FG; users, workspaces, channels, teams, direct messages and groups.
    private static final Pattern SLACK_ID =
            Pattern.compile("\\b(?:[UWCTDGB]\\d[A-Z0-9]{6,14}|[UW](?=[A-Z]{1,13}\\d{1,13}[A-Z])[A-Z0-9]{8,14})\\b");

    // Google Chat: spaces/AAAAMpdlehY, users/114022495153014004089.
    private static final Pattern GOOGLE_ID =
            Pattern.compile("\\b(spaces|users|members|people|dms?)/[A-Za-z0-9_-]{6,}+");

    // At least seven digits, with the usual punctuation. Possessive, as backtracking would need much stack.
    private static final Pattern NUMBER =
            Pattern.compile("\\+?+\\p{Nd}(?:[\\p{Zs}()./\u2010-\u2015-]{0,3}+\\p{Nd}){6,}+");

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9+/=_-]{9,}+");

    // A short token has several runs of digits. The letters, digits and cases of any token change often.
    private static final int MIN_SHORT_TOKEN = 9;
    private static final int MIN_DIGIT_CHANGES = 3;
    private static final int MIN_LONG_TOKEN = 20;
    private static final int MAX_CHARACTERS_PER_CHANGE = 3;

    private PersonalData() {}

    /** Replaces everything that may identify a recipient. */
    static String remove(String text) {
        String clean = replaceAround(text, "://", PersonalData::isInScheme, PersonalData::isInLink, "[link]");
        clean = replaceAround(clean, "@", PersonalData::isInName, PersonalData::isInAddress, "[address]");
        StringBuilder result = new StringBuilder(clean.length());
        Matcher kept = KEPT.matcher(clean);
        int done = 0;
        while (kept.find()) {
            result.append(removeIds(clean.substring(done, kept.start()))).append(kept.group());
            done = kept.end();
        }
        return result.append(removeIds(clean.substring(done))).toString();
    }

    private static String removeIds(String text) {
        String clean = ID.matcher(text).replaceAll("[id]");
        clean = TEAMS_ID.matcher(clean).replaceAll("[id]");
        clean = GOOGLE_ID.matcher(clean).replaceAll("$1/[id]");
        clean = SLACK_ID.matcher(clean).replaceAll("[id]");
        clean = WORD.matcher(clean).replaceAll(word -> isToken(word.group()) ? "[token]" : "$0");
        return NUMBER.matcher(clean).replaceAll("[number]");
    }

    /**
     * Replaces every {@code mark} and the characters around it, if there are any on both sides. A pattern would visit each
     * character many times.
     */
    private static String replaceAround(
            String text, String mark, IntPredicate before, IntPredicate after, String replacement) {
        int at = text.indexOf(mark);
        if (at < 0) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length());
        int done = 0;
        while (at >= 0) {
            int start = at;
            while (start > done && before.test(text.charAt(start - 1))) {
                start--;
            }
            int end = at + mark.length();
            while (end < text.length() && after.test(text.charAt(end))) {
                end++;
            }
            if (start < at && end > at + mark.length()) {
                result.append(text, done, start).append(replacement);
                done = end;
            }
            at = text.indexOf(mark, end);
        }
        return result.append(text, done, text.length()).toString();
    }

    private static boolean isInScheme(int c) {
        return isLetter(c) || isDigit(c) || c == '+' || c == '-' || c == '.';
    }

    private static boolean isInLink(int c) {
        return !Character.isWhitespace(c) && "<>\"'".indexOf(c) < 0;
    }

    private static boolean isInName(int c) {
        return isInAddress(c) && c != ':';
    }

    private static boolean isInAddress(int c) {
        return !Character.isWhitespace(c) && "@<>\"'(),;".indexOf(c) < 0;
    }

    /** Whether a part of a word looks random: letters, digits and cases change more often than in names of any language. */
    private static boolean isToken(String word) {
        int digitChanges = 0;
        int caseChanges = 0;
        int pieceStart = 0;
        for (int i = 1; i <= word.length(); i++) {
            char before = word.charAt(i - 1);
            char c = i < word.length() ? word.charAt(i) : '-';
            if (isDigit(before) && isLetter(c) || isLetter(before) && isDigit(c)) {
                digitChanges++;
            } else if (isLetter(before) && isLetter(c) && Character.isUpperCase(before) != Character.isUpperCase(c)) {
                caseChanges++;
            } else if (!isLetter(c) && !isDigit(c)) {
                int length = i - pieceStart;
                int changes = digitChanges + caseChanges;
                boolean mixed = changes * MAX_CHARACTERS_PER_CHANGE > length;
                if (mixed
                        && (length >= MIN_LONG_TOKEN
                                || length >= MIN_SHORT_TOKEN && digitChanges >= MIN_DIGIT_CHANGES)) {
                    return true;
                }
                pieceStart = i + 1;
                digitChanges = 0;
                caseChanges = 0;
            }
        }
        return false;
    }

    static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
