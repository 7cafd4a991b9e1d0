package io.jenkins.plugins.korenotify.simulator;

import java.util.Set;

/**
 * A JWT app as an administrator sets it up at Kore.ai (Kore.ai, API introduction page and app registration page).
 *
 * @param clientId client ID, {@code cs-…}; the token's {@code appId} claim
 * @param clientSecret client secret; its UTF-8 bytes are the signing key, it is not Base64-decoded
 * @param algorithm the only algorithm accepted for this app
 * @param streams stream (bot) IDs the app belongs to
 * @param scopes API scopes granted to the app and published
 * @param enforceJti whether tokens without {@code jti} are refused
 */
public record SimulatedApp(
        String clientId,
        String clientSecret,
        Algorithm algorithm,
        Set<String> streams,
        Set<String> scopes,
        boolean enforceJti) {

    /** The scope needed to send notifications and to read their status. */
    public static final String PROACTIVE_MESSAGES = "Proactive Messages";

    /** Signing algorithms of apps with a client secret. */
    public enum Algorithm {
        /** HMAC with SHA-256, the one Kore.ai's public API instructions name. */
        HS256("HmacSHA256"),
        /** HMAC with SHA-512. */
        HS512("HmacSHA512");

        private final String macName;

        Algorithm(String macName) {
            this.macName = macName;
        }

        String macName() {
            return macName;
        }
    }

    /** Freezes the sets. */
    public SimulatedApp {
        streams = Set.copyOf(streams);
        scopes = Set.copyOf(scopes);
    }

    /** An HS256 app with the scope for notifications, {@code jti} optional. */
    public static SimulatedApp hs256(String clientId, String clientSecret, String... streams) {
        return new SimulatedApp(
                clientId, clientSecret, Algorithm.HS256, Set.of(streams), Set.of(PROACTIVE_MESSAGES), false);
    }

    /** The same app with another secret. */
    public SimulatedApp withSecret(String other) {
        return new SimulatedApp(clientId, other, algorithm, streams, scopes, enforceJti);
    }

    /** The same app with another algorithm. */
    public SimulatedApp withAlgorithm(Algorithm other) {
        return new SimulatedApp(clientId, clientSecret, other, streams, scopes, enforceJti);
    }

    /** The same app without any scope. */
    public SimulatedApp withoutScopes() {
        return new SimulatedApp(clientId, clientSecret, algorithm, streams, Set.of(), enforceJti);
    }

    /** The same app with "Enforce JTI" switched on. */
    public SimulatedApp enforcingJti() {
        return new SimulatedApp(clientId, clientSecret, algorithm, streams, scopes, true);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "SimulatedApp[" + clientId + ", " + algorithm + ", streams=" + streams + ", scopes=" + scopes + "]";
    }
}
