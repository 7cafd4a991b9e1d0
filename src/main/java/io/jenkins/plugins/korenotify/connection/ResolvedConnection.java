package io.jenkins.plugins.korenotify.connection;

import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.polling.PollScheduler;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.RateLimits;
import io.jenkins.plugins.korenotify.engine.polling.StatusFetcher;
import java.util.function.BooleanSupplier;

/**
 * All that a watch needs of Kore.ai, for one build. It can sign, so it is neither stored nor printed: after a restart
 * it is resolved afresh.
 */
public final class ResolvedConnection {
    private final String name;
    private final KoreEndpoint endpoint;
    private final PollingPolicy policy;
    private final RateLimits limits;
    private final BooleanSupplier keepMaskedRecipients;
    private final StatusFetcher source;

    ResolvedConnection(
            String name,
            KoreEndpoint endpoint,
            PollingPolicy policy,
            RateLimits limits,
            BooleanSupplier keepMaskedRecipients,
            StatusFetcher source) {
        this.name = name;
        this.endpoint = endpoint;
        this.policy = policy;
        this.limits = limits;
        this.keepMaskedRecipients = keepMaskedRecipients;
        this.source = source;
    }

    /** The connection's name; of the one that is built in, the host's. */
    public String name() {
        return name;
    }

    /** Where the status is polled. */
    public KoreEndpoint endpoint() {
        return endpoint;
    }

    /** How long to wait between polls. */
    public PollingPolicy policy() {
        return policy;
    }

    /** How many calls the bot may make. */
    public RateLimits limits() {
        return limits;
    }

    /**
     * Whether undelivered recipients may be kept with the build, masked. Unlike all else here, this is what the
     * connection of this name says at the moment; false where there is none any more.
     */
    public boolean keepMaskedRecipients() {
        return keepMaskedRecipients.getAsBoolean();
    }

    /** The state as it may be shown and stored: without recipients, unless they may be kept. */
    public PollingState permitted(PollingState state) {
        return keepMaskedRecipients() ? state : state.withoutRecipients();
    }

    /** Polls the status. */
    public StatusFetcher source() {
        return source;
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
