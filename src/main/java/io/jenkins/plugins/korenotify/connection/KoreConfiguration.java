package io.jenkins.plugins.korenotify.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * The connections of this Jenkins. Only administrators see and change them: a connection says where tokens are sent.
 */
@Extension
@Symbol("koreNotify")
public final class KoreConfiguration extends GlobalConfiguration {
    // Of a type that is stored as plainly as written by hand.
    private volatile List<KoreConnection> connections = new ArrayList<>();

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
     * @throws IllegalArgumentException with a message to the user, if one of them cannot be used, two have the same name
     *     or two are marked as the default
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
        if (required.stream().filter(KoreConnection::isDefaultConnection).count() > 1) {
            throw new IllegalArgumentException(Messages.KoreConfiguration_defaultTwice());
        }
        this.connections = new ArrayList<>(required);
        save();
    }

    @Override
    public boolean configure(StaplerRequest2 req, JSONObject json) throws FormException {
        // Taken from the form as a whole: where the last connection was removed, the form has no such key.
        List<KoreConnection> required = req.bindJSONToList(KoreConnection.class, json.get("connections"));
        try {
            setConnections(required);
        } catch (IllegalArgumentException e) {
            throw new FormException(e.getMessage(), e, "connections");
        }
        return true;
    }

    /**
     * The connection that a job uses.
     *
     * @param name null or blank for the default: the one that is marked, the only one, or Kore.ai's public cloud if there
     *     is none
     * @throws IllegalArgumentException with a message to the user, if there is no such connection or no default
     */
    @NonNull
    KoreConnection connection(@CheckForNull String name) {
        String required = Util.fixEmptyAndTrim(name);
        if (required != null) {
            // The names of the others are not for everybody who may read a build log.
            return findConnection(required)
                    .orElseThrow(() -> new IllegalArgumentException(Messages.KoreConfiguration_unknown(required)));
        }
        List<KoreConnection> all = getConnections();
        if (all.isEmpty()) {
            return new KoreConnection(
                    KoreEndpoint.parseUrl(KoreEndpoint.PUBLIC_CLOUD).getHost());
        }
        if (all.size() == 1) {
            return all.get(0);
        }
        return all.stream()
                .filter(KoreConnection::isDefaultConnection)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(Messages.KoreConfiguration_noDefault()));
    }

    /** The connection of this name. */
    Optional<KoreConnection> findConnection(String name) {
        return getConnections().stream()
                .filter(connection -> connection.getName().equals(name))
                .findFirst();
    }

    /** Whether there is a connection of this name, and it allows recipients to be kept, masked. */
    boolean keepsMaskedRecipients(String name) {
        return findConnection(name).map(KoreConnection::isKeepMaskedRecipients).orElse(false);
    }
}
