package io.jenkins.plugins.korenotify.engine.client;

import io.jenkins.plugins.korenotify.engine.message.Localizable;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * A poll without a status. The message says what happened and what to check; it contains no secret, and of the response at
 * most a short, sanitized excerpt.
 */
public final class KoreException extends Exception implements Localizable {
    private static final long serialVersionUID = 1L;

    /** What went wrong, as far as it matters for what to do next. */
    public enum Kind {
        /** The URL, the API version or the environment is wrong; polling again does not help. */
        CONFIGURATION,
        /** Client secret, client ID, stream ID or scope were refused. */
        AUTHENTICATION,
        /** There is no such request; a new one may not be readable yet. */
        NOT_FOUND,
        /** A rate limit was hit; poll again later. */
        RATE_LIMITED,
        /** There is no response, or the server is temporarily unable to give one; poll again. */
        UNAVAILABLE,
        /** The response is not what the API describes; poll again, it may have been cut or replaced on the way. */
        PROTOCOL
    }

    private final Kind kind;
    private final LocalizableMessage message;
    private final Long retryAfterMillis;

    /** Creates an exception without a time to wait and without a cause. */
    public KoreException(Kind kind, LocalizableMessage message) {
        this(kind, message, null, null);
    }

    /**
     * Creates an exception.
     *
     * @param message what happened and what to check
     * @param retryAfter the time to wait before the next poll; null if the server does not say
     * @param cause the cause on this side; null if it is the response itself
     */
    public KoreException(Kind kind, LocalizableMessage message, Duration retryAfter, Throwable cause) {
        super(message.toString(), cause);
        this.kind = kind;
        this.message = message;
        this.retryAfterMillis = retryAfter == null ? null : retryAfter.toMillis();
    }

    /** What went wrong, without what a future puts around it. */
    public static Throwable unwrap(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    /** The response is not what the API describes; the message has this code and these arguments. */
    static KoreException protocol(String code, Object... arguments) {
        return new KoreException(Kind.PROTOCOL, LocalizableMessage.of(code, arguments));
    }

    @Override
    public LocalizableMessage toMessage() {
        return message;
    }

    /** What went wrong, as far as it matters for what to do next. */
    public Kind kind() {
        return kind;
    }

    /** The time to wait before the next poll, where the server says so or the kind of limit implies it. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfterMillis).map(Duration::ofMillis);
    }
}
