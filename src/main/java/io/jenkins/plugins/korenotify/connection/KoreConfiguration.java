package io.jenkins.plugins.korenotify.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * The connections of this Jenkins. Only administrators see and change them: a connection says where tokens are sent.
 */
@Extension
@Symbol("koreNotify")
public final class KoreConfiguration extends GlobalConfiguration {
    // Of a type that is stored as plainly as written by hand.
    private volatile List<KoreConnection> connections = new ArrayList<>();
    // Null: there is no marked default.
    private volatile String defaultConnection;

    /** The configuration as it was saved. */
    public KoreConfiguration() {
        load();
    }

    /** The configuration of this Jenkins. */
    @NonNull
    public static KoreConfiguration get() {
        return ExtensionList.lookupSingleton(KoreConfiguration.class);
    }

    @Override
    @NonNull
    public String getDisplayName() {
        return Messages.KoreConfiguration_displayName();
    }

    /** All connections, in the order in which they were entered. */
    @NonNull
    public List<KoreConnection> getConnections() {
        return connections == null ? List.of() : List.copyOf(connections);
    }

    /**
     * Replaces all connections, and saves.
     *
     * @throws IllegalArgumentException in words for the user, if one of them cannot be used or two have the same name
     */
    @DataBoundSetter
    public void setConnections(@CheckForNull List<KoreConnection> connections) {
        List<KoreConnection> required = connections == null ? List.of() : List.copyOf(connections);
        Set<String> names = new HashSet<>();
        for (KoreConnection connection : required) {
            connection.check();
            if (!names.add(connection.getName())) {
                throw new IllegalArgumentException(Messages.KoreConfiguration_nameTwice(connection.getName()));
            }
        }
        this.connections = new ArrayList<>(required);
        save();
    }

    /** The name of the connection that jobs use that name none; null if none is marked. */
    @CheckForNull
    public String getDefaultConnection() {
        return defaultConnection;
    }

    /**
     * Marks the connection that jobs use that name none, and saves.
     *
     * @param name null or blank: none; the only connection is the default all the same
     */
    @DataBoundSetter
    public void setDefaultConnection(@CheckForNull String name) {
        defaultConnection = Util.fixEmptyAndTrim(name);
        save();
    }

    @Override
    public boolean configure(StaplerRequest2 req, JSONObject json) throws FormException {
        // Taken from the form as a whole: where the last connection was removed, the form has no such key.
        List<KoreConnection> required = req.bindJSONToList(KoreConnection.class, json.get("connections"));
        try {
            setConnections(required);
            setDefaultConnection(json.optString("defaultConnection"));
        } catch (IllegalArgumentException e) {
            throw new FormException(e.getMessage(), e, "connections");
        }
        return true;
    }

    /**
     * The connection that a job means.
     *
     * @param name null or blank for the default: the marked one, the only one, or Kore.ai's public cloud where there is
     *     none
     * @throws IllegalArgumentException in words for the user, if there is no such connection or no default
     */
    @NonNull
    KoreConnection connection(@CheckForNull String name) {
        List<KoreConnection> all = getConnections();
        String required = Util.fixEmptyAndTrim(name) == null ? defaultConnection : Util.fixEmptyAndTrim(name);
        if (required != null) {
            return all.stream()
                    .filter(connection -> connection.getName().equals(required))
                    .findFirst()
                    // The names of the others are the administrator's, and not for everybody who may read a log.
                    .orElseThrow(() -> new IllegalArgumentException(Messages.KoreConfiguration_unknown(required)));
        }
        if (all.isEmpty()) {
            return new KoreConnection(
                    KoreEndpoint.parseUrl(KoreEndpoint.PUBLIC_CLOUD).getHost());
        }
        if (all.size() > 1) {
            throw new IllegalArgumentException(Messages.KoreConfiguration_several());
        }
        return all.get(0);
    }

    /** Whether there is a connection of this name, and it allows recipients to be kept, masked. */
    boolean keepsMaskedRecipients(String name) {
        return getConnections().stream()
                .anyMatch(connection -> connection.getName().equals(name) && connection.isKeepMaskedRecipients());
    }

    /** The connections to choose the default from, as they are saved. */
    @POST
    public ListBoxModel doFillDefaultConnectionItems(@QueryParameter String defaultConnection) {
        ListBoxModel list = new ListBoxModel();
        list.add(Messages.KoreConfiguration_noDefault(), "");
        if (Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            getConnections().forEach(connection -> list.add(connection.getName()));
        }
        return list;
    }
}
