package io.jenkins.plugins.korenotify.connection;

import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.polling.PollScheduler;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.StatusFetcher;
import java.util.function.BooleanSupplier;

/**
 * All that a watch needs of Kore.ai, for one build. It can sign, so it is neither stored nor printed: after a restart
 * it is resolved afresh.
 */
public final class ResolvedConnection {
    private final String name;
    private final KoreEndpoint endpoint;
    private final PollingPolicy pollPlan;
    private final BooleanSupplier keepMaskedRecipients;
    private final StatusFetcher source;

    ResolvedConnection(
            String name,
            KoreEndpoint endpoint,
            PollingPolicy pollPlan,
            BooleanSupplier keepMaskedRecipients,
            StatusFetcher source) {
        this.name = name;
        this.endpoint = endpoint;
        this.pollPlan = pollPlan;
        this.keepMaskedRecipients = keepMaskedRecipients;
        this.source = source;
    }

    /** The connection's name; of the one that is built in, the host's. */
    public String name() {
        return name;
    }

    /** Where is asked. */
    public KoreEndpoint endpoint() {
        return endpoint;
    }

    /** How often is asked. */
    public PollingPolicy pollPlan() {
        return pollPlan;
    }

    /**
     * Whether recipients who were not reached may be kept with the build, masked. Unlike all else here, this is what the
     * connection of this name says at the moment; false where there is none any more.
     */
    public boolean keepMaskedRecipients() {
        return keepMaskedRecipients.getAsBoolean();
    }

    /** The watch as it may be shown and stored: without recipients, unless they may be kept. */
    public PollingState permitted(PollingState watch) {
        return keepMaskedRecipients() ? watch : watch.withoutRecipients();
    }

    /** Who is asked. */
    public StatusFetcher source() {
        return source;
    }

    /** The driver of the bot's watches, shared by all builds. Use it at once: an idle driver is not kept for ever. */
    public PollScheduler driver() {
        return PollSchedulerRegistry.get().driver(endpoint);
    }

    @Override
    public String toString() {
        return name + ": " + endpoint;
    }
}
