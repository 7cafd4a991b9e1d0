package io.jenkins.plugins.korenotify.simulator;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether a refusal for too many calls says how long to wait. Kore.ai documents no such header for this API; gateways
 * in front of it may add one.
 */
public enum RetryAfter {
    /** No header. */
    NONE,
    /** {@code Retry-After: 17}. */
    SECONDS,
    /** {@code Retry-After: Tue, 03 Jun 2025 07:15:00 GMT}. */
    HTTP_DATE;

    /**
     * Adds the header.
     *
     * @param serverNow the server's own clock, against which a date is meant
     */
    Reply on(Reply reply, Duration wait, Instant serverNow) {
        return switch (this) {
            case NONE -> reply;
            case SECONDS -> reply.with("Retry-After", Long.toString(wholeSeconds(wait)));
            case HTTP_DATE ->
                reply.with("Retry-After", Replies.httpDate(serverNow.plusSeconds(wholeSeconds(wait) + 1)));
        };
    }

    private static long wholeSeconds(Duration wait) {
        return wait.plusNanos(999_999_999).toSeconds();
    }
}
