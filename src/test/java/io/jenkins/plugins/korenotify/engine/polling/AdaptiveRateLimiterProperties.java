package io.jenkins.plugins.korenotify.engine.polling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Polls as often as permitted, with breaks, refusals and several checks of a request. */
class AdaptiveRateLimiterProperties {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 3_600_000;

    /** The times within the last period. */
    private static void forgetBefore(Deque<Long> ticks, long tick) {
        while (!ticks.isEmpty() && ticks.peek() <= tick) {
            ticks.remove();
        }
    }

    @Property(tries = 60)
    void neverSendsMoreThanTheLimitInAnyMinuteOrHour(
            @ForAll long seed,
            @ForAll @IntRange(min = 30, max = 900) int perMinute,
            @ForAll @IntRange(min = 1, max = 60) int minutesPerHour) {
        Random random = new Random(seed);
        int perHour = perMinute * minutesPerHour;
        long tick = random.nextInt(1_000_000) - 500_000L;
        long end = tick + 2 * HOUR;
        AdaptiveRateLimiter limiter = new AdaptiveRateLimiter(new RateLimits(perMinute, perHour), tick);
        Deque<Long> minute = new ArrayDeque<>();
        Deque<Long> hour = new ArrayDeque<>();
        for (int polls = 0; tick < end; polls++) {
            tick = Math.max(tick, limiter.nextPermitAt(tick));
            if (limiter.nextPermitAt(tick) > tick) {
                continue;
            }
            limiter.acquire("ds-" + polls, 2_000, tick);
            minute.add(tick);
            hour.add(tick);
            forgetBefore(minute, tick - MINUTE);
            forgetBefore(hour, tick - HOUR);
            assertThat(minute.size()).as("per minute").isLessThanOrEqualTo(perMinute);
            assertThat(hour.size()).as("per hour").isLessThanOrEqualTo(perHour);
            switch (random.nextInt(2_000)) {
                case 0 -> tick += random.nextInt(1_800_000);
                case 1 -> limiter.onThrottled(tick, tick, random.nextInt(120_000), random);
                case 2 -> limiter.onSuccess();
                default -> tick += random.nextInt(3);
            }
        }
    }

    @Property(tries = 200)
    void theLargestMinimumIntervalOfARequestHolds(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int checks) {
        Random random = new Random(seed);
        AdaptiveRateLimiter limiter = new AdaptiveRateLimiter(RateLimits.DOCUMENTED, 0);
        long[] minInterval = random.longs(checks, 2_000, 30_000).toArray();
        long last = Long.MIN_VALUE / 2;
        long lastInterval = 0;
        for (long tick = 0; tick < 600_000; tick += 100) {
            int first = random.nextInt(checks);
            for (int i = 0; i < checks; i++) {
                int check = (first + i) % checks;
                if (limiter.nextPermitAt("ds-1", minInterval[check], tick) <= tick) {
                    limiter.acquire("ds-1", minInterval[check], tick);
                    assertThat(tick - last).isGreaterThanOrEqualTo(Math.max(lastInterval, minInterval[check]));
                    last = tick;
                    lastInterval = minInterval[check];
                }
            }
        }
    }
}
