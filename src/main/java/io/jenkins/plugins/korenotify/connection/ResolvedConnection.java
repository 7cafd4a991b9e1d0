package io.jenkins.plugins.korenotify.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.korenotify.engine.client.JwtApp;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.client.ResponseLimits;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import io.jenkins.plugins.korenotify.engine.polling.PollScheduler;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.RateLimits;
import io.jenkins.plugins.korenotify.engine.polling.StatusFetcher;
import java.util.function.BooleanSupplier;

/**
 * All that a check needs of Kore.ai, for one build. It can sign, so it is neither stored nor printed: after a restart
 * it is resolved afresh. A job never chooses a URL.
 *
 * @param name the connection's name; of the one that is built in, the host's
 * @param endpoint where the status is polled
 * @param policy how long to wait between polls
 * @param limits how many calls the bot may make
 * @param keepMaskedRecipients whether undelivered recipients may be kept with the build, masked. Unlike all else here, this
 *     is what the connection of this name says at the moment; false where there is none any more
 * @param source polls the status
 */
public record ResolvedConnection(
        String name,
        KoreEndpoint endpoint,
        PollingPolicy policy,
        RateLimits limits,
        BooleanSupplier keepMaskedRecipients,
        StatusFetcher source) {
    private static final ResponseLimits KEEPING = ResponseLimits.DEFAULT.keeping(UndeliveredSample.MAX_PER_REQUEST);

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
                PollSchedulerRegistry.get()
                        .source(
                                endpoint,
                                app,
                                () -> keepMaskedRecipients.getAsBoolean() ? KEEPING : ResponseLimits.DEFAULT));
    }

    private static KoreEndpoint endpoint(KoreConnection connection, String streamId) throws AbortException {
        String own = Util.fixEmptyAndTrim(streamId);
        String required = own == null ? connection.getStreamId() : own;
        if (required == null) {
            throw new AbortException(Messages.ResolvedConnection_streamIdMissing(connection.getName()));
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
            throw new AbortException(Messages.ResolvedConnection_credentialsMissing(connection.getName()));
        }
        try {
            return CredentialsLookup.appOfConnection(run, connection.getUrl(), shared);
        } catch (IllegalArgumentException e) {
            throw new AbortException(
                    Messages.ResolvedConnection_connectionsCredentials(connection.getName(), ReaderLocale.format(e)));
        }
    }

    private static AbortException refused(String parameter, IllegalArgumentException reason) {
        return new AbortException(Messages.ResolvedConnection_refused(parameter, ReaderLocale.format(reason)));
    }

    /** The state as it may be shown and stored: without recipients, unless they may be kept. */
    public PollingState permitted(PollingState state) {
        return keepMaskedRecipients.getAsBoolean() ? state : state.withoutRecipients();
    }

    /** The scheduler of the bot, shared by all builds. Use it at once: an idle one is not kept for ever. */
    public PollScheduler scheduler() {
        return PollSchedulerRegistry.get().scheduler(endpoint);
    }

    @Override
    public String toString() {
        return name + ": " + endpoint;
    }
}
