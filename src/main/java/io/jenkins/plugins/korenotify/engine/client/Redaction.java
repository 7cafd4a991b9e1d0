package io.jenkins.plugins.korenotify.engine.client;

import java.util.regex.Pattern;

/**
 * Removes secrets from text of the server, which has seen the token and may send it back.
 */
final class Redaction {
    /** Removes tokens only. */
    static final Redaction TOKENS = new Redaction(null);

    private static final String REMOVED = "[secret]";
    // Fewer characters of a secret at the end of a text are as likely a word of it.
    private static final int MIN_PIECE_LENGTH = 6;
    // So many characters of a secret in the middle of a text are hardly there by chance.
    private static final int MIN_PART_LENGTH = 12;
    // A JSON Web Token, whole or cut short: {" in Base64url, then more of it.
    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]{4,}(?:\\.[A-Za-z0-9_-]*){0,4}");

    private final String secret;

    /** Removes tokens and this secret, which is compared as it is, unencoded; null: there is none. */
    Redaction(String secret) {
        this.secret = secret;
    }

    /** The text without secrets, also one that is cut at its end. */
    String apply(String text) {
        String cleared = secret == null ? text : withoutPiece(text.replace(secret, REMOVED));
        return cleared.contains("eyJ") ? TOKEN.matcher(cleared).replaceAll(REMOVED) : cleared;
    }

    /** The same, also without parts of the secret anywhere in the text, in which nothing is escaped any more. */
    String applyToParts(String text) {
        String whole = apply(text);
        return secret == null ? whole : withoutParts(whole);
    }

    private String withoutParts(String text) {
        StringBuilder cleared = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = at + MIN_PART_LENGTH;
            if (end > text.length() || !secret.contains(text.substring(at, end))) {
                cleared.append(text.charAt(at++));
                continue;
            }
            while (end < text.length() && secret.contains(text.substring(at, end + 1))) {
                end++;
            }
            cleared.append(REMOVED);
            at = end;
        }
        return cleared.toString();
    }

    /** The text may have been cut within the secret. */
    private String withoutPiece(String text) {
        for (int length = Math.min(secret.length() - 1, text.length()); length >= MIN_PIECE_LENGTH; length--) {
            if (text.regionMatches(text.length() - length, secret, 0, length)) {
                return text.substring(0, text.length() - length) + REMOVED;
            }
        }
        return text;
    }
}
