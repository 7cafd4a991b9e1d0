package io.jenkins.plugins.korenotify.engine.polling;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * A poll that gave no status.
 *
 * @param kind what went wrong
 * @param message what happened and what to check
 * @param retryAfterMillis the shortest wait before the next poll that Kore.ai asks for, in milliseconds; 0: none
 */
public record PollFailure(KoreException.Kind kind, LocalizableMessage message, long retryAfterMillis)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Checks that nothing is missing; a negative wait counts as none. */
    public PollFailure {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(message, "message");
        retryAfterMillis = Math.max(0, retryAfterMillis);
    }

    /** The failure that an exception stands for; an unknown exception counts as {@code UNAVAILABLE}. */
    public static PollFailure from(Throwable thrown) {
        Throwable cause = KoreException.unwrap(thrown);
        if (cause instanceof KoreException known) {
            return new PollFailure(
                    known.kind(),
                    known.toMessage(),
                    known.retryAfter().map(Duration::toMillis).orElse(0L));
        }
        return new PollFailure(
                KoreException.Kind.UNAVAILABLE,
                LocalizableMessage.of("exchange.failed", cause.getClass().getSimpleName()),
                0);
    }

    /** The failure as the reason of a verdict. */
    LocalizableMessage ofRequest(String requestId) {
        return LocalizableMessage.of("request.failed", requestId, message);
    }
}
