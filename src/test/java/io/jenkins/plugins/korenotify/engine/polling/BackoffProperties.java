package io.jenkins.plugins.korenotify.engine.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.client.KoreException.Kind;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class BackoffProperties {
    private static final long MAX_RETRY_AFTER = 900_000;

    private static PollFailure failure(Kind kind, long retryAfter) {
        return new PollFailure(kind, LocalizableMessage.of("text", "failure"), retryAfter);
    }

    @Property
    void waitsAsLongAsAskedButNoLongerThanTheBounds(
            @ForAll long seed,
            @ForAll Kind kind,
            @ForAll @IntRange(min = 1, max = 1_000_000) int failures,
            @ForAll @LongRange(max = 1L << 50) long retryAfter) {
        long delay = Backoff.delay(failures, failure(kind, retryAfter), new Random(seed));

        long floor = Math.min(retryAfter, MAX_RETRY_AFTER);
        long maxDelay = kind == Kind.AUTHENTICATION ? 15_000 : 60_000;
        double exponential = 2_000 * Math.pow(2, failures - 1);
        assertThat(delay).isBetween(floor, floor + (long) Math.min(maxDelay, exponential));
    }

    @Property
    void aPauseOfTheBotHasTheSameBounds(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 100) int refusals, @ForAll @LongRange long retryAfter) {
        long floor = Math.min(Math.max(0, retryAfter), MAX_RETRY_AFTER);

        assertThat(Backoff.pause(refusals, floor, new Random(seed))).isBetween(floor, floor + 60_000);
    }

    @Example
    void theDelaysAreSpreadOverTheWholeRange() {
        Random random = new Random(1);
        long[] quarters = new long[4];
        for (int i = 0; i < 4_000; i++) {
            quarters[(int) (Backoff.delay(6, failure(Kind.UNAVAILABLE, 0), random) / 15_000)]++;
        }

        for (long count : quarters) {
            assertThat(count).isBetween(800L, 1_200L);
        }
    }
}
