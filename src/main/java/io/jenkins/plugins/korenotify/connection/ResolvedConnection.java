package io.jenkins.plugins.korenotify.connection;

import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.polling.PollScheduler;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.RateLimits;
import io.jenkins.plugins.korenotify.engine.polling.StatusFetcher;
import java.util.function.BooleanSupplier;

/**
 * All that a check needs of Kore.ai, for one build. It can sign, so it is neither stored nor printed: after a restart
 * it is resolved afresh.
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
