package io.jenkins.plugins.korenotify.engine.client;

import static io.jenkins.plugins.korenotify.engine.message.InvalidInputException.require;

import io.jenkins.plugins.korenotify.engine.message.InvalidInputException;
import java.util.Objects;

/**
 * A Kore.ai JWT app, whose secret signs the tokens. Neither serializable nor ever printed, because of the secret.
 *
 * @param clientId "Client ID", {@code cs-…}
 * @param clientSecret "Client Secret", used as it stands, not Base64-decoded
 * @param algorithm the algorithm chosen when the app was created
 * @param subject the token's {@code sub}; null or blank for {@link #DEFAULT_SUBJECT}
 */
public record JwtApp(String clientId, String clientSecret, JwtAlgorithm algorithm, String subject) {
    /** The subject of tokens where none is configured. Kore.ai accepts any. */
    public static final String DEFAULT_SUBJECT = "kore-notify-status";

    /**
     * Creates an app from what Kore.ai shows of it.
     *
     * @throws IllegalArgumentException if the client ID or the secret is missing, or the client ID is a stream ID
     */
    public JwtApp {
        if (clientId == null || clientId.isBlank()) {
            throw new InvalidInputException("app.clientIdMissing");
        }
        require(!clientId.strip().startsWith("st-"), "app.clientIdIsStreamId");
        if (clientSecret == null || clientSecret.isBlank()) {
            throw new InvalidInputException("app.secretMissing");
        }
        clientId = clientId.strip();
        clientSecret = clientSecret.strip();
        Objects.requireNonNull(algorithm, "algorithm");
        subject = subject == null || subject.isBlank() ? DEFAULT_SUBJECT : subject.strip();
    }

    @Override
    public String toString() {
        return "JWT app " + clientId;
    }
}
