package io.jenkins.plugins.korenotify.connection;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.korenotify.credentials.JwtAppResolver;
import io.jenkins.plugins.korenotify.engine.client.JwtApp;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import java.util.List;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/**
 * Credentials for a connection's URL: listed, checked and looked up with the same domain requirements.
 *
 * <p>Credentials of a job are looked up in the job's folders, those of a connection at the root of Jenkins, as
 * administrators own connections. So a folder cannot replace the credentials of a connection, and these may be of the
 * scope that jobs cannot use themselves.
 */
final class CredentialsLookup {
    private CredentialsLookup() {}

    /** A list of the present value only. */
    static ListBoxModel only(String current) {
        return new StandardListBoxModel().includeCurrentValue(Util.fixNull(current));
    }

    /**
     * The credentials that can sign. The caller has checked permissions.
     *
     * @param item the job; null for a connection's
     * @param requirements what the domain of the credentials must include; empty: anything
     * @param current the present value; stays in the list
     */
    static ListBoxModel list(Item item, List<DomainRequirement> requirements, String current) {
        StandardListBoxModel list = new StandardListBoxModel();
        list.includeEmptyValue();
        if (item == null) {
            list.includeMatchingAs(
                    ACL.SYSTEM2, Jenkins.get(), StandardCredentials.class, requirements, JwtAppResolver.MATCHER);
        } else {
            list.includeMatchingAs(
                    authentication(item), item, StandardCredentials.class, requirements, JwtAppResolver.MATCHER);
        }
        list.includeCurrentValue(Util.fixNull(current));
        // Jobs and JCasC name credentials by their ID.
        list.stream()
                .filter(option -> !option.value.isEmpty() && !option.name.startsWith(option.value))
                .forEach(option -> option.name = Messages.CredentialsLookup_listed(option.value, option.name));
        return list;
    }

    /**
     * Checks that credentials are there and can sign. The caller has checked permissions.
     *
     * @param item the job; null for a connection's
     */
    static FormValidation check(Item item, List<DomainRequirement> requirements, String credentialsId) {
        if (isExpression(credentialsId)) {
            return FormValidation.warning(Messages.CredentialsLookup_expression());
        }
        try {
            app(item, requirements, credentialsId);
            return FormValidation.ok();
        } catch (IllegalArgumentException e) {
            return FormValidation.error(ReaderLocale.format(e));
        }
    }

    /**
     * The signing app that credentials stand for.
     *
     * @param item the job; null for a connection's
     * @throws IllegalArgumentException with a message to the user
     */
    static JwtApp app(Item item, List<DomainRequirement> requirements, String credentialsId) {
        return app(credentialsId, find(item, credentialsId, requirements), find(item, credentialsId, List.of()));
    }

    /**
     * The signing app that a connection's credentials stand for; their use by the build is recorded.
     *
     * @throws IllegalArgumentException with a message to the user
     */
    static JwtApp appOfConnection(Run<?, ?> run, String url, String credentialsId) {
        List<DomainRequirement> requirements = requirements(url);
        JwtApp app = app(null, requirements, credentialsId);
        CredentialsProvider.track(run, find(null, credentialsId, requirements));
        return app;
    }

    /**
     * The signing app that a job's credentials stand for; their use by the build is recorded.
     *
     * @param credentialsId an ID, or the unexpanded {@code ${NAME}} of a credentials parameter: whose credentials it may
     *     stand for depends on the permissions <em>UseOwn</em> and <em>UseItem</em> of the user who started the build
     * @throws IllegalArgumentException with a message to the user
     */
    static JwtApp appOfJob(Run<?, ?> run, String url, String credentialsId) {
        StandardCredentials found = CredentialsProvider.findCredentialById(
                credentialsId, StandardCredentials.class, run, requirements(url));
        StandardCredentials elsewhere = found == null
                ? CredentialsProvider.findCredentialById(credentialsId, StandardCredentials.class, run, List.of())
                : found;
        JwtApp app = app(credentialsId, found, elsewhere);
        CredentialsProvider.track(run, found);
        return app;
    }

    private static JwtApp app(String credentialsId, StandardCredentials found, StandardCredentials elsewhere) {
        if (elsewhere == null) {
            throw new IllegalArgumentException(
                    isExpression(credentialsId)
                            ? Messages.CredentialsLookup_noParameter(credentialsId)
                            : Messages.CredentialsLookup_notFound(credentialsId));
        }
        if (found == null) {
            throw new IllegalArgumentException(Messages.CredentialsLookup_otherDomain(credentialsId));
        }
        try {
            return JwtAppResolver.resolve(found);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    Messages.CredentialsLookup_unusable(credentialsId, ReaderLocale.format(e)), e);
        }
    }

    private static boolean isExpression(String credentialsId) {
        return credentialsId.startsWith("$");
    }

    private static StandardCredentials find(Item item, String credentialsId, List<DomainRequirement> requirements) {
        return item == null
                ? CredentialsProvider.findCredentialByIdInItemGroup(
                        credentialsId, StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, requirements)
                : CredentialsProvider.findCredentialByIdInItem(
                        credentialsId, StandardCredentials.class, item, authentication(item), requirements);
    }

    private static Authentication authentication(Item item) {
        return item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
    }

    /** What the domain of credentials for a URL must include. */
    static List<DomainRequirement> requirements(String url) {
        try {
            String address = Util.fixEmptyAndTrim(url) == null ? KoreEndpoint.PUBLIC_CLOUD : url;
            return URIRequirementBuilder.fromUri(KoreEndpoint.parseUrl(address).toString())
                    .build();
        } catch (IllegalArgumentException e) {
            // The field of the URL says what is wrong with it; nothing can be tested there anyway.
            return List.of();
        }
    }
}
