package io.jenkins.plugins.korenotify.engine.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads the {@code Retry-After} header: seconds or an HTTP date (RFC 9110, section 10.2.3). */
final class RetryAfter {
    /** A longer wait is cut to this: a check has a deadline. */
    static final Duration MAX = Duration.ofMinutes(15);

    private RetryAfter() {}

    /**
     * Parses the header, which may be null: the time to wait, from zero to {@link #MAX}; empty if it is not understood.
     * {@code now} is the server's time where it is known, so that a wrong clock here does no harm.
     */
    static Optional<Duration> parse(String header, Instant now) {
        if (header == null) {
            return Optional.empty();
        }
        String text = header.strip();
        Optional<Duration> wait = text.matches("\\d{1,18}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
                : httpDate(text).map(date -> Duration.between(now, date));
        return wait.map(time -> time.isNegative() ? Duration.ZERO : time.compareTo(MAX) > 0 ? MAX : time);
    }

    /** An HTTP date in the form that senders must use; empty if it is not one. */
    static Optional<Instant> httpDate(String text) {
        if (text == null || text.length() > 64) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
