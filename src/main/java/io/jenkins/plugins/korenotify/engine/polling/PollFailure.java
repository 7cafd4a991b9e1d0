package io.jenkins.plugins.korenotify.engine.polling;

import io.jenkins.plugins.korenotify.engine.gate.Finding;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** A question that got no status: what it means for the watch, and in words. Immutable. */
public final class PollFailure implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What to do about it. */
    public enum Kind {
        /** It may pass; ask again, within the error budget. */
        TRANSIENT,
        /** Too many calls; ask again later, within the error budget. */
        RATE_LIMITED,
        /** Credentials refused; ask once more, then give up. */
        UNAUTHORIZED,
        /** No such request; a new one may not be readable yet. */
        NOT_FOUND,
        /** Asking again is pointless. */
        FATAL
    }

    private final Kind kind;
    private final String message;
    // Null where the message is all that is known, and in what older versions stored.
    private final LocalizableMessage what;
    private final long floor;

    private PollFailure(Kind kind, String message, LocalizableMessage what, long floor) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.message = Objects.requireNonNull(message, "message");
        this.what = what;
        this.floor = Math.max(0, floor);
    }

    /**
     * A trouble in words that were found already.
     *
     * @param floor how long to wait at least before asking again, in milliseconds; 0 if nobody says
     */
    public PollFailure(Kind kind, String message, long floor) {
        this(kind, message, null, floor);
    }

    /**
     * A trouble.
     *
     * @param floor how long to wait at least before asking again, in milliseconds; 0 if nobody says
     */
    public PollFailure(Kind kind, LocalizableMessage what, long floor) {
        this(kind, what.toString(), what, floor);
    }

    /** What to do about it. */
    public Kind kind() {
        return kind;
    }

    /** What happened, in English words, where they were not found elsewhere. */
    public String message() {
        return message;
    }

    /** The same in the language closest to {@code locale}, as far as that is known. */
    public String format(Locale locale) {
        return what == null ? message : what.format(locale);
    }

    /** The same by key and values, where it is known so. */
    public Optional<LocalizableMessage> what() {
        return Optional.ofNullable(what);
    }

    /** The reason of a verdict that is inconclusive for it. */
    Finding finding(String requestId) {
        return Finding.of(Finding.ReasonCode.NO_RESPONSE, requestId, what == null ? message : what);
    }

    /** How long to wait at least before asking again, in milliseconds. */
    public long floor() {
        return floor;
    }

    @Override
    public String toString() {
        return kind + ": " + message;
    }
}
