package io.jenkins.plugins.korenotify.engine.polling;

import java.io.Serializable;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** How often the requests of a check are polled, and how many failures are tolerated. Immutable; times in milliseconds. */
public final class PollingPolicy implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * The smallest minimum interval. Kore.ai allows 1800 status calls per hour and request in the strictest reading of
     * its "Rate limits".
     */
    public static final long MIN_INTERVAL = 2_000;

    /**
     * The longest timeout of a check: more than a delivery takes, and an end to a check whose timeout was given in the
     * wrong unit.
     */
    public static final Duration MAX_TIMEOUT = Duration.ofDays(30);

    /** Intervals from 2 to 60 s; the number of retries depends on what is known of a request. */
    public static final PollingPolicy DEFAULT = new PollingPolicy(MIN_INTERVAL, 60_000, -1);

    private static final long NOT_FOUND_GRACE_PERIOD = 30_000;
    private static final long FINAL_POLL_LEAD = 2_500;

    // So that checks that started together do not stay together.
    private static final double JITTER = 0.05;

    private final long minInterval;
    private final long maxInterval;
    // Negative: not set.
    private final int retries;

    private PollingPolicy(long minInterval, long maxInterval, int retries) {
        this.minInterval = minInterval;
        this.maxInterval = maxInterval;
        this.retries = retries;
    }

    /**
     * A copy with other intervals.
     *
     * @param min 2 seconds or more
     * @param max not below {@code min}
     * @throws IllegalArgumentException if they are out of range
     */
    public PollingPolicy withIntervals(Duration min, Duration max) {
        if (min.toMillis() < MIN_INTERVAL || max.compareTo(min) < 0) {
            throw new IllegalArgumentException("The minimum interval must be at least " + MIN_INTERVAL / 1000
                    + " s, the maximum interval not below the minimum");
        }
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

    /** The shortest time between two polls of a request, after a failure too. */
    long minInterval() {
        return minInterval;
    }

    /** The longest time from a status to the next poll. */
    long maxInterval() {
        return maxInterval;
    }

    /** How many consecutive failed polls of a request are tolerated, if the user has set it. */
    OptionalInt retries() {
        return retries < 0 ? OptionalInt.empty() : OptionalInt.of(retries);
    }

    /** How long a rejection of a request is not believed: Kore.ai may not know a new one at once. */
    long notFoundGracePeriod() {
        return NOT_FOUND_GRACE_PERIOD;
    }

    /** How long before the deadline the final poll is sent. */
    long finalPollLead() {
        return FINAL_POLL_LEAD;
    }

    /** The time from the last status of a request to its next poll. */
    long interval(ProgressEstimator progress, RandomGenerator random) {
        double jitter = 1 + JITTER * (2 * random.nextDouble() - 1);
        return (long) Math.max(minInterval, Math.min(maxInterval, progress.interval() * jitter));
    }
}
