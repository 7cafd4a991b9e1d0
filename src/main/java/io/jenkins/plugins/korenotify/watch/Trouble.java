package io.jenkins.plugins.korenotify.watch;

import java.io.Serializable;
import java.util.Objects;

/** A question that got no status: what it means for the watch, and in words. Immutable. */
public final class Trouble implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What to do about it. */
    public enum Kind {
        /** It may pass; ask again, within the error budget. */
        PASSING,
        /** Too many calls; ask again later, within the error budget. */
        RATE_LIMITED,
        /** Credentials refused; ask once more, then give up. */
        REFUSED,
        /** No such request; a new one may not be readable yet. */
        UNKNOWN_REQUEST,
        /** Asking again is pointless. */
        HOPELESS
    }

    private final Kind kind;
    private final String message;
    private final long floor;

    /**
     * A trouble.
     *
     * @param floor how long to wait at least before asking again, in milliseconds; 0 if nobody says
     */
    public Trouble(Kind kind, String message, long floor) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.message = Objects.requireNonNull(message, "message");
        this.floor = Math.max(0, floor);
    }

    /** What to do about it. */
    public Kind kind() {
        return kind;
    }

    /** What happened, in words. */
    public String message() {
        return message;
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
