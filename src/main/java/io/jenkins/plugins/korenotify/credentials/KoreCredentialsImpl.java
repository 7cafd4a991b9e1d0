package io.jenkins.plugins.korenotify.credentials;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.impl.BaseStandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Failure;
import hudson.model.ModelObject;
import hudson.security.AccessControlled;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.korenotify.engine.client.JwtAlgorithm;
import io.jenkins.plugins.korenotify.engine.client.JwtApp;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A Kore.ai JWT app as it is entered and stored. */
public final class KoreCredentialsImpl extends BaseStandardCredentials implements KoreCredentials {
    private static final long serialVersionUID = 1L;

    // RFC 7518, 3.2: a key is at least as long as the hash. Kore.ai issues 44 characters.
    private static final int MIN_SECRET_LENGTH = 32;

    private final String clientId;
    private final Secret clientSecret;
    private JwtAlgorithm algorithm = JwtAlgorithm.HS256;
    private String subject;

    /**
     * An app that signs with HS256.
     *
     * @param id null for a generated one
     * @throws Failure if the client ID or the client secret is missing; shown to the user who saves the form
     */
    @DataBoundConstructor
    public KoreCredentialsImpl(
            @CheckForNull CredentialsScope scope,
            @CheckForNull String id,
            @CheckForNull String description,
            @CheckForNull String clientId,
            @CheckForNull Secret clientSecret) {
        super(scope, id, description);
        this.clientId = Util.fixEmptyAndTrim(clientId);
        this.clientSecret = clientSecret;
        if (this.clientId == null) {
            throw new Failure(Messages.KoreCredentialsImpl_clientIdMissing());
        }
        if (Secret.toString(clientSecret).isBlank()) {
            throw new Failure(Messages.KoreCredentialsImpl_clientSecretMissing());
        }
    }

    @Override
    @NonNull
    public String getClientId() {
        return Util.fixNull(clientId);
    }

    @Override
    @NonNull
    public Secret getClientSecret() {
        return clientSecret == null ? Secret.fromString("") : clientSecret;
    }

    @Override
    @NonNull
    public JwtAlgorithm getAlgorithm() {
        return algorithm == null ? JwtAlgorithm.HS256 : algorithm;
    }

    /** The signing algorithm of the app; null for HS256. */
    @DataBoundSetter
    public void setAlgorithm(@CheckForNull JwtAlgorithm algorithm) {
        this.algorithm = Objects.requireNonNullElse(algorithm, JwtAlgorithm.HS256);
    }

    @Override
    @CheckForNull
    public String getSubject() {
        return subject;
    }

    /** The tokens' {@code sub}; null or blank for the default. */
    @DataBoundSetter
    public void setSubject(@CheckForNull String subject) {
        this.subject = Util.fixEmptyAndTrim(subject);
    }

    /** The form and its checks. */
    @Extension
    @Symbol("koreJwtApp")
    public static final class DescriptorImpl extends BaseStandardCredentialsDescriptor {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.KoreCredentialsImpl_displayName();
        }

        @Override
        public String getDescription() {
            return Messages.KoreCredentialsImpl_description();
        }

        @Override
        public String getIconClassName() {
            return "symbol-key";
        }

        /** The default subject, for the form. */
        public String getDefaultSubject() {
            return JwtApp.DEFAULT_SUBJECT;
        }

        /** Checks the client ID. */
        @POST
        public FormValidation doCheckClientId(@AncestorInPath ModelObject context, @QueryParameter String value) {
            if (!mayEdit(context)) {
                return FormValidation.ok();
            }
            String clientId = Util.fixEmptyAndTrim(value);
            if (clientId == null) {
                return FormValidation.error(Messages.KoreCredentialsImpl_clientIdMissing());
            }
            if (clientId.startsWith("st-")) {
                return FormValidation.error(Messages.KoreCredentialsImpl_clientIdIsStreamId());
            }
            return clientId.startsWith("cs-")
                    ? FormValidation.ok()
                    : FormValidation.warning(Messages.KoreCredentialsImpl_clientIdUnusual());
        }

        /** Checks that the client secret is there and long enough. */
        @POST
        public FormValidation doCheckClientSecret(@AncestorInPath ModelObject context, @QueryParameter String value) {
            if (!mayEdit(context)) {
                return FormValidation.ok();
            }
            String secret = Secret.fromString(Util.fixNull(value)).getPlainText();
            if (secret.isBlank()) {
                return FormValidation.error(Messages.KoreCredentialsImpl_clientSecretMissing());
            }
            return secret.strip().getBytes(StandardCharsets.UTF_8).length < MIN_SECRET_LENGTH
                    ? FormValidation.warning(Messages.KoreCredentialsImpl_clientSecretShort())
                    : FormValidation.ok();
        }

        private static boolean mayEdit(ModelObject context) {
            AccessControlled owner = context instanceof AccessControlled controlled ? controlled : Jenkins.get();
            return owner.hasPermission(CredentialsProvider.CREATE) || owner.hasPermission(CredentialsProvider.UPDATE);
        }
    }
}
