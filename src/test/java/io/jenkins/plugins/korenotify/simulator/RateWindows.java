package io.jenkins.plugins.korenotify.simulator;

import java.time.Duration;
import java.util.Arrays;

/**
 * Two rolling windows, a minute and an hour, both at once (Kore.ai, rate limit page: once the hourly limit is hit
 * everything is blocked even if the minute has room). Exact: a ring holds the times of the last accepted calls, so a
 * call is refused precisely when as many calls as allowed were accepted less than a window ago. Refused calls do not
 * count. Not thread-safe.
 */
final class RateWindows {

    /** Which window refuses a call. */
    enum Limit {
        NONE,
        MINUTE,
        HOUR
    }

    static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();
    static final long HOUR_NANOS = Duration.ofHours(1).toNanos();

    private final RateLimits limits;
    private final int most;
    private long[] ring = new long[16];
    private long accepted;

    RateWindows(RateLimits limits) {
        this.limits = limits;
        this.most = Math.max(limits.perMinute(), limits.perHour());
    }

    /** Which window would refuse a call now; the hour is named when both would. */
    Limit check(long nowNanos) {
        if (full(limits.perHour(), HOUR_NANOS, nowNanos)) {
            return Limit.HOUR;
        }
        return full(limits.perMinute(), MINUTE_NANOS, nowNanos) ? Limit.MINUTE : Limit.NONE;
    }

    /** Counts an accepted call. */
    void accept(long nowNanos) {
        if (most == 0) {
            return;
        }
        if (accepted >= ring.length && ring.length < most) {
            grow();
        }
        ring[(int) (accepted % ring.length)] = nowNanos;
        accepted++;
    }

    /** Nanoseconds until a call would be accepted, 0 when it would be now. */
    long nanosUntilFree(long nowNanos) {
        return Math.max(wait(limits.perMinute(), MINUTE_NANOS, nowNanos), wait(limits.perHour(), HOUR_NANOS, nowNanos));
    }

    private boolean full(int limit, long window, long now) {
        return wait(limit, window, now) > 0;
    }

    private long wait(int limit, long window, long now) {
        if (limit == 0 || accepted < limit) {
            return 0;
        }
        long oldest = ring[(int) ((accepted - limit) % ring.length)];
        return Math.max(0, oldest + window - now);
    }

    /** Only ever called while the ring has not wrapped, so that positions stay as they are. */
    private void grow() {
        ring = Arrays.copyOf(ring, (int) Math.min(most, ring.length * 2L));
    }
}
