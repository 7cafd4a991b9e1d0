package io.jenkins.plugins.korenotify.engine.client;

import io.jenkins.plugins.korenotify.engine.message.Localizable;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.time.Duration;
import java.util.Optional;

/**
 * Kore.ai gave no status. The message says in words what happened and what to check; it never holds a secret, and of
 * the answer no more than a short, cleaned excerpt.
 */
public final class KoreException extends Exception implements Localizable {
    private static final long serialVersionUID = 1L;

    /** What went wrong, as far as it matters for what to do next. */
    public enum Kind {
        /** The URL, the API or the machine's set-up cannot work; asking again is pointless. */
        CONFIGURATION(false),
        /** Secret, client ID, stream ID or scope refused; a fresh token may be tried once. */
        AUTHENTICATION(false),
        /** No such request; a new one may not be readable yet. */
        NOT_FOUND(false),
        /** Too many calls; ask again later. */
        RATE_LIMITED(true),
        /** No answer, or an answer that says "not now"; ask again. */
        UNAVAILABLE(true),
        /** An answer that is not what the API describes; ask again, it may have been cut or replaced on its way. */
        PROTOCOL(true);

        private final boolean passing;

        Kind(boolean passing) {
            this.passing = passing;
        }

        /** Whether the same poll may well succeed later. */
        public boolean isPassing() {
            return passing;
        }
    }

    private final Kind kind;
    private final Long retryAfterMillis;
    // Null where the message is already in the reader's language.
    private final LocalizableMessage what;

    /** An error in words that were found already, without advice when to ask again. */
    public KoreException(Kind kind, String message) {
        this(kind, LocalizableMessage.of("text", message));
    }

    /** An error without advice when to ask again. */
    public KoreException(Kind kind, LocalizableMessage what) {
        this(kind, what, null, null);
    }

    /**
     * An error.
     *
     * @param what what happened and what to check
     * @param retryAfter how long the other side asks to be left alone; null if it does not say
     * @param cause what caused it on this side; null if the response itself is the cause
     */
    public KoreException(Kind kind, LocalizableMessage what, Duration retryAfter, Throwable cause) {
        this(kind, what.toString(), what, retryAfter, cause);
    }

    private KoreException(Kind kind, String message, LocalizableMessage what, Duration retryAfter, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.what = what;
        this.retryAfterMillis = retryAfter == null ? null : retryAfter.toMillis();
    }

    @Override
    public LocalizableMessage toMessage() {
        return what;
    }

    /** What went wrong, as far as it matters for what to do next. */
    public Kind kind() {
        return kind;
    }

    /** How long to wait at least before asking again, where the answer says so or the kind of limit implies it. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfterMillis).map(Duration::ofMillis);
    }
}
