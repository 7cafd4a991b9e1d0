package io.jenkins.plugins.korenotify.simulator;

/**
 * How many calls are allowed in any rolling minute and in any rolling hour; 0 means no limit.
 *
 * @param perMinute calls in any 60 s
 * @param perHour calls in any 3600 s
 */
public record RateLimits(int perMinute, int perHour) {

    /** Proactive notifications and their status, per bot (Kore.ai, rate limit page). */
    public static final RateLimits PER_BOT = new RateLimits(600, 18_000);

    /**
     * Status APIs, per request ID (same page, and an older community table for "dockstatus"). Whether it applies to
     * notifications is not documented.
     */
    public static final RateLimits PER_REQUEST_ID = new RateLimits(60, 1_800);

    /** No limit at all. */
    public static final RateLimits OFF = new RateLimits(0, 0);

    /** Refuses negative numbers. */
    public RateLimits {
        if (perMinute < 0 || perHour < 0) {
            throw new IllegalArgumentException("negative limit");
        }
    }
}
