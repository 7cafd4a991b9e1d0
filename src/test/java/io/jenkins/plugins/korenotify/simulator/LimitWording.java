package io.jenkins.plugins.korenotify.simulator;

/** The two generations of texts for too many calls. */
public enum LimitWording {
    /** Names the window (Kore.ai, rate limit page). */
    NEW,
    /** One text for both (older Kore.ai community table). */
    OLD;

    /** Text of the minute's limit since the newer generation. */
    public static final String MINUTE =
            "You've exceeded the per-minute rate limit. Please wait for sometime before retrying.";
    /** Text of the hour's limit since the newer generation. */
    public static final String HOUR =
            "You've exceeded the hourly rate limit. Please wait for sometime before retrying.";
    /** The older text. */
    public static final String BEFORE = "Rate limit for this API has been reached. Please try again later";

    String text(RateWindows.Limit limit) {
        if (this == OLD) {
            return BEFORE;
        }
        return limit == RateWindows.Limit.HOUR ? HOUR : MINUTE;
    }
}
