package io.jenkins.plugins.korenotify.engine.result;

import io.jenkins.plugins.korenotify.engine.gate.UndeliveredRecipient;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Undelivered recipients of one request that look the same: equal masked identity, channel, status and reason. There are
 * some only where the connection allows it. Immutable.
 */
public final class UndeliveredGroup implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What became of a recipient. */
    public enum Status {
        /** The notification failed for good. */
        FAILED,
        /** There was no result. */
        PENDING
    }

    /** The ID of the request, {@code ds-…}. */
    public final String request;

    /** The identity, masked. */
    public final String recipient;

    /** The channel as Kore.ai spells it; null: none was given. */
    public final String channel;

    /** What became of them. */
    public final Status status;

    /** Kore.ai's comment; null: none was given. */
    public final String reason;

    /** How many recipients look like this. */
    public final long recipients;

    private UndeliveredGroup(String request, UndeliveredRecipient one, long recipients) {
        this.request = request;
        recipient = one.recipient();
        channel = one.channel().isEmpty() ? null : one.channel();
        status = one.failed() ? Status.FAILED : Status.PENDING;
        reason = one.reason().isEmpty() ? null : one.reason();
        this.recipients = recipients;
    }

    /** Groups the recipients of a request, in their order. */
    static List<UndeliveredGroup> of(String request, List<UndeliveredRecipient> recipients) {
        Map<UndeliveredRecipient, Long> counts = new LinkedHashMap<>();
        recipients.forEach(one -> counts.merge(one, 1L, Long::sum));
        List<UndeliveredGroup> groups = new ArrayList<>();
        counts.forEach((one, count) -> groups.add(new UndeliveredGroup(request, one, count)));
        return groups;
    }
}
