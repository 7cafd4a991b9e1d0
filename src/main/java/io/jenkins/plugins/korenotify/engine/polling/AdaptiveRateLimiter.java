package io.jenkins.plugins.korenotify.engine.polling;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The calls that all watches of one bot in this process may make. Mutable; its user guards it.
 *
 * <p>Alone on a bot it uses nearly all of both limits: it starts with a short burst and settles at what the hour
 * bears. Others may use the same bot without being seen: where Kore.ai refuses a call, the share that is used of the
 * limits is halved, and regained step by step (AIMD), so that several users come to share the limits without talking
 * to each other.
 */
public final class AdaptiveRateLimiter {
    // Of the limit of a minute, what may go out at once; of the hour's, what may exceed the steady pace.
    private static final double MINUTE_BURST = 0.05;
    private static final double HOUR_BURST = 0.10;

    private static final double MIN_SHARE = 0.02;
    // Share regained per millisecond: the whole in about a quarter of an hour, and in about two hours.
    private static final double MINUTE_REGAIN = 1.0 / 900_000;
    private static final double HOUR_REGAIN = 1.0 / 7_200_000;

    // Pauses of the whole bot: doubled while refusals follow each other without an accepted call in between.
    private static final long FIRST_PAUSE = 1_000;
    private static final long MAX_PAUSE = 60_000;
    private static final long MAX_HOUR_PAUSE = 300_000;

    private final TokenBucket minute;
    private final TokenBucket hour;
    private final Map<String, Long> lastAsked = new LinkedHashMap<>();
    private double minuteFactor = 1;
    private double hourFactor = 1;
    private long regainedAt;
    private long cutAt = Long.MIN_VALUE;
    private long pausedUntil = Long.MIN_VALUE;
    private int consecutiveUnauthorized;

    /** A budget that nothing was taken from. */
    public AdaptiveRateLimiter(RateLimits limits, long now) {
        minute = new TokenBucket(limits.perMinute(), 60_000, MINUTE_BURST, now);
        hour = new TokenBucket(limits.perHour(), 3_600_000, HOUR_BURST, now);
        regainedAt = now;
    }

    /** From when on any call may be made; {@code now} if at once. */
    public long nextPermitAt(long now) {
        recover(now);
        return Math.max(pausedUntil, Math.max(minute.nextPermitAt(now), hour.nextPermitAt(now)));
    }

    /** From when on this request may be asked for, by whichever watch; {@code now} if at once. */
    public long nextPermitAt(String requestId, long now) {
        Long last = lastAsked.get(requestId);
        return last == null ? now : Math.max(now, last + PollingPolicy.MIN_GAP);
    }

    /** A call for this request is made now. */
    public void take(String requestId, long now) {
        minute.take(now);
        hour.take(now);
        lastAsked.remove(requestId);
        lastAsked.put(requestId, now);
        lastAsked.values().removeIf(askedAt -> askedAt + PollingPolicy.MIN_GAP <= now);
    }

    /** A call was not refused for a limit's sake. */
    public void accepted() {
        consecutiveUnauthorized = 0;
    }

    /**
     * A call was refused for a limit's sake.
     *
     * @param askedAt when the call was made: calls made before the last halving do not halve again
     * @param advised how long Kore.ai asks to be left alone, in milliseconds; 0 if it does not say. More than a
     *     minute can only be about the limit of an hour
     */
    public void onThrottled(long askedAt, long now, long advised, RandomGenerator random) {
        if (askedAt <= cutAt) {
            return;
        }
        boolean hourly = advised > 60_000;
        recover(now);
        cutAt = now;
        hourFactor = Math.max(MIN_SHARE, hourFactor / 2);
        hour.share(hourFactor, now);
        if (!hourly) {
            minuteFactor = Math.max(MIN_SHARE, minuteFactor / 2);
            minute.share(minuteFactor, now);
        }
        minute.empty(now);
        consecutiveUnauthorized++;
        long most = hourly ? MAX_HOUR_PAUSE : MAX_PAUSE;
        long own = Math.min(most, FIRST_PAUSE << Math.min(consecutiveUnauthorized - 1, 10));
        long pause = (long) (Math.max(own, Math.min(advised, most)) * (1 + 0.5 * random.nextDouble()));
        pausedUntil = Math.max(pausedUntil, now + pause);
    }

    /** The share of the limits that is used, above 0, at most 1: of the minute's or the hour's, whichever is less. */
    public double share() {
        return Math.min(minuteFactor, hourFactor);
    }

    private void recover(long now) {
        if (now <= regainedAt) {
            return;
        }
        long span = now - regainedAt;
        regainedAt = now;
        if (minuteFactor < 1) {
            minuteFactor = Math.min(1, minuteFactor + span * MINUTE_REGAIN);
            minute.share(minuteFactor, now);
        }
        if (hourFactor < 1) {
            hourFactor = Math.min(1, hourFactor + span * HOUR_REGAIN);
            hour.share(hourFactor, now);
        }
    }
}
