package io.jenkins.plugins.korenotify.engine.client;

import java.util.regex.Pattern;

/**
 * Takes secrets out of text that came from the remote side: whoever answers has seen the token, and may send it back.
 */
final class Redaction {
    /** Nothing but tokens is secret. */
    static final Redaction TOKENS = new Redaction(null);

    private static final String REMOVED = "[secret]";
    // Fewer characters of a secret at the end of a text are as likely a word of it.
    private static final int MIN_PIECE_LENGTH = 6;
    // A JSON Web Token, whole or cut short: {" in Base64url, then more of it.
    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]{4,}(?:\\.[A-Za-z0-9_-]*){0,4}");

    private final String secret;

    private Redaction(String secret) {
        this.secret = secret;
    }

    /** Tokens and this secret, in clear, are taken out. */
    static Redaction of(String secret) {
        return new Redaction(secret);
    }

    /** The text without secrets, whole or, at its end, cut short. */
    String apply(String text) {
        String cleared = secret == null ? text : withoutPiece(text.replace(secret, REMOVED));
        return cleared.contains("eyJ") ? TOKEN.matcher(cleared).replaceAll(REMOVED) : cleared;
    }

    /** Text is cut before it comes here, and the cut may go through the secret. */
    private String withoutPiece(String text) {
        for (int length = Math.min(secret.length() - 1, text.length()); length >= MIN_PIECE_LENGTH; length--) {
            if (text.regionMatches(text.length() - length, secret, 0, length)) {
                return text.substring(0, text.length() - length) + REMOVED;
            }
        }
        return text;
    }

    @Override
    public String toString() {
        return "redaction";
    }
}
