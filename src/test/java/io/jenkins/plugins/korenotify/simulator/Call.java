package io.jenkins.plugins.korenotify.simulator;

/**
 * One HTTP request as the simulated Kore.ai sees it.
 *
 * @param method HTTP method in upper case
 * @param path raw, still percent-encoded path; a query part after {@code ?} is tolerated and ignored
 * @param authHeader value of the {@code auth} header (the raw token, no {@code Bearer} prefix), or null when absent
 * @param body request body, never null; empty for GET; not copied
 */
public record Call(String method, String path, String authHeader, byte[] body) {

    private static final byte[] NO_BODY = new byte[0];

    /** Replaces a missing body by an empty one. */
    public Call {
        body = body == null ? NO_BODY : body;
    }

    /** A GET without body. */
    public static Call get(String path, String authHeader) {
        return new Call("GET", path, authHeader, NO_BODY);
    }

    /** A POST of the given body. */
    public static Call post(String path, String authHeader, byte[] body) {
        return new Call("POST", path, authHeader, body);
    }
}
