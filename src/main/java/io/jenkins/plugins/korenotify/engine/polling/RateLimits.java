package io.jenkins.plugins.korenotify.engine.polling;

/**
 * How many calls Kore.ai bears for one bot, in any minute and in any hour.
 *
 * @param perMinute at least 30
 * @param perHour at least {@code perMinute}
 */
public record RateLimits(int perMinute, int perHour) {
    /** "Proactive Notification Status: 600 per minute, 18 000 per hour, per bot" (Kore.ai, "Rate limits"). */
    public static final RateLimits DOCUMENTED = new RateLimits(600, 18_000);

    /** Limits, checked. */
    public RateLimits {
        if (perMinute < 30 || perHour < perMinute) {
            throw new IllegalArgumentException(
                    "Not usable as rate limits: " + perMinute + " a minute, " + perHour + " an hour");
        }
    }
}
