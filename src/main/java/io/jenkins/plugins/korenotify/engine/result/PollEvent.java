package io.jenkins.plugins.korenotify.engine.result;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.jenkins.plugins.korenotify.engine.client.TextSanitizer;
import io.jenkins.plugins.korenotify.engine.gate.RecipientOutlook;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;

/** Something that happened while a check waited; equal events in a row are one event. Immutable. */
public final class PollEvent implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The largest number of characters of a message. */
    public static final int MAX_MESSAGE_LENGTH = 300;

    /** What can happen. */
    public enum Kind {
        /** The check started. */
        STARTED,
        /** Kore.ai reported the status of a request. */
        STATUS,
        /** A poll gave no status. */
        POLL_FAILED,
        /** The check went on after Jenkins was restarted. */
        RESUMED
    }

    /** What happened. */
    public final Kind kind;

    /** When it happened first, in milliseconds since the epoch; in the document in UTC. */
    @JsonSerialize(converter = CheckResultJson.Time.class)
    public final long at;

    /** How often it happened in a row. */
    public final int times;

    /** Delivered recipients of all requests, as known then. */
    public final long delivered;

    /** Failed recipients of all requests, as known then. */
    public final long failed;

    /** Recipients of all requests without a result, as known then. */
    public final long pending;

    private final LocalizableMessage message;

    private PollEvent(
            Kind kind, long at, int times, long delivered, long failed, long pending, LocalizableMessage message) {
        this.kind = kind;
        this.at = at;
        this.times = times;
        this.delivered = delivered;
        this.failed = failed;
        this.pending = pending;
        this.message = message;
    }

    /** An event at a time (milliseconds since the epoch); {@code message} is null unless a poll failed. */
    static PollEvent of(Kind kind, long at, RecipientOutlook recipients, LocalizableMessage message) {
        return new PollEvent(
                kind,
                at,
                1,
                recipients.delivered(),
                recipients.failed(),
                recipients.open(),
                message == null ? null : TextSanitizer.truncate(message, MAX_MESSAGE_LENGTH));
    }

    /** The same event once more. */
    PollEvent again() {
        return new PollEvent(kind, at, times + 1, delivered, failed, pending, message);
    }

    /** Whether both say the same, at whatever time. */
    boolean repeats(PollEvent that) {
        return kind == that.kind
                && delivered == that.delivered
                && failed == that.failed
                && pending == that.pending
                && Objects.equals(message, that.message);
    }

    /** Why the poll failed, in English; null unless it did. */
    public String getMessage() {
        return message(Locale.ROOT);
    }

    /** Why the poll failed, in the language closest to {@code locale}; null unless it did. */
    public String message(Locale locale) {
        return message == null ? null : TextSanitizer.truncate(message.format(locale), MAX_MESSAGE_LENGTH);
    }
}
