package io.jenkins.plugins.korenotify.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.korenotify.engine.client.JwtApp;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import java.util.function.BooleanSupplier;

/** Resolves the connection, stream ID and credentials of a job. A job never chooses a URL. */
public final class ConnectionResolver {
    private ConnectionResolver() {}

    /**
     * Looks up connection and credentials; may block, as credentials providers may. Nothing is polled yet.
     *
     * @param run in its context the job's credentials are looked up; their use is recorded with it
     * @param connection a connection's name; null or blank for the default
     * @param credentialsId an ID, or the unexpanded {@code ${NAME}} of a credentials parameter; null or blank for the
     *     connection's
     * @param streamId null or blank for the connection's
     * @throws AbortException with a message to the user that names the parameter
     */
    @NonNull
    public static ResolvedConnection resolve(
            @NonNull Run<?, ?> run,
            @CheckForNull String connection,
            @CheckForNull String credentialsId,
            @CheckForNull String streamId)
            throws AbortException {
        KoreConfiguration configuration = KoreConfiguration.get();
        KoreConnection named;
        try {
            named = configuration.connection(connection);
        } catch (IllegalArgumentException e) {
            throw refused("connection", e);
        }
        KoreEndpoint endpoint = endpoint(named, streamId);
        JwtApp app = app(run, named, credentialsId);
        BooleanSupplier keepMaskedRecipients = () -> configuration.keepsMaskedRecipients(named.getName());
        return new ResolvedConnection(
                named.getName(),
                endpoint,
                named.policy(),
                named.limits(),
                keepMaskedRecipients,
                PollSchedulerRegistry.get().source(endpoint, app, keepMaskedRecipients));
    }

    private static KoreEndpoint endpoint(KoreConnection connection, String streamId) throws AbortException {
        String own = Util.fixEmptyAndTrim(streamId);
        String required = own == null ? connection.getStreamId() : own;
        if (required == null) {
            throw new AbortException(Messages.ConnectionResolver_streamIdMissing(connection.getName()));
        }
        try {
            return KoreEndpoint.of(connection.getUrl(), required, connection.getApiVersion());
        } catch (IllegalArgumentException e) {
            throw refused(own == null ? "connection" : "streamId", e);
        }
    }

    private static JwtApp app(Run<?, ?> run, KoreConnection connection, String credentialsId) throws AbortException {
        String own = Util.fixEmptyAndTrim(credentialsId);
        if (own != null) {
            try {
                return CredentialsLookup.appOfJob(run, connection.getUrl(), own);
            } catch (IllegalArgumentException e) {
                throw refused("credentialsId", e);
            }
        }
        String shared = connection.getCredentialsId();
        if (shared == null) {
            throw new AbortException(Messages.ConnectionResolver_credentialsMissing(connection.getName()));
        }
        try {
            return CredentialsLookup.appOfConnection(run, connection.getUrl(), shared);
        } catch (IllegalArgumentException e) {
            throw new AbortException(
                    Messages.ConnectionResolver_connectionsCredentials(connection.getName(), ReaderLocale.format(e)));
        }
    }

    private static AbortException refused(String parameter, IllegalArgumentException reason) {
        return new AbortException(Messages.ConnectionResolver_refused(parameter, ReaderLocale.format(reason)));
    }
}
