package io.jenkins.plugins.korenotify.integration;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.korenotify.connection.ConnectionForms;
import io.jenkins.plugins.korenotify.connection.ReaderLocale;
import io.jenkins.plugins.korenotify.credentials.JwtAppResolver;
import io.jenkins.plugins.korenotify.engine.client.JwtApp;
import io.jenkins.plugins.korenotify.engine.client.TokenSigner;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.credentialsbinding.Binding;
import org.jenkinsci.plugins.credentialsbinding.BindingDescriptor;
import org.jenkinsci.plugins.variant.OptionalExtension;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * Binds a token for Kore.ai's public APIs to an environment variable, for steps that send notifications. The token is signed
 * on the controller when the block begins; the client secret stays there.
 *
 * <p>The token has a {@code jti} only if it is for a single call: Kore.ai accepts each {@code jti} once.
 */
@Restricted(NoExternalUse.class)
public final class KoreTokenBinding extends Binding<StandardCredentials> {
    /** How long a token is valid. */
    static final Duration LIFETIME = Duration.ofMinutes(30);

    private boolean singleUse;

    /**
     * A binding of a token for several calls.
     *
     * @param variable the name of the environment variable
     * @param credentialsId a Kore.ai JWT app, or a user name with a password
     */
    @DataBoundConstructor
    public KoreTokenBinding(@CheckForNull String variable, @CheckForNull String credentialsId) {
        super(variable, credentialsId);
    }

    /** Whether the token is for one call only. */
    public boolean isSingleUse() {
        return singleUse;
    }

    /** Whether the token is for one call only: it has a {@code jti} then, which a JWT app may enforce. */
    @DataBoundSetter
    public void setSingleUse(boolean singleUse) {
        this.singleUse = singleUse;
    }

    @Override
    protected Class<StandardCredentials> type() {
        return StandardCredentials.class;
    }

    @Override
    public SingleEnvironment bindSingle(
            @NonNull Run<?, ?> build, FilePath workspace, Launcher launcher, @NonNull TaskListener listener)
            throws IOException {
        if (!isVariable(getVariable())) {
            throw new AbortException(Messages.KoreTokenBinding_variable());
        }
        TokenSigner signer = new TokenSigner(
                app(build), InstantSource.system(), () -> UUID.randomUUID().toString());
        return new SingleEnvironment(singleUse ? signer.sign(LIFETIME) : signer.signReusable(LIFETIME));
    }

    private static boolean isVariable(String name) {
        return name != null && name.matches("[A-Za-z_][A-Za-z0-9_]*");
    }

    private JwtApp app(Run<?, ?> build) throws IOException {
        if (Util.fixEmptyAndTrim(getCredentialsId()) == null) {
            throw new AbortException(Messages.KoreTokenBinding_credentialsMissing());
        }
        try {
            return JwtAppResolver.resolve(getCredentials(build));
        } catch (IllegalArgumentException e) {
            throw new AbortException(Messages.KoreTokenBinding_unusable(getCredentialsId(), ReaderLocale.format(e)));
        }
    }

    /** The form and its checks, for users who may configure the job. */
    @OptionalExtension(requirePlugins = "credentials-binding")
    @Symbol("koreToken")
    public static final class DescriptorImpl extends BindingDescriptor<StandardCredentials> {
        @Override
        protected Class<StandardCredentials> type() {
            return StandardCredentials.class;
        }

        @Override
        public boolean requiresWorkspace() {
            return false;
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.KoreTokenBinding_displayName();
        }

        /** Checks that the name can be the name of an environment variable. */
        @POST
        public FormValidation doCheckVariable(@AncestorInPath Item item, @QueryParameter String value) {
            return !ConnectionForms.mayConfigure(item) || isVariable(value)
                    ? FormValidation.ok()
                    : FormValidation.error(Messages.KoreTokenBinding_variable());
        }

        /** Lists the credentials that can sign. */
        @Override
        @POST
        public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item owner) {
            return ConnectionForms.fillSigningCredentials(owner);
        }

        /** Checks that the credentials are there and can sign. */
        @POST
        public FormValidation doCheckCredentialsId(@AncestorInPath Item item, @QueryParameter String value) {
            if (ConnectionForms.mayConfigure(item) && Util.fixEmptyAndTrim(value) == null) {
                return FormValidation.error(Messages.KoreTokenBinding_credentialsMissing());
            }
            return ConnectionForms.checkSigningCredentials(item, value);
        }
    }
}
