package io.jenkins.plugins.korenotify.connection;

import io.jenkins.plugins.korenotify.drive.StatusSource;
import io.jenkins.plugins.korenotify.drive.WatchDriver;
import io.jenkins.plugins.korenotify.kore.KoreEndpoint;
import io.jenkins.plugins.korenotify.watch.PollPlan;
import io.jenkins.plugins.korenotify.watch.Watch;
import java.util.function.BooleanSupplier;

/**
 * All that a watch needs of Kore.ai, for one build. It can sign, so it is neither stored nor printed: after a restart
 * it is resolved afresh.
 */
public final class ResolvedConnection {
    private final String name;
    private final KoreEndpoint endpoint;
    private final PollPlan pollPlan;
    private final BooleanSupplier keepMaskedRecipients;
    private final StatusSource source;

    ResolvedConnection(
            String name,
            KoreEndpoint endpoint,
            PollPlan pollPlan,
            BooleanSupplier keepMaskedRecipients,
            StatusSource source) {
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
    public PollPlan pollPlan() {
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
    public Watch permitted(Watch watch) {
        return keepMaskedRecipients() ? watch : watch.withoutRecipients();
    }

    /** Who is asked. */
    public StatusSource source() {
        return source;
    }

    /** The driver of the bot's watches, shared by all builds. Use it at once: an idle driver is not kept for ever. */
    public WatchDriver driver() {
        return BotDrivers.get().driver(endpoint);
    }

    @Override
    public String toString() {
        return name + ": " + endpoint;
    }
}
