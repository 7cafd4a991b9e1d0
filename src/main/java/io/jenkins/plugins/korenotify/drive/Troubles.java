package io.jenkins.plugins.korenotify.drive;

import io.jenkins.plugins.korenotify.kore.KoreException;
import io.jenkins.plugins.korenotify.watch.Trouble;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/** What Kore.ai's errors mean for a watch. */
final class Troubles {
    private Troubles() {}

    static Trouble of(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof KoreException known) {
            return new Trouble(
                    kind(known.kind()),
                    known.getMessage(),
                    known.retryAfter().map(Duration::toMillis).orElse(0L));
        }
        return new Trouble(
                Trouble.Kind.PASSING, "The question failed: " + cause.getClass().getSimpleName(), 0);
    }

    private static Trouble.Kind kind(KoreException.Kind kind) {
        return switch (kind) {
            case CONFIGURATION -> Trouble.Kind.HOPELESS;
            case AUTHENTICATION -> Trouble.Kind.REFUSED;
            case NOT_FOUND -> Trouble.Kind.UNKNOWN_REQUEST;
            case RATE_LIMITED -> Trouble.Kind.RATE_LIMITED;
            case UNAVAILABLE, PROTOCOL -> Trouble.Kind.PASSING;
        };
    }
}
