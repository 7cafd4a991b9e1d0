package io.jenkins.plugins.korenotify.engine.polling;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Limits the polls of all checks of one bot in this process. Not safe for concurrent use. All times are milliseconds of a
 * monotonic clock.
 *
 * <p>Alone on a bot it uses nearly all of both limits: it starts with a short burst and settles at what the limit per
 * hour allows. Others may use the same bot without being seen: where Kore.ai refuses a poll, the part of the limits that
 * is used is halved, and recovers step by step (additive increase, multiplicative decrease), so that several users come
 * to share the limits without talking to each other.
 */
public final class AdaptiveRateLimiter {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 3_600_000;

    // The part of the limit per minute that may be used at once; the smaller it is, the higher is the steady rate.
    private static final double MINUTE_BURST = 0.02;

    // The part of the limit per hour that may exceed the steady rate: it pays for twelve minutes at the limit per
    // minute.
    private static final double HOUR_BURST = 0.25;

    private static final double MIN_FACTOR = 0.02;
    // The whole of the limit per minute recovers in a quarter of an hour, that per hour in two hours.
    private static final double MINUTE_RECOVERY_PER_MILLI = 1.0 / 900_000;
    private static final double HOUR_RECOVERY_PER_MILLI = 1.0 / 7_200_000;

    private final TokenBucket minute;
    private final TokenBucket hour;
    private final Map<String, LastPoll> lastPolls = new LinkedHashMap<>();
    private RateLimits limits;
    private double minuteFactor = 1;
    private double hourFactor = 1;
    private long recoveredAt;
    private long throttledAt = Long.MIN_VALUE;
    private long pausedUntil = Long.MIN_VALUE;
    private int throttledInARow;

    /** The last poll of a request, by whichever check. */
    private record LastPoll(long sentAt, long minInterval) {
        long nextPermitAt() {
            return sentAt + minInterval;
        }
    }

    /** Creates a limiter that has not been used yet. */
    public AdaptiveRateLimiter(RateLimits limits, long tick) {
        this.limits = limits;
        minute = new TokenBucket(limits.perMinute(), MINUTE, MINUTE_BURST, tick);
        hour = new TokenBucket(limits.perHour(), HOUR, HOUR_BURST, tick);
        recoveredAt = tick;
    }

    void limits(RateLimits newLimits, long tick) {
        if (!newLimits.equals(limits)) {
            limits = newLimits;
            apply(tick);
        }
    }

    /** When a poll of the bot may be sent; {@code tick} if one may be sent now. */
    long nextPermitAt(long tick) {
        recover(tick);
        return Math.max(pausedUntil, Math.max(minute.nextPermitAt(tick), hour.nextPermitAt(tick)));
    }

    /**
     * When a poll of this request may be sent; {@code tick} if one may be sent now. Where several checks poll a request,
     * the largest of their minimum intervals holds.
     *
     * @param minInterval of the check that is to poll it
     */
    long nextPermitAt(String requestId, long minInterval, long tick) {
        LastPoll last = lastPolls.computeIfPresent(
                requestId, (id, poll) -> new LastPoll(poll.sentAt(), Math.max(poll.minInterval(), minInterval)));
        return last == null ? tick : Math.max(tick, last.nextPermitAt());
    }

    /** A poll of this request is sent now. */
    void acquire(String requestId, long minInterval, long tick) {
        minute.acquire(tick);
        hour.acquire(tick);
        lastPolls.remove(requestId);
        lastPolls.put(requestId, new LastPoll(tick, minInterval));
        Iterator<LastPoll> oldest = lastPolls.values().iterator();
        while (oldest.next().nextPermitAt() <= tick) {
            oldest.remove();
        }
    }

    /** A poll was not refused for the sake of a limit. */
    void onSuccess() {
        throttledInARow = 0;
    }

    /**
     * A poll was refused for the sake of a limit.
     *
     * @param sentAt when it was sent: polls that were sent before the last reduction do not reduce again
     * @param retryAfter the shortest pause that Kore.ai asks for, in milliseconds; 0: none. More than a minute can only
     *     concern the limit per hour
     */
    void onThrottled(long sentAt, long tick, long retryAfter, RandomGenerator random) {
        if (sentAt <= throttledAt) {
            return;
        }
        recover(tick);
        throttledAt = tick;
        hourFactor = Math.max(MIN_FACTOR, hourFactor / 2);
        if (retryAfter <= MINUTE) {
            minuteFactor = Math.max(MIN_FACTOR, minuteFactor / 2);
        }
        apply(tick);
        minute.drain(tick);
        throttledInARow++;
        pausedUntil = Math.max(pausedUntil, tick + Backoff.pause(throttledInARow, retryAfter, random));
    }

    /** The part of the limits that is used, above 0, at most 1: per minute or per hour, whichever is smaller. */
    double rateFactor() {
        return Math.min(minuteFactor, hourFactor);
    }

    private void recover(long tick) {
        long elapsed = tick - recoveredAt;
        if (elapsed > 0 && rateFactor() < 1) {
            minuteFactor = Math.min(1, minuteFactor + elapsed * MINUTE_RECOVERY_PER_MILLI);
            hourFactor = Math.min(1, hourFactor + elapsed * HOUR_RECOVERY_PER_MILLI);
            apply(tick);
        }
        recoveredAt = Math.max(recoveredAt, tick);
    }

    private void apply(long tick) {
        minute.limit(limits.perMinute(), minuteFactor, tick);
        hour.limit(limits.perHour(), hourFactor, tick);
    }
}
