package io.jenkins.plugins.korenotify.engine.polling;

import java.util.Collection;

/**
 * How many polls Kore.ai accepts for one bot, in any minute and in any hour.
 *
 * @param perMinute at least 30
 * @param perHour at least {@code perMinute}
 */
public record RateLimits(int perMinute, int perHour) {
    /** "Proactive Notification Status: 600 per minute, 18 000 per hour, per bot" (Kore.ai, "Rate limits"). */
    public static final RateLimits DOCUMENTED = new RateLimits(600, 18_000);

    /** Checks the limits; throws {@link IllegalArgumentException} if they are out of range. */
    public RateLimits {
        if (perMinute < 30 || perHour < perMinute) {
            throw new IllegalArgumentException(
                    "Not usable as rate limits: " + perMinute + " per minute, " + perHour + " per hour");
        }
    }

    /** The limits that satisfy all of these, at least one. */
    static RateLimits smallest(Collection<RateLimits> all) {
        int perMinute = all.stream().mapToInt(RateLimits::perMinute).min().orElseThrow();
        int perHour = all.stream().mapToInt(RateLimits::perHour).min().orElseThrow();
        return new RateLimits(Math.min(perMinute, perHour), perHour);
    }
}
