package io.jenkins.plugins.korenotify.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredRecipient;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * A recipient who was not reached, masked. There are some only where the connection allows it. Stored with the build:
 * the names of the fields stay as they are.
 */
@ExportedBean
@Restricted(NoExternalUse.class) // Jelly, REST
public final class UndeliveredRecord {
    private final String request;
    private final String recipient;
    private final String channel;
    private final String status;
    private final String reason;

    UndeliveredRecord(String request, UndeliveredRecipient undelivered) {
        this.request = request;
        recipient = undelivered.recipient();
        channel = undelivered.channel().isEmpty() ? null : undelivered.channel();
        status = undelivered.failed() ? "FAILED" : "PENDING";
        reason = undelivered.reason().isEmpty() ? null : undelivered.reason();
    }

    /** The ID of the request, {@code ds-…}. */
    @Exported
    public String getRequest() {
        return request;
    }

    /** The identity, masked. */
    @Exported
    public String getRecipient() {
        return recipient;
    }

    /** As Kore.ai spells it; null: it gave none. */
    @Exported
    @CheckForNull
    public String getChannel() {
        return channel;
    }

    /** {@code FAILED}: finally; {@code PENDING}: Kore.ai has not said how it ended. */
    @Exported
    public String getStatus() {
        return status;
    }

    /** Kore.ai's comment; null: it gave none. */
    @Exported
    @CheckForNull
    public String getReason() {
        return reason;
    }

    /** The status, for a person. */
    public String getState() {
        return "FAILED".equals(status) ? Messages.UndeliveredRecord_failed() : Messages.UndeliveredRecord_pending();
    }
}
