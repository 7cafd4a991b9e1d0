package io.jenkins.plugins.korenotify.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.simulator.RateWindows.Limit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RateWindowsTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void letsExactlySixHundredThroughInAMinute() {
        RateWindows windows = new RateWindows(RateLimits.PER_BOT);
        for (int i = 0; i < 600; i++) {
            assertThat(windows.check(i)).isEqualTo(Limit.NONE);
            windows.accept(i);
        }
        assertThat(windows.check(600)).isEqualTo(Limit.MINUTE);
        assertThat(windows.check(60 * SECOND - 1)).isEqualTo(Limit.MINUTE);
        assertThat(windows.nanosUntilFree(59 * SECOND)).isEqualTo(SECOND);
        assertThat(windows.check(60 * SECOND)).isEqualTo(Limit.NONE);
    }

    @Test
    void theHourBlocksEvenWhenTheMinuteHasRoom() {
        RateWindows windows = new RateWindows(RateLimits.PER_BOT);
        long now = 0;
        int accepted = 0;
        while (windows.check(now) == Limit.NONE) {
            windows.accept(now);
            accepted++;
            now += SECOND / 10;
        }
        assertThat(accepted).isEqualTo(18_000);
        assertThat(windows.check(now)).isEqualTo(Limit.HOUR);
        assertThat(windows.check(3599 * SECOND)).isEqualTo(Limit.HOUR);
        assertThat(windows.check(3600 * SECOND)).isEqualTo(Limit.NONE);
    }

    @Test
    void agreesWithAPlainCountOfAllCalls() {
        RateLimits limits = new RateLimits(7, 40);
        for (int seed = 0; seed < 20; seed++) {
            RateWindows windows = new RateWindows(limits);
            Deque<Long> accepted = new ArrayDeque<>();
            SplittableRandom random = new SplittableRandom(seed);
            long now = 0;
            for (int call = 0; call < 3000; call++) {
                now += random.nextLong(20 * SECOND);
                Limit expected = within(accepted, now, 3600 * SECOND) >= 40
                        ? Limit.HOUR
                        : within(accepted, now, 60 * SECOND) >= 7 ? Limit.MINUTE : Limit.NONE;
                assertThat(windows.check(now)).isEqualTo(expected);
                if (expected == Limit.NONE) {
                    windows.accept(now);
                    accepted.addLast(now);
                } else {
                    long free = now + windows.nanosUntilFree(now);
                    assertThat(windows.check(free)).isEqualTo(Limit.NONE);
                    assertThat(windows.check(free - 1)).isNotEqualTo(Limit.NONE);
                }
            }
        }
    }

    @Test
    void canBeSwitchedOffWholeOrHalf() {
        RateWindows off = new RateWindows(RateLimits.OFF);
        RateWindows hourOnly = new RateWindows(new RateLimits(0, 5));
        RateWindows minuteOnly = new RateWindows(new RateLimits(3, 0));
        for (int i = 0; i < 10; i++) {
            off.accept(i);
            assertThat(hourOnly.check(i)).isEqualTo(i < 5 ? Limit.NONE : Limit.HOUR);
            assertThat(minuteOnly.check(i)).isEqualTo(i < 3 ? Limit.NONE : Limit.MINUTE);
            hourOnly.accept(i);
            minuteOnly.accept(i);
        }
        assertThat(off.check(10)).isEqualTo(Limit.NONE);
    }

    @Test
    void peaksAgreeWithAPlainCount() {
        PeakMeter meter = new PeakMeter();
        Deque<Long> all = new ArrayDeque<>();
        SplittableRandom random = new SplittableRandom(3);
        long now = 0;
        int minute = 0;
        int hour = 0;
        for (int call = 0; call < 5000; call++) {
            now += random.nextInt(10) == 0 ? random.nextLong(200 * SECOND) : random.nextLong(SECOND);
            all.addLast(now);
            minute = Math.max(minute, within(all, now, 60 * SECOND));
            hour = Math.max(hour, within(all, now, 3600 * SECOND));
            meter.call(now);
            assertThat(meter.minutePeak()).isEqualTo(minute);
            assertThat(meter.hourPeak()).isEqualTo(hour);
        }
    }

    private static int within(Deque<Long> times, long now, long window) {
        int count = 0;
        Iterator<Long> newestFirst = times.descendingIterator();
        while (newestFirst.hasNext() && newestFirst.next() > now - window) {
            count++;
        }
        return count;
    }
}
