package io.jenkins.plugins.korenotify.engine.polling;

/**
 * A token bucket: permits accumulate at a steady rate, up to a capacity, so that within any period there are at most
 * capacity + rate × period of them. Rate and capacity are reduced together by a factor.
 */
final class TokenBucket {
    // The rest allows for polls that do not arrive as evenly as they are sent: a delay of a second is ten polls of a
    // bot.
    private static final double SAFETY_FACTOR = 0.97;

    private final long periodMillis;
    private final double burst;
    private double capacity;
    private double tokensPerMilli;
    private double tokens;
    private long refilledAt;

    /**
     * Creates a full bucket.
     *
     * @param periodMillis what the limit holds for
     * @param burst the part of the limit that may be used at once, above 0 and below 1
     */
    TokenBucket(int limit, long periodMillis, double burst, long tick) {
        this.periodMillis = periodMillis;
        this.burst = burst;
        this.refilledAt = tick;
        limit(limit, 1, tick);
        this.tokens = capacity;
    }

    /**
     * From now on gives no more permits than this within any period.
     *
     * @param factor the part of the limit that is used, above 0, at most 1
     */
    void limit(int limit, double factor, long tick) {
        refill(tick);
        double full = Math.max(1, limit * burst);
        capacity = Math.max(1, full * factor);
        tokensPerMilli = Math.max(1, limit * SAFETY_FACTOR - full) * factor / periodMillis;
        tokens = Math.min(tokens, capacity);
    }

    /** When a permit is available; {@code tick} if one is now. */
    long nextPermitAt(long tick) {
        refill(tick);
        return tokens >= 1 ? tick : tick + (long) Math.ceil((1 - tokens) / tokensPerMilli);
    }

    /** Takes a permit, which is available. */
    void acquire(long tick) {
        refill(tick);
        tokens -= 1;
    }

    void drain(long tick) {
        refill(tick);
        tokens = Math.min(tokens, 0);
    }

    private void refill(long tick) {
        if (tick > refilledAt) {
            tokens = Math.min(capacity, tokens + (tick - refilledAt) * tokensPerMilli);
            refilledAt = tick;
        }
    }
}
