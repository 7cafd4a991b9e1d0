package io.jenkins.plugins.korenotify.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * The fields of connection, credentials and stream ID in the forms of jobs, for their descriptors. Users who may not
 * configure the job (or administer Jenkins, if there is no job) see nothing but the present value.
 */
@Restricted(NoExternalUse.class)
public interface ConnectionForms {
    /** The names of the connections, the default first; the present value stays in the list. */
    @POST
    default ListBoxModel doFillConnectionItems(@AncestorInPath Item item, @QueryParameter String connection) {
        ListBoxModel list = new ListBoxModel();
        String value = Util.fixNull(Util.fixEmptyAndTrim(connection));
        list.add(defaultName(mayConfigure(item)), "");
        if (mayConfigure(item)) {
            KoreConfiguration.get().getConnections().forEach(one -> list.add(one.getName()));
        }
        if (list.stream().noneMatch(option -> option.value.equals(value))) {
            list.add(value);
        }
        list.forEach(option -> option.selected = option.value.equals(value));
        return list;
    }

    private static String defaultName(boolean mayBeNamed) {
        try {
            return mayBeNamed
                    ? Messages.ConnectionForms_defaultNamed(
                            KoreConfiguration.get().connection(null).getName())
                    : Messages.ConnectionForms_default();
        } catch (IllegalArgumentException e) {
            // There is none; the check of the field says so.
            return Messages.ConnectionForms_default();
        }
    }

    /** Checks the connection, the default included; which one that is, the list says. */
    @POST
    default FormValidation doCheckConnection(@AncestorInPath Item item, @QueryParameter String value) {
        if (mayConfigure(item)) {
            try {
                KoreConfiguration.get().connection(value);
            } catch (IllegalArgumentException e) {
                return FormValidation.error(
                        Util.fixEmptyAndTrim(value) == null
                                ? Messages.ConnectionForms_noDefault()
                                : ReaderLocale.format(e));
            }
        }
        return FormValidation.ok();
    }

    /** The credentials that the job can use and that can sign for the connection's URL; the present value stays in the list. */
    @POST
    default ListBoxModel doFillCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String connection, @QueryParameter String credentialsId) {
        if (!mayConfigure(item)) {
            return CredentialsLookup.only(credentialsId);
        }
        ListBoxModel list =
                CredentialsLookup.list(item, CredentialsLookup.requirements(url(connection)), credentialsId);
        list.stream()
                .filter(option -> option.value.isEmpty())
                .forEach(option -> option.name = Messages.ConnectionForms_connections());
        return list;
    }

    /** Checks the credentials, or that the connection has some where the field is empty. */
    @POST
    default FormValidation doCheckCredentialsId(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String connection) {
        if (!mayConfigure(item)) {
            return FormValidation.ok();
        }
        String own = Util.fixEmptyAndTrim(value);
        try {
            KoreConnection found = KoreConfiguration.get().connection(connection);
            if (own != null) {
                return CredentialsLookup.check(item, CredentialsLookup.requirements(found.getUrl()), own);
            }
            return found.getCredentialsId() == null
                    ? FormValidation.error(Messages.ConnectionForms_credentialsMissing(found.getName()))
                    : FormValidation.ok();
        } catch (IllegalArgumentException e) {
            // The check of the connection says what is wrong with it.
            return FormValidation.ok();
        }
    }

    /** The credentials that the job (null: outside of a job) can use to sign tokens, whatever URL they are for. */
    @NonNull
    static ListBoxModel fillSigningCredentials(@CheckForNull Item item) {
        return mayConfigure(item) ? CredentialsLookup.list(item, List.of(), null) : new ListBoxModel();
    }

    /** Checks that credentials can sign, whatever URL they are for. */
    @NonNull
    static FormValidation checkSigningCredentials(@CheckForNull Item item, @CheckForNull String credentialsId) {
        String id = Util.fixEmptyAndTrim(credentialsId);
        return mayConfigure(item) && id != null ? CredentialsLookup.check(item, List.of(), id) : FormValidation.ok();
    }

    /** Checks the stream ID, or that the connection has one where the field is empty. */
    @POST
    default FormValidation doCheckStreamId(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String connection) {
        if (!mayConfigure(item)) {
            return FormValidation.ok();
        }
        String own = Util.fixEmptyAndTrim(value);
        if (own != null) {
            return checkStreamId(own);
        }
        try {
            KoreConnection found = KoreConfiguration.get().connection(connection);
            return found.getStreamId() == null
                    ? FormValidation.error(Messages.ConnectionForms_streamIdMissing(found.getName()))
                    : FormValidation.ok(Messages.ConnectionForms_defaultIs(found.getStreamId()));
        } catch (IllegalArgumentException e) {
            // The check of the connection says what is wrong with it.
            return FormValidation.ok();
        }
    }

    private static FormValidation checkStreamId(String streamId) {
        if (streamId.contains("$")) {
            return FormValidation.warning(Messages.ConnectionForms_expression());
        }
        try {
            KoreEndpoint.parseStreamId(streamId);
            return FormValidation.ok();
        } catch (IllegalArgumentException e) {
            return FormValidation.error(ReaderLocale.format(e));
        }
    }

    /**
     * Whether the user may see what can be configured here.
     *
     * @param item the job whose form it is; null outside of a job
     */
    static boolean mayConfigure(@CheckForNull Item item) {
        return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.CONFIGURE);
    }

    private static String url(String connection) {
        try {
            return KoreConfiguration.get().connection(connection).getUrl();
        } catch (IllegalArgumentException e) {
            return KoreEndpoint.PUBLIC_CLOUD;
        }
    }
}
