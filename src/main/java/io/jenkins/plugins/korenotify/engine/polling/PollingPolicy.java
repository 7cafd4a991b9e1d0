package io.jenkins.plugins.korenotify.engine.polling;

import java.io.Serializable;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often the requests of a check are polled, and how many failures are tolerated.
 *
 * @param minInterval the shortest time between two polls of a request in milliseconds, after a failure too
 * @param maxInterval the longest time from a status to the next poll in milliseconds
 * @param retries how many consecutive failed polls of a request are tolerated; negative: the user has not set it
 */
public record PollingPolicy(long minInterval, long maxInterval, int retries) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * The smallest minimum interval in milliseconds. Kore.ai allows 1800 status calls per hour and request in the
     * strictest reading of its "Rate limits".
     */
    public static final long MIN_INTERVAL = 2_000;

    /**
     * The longest timeout of a check: more than a delivery takes, and an end to a check whose timeout was given in the
     * wrong unit.
     */
    public static final Duration MAX_TIMEOUT = Duration.ofDays(30);

    /** Intervals from 2 to 60 s; the number of retries depends on what is known of a request. */
    public static final PollingPolicy DEFAULT = new PollingPolicy(MIN_INTERVAL, 60_000, -1);

    /**
     * How long a rejection of a request is not believed, in milliseconds: Kore.ai may not know a new one at once.
     */
    static final long NOT_FOUND_GRACE_PERIOD = 30_000;

    /** How long before the deadline the final poll is sent, in milliseconds. */
    static final long FINAL_POLL_LEAD = 2_500;

    // So that checks that started together do not stay together.
    private static final double JITTER = 0.05;

    /** Checks the intervals; throws {@link IllegalArgumentException} if they are out of range. */
    public PollingPolicy {
        if (minInterval < MIN_INTERVAL || maxInterval < minInterval) {
            throw new IllegalArgumentException("The minimum interval must be at least " + MIN_INTERVAL / 1000
                    + " s, the maximum interval not below the minimum");
        }
    }

    /**
     * A copy with other intervals.
     *
     * @param min 2 seconds or more
     * @param max not below {@code min}
     * @throws IllegalArgumentException if they are out of range
     */
    public PollingPolicy withIntervals(Duration min, Duration max) {
        return new PollingPolicy(min.toMillis(), max.toMillis(), retries);
    }

    /**
     * A copy that tolerates so many consecutive failed polls of a request.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public PollingPolicy withRetries(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("The number of retries must not be negative");
        }
        return new PollingPolicy(minInterval, maxInterval, number);
    }

    /** The time from the last status of a request to its next poll, in milliseconds. */
    long interval(ProgressEstimator progress, RandomGenerator random) {
        double jitter = 1 + JITTER * (2 * random.nextDouble() - 1);
        return (long) Math.max(minInterval, Math.min(maxInterval, progress.interval() * jitter));
    }
}
