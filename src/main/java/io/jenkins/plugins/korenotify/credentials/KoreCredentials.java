package io.jenkins.plugins.korenotify.credentials;

import com.cloudbees.plugins.credentials.CredentialsNameProvider;
import com.cloudbees.plugins.credentials.NameWith;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.util.Secret;
import io.jenkins.plugins.korenotify.engine.client.JwtAlgorithm;

/** A Kore.ai JWT app: it signs the tokens of the polls. */
@NameWith(value = KoreCredentials.NameProvider.class, priority = 16)
public interface KoreCredentials extends StandardCredentials {
    /** The app's "Client ID", {@code cs-…}. */
    @NonNull
    String getClientId();

    /** The app's "Client Secret", used as it stands. */
    @NonNull
    Secret getClientSecret();

    /** The algorithm chosen when the app was made. */
    @NonNull
    JwtAlgorithm getAlgorithm();

    /** The tokens' {@code sub}; null for the plugin's own. */
    @CheckForNull
    String getSubject();

    /** Shows the client ID and the description, never the secret. */
    class NameProvider extends CredentialsNameProvider<KoreCredentials> {
        @Override
        @NonNull
        public String getName(@NonNull KoreCredentials credentials) {
            String description = Util.fixEmptyAndTrim(credentials.getDescription());
            return description == null
                    ? credentials.getClientId()
                    : credentials.getClientId() + " (" + description + ")";
        }
    }
}
