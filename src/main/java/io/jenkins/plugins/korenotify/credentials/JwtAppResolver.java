package io.jenkins.plugins.korenotify.credentials;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import io.jenkins.plugins.korenotify.engine.client.JwtAlgorithm;
import io.jenkins.plugins.korenotify.engine.client.JwtApp;

/** Turns credentials into the JWT app that signs tokens. */
public final class JwtAppResolver {
    /** Kore.ai JWT apps, and user names with passwords: client ID and client secret, HS256. */
    public static final CredentialsMatcher MATCHER = CredentialsMatchers.anyOf(
            CredentialsMatchers.instanceOf(KoreCredentials.class),
            CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class));

    private JwtAppResolver() {}

    /**
     * The app that these credentials stand for.
     *
     * @throws IllegalArgumentException with a message to the user, if they are of another type, or their client ID or
     *     secret is missing
     */
    public static JwtApp resolve(StandardCredentials credentials) {
        if (credentials instanceof KoreCredentials app) {
            return new JwtApp(
                    app.getClientId(), app.getClientSecret().getPlainText(), app.getAlgorithm(), app.getSubject());
        }
        if (credentials instanceof StandardUsernamePasswordCredentials login) {
            return new JwtApp(login.getUsername(), login.getPassword().getPlainText(), JwtAlgorithm.HS256, null);
        }
        throw new IllegalArgumentException(Messages.JwtAppResolver_wrongType());
    }
}
