package io.jenkins.plugins.korenotify.engine.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdaptiveRateLimiterTest {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60_000;
    private static final long HOUR = 3_600_000;
    private static final long MIN_INTERVAL = 2_000;

    private final RandomGenerator random = new Random(1);
    private final AdaptiveRateLimiter limiter = new AdaptiveRateLimiter(RateLimits.DOCUMENTED, 0);

    /** Sends as many polls as are permitted, each of another request. */
    private static int pollsWithin(AdaptiveRateLimiter limiter, long from, long to) {
        int polls = 0;
        for (long tick = limiter.nextPermitAt(from); tick < to; tick = limiter.nextPermitAt(tick)) {
            if (limiter.nextPermitAt(tick) == tick) {
                limiter.acquire("ds-" + from + "-" + polls++, MIN_INTERVAL, tick);
            }
        }
        return polls;
    }

    @ParameterizedTest(name = "{0} per minute, {1} per hour")
    @CsvSource({"600, 18000", "60, 1800", "30, 30", "100, 100000"})
    void aloneItUsesNearlyAllOfTheLimits(int perMinute, int perHour) {
        AdaptiveRateLimiter alone = new AdaptiveRateLimiter(new RateLimits(perMinute, perHour), 0);

        assertThat(pollsWithin(alone, 0, HOUR)).isGreaterThan((int) (0.9 * Math.min(perHour, 60L * perMinute)));
        assertThat(pollsWithin(alone, HOUR, 3 * HOUR))
                .isGreaterThan((int) (2 * 0.7 * Math.min(perHour, 60L * perMinute)));
    }

    @Test
    void startsWithAShortBurst() {
        for (int i = 0; i < 12; i++) {
            assertThat(limiter.nextPermitAt(0)).isZero();
            limiter.acquire("ds-" + i, MIN_INTERVAL, 0);
        }
        assertThat(limiter.nextPermitAt(0)).isBetween(1L, 200L);
    }

    @Test
    void afterARestThereAreTwelveMinutesAtFullSpeed() {
        assertThat(pollsWithin(limiter, 0, 12 * MINUTE)).isBetween(6_800, 7_000);
    }

    @Test
    void aRequestIsNotPolledTwiceWithinItsMinimumInterval() {
        limiter.acquire("ds-1", MIN_INTERVAL, 1_000);

        assertThat(limiter.nextPermitAt("ds-1", MIN_INTERVAL, 1_500)).isEqualTo(3_000);
        assertThat(limiter.nextPermitAt("ds-1", MIN_INTERVAL, 3_000)).isEqualTo(3_000);
        assertThat(limiter.nextPermitAt("ds-2", MIN_INTERVAL, 1_500)).isEqualTo(1_500);
    }

    @Test
    void ofTheMinimumIntervalsForARequestTheLargestHolds() {
        limiter.acquire("ds-1", 10_000, 0);
        assertThat(limiter.nextPermitAt("ds-1", MIN_INTERVAL, 2_000)).isEqualTo(10_000);

        limiter.acquire("ds-1", MIN_INTERVAL, 10_000);
        assertThat(limiter.nextPermitAt("ds-1", MIN_INTERVAL, 10_500)).isEqualTo(12_000);
        assertThat(limiter.nextPermitAt("ds-1", 10_000, 11_000)).isEqualTo(20_000);
        assertThat(limiter.nextPermitAt("ds-1", MIN_INTERVAL, 12_000))
                .as("otherwise the other check would never be permitted")
                .isEqualTo(20_000);
    }

    @Test
    void otherLimitsHoldFromThenOn() {
        limiter.limits(new RateLimits(60, 1_800), 0);
        assertThat(pollsWithin(limiter, 0, 10 * MINUTE)).isBetween(500, 600);

        limiter.limits(RateLimits.DOCUMENTED, 10 * MINUTE);
        assertThat(pollsWithin(limiter, 10 * MINUTE, 11 * MINUTE)).isGreaterThan(200);
    }

    @Test
    void ofSeveralLimitsTheSmallestCount() {
        assertThat(RateLimits.smallest(List.of(RateLimits.DOCUMENTED, new RateLimits(500, 20_000))))
                .isEqualTo(new RateLimits(500, 18_000));
        assertThat(RateLimits.smallest(List.of(new RateLimits(600, 600), new RateLimits(60, 18_000))))
                .isEqualTo(new RateLimits(60, 600));
    }

    @Test
    void refusesLimitsThatAreNone() {
        assertThatThrownBy(() -> new RateLimits(29, 1_800)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RateLimits(60, 59)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new RateLimits(30, 30).perHour()).isEqualTo(30);
    }

    @Test
    void aRefusalHalvesTheRate() {
        limiter.onThrottled(0, 1, 0, random);
        limiter.onSuccess();

        assertThat(limiter.rateFactor()).isEqualTo(0.5);
        assertThat(pollsWithin(limiter, 0, MINUTE)).isBetween(200, 340);
    }

    @Test
    void pollsThatWereSentBeforeAReductionDoNotReduceAgain() {
        limiter.onThrottled(900, 1_000, 0, random);
        limiter.onThrottled(950, 1_100, 0, random);
        limiter.onThrottled(1_000, 1_100, 0, random);
        assertThat(limiter.rateFactor()).isEqualTo(0.5);

        limiter.onThrottled(1_001, 1_200, 0, random);
        assertThat(limiter.rateFactor()).isBetween(0.25, 0.26);
    }

    @Test
    void theRateNeverVanishes() {
        for (int i = 1; i < 100; i++) {
            limiter.onThrottled(i * SECOND, i * SECOND, 0, random);
        }
        assertThat(limiter.rateFactor()).isGreaterThanOrEqualTo(0.02);
        assertThat(limiter.nextPermitAt(100 * SECOND)).isLessThan(100 * SECOND + 2 * MINUTE);
    }

    @Test
    void theRateRecoversStepByStep() {
        limiter.onThrottled(0, 1, 0, random);
        limiter.nextPermitAt(HOUR / 2);
        assertThat(limiter.rateFactor()).isBetween(0.7, 0.8);
        limiter.nextPermitAt(HOUR + 1);
        assertThat(limiter.rateFactor()).isEqualTo(1);
    }

    @Test
    void afterARefusalThereIsNoBurst() {
        limiter.onThrottled(0, 1, 0, random);
        long tick = limiter.nextPermitAt(1);

        assertThat(pollsWithin(limiter, tick, tick + SECOND)).isLessThan(16);
    }

    @Test
    void pausesAsLongAsAskedAndLongerAfterMoreRefusalsInARow() {
        limiter.onThrottled(0, 1, 30 * SECOND, random);
        assertThat(limiter.nextPermitAt(1)).isBetween(30 * SECOND, 32 * SECOND + 1);

        for (int i = 1; i <= 8; i++) {
            limiter.onThrottled(i * MINUTE, i * MINUTE, 10 * SECOND, random);
            assertThat(limiter.nextPermitAt(i * MINUTE) - i * MINUTE).isBetween(10 * SECOND, 70 * SECOND + 1);
        }
        limiter.onSuccess();
        limiter.onThrottled(HOUR, HOUR, 10 * SECOND, random);
        assertThat(limiter.nextPermitAt(HOUR) - HOUR).isBetween(10 * SECOND, 12 * SECOND + 1);
    }

    @Test
    void adviceOfMoreThanAMinuteConcernsTheHourAndIsFollowedForAQuarterOfAnHourAtMost() {
        limiter.onThrottled(0, 1, 24 * HOUR, random);

        long next = limiter.nextPermitAt(1);
        assertThat(next).isBetween(15 * MINUTE, 15 * MINUTE + 2 * SECOND + 1);
        limiter.acquire("ds-1", MIN_INTERVAL, next);
        assertThat(limiter.nextPermitAt(next))
                .as("the rate per minute is as before")
                .isLessThan(next + 200);
        assertThat(limiter.rateFactor()).isBetween(0.5, 0.7);
    }
}
