package io.jenkins.plugins.korenotify.watch;

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
public final class PollPlan implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * No request is asked for more often than this, in milliseconds. Kore.ai allows 1800 status calls an hour per
     * request in the strictest reading of its "Rate limits".
     */
    public static final long LEAST_GAP = 2_000;

    /** Intervals from 2 to 60 s, 15 errors in a row, 30 s of grace for a request that is not readable yet. */
    public static final PollPlan DEFAULT = new PollPlan(LEAST_GAP, 60_000, 15, 30_000);

    private static final double JITTER = 0.05;

    private final long leastInterval;
    private final long mostInterval;
    private final int errorBudget;
    private final long grace;

    private PollPlan(long leastInterval, long mostInterval, int errorBudget, long grace) {
        if (leastInterval < LEAST_GAP || mostInterval < leastInterval) {
            throw new IllegalArgumentException(
                    "The poll interval must be from " + LEAST_GAP / 1000 + " s up, the longest not below the shortest");
        }
        if (errorBudget < 0 || grace < 0) {
            throw new IllegalArgumentException("The error budget and the grace must not be negative");
        }
        this.leastInterval = leastInterval;
        this.mostInterval = mostInterval;
        this.errorBudget = errorBudget;
        this.grace = grace;
    }

    /**
     * A copy with other bounds of the interval.
     *
     * @param least 2 seconds or more
     * @param most not below {@code least}
     * @throws IllegalArgumentException if they are out of range
     */
    public PollPlan withIntervals(Duration least, Duration most) {
        return new PollPlan(least.toMillis(), most.toMillis(), errorBudget, grace);
    }

    /** A copy that bears this many errors in a row of one request; 0 or more. */
    public PollPlan withErrorBudget(int errors) {
        return new PollPlan(leastInterval, mostInterval, errors, grace);
    }

    /** A copy that gives a request unknown to Kore.ai this time to become readable; zero or more. */
    public PollPlan withGrace(Duration time) {
        return new PollPlan(leastInterval, mostInterval, errorBudget, time.toMillis());
    }

    int errorBudget() {
        return errorBudget;
    }

    long grace() {
        return grace;
    }

    /** For how long an answer is awaited before the question counts as lost. */
    long answerLease() {
        return 120_000;
    }

    /** How long before the deadline the last question is asked. */
    long lastLook() {
        return 2_500;
    }

    /**
     * The time from an answer to the next question, in milliseconds.
     *
     * @param elapsed since the watch began
     */
    long interval(Pace pace, long elapsed, RandomGenerator random) {
        double jitter = 1 + JITTER * (2 * random.nextDouble() - 1);
        return (long) Math.max(leastInterval, Math.min(mostInterval, pace.wait(elapsed, jitter)));
    }
}
