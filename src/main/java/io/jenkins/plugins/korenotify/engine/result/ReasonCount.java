package io.jenkins.plugins.korenotify.engine.result;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.Serializable;

/** How many recipients failed for one reason. Immutable. */
@JsonPropertyOrder({"reason", "recipients"})
public final class ReasonCount implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final long recipients;

    ReasonCount(String reason, long recipients) {
        this.reason = reason;
        this.recipients = recipients;
    }

    /** Kore.ai's comment, cleaned and cut; null: all other reasons, and recipients without one. */
    public String getReason() {
        return reason;
    }

    /** How many recipients failed. */
    public long getRecipients() {
        return recipients;
    }
}
