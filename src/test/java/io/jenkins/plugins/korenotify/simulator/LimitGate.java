package io.jenkins.plugins.korenotify.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts calls against the rate limits and words the refusals. Not thread-safe. */
final class LimitGate {

    private static final int MAX_REQUEST_IDS = 200_000;

    private final CountSheet counts;
    private final Map<String, RateWindows> windowsByBot = new HashMap<>();
    private final Map<String, RateWindows> windowsByRequestId = new HashMap<>();
    private RateLimits perBot = RateLimits.PER_BOT;
    private RateLimits perRequestId = RateLimits.OFF;
    private RetryAfter retryAfter = RetryAfter.NONE;
    private LimitWording wording = LimitWording.NEW;
    private int status = 429;
    private long latestNanos = Long.MIN_VALUE;

    LimitGate(CountSheet counts) {
        this.counts = counts;
    }

    /** Sets the limit per bot; counting begins anew. */
    void perBot(RateLimits limits) {
        perBot = limits;
        windowsByBot.clear();
    }

    /** Sets the limit per request ID; counting begins anew. */
    void perRequestId(RateLimits limits) {
        perRequestId = limits;
        windowsByRequestId.clear();
    }

    void retryAfter(RetryAfter style) {
        retryAfter = style;
    }

    /** The HTTP status of a refusal, 429 unless set. */
    void status(int httpStatus) {
        status = httpStatus;
    }

    void wording(LimitWording style) {
        wording = style;
    }

    /** Nanoseconds since 1970, never running backwards. */
    long nanos(Instant now) {
        latestNanos = Math.max(latestNanos, now.getEpochSecond() * 1_000_000_000L + now.getNano());
        return latestNanos;
    }

    /**
     * Counts the call, or refuses it.
     *
     * @param requestId the request asked for, or null for a send, which has no limit of its own
     */
    Optional<Reply> pass(String streamId, String requestId, Instant now, Instant serverNow) {
        long nanos = nanos(now);
        RateWindows bot = windowsByBot.computeIfAbsent(streamId, id -> new RateWindows(perBot));
        RateWindows.Limit limit = bot.check(nanos);
        if (limit != RateWindows.Limit.NONE) {
            if (limit == RateWindows.Limit.HOUR) {
                counts.limitedByHour++;
            } else {
                counts.limitedByMinute++;
            }
            return Optional.of(refusal(limit, bot.nanosUntilFree(nanos), serverNow));
        }
        RateWindows own = requestId == null ? null : windowsOf(requestId);
        if (own != null) {
            limit = own.check(nanos);
            if (limit != RateWindows.Limit.NONE) {
                counts.limitedByRequestId++;
                return Optional.of(refusal(limit, own.nanosUntilFree(nanos), serverNow));
            }
            own.accept(nanos);
        }
        bot.accept(nanos);
        return Optional.empty();
    }

    private RateWindows windowsOf(String requestId) {
        if (perRequestId.equals(RateLimits.OFF)
                || windowsByRequestId.size() >= MAX_REQUEST_IDS && !windowsByRequestId.containsKey(requestId)) {
            return null;
        }
        return windowsByRequestId.computeIfAbsent(requestId, id -> new RateWindows(perRequestId));
    }

    private Reply refusal(RateWindows.Limit limit, long waitNanos, Instant serverNow) {
        Reply refused = Replies.error(status, 429, wording.text(limit));
        return retryAfter.on(refused, Duration.ofNanos(waitNanos), serverNow);
    }
}
