package io.jenkins.plugins.korenotify.engine.client;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Any header, at any time: nothing, or a wait from zero to {@link RetryAfter#MAX}. */
public final class RetryAfterFuzz {
    private RetryAfterFuzz() {}

    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        Instant now = Instant.ofEpochMilli(
                data.consumeLong(0, Instant.parse("9999-12-31T00:00:00Z").toEpochMilli()));
        Optional<Duration> wait = RetryAfter.parse(data.consumeRemainingAsString(), now);
        if (wait.filter(some -> some.isNegative() || some.compareTo(RetryAfter.MAX) > 0)
                .isPresent()) {
            throw new AssertionError("a wait of " + wait.get());
        }
    }
}
