package io.jenkins.plugins.korenotify.simulator;

/**
 * A token refused.
 *
 * @param status HTTP status
 * @param code code in the error envelope
 * @param message text in the error envelope
 */
record Refusal(int status, int code, String message) {

    /** No token, wrong signature, unknown app, wrong bot: one text for all (Kore.ai's own public API tests). */
    static final Refusal CREDENTIALS = new Refusal(401, 4002, "Invalid SDK credentials");

    /** Not a JWT at all (same tests). */
    static final Refusal NOT_A_JWT = new Refusal(401, 4002, "Invalid JWT token");

    /** The app lacks the scope (same tests). */
    static final Refusal SCOPE = new Refusal(401, 4002, "Permission denied. Scope is incorrect!");

    /** With {@code jti} a token may live for an hour at most (Kore.ai, SDK security page; HTTP status inferred). */
    static final Refusal TOO_LONG =
            new Refusal(401, 401, "error verifying the jwt: if \"jti\" claim \"exp\" must be <= 1 hour(s)");

    /** The {@code jti} was used before (same page; HTTP status inferred). */
    static final Refusal REPLAY = new Refusal(401, 401, "error verifying the jwt: possibly a replay");

    /** Expired or not yet valid: Kore.ai answers 401, its text is not published; this one is invented. */
    static final Refusal EXPIRED = new Refusal(401, 401, "error verifying the jwt: jwt expired");

    /** "Enforce JTI" is on and there is none: refused (API introduction page); the text is invented. */
    static final Refusal NO_JTI = new Refusal(401, 401, "error verifying the jwt: \"jti\" claim is required");

    /** Issued in the future beyond the tolerance: neither rule nor text is published; this is invented. */
    static final Refusal ISSUED_LATER = new Refusal(401, 401, "error verifying the jwt: jwt not active");

    Reply reply() {
        return Replies.error(status, code, message);
    }
}
