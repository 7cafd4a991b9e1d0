package io.jenkins.plugins.korenotify.engine.polling;

/**
 * Calls saved up at a steady rate, up to a capacity: within any span there are at most capacity + rate × span of
 * them. Rate and capacity shrink and grow together with the share that is used of them.
 */
final class TokenBucket {
    // The rest bears that calls do not arrive as evenly as they leave: a second's delay is ten calls of a bot's minute.
    private static final double SAFETY_FACTOR = 0.97;

    private final double capacity;
    private final double tokensPerMilli;
    private double share = 1;
    private double tokens;
    private long refilledAt;

    /**
     * A full bucket that never gives more calls than the limit within any span of the given length.
     *
     * @param limit calls allowed within the span
     * @param span in milliseconds
     * @param burst the part of the limit that may be used at once, above 0 and below 1
     */
    TokenBucket(int limit, long span, double burst, long now) {
        capacity = Math.max(1, limit * burst);
        tokensPerMilli = Math.max(1, limit * SAFETY_FACTOR - capacity) / span;
        tokens = capacity;
        refilledAt = now;
    }

    void share(double newShare, long now) {
        refill(now);
        share = newShare;
        tokens = Math.min(tokens, Math.max(1, capacity * share));
    }

    /** From when on a call may be made; {@code now} if at once. */
    long nextPermitAt(long now) {
        refill(now);
        return tokens >= 1 ? now : now + (long) Math.ceil((1 - tokens) / (tokensPerMilli * share));
    }

    void take(long now) {
        refill(now);
        tokens -= 1;
    }

    void empty(long now) {
        refill(now);
        tokens = Math.min(tokens, 0);
    }

    private void refill(long now) {
        if (now > refilledAt) {
            tokens = Math.min(Math.max(1, capacity * share), tokens + (now - refilledAt) * tokensPerMilli * share);
            refilledAt = now;
        }
    }
}
