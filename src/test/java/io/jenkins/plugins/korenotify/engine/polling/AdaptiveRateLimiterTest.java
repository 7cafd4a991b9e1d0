package io.jenkins.plugins.korenotify.engine.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdaptiveRateLimiterTest {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 3_600_000;

    private final RandomGenerator random = new Random(1);
    private final AdaptiveRateLimiter budget = new AdaptiveRateLimiter(RateLimits.DOCUMENTED, 0);

    private long next(long now) {
        long free = budget.nextPermitAt(now);
        while (free > now) {
            now = free;
            free = budget.nextPermitAt(now);
        }
        return now;
    }

    private int callsUntil(long end) {
        int calls = 0;
        for (long now = next(0); now < end; now = next(now)) {
            budget.take("ds-" + calls++, now);
        }
        return calls;
    }

    @ParameterizedTest(name = "{0} a minute, {1} an hour")
    @CsvSource({"600, 18000", "60, 1800", "30, 30", "100, 100000"})
    void aloneItHoldsBothLimitsInEverySpanAndUsesNearlyAllOfThem(int perMinute, int perHour) {
        AdaptiveRateLimiter own = new AdaptiveRateLimiter(new RateLimits(perMinute, perHour), 0);
        Deque<Long> minute = new ArrayDeque<>();
        Deque<Long> hour = new ArrayDeque<>();
        int calls = 0;
        long now = 0;
        while (now < 3 * HOUR) {
            long free = own.nextPermitAt(now);
            if (free > now) {
                now = free;
                continue;
            }
            own.take("ds-" + calls++, now);
            minute.add(now);
            hour.add(now);
            while (minute.peek() <= now - MINUTE) {
                minute.remove();
            }
            while (hour.peek() <= now - HOUR) {
                hour.remove();
            }
            assertThat(minute).hasSizeLessThanOrEqualTo(perMinute);
            assertThat(hour).hasSizeLessThanOrEqualTo(perHour);
        }
        assertThat(calls).isGreaterThan((int) (3 * 0.85 * Math.min(perHour, 60.0 * perMinute)));
    }

    @Test
    void beginsWithAShortBurst() {
        for (int i = 0; i < 30; i++) {
            assertThat(budget.nextPermitAt(0)).isZero();
            budget.take("ds-" + i, 0);
        }
        assertThat(budget.nextPermitAt(0)).isBetween(1L, 200L);
    }

    @Test
    void afterRestItHasSavedUpForMinutesOfFullSpeed() {
        assertThat(callsUntil(5 * MINUTE)).isBetween(2_700, 3_000);
    }

    @Test
    void noRequestIsAskedForTwiceWithinTwoSeconds() {
        budget.take("ds-1", 1_000);

        assertThat(budget.nextPermitAt("ds-1", 1_500)).isEqualTo(3_000);
        assertThat(budget.nextPermitAt("ds-1", 3_000)).isEqualTo(3_000);
        assertThat(budget.nextPermitAt("ds-2", 1_500)).isEqualTo(1_500);
        budget.take("ds-2", 2_900);
        assertThat(budget.nextPermitAt("ds-1", 2_950)).isEqualTo(3_000);
        budget.take("ds-1", 3_000);
        assertThat(budget.nextPermitAt("ds-1", 3_001)).isEqualTo(5_000);
    }

    @Test
    void aRefusalHalvesTheShareAndTimeRegainsIt() {
        budget.onThrottled(0, 1_000, 0, random);
        assertThat(budget.share()).isEqualTo(0.5);

        budget.nextPermitAt(1_000 + 2 * HOUR);
        assertThat(budget.share()).isEqualTo(1);
    }

    @Test
    void callsMadeBeforeTheHalvingDoNotHalveAgain() {
        budget.onThrottled(900, 1_000, 0, random);
        budget.onThrottled(950, 1_100, 0, random);
        budget.onThrottled(1_000, 1_100, 0, random);
        assertThat(budget.share()).isEqualTo(0.5);

        budget.onThrottled(1_001, 1_200, 0, random);
        assertThat(budget.share()).isBetween(0.25, 0.26);
    }

    @Test
    void theShareNeverVanishes() {
        for (int i = 1; i < 100; i++) {
            budget.onThrottled(i * 1_000L, i * 1_000L, 0, random);
        }
        assertThat(budget.share()).isGreaterThanOrEqualTo(0.02);
        assertThat(next(100_000)).isLessThan(100_000 + 2 * MINUTE);
    }

    @Test
    void withHalfTheShareItIsHalfAsFast() {
        budget.onThrottled(0, 1, 0, random);
        budget.accepted();

        assertThat(callsUntil(MINUTE)).isBetween(200, 340);
    }

    @Test
    void afterARefusalThereIsNoBurst() {
        budget.onThrottled(0, 1, 0, random);
        long now = next(1);
        int atOnce = 0;
        while (budget.nextPermitAt(now) == now) {
            budget.take("ds-" + atOnce++, now);
        }
        assertThat(atOnce).isLessThan(10);
    }

    @Test
    void aRefusalForTheHoursSakeCostsTheSavingsOfTheHour() {
        budget.onThrottled(0, 1, 3_600_000, random);
        long start = next(1_000_000);
        int calls = 0;
        for (long now = start; now < start + 10 * MINUTE; now = next(now)) {
            budget.take("ds-" + calls++, now);
        }
        assertThat(calls).isBetween(1_500, 3_000);
    }

    @Test
    void anAcceptedCallEndsTheRowOfRefusals() {
        for (int i = 1; i <= 5; i++) {
            budget.onThrottled(i * 100_000L, i * 100_000L, 0, random);
        }
        assertThat(budget.nextPermitAt(500_000) - 500_000).isBetween(16_000L, 24_000L);
        budget.onThrottled(600_000, 600_000, 0, random);
        budget.onThrottled(700_000, 700_000, 0, random);
        budget.onThrottled(800_000, 800_000, 0, random);
        assertThat(budget.nextPermitAt(800_000) - 800_000)
                .as("a minute at most, and half of it by chance")
                .isBetween(60_000L, 90_000L);
    }

    @Test
    void pausesAfterARefusalTheLongerTheMoreFollowEachOther() {
        budget.onThrottled(0, 1, 0, random);
        long first = budget.nextPermitAt(1) - 1;
        assertThat(first).isBetween(1_000L, 1_500L);

        budget.onThrottled(2, 10_000, 0, random);
        assertThat(budget.nextPermitAt(10_000) - 10_000).isBetween(2_000L, 3_000L);
        budget.onThrottled(10_001, 20_000, 0, random);
        assertThat(budget.nextPermitAt(20_000) - 20_000).isBetween(4_000L, 6_000L);
        budget.accepted();
        budget.onThrottled(20_001, 40_000, 0, random);
        assertThat(budget.nextPermitAt(40_000) - 40_000).isBetween(1_000L, 2_000L);
    }

    @Test
    void pausesAsLongAsAskedButForTheMinutesLimitNoLongerThanAMinute() {
        budget.onThrottled(0, 1, 30_000, random);
        assertThat(budget.nextPermitAt(1)).isBetween(30_000L, 45_001L);
    }

    @Test
    void adviceOfMoreThanAMinuteConcernsTheHour() {
        budget.onThrottled(0, 1, 3_600_000, random);

        assertThat(budget.nextPermitAt(1)).isBetween(300_000L, 450_001L);
        assertThat(budget.share()).isEqualTo(0.5);
        long after = next(1_000_000);
        budget.take("ds-1", after);
        assertThat(budget.nextPermitAt(after)).as("the minute's share is untouched").isLessThan(after + 200);
    }

    @Test
    void refusesLimitsThatAreNone() {
        assertThatThrownBy(() -> new RateLimits(29, 1800)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RateLimits(60, 59)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new RateLimits(30, 30).perHour()).isEqualTo(30);
    }
}
