package io.jenkins.plugins.korenotify.engine.client;

import io.jenkins.plugins.korenotify.engine.message.InvalidInputException;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.util.Objects;

/**
 * A Kore.ai JWT app, whose secret signs the tokens. Neither serializable nor ever printed, because of the secret.
 */
public final class JwtApp {
    /** The subject of tokens where none is configured. Kore.ai accepts any. */
    public static final String DEFAULT_SUBJECT = "kore-notify-status";

    private final String clientId;
    private final String clientSecret;
    private final JwtAlgorithm algorithm;
    private final String subject;

    /**
     * Creates an app from what Kore.ai shows of it.
     *
     * @param clientId "Client ID", {@code cs-…}
     * @param clientSecret "Client Secret", used as it stands, not Base64-decoded
     * @param algorithm the algorithm chosen when the app was created
     * @param subject the token's {@code sub}; null or blank for {@link #DEFAULT_SUBJECT}
     * @throws IllegalArgumentException if the client ID or the secret is missing, or the client ID is a stream ID
     */
    public JwtApp(String clientId, String clientSecret, JwtAlgorithm algorithm, String subject) {
        if (clientId == null || clientId.isBlank()) {
            throw new InvalidInputException(LocalizableMessage.of("app.clientIdMissing"));
        }
        if (clientId.strip().startsWith("st-")) {
            throw new InvalidInputException(LocalizableMessage.of("app.clientIdIsStreamId"));
        }
        if (clientSecret == null || clientSecret.isBlank()) {
            throw new InvalidInputException(LocalizableMessage.of("app.secretMissing"));
        }
        this.clientId = clientId.strip();
        this.clientSecret = clientSecret.strip();
        this.algorithm = Objects.requireNonNull(algorithm, "algorithm");
        this.subject = subject == null || subject.isBlank() ? DEFAULT_SUBJECT : subject.strip();
    }

    /** The client ID, {@code cs-…}. */
    public String clientId() {
        return clientId;
    }

    /** The algorithm tokens are signed with. */
    public JwtAlgorithm algorithm() {
        return algorithm;
    }

    String clientSecret() {
        return clientSecret;
    }

    String subject() {
        return subject;
    }

    @Override
    public String toString() {
        return "JWT app " + clientId;
    }
}
