package io.jenkins.plugins.korenotify.drive;

import io.jenkins.plugins.korenotify.kore.KoreException;
import io.jenkins.plugins.korenotify.watch.Trouble;
import io.jenkins.plugins.korenotify.words.Phrase;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/** What Kore.ai's errors mean for a watch. */
final class Troubles {
    private Troubles() {}

    static Trouble of(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof KoreException known) {
            Trouble.Kind kind = kind(known.kind());
            long floor = known.retryAfter().map(Duration::toMillis).orElse(0L);
            return known.what()
                    .map(what -> new Trouble(kind, what, floor))
                    .orElseGet(() -> new Trouble(kind, known.getMessage(), floor));
        }
        return new Trouble(
                Trouble.Kind.PASSING,
                Phrase.of("exchange.failed", cause.getClass().getSimpleName()),
                0);
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
