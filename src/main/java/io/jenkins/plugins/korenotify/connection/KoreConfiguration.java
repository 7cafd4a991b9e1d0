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
import java.util.Set;
import java.util.stream.Collectors;
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
    private List<KoreConnection> connections = new ArrayList<>();

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
     * The connection that a job means.
     *
     * @param name null or blank for the default: the only one, or Kore.ai's public cloud where there is none
     * @throws IllegalArgumentException in words for the user, if there is no such connection or no default
     */
    @NonNull
    KoreConnection connection(@CheckForNull String name) {
        List<KoreConnection> all = getConnections();
        String required = Util.fixEmptyAndTrim(name);
        if (required != null) {
            return all.stream()
                    .filter(connection -> connection.getName().equals(required))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            all.isEmpty()
                                    ? Messages.KoreConfiguration_noneThere(required)
                                    : Messages.KoreConfiguration_unknown(required, names(all))));
        }
        if (all.isEmpty()) {
            return new KoreConnection(
                    KoreEndpoint.parseUrl(KoreEndpoint.PUBLIC_CLOUD).getHost());
        }
        if (all.size() > 1) {
            throw new IllegalArgumentException(Messages.KoreConfiguration_several(names(all)));
        }
        return all.get(0);
    }

    /** Whether there is a connection of this name, and it allows recipients to be kept, masked. */
    boolean keepsMaskedRecipients(String name) {
        return getConnections().stream()
                .anyMatch(connection -> connection.getName().equals(name) && connection.isKeepMaskedRecipients());
    }

    private static String names(List<KoreConnection> connections) {
        return connections.stream().map(KoreConnection::getName).collect(Collectors.joining(", "));
    }
}
