package io.jenkins.plugins.korenotify.engine.result;

import java.io.Serializable;

/** How many recipients failed for one reason. Immutable. */
public final class ReasonCount implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Kore.ai's comment, cleaned and cut; null: all other reasons, and recipients without one. */
    public final String reason;

    /** How many recipients failed. */
    public final long recipients;

    ReasonCount(String reason, long recipients) {
        this.reason = reason;
        this.recipients = recipients;
    }
}
