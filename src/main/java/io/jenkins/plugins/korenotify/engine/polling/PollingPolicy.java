package io.jenkins.plugins.korenotify.engine.polling;

import java.io.Serializable;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to ask again: the first time at once, then by the pace of delivery seen so far. Immutable.
 *
 * <p>Where the answers show how far a request is, the next question is put a good part of the expected remaining time
 * ahead, so that few are asked early and many near the end. Where they do not, the interval grows with the time
 * waited.
 */
public final class PollingPolicy implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * No request is asked for more often than this, in milliseconds. Kore.ai allows 1800 status calls an hour per
     * request in the strictest reading of its "Rate limits".
     */
    public static final long MIN_GAP = 2_000;

    /** Intervals from 2 to 60 s, 15 errors in a row, 30 s of grace for a request that is not readable yet. */
    public static final PollingPolicy DEFAULT = new PollingPolicy(MIN_GAP, 60_000, -1, 30_000);

    private static final double JITTER = 0.05;

    private final long minInterval;
    private final long maxInterval;
    private final int retries;
    private final long notFoundGracePeriod;

    private PollingPolicy(long minInterval, long maxInterval, int retries, long notFoundGracePeriod) {
        if (minInterval < MIN_GAP || maxInterval < minInterval) {
            throw new IllegalArgumentException(
                    "The poll interval must be from " + MIN_GAP / 1000 + " s up, the longest not below the shortest");
        }
        if (retries < -1 || notFoundGracePeriod < 0) {
            throw new IllegalArgumentException("The error budget and the grace must not be negative");
        }
        this.minInterval = minInterval;
        this.maxInterval = maxInterval;
        this.retries = retries;
        this.notFoundGracePeriod = notFoundGracePeriod;
    }

    /**
     * A copy with other bounds of the interval.
     *
     * @param least 2 seconds or more
     * @param most not below {@code least}
     * @throws IllegalArgumentException if they are out of range
     */
    public PollingPolicy withIntervals(Duration least, Duration most) {
        return new PollingPolicy(least.toMillis(), most.toMillis(), retries, notFoundGracePeriod);
    }

    /** A copy that bears this many errors in a row of one request; 0 or more. */
    public PollingPolicy withRetries(int errors) {
        return new PollingPolicy(minInterval, maxInterval, errors, notFoundGracePeriod);
    }

    /** A copy that gives a request unknown to Kore.ai this time to become readable; zero or more. */
    public PollingPolicy withNotFoundGracePeriod(Duration time) {
        return new PollingPolicy(minInterval, maxInterval, retries, time.toMillis());
    }

    java.util.OptionalInt retries() {
        return retries < 0 ? java.util.OptionalInt.empty() : java.util.OptionalInt.of(retries);
    }

    long notFoundGracePeriod() {
        return notFoundGracePeriod;
    }

    /** How long before the deadline the last question is asked. */
    long finalPollLead() {
        return 2_500;
    }

    /**
     * The time from an answer to the next question, in milliseconds.
     *
     * @param elapsed since the watch began
     */
    long minInterval() {
        return minInterval;
    }

    long maxInterval() {
        return maxInterval;
    }

    long interval(ProgressEstimator pace, long elapsed, RandomGenerator random) {
        double jitter = 1 + JITTER * (2 * random.nextDouble() - 1);
        return (long) Math.max(minInterval, Math.min(maxInterval, pace.wait(elapsed, jitter)));
    }
}
