package io.jenkins.plugins.korenotify.engine.polling;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/** What Kore.ai's errors mean for a watch. */
final class FailureClassifier {
    private FailureClassifier() {}

    static PollFailure of(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof KoreException known) {
            PollFailure.Kind kind = kind(known.kind());
            long floor = known.retryAfter().map(Duration::toMillis).orElse(0L);
            return known.what()
                    .map(what -> new PollFailure(kind, what, floor))
                    .orElseGet(() -> new PollFailure(kind, known.getMessage(), floor));
        }
        return new PollFailure(
                PollFailure.Kind.TRANSIENT,
                LocalizableMessage.of("exchange.failed", cause.getClass().getSimpleName()),
                0);
    }

    private static PollFailure.Kind kind(KoreException.Kind kind) {
        return switch (kind) {
            case CONFIGURATION -> PollFailure.Kind.FATAL;
            case AUTHENTICATION -> PollFailure.Kind.UNAUTHORIZED;
            case NOT_FOUND -> PollFailure.Kind.NOT_FOUND;
            case RATE_LIMITED -> PollFailure.Kind.RATE_LIMITED;
            case UNAVAILABLE, PROTOCOL -> PollFailure.Kind.TRANSIENT;
        };
    }
}
