package io.jenkins.plugins.korenotify.engine.polling;

import java.io.Serializable;

/**
 * How fast a request gets done, learned from the answers so far, and how long to wait because of it. Immutable.
 *
 * <p>The aim is to ask seldom while the end cannot be near, and often once it may be. From the recipients left and the
 * rate seen last follows the earliest plausible end; of the time until then a part is waited, the larger the better
 * earlier predictions came true. Deliveries in lumps, a standstill and its end, and the last few recipients each
 * have a rule of their own, since a rate says little about them. The constants were found by a search over simulated
 * deliveries; {@code docs/performance.md} shows what they achieve.
 */
final class ProgressEstimator implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Nothing seen yet. */
    static final ProgressEstimator UNKNOWN = new ProgressEstimator();

    // Without visible progress: quick questions first, then evenly, then in proportion to the time waited.
    private static final double BLIND_FIRST = 2_000;
    private static final double BLIND_GROWTH = 1.0;
    private static final double BLIND_EVEN = 7_100;
    private static final double BLIND_SHARE = 1 / 16.0;

    // The same where progress is visible, as the most that is waited while nothing moves.
    private static final double STILL_GROWTH = 0.6;
    private static final double STILL_EVEN = 7_900;

    // The part of the time until the earliest plausible end that is waited: at no trust, and added at full trust.
    private static final double PART_AT_LEAST = 0.28;
    private static final double PART_BY_TRUST = 0.75;
    private static final double FIRST_TRUST = 0.3;
    private static final double NEWEST_TRUST = 0.98;
    // How much faster than last seen it may get: where the rate fell, held, or rose by how much.
    private static final double FALLING = 0.85;
    private static final double FASTER_WHEN_FALLING = 1.14;
    private static final double RISING = 1.2;
    private static final double FASTER_WHEN_STEADY = 2.27;
    private static final double FASTER_WHEN_RISING = 1.36;
    // No wait is longer than this share of the time waited so far (and a little), however far the end seems.
    private static final double MAX_OF_ELAPSED = 0.33;
    private static final double MAX_AT_FIRST = 3_000;
    private static final double MAX_OF_ELAPSED_BEFORE_START = 0.3;

    // The end may come in any moment: ask at this interval, and ever less often when it has not for long.
    private static final double NEAR = 1_840;
    private static final double PATIENCE = 132_000;
    private static final double PATIENCE_GROWTH = 1 / 118.0;
    private static final double NEAR_SHARE = 0.003;
    private static final double NEAR_RECIPIENTS = 2;

    // A standstill: how fast the interval grows with it, and the quick second look once it is over.
    private static final double STANDSTILL_FIRST = 3_960;
    private static final double STANDSTILL_GROWTH = 0.09;
    private static final double STANDSTILL_PART = 0.63;
    private static final double SECOND_LOOK = 4_430;

    // Deliveries in lumps: this many answers without progress, and this many of them per answer with progress.
    private static final int LUMPY_STILLS = 3;
    private static final double LUMPY_RATIO = 0.78;
    private static final double LUMP_MARGIN = 1.08;

    private final long seenAt;
    private final double done;
    private final double total;
    private final double rate;
    private final double previousRate;
    private final double bestRate;
    private final double largestStep;
    private final double trust;
    private final long movedAt;
    private final int moves;
    private final int stalledPolls;
    private final int stalledPollsInARow;
    private final boolean resumedAfterStall;

    private ProgressEstimator() {
        seenAt = -1;
        done = 0;
        total = 0;
        rate = 0;
        previousRate = 0;
        bestRate = 0;
        largestStep = 0;
        trust = FIRST_TRUST;
        movedAt = -1;
        moves = 0;
        stalledPolls = 0;
        stalledPollsInARow = 0;
        resumedAfterStall = false;
    }

    /** What is known after one more answer. */
    private ProgressEstimator(ProgressEstimator before, long now, Progress progress) {
        boolean first = before.seenAt < 0 || now <= before.seenAt;
        double span = first ? 0 : now - before.seenAt;
        double step = first ? 0 : Math.max(0, progress.done() - before.done);
        boolean moved = step > 0;
        seenAt = now;
        done = progress.done();
        total = progress.total();
        rate = moved ? step / span : before.rate;
        previousRate = moved ? before.rate : before.previousRate;
        bestRate = Math.max(before.bestRate, moved ? rate : 0);
        largestStep = Math.max(before.largestStep, step);
        trust = first || before.moves == 0 ? before.trust : trust(before, step, before.rate * span);
        movedAt = first || moved ? now : before.movedAt;
        moves = before.moves + (moved ? 1 : 0);
        stalledPolls = before.stalledPolls + (first || moved ? 0 : 1);
        stalledPollsInARow = first || moved ? 0 : before.stalledPollsInARow + 1;
        resumedAfterStall = moved && before.stalledPollsInARow > 0;
    }

    private static double trust(ProgressEstimator before, double step, double predicted) {
        double larger = Math.max(step, predicted);
        double error = larger > 0 ? Math.abs(step - predicted) / larger : 0;
        return (1 - NEWEST_TRUST) * before.trust + NEWEST_TRUST * (1 - error);
    }

    /** The pace after one more answer. */
    ProgressEstimator observed(long now, Progress progress) {
        return new ProgressEstimator(this, now, progress);
    }

    /**
     * How long to wait before the next question, in milliseconds; may be less than allowed.
     *
     * @param elapsed since the watch began, in milliseconds
     * @param jitter a factor about 1, so that watches that began together do not stay together
     */
    double wait(long elapsed, double jitter) {
        if (total <= 0) {
            return waited(elapsed, BLIND_GROWTH, BLIND_EVEN) * jitter;
        }
        double still = waited(elapsed, STILL_GROWTH, STILL_EVEN) * jitter;
        double remaining = total - done;
        if (remaining <= 0) {
            return 0;
        }
        if (moves == 0) {
            return Math.min(still, BLIND_FIRST + elapsed * MAX_OF_ELAPSED_BEFORE_START);
        }
        long standstill = seenAt - movedAt;
        if (isNear(remaining)) {
            return NEAR + Math.max(0, standstill - PATIENCE) * PATIENCE_GROWTH;
        }
        if (resumedAfterStall) {
            return SECOND_LOOK;
        }
        if (stalledPollsInARow > 0) {
            double endAtBestRate = remaining / bestRate;
            double patient = Math.min(STANDSTILL_FIRST + standstill * STANDSTILL_GROWTH, still);
            return Math.min(endAtBestRate * STANDSTILL_PART, patient);
        }
        double earliestEnd = remaining / (rate * faster());
        double part = PART_AT_LEAST + PART_BY_TRUST * trust * trust;
        return Math.min(earliestEnd * part, MAX_AT_FIRST + elapsed * MAX_OF_ELAPSED);
    }

    private static double waited(long elapsed, double growth, double even) {
        double growing = Math.min(BLIND_FIRST + elapsed * growth, even);
        return Math.max(growing, elapsed * BLIND_SHARE);
    }

    private double faster() {
        if (previousRate <= 0 || rate >= RISING * previousRate) {
            return FASTER_WHEN_RISING;
        }
        return rate < FALLING * previousRate ? FASTER_WHEN_FALLING : FASTER_WHEN_STEADY;
    }

    private boolean isNear(double remaining) {
        boolean lumpy = stalledPolls >= LUMPY_STILLS && stalledPolls >= moves * LUMPY_RATIO;
        return lumpy && remaining <= largestStep * LUMP_MARGIN
                || remaining <= Math.max(NEAR_RECIPIENTS, NEAR_SHARE * total);
    }
}
