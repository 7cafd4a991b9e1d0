package io.jenkins.plugins.korenotify.engine.polling;

import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import java.io.Serializable;

/**
 * Estimates from the statuses of a request when it will be finished, and how long to wait until the next poll. Immutable.
 *
 * <p>Where recipients are known to be pending, the remaining time is what they take at the smoothed rate of delivery. The
 * wait is a fixed part of it: with one half, the remaining time is halved by every poll, so that their number grows with
 * its logarithm, an estimate that is twice too long does no harm, and polls are dense where the end is near. A half of
 * the time waited bounds it as well, because an early estimate says little. The estimate leaves out the last recipient,
 * who may follow the last but one at any moment.
 *
 * <p>Where nothing is known of the end, it may come at any moment, after hours as after seconds. A wait in proportion to
 * the time waited bounds the lag to that part of it, and the number of polls grows with the logarithm of the time.
 *
 * @param seenAt when the last status arrived, by the monotonic clock
 * @param waited the time from the start of the check to that
 * @param done how many recipients, or percent, were done
 * @param remaining how many were not; negative: not known
 * @param guessed whether the rate is a guess from one status: as if delivery had begun together with the check
 * @param recentTime time, forgotten as progress is made
 * @param recentProgress progress, forgotten likewise; the ratio of both is the smoothed rate
 */
record ProgressEstimator(
        long seenAt,
        long waited,
        double done,
        double remaining,
        boolean guessed,
        double recentTime,
        double recentProgress)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Nothing is known. */
    static final ProgressEstimator UNKNOWN = new ProgressEstimator(0, 0, 0, -1, true, 0, 0);

    /** What is waited of the estimated remaining time, and at most of the time waited so far. */
    private static final double PART = 0.5;

    /** What is waited at least of the time waited so far: how large a lag is negligible. */
    private static final double MIN_PART = 0.005;

    /** How fast older progress is forgotten: as a power of the pending recipients; by three quarters while they halve. */
    private static final double SMOOTHING = 2;

    /** What is waited of the time waited so far where nothing is known of the end: the lag that is accepted. */
    private static final double BLIND_PART = 1 / 16.0;

    /** In the beginning the wait grows up to this, in milliseconds, where nothing is known of the end. */
    private static final double BLIND_START = 6_000;

    /**
     * What is known after one more status.
     *
     * @param tick when it arrived, by the monotonic clock
     * @param waitedSoFar the time since the check started
     * @param percentComplete 0 to 100; negative: not reported
     */
    ProgressEstimator observed(long tick, long waitedSoFar, RecipientCounts counts, double percentComplete) {
        double reported = counts.delivered() + counts.failed();
        boolean percentOnly = reported == 0 && counts.pending() == 0 && percentComplete > 0;
        double newDone = percentOnly ? percentComplete : reported;
        double newRemaining = percentOnly ? 100 - percentComplete : remaining(counts, newDone, percentComplete);
        if (newRemaining < 0 || remaining < 0) {
            return new ProgressEstimator(tick, waitedSoFar, newDone, newRemaining, true, waitedSoFar, newDone);
        }
        double kept = guessed ? 0 : remaining > newRemaining ? Math.pow(newRemaining / remaining, SMOOTHING) : 1;
        return new ProgressEstimator(
                tick,
                waitedSoFar,
                newDone,
                newRemaining,
                false,
                kept * recentTime + Math.max(0, tick - seenAt),
                kept * recentProgress + Math.max(0, newDone - done));
    }

    private double remaining(RecipientCounts counts, double newDone, double percentComplete) {
        if (counts.pending() > 0) {
            return counts.pending();
        }
        if (newDone > 0 && percentComplete > 0 && percentComplete < 100) {
            return newDone * (100 - percentComplete) / percentComplete;
        }
        // Without pending recipients the number listed may be all, or only all so far.
        return remaining >= 0 && newDone >= done + remaining ? 0 : -1;
    }

    /** The same by another monotonic clock. */
    ProgressEstimator shifted(long shift) {
        return new ProgressEstimator(seenAt + shift, waited, done, remaining, guessed, recentTime, recentProgress);
    }

    /** When the request is expected to be finished, by the monotonic clock; {@link PollQueue#NEVER}: not known. */
    long expectedFinishAt() {
        return isEndKnown() ? seenAt + (long) timeFor(remaining) : PollQueue.NEVER;
    }

    /** How long to wait from the last status until the next poll, in milliseconds, before any bounds. */
    double interval() {
        return isEndKnown()
                ? Math.max(PART * Math.min(timeFor(Math.max(0, remaining - 1)), waited), MIN_PART * waited)
                : Math.max(BLIND_PART * waited, Math.min(waited, BLIND_START));
    }

    private boolean isEndKnown() {
        return remaining == 0 || remaining > 0 && recentProgress > 0;
    }

    private double timeFor(double recipients) {
        return recipients == 0 ? 0 : recipients * recentTime / recentProgress;
    }
}
