package io.jenkins.plugins.korenotify.engine.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import org.junit.jupiter.api.Test;

class ProgressEstimatorTest {
    private static final long SECOND = 1_000;

    /** After statuses at these seconds since the start of the check, each with these numbers of delivered and pending. */
    private static ProgressEstimator seen(long[]... statuses) {
        ProgressEstimator progress = ProgressEstimator.UNKNOWN;
        for (long[] status : statuses) {
            progress = progress.observed(
                    5_000 + status[0] * SECOND, status[0] * SECOND, RecipientCounts.of(status[1], 0, status[2]), -1);
        }
        return progress;
    }

    private static long[] at(long second, long delivered, long pending) {
        return new long[] {second, delivered, pending};
    }

    @Test
    void whereNothingIsKnownItWaitsASixteenthOfTheTimeWaited() {
        assertThat(ProgressEstimator.UNKNOWN.interval()).isZero();
        assertThat(seen(at(4, 0, 0)).interval()).isEqualTo(4_000);
        assertThat(seen(at(60, 0, 0)).interval()).isEqualTo(6_000);
        assertThat(seen(at(960, 0, 0)).interval()).isEqualTo(60_000);
        assertThat(seen(at(960, 0, 0)).expectedFinishAt()).isEqualTo(PollQueue.NEVER);
    }

    @Test
    void entriesWithoutAKnownTotalSayNothingOfTheEnd() {
        assertThat(seen(at(10, 10, 0), at(60, 60, 0)).interval()).isEqualTo(6_000);
    }

    @Test
    void pendingRecipientsWithoutAnyProgressSayNothingOfTheEnd() {
        ProgressEstimator waiting = seen(at(10, 0, 100), at(160, 0, 100));

        assertThat(waiting.interval()).isEqualTo(10_000);
        assertThat(waiting.expectedFinishAt()).isEqualTo(PollQueue.NEVER);
    }

    @Test
    void atASteadyRateItExpectsTheEndAndWaitsHalfOfTheTimeUntilOneIsLeft() {
        ProgressEstimator steady = seen(at(0, 0, 101), at(40, 40, 61), at(80, 80, 21));

        assertThat(steady.expectedFinishAt()).isEqualTo(5_000 + 101 * SECOND);
        assertThat(steady.interval()).isEqualTo(10_000);
    }

    @Test
    void neverWaitsLongerThanHalfOfTheTimeWaited() {
        assertThat(seen(at(0, 0, 10_000), at(20, 1, 9_999)).interval()).isEqualTo(10_000);
    }

    @Test
    void aSingleStatusCountsAsIfDeliveryHadBegunWithTheCheckUntilThereIsAnother() {
        assertThat(seen(at(30, 30, 70)).expectedFinishAt()).isEqualTo(5_000 + 100 * SECOND);
        assertThat(seen(at(30, 30, 70), at(40, 31, 69)).expectedFinishAt())
                .isEqualTo(5_000 + 40 * SECOND + 690 * SECOND);
    }

    @Test
    void forgetsOlderProgressAsTheRemainderShrinks() {
        ProgressEstimator faster = seen(at(0, 0, 1_000), at(100, 100, 900), at(110, 550, 450));

        // At the last rate 10 s remain, at the average rate 90 s.
        assertThat(faster.expectedFinishAt() - 115_000).isBetween(25_000L, 40_000L);
    }

    @Test
    void aStandstillMakesTheEstimateLongerAndItsEndShorter() {
        ProgressEstimator standing = seen(at(0, 0, 100), at(50, 50, 50), at(60, 50, 50), at(90, 50, 50));
        ProgressEstimator again = standing.observed(105_000, 100_000, RecipientCounts.of(80, 0, 20), -1);

        assertThat(standing.expectedFinishAt() - 95_000).isEqualTo(90_000);
        assertThat(again.expectedFinishAt() - 105_000).isLessThan(30_000);
    }

    @Test
    void theLastRecipientMayBeDoneAtAnyMoment() {
        ProgressEstimator nearlyDone = seen(at(0, 0, 100), at(50, 50, 50), at(200, 99, 1));

        assertThat(nearlyDone.interval()).isEqualTo(1_000);
        assertThat(nearlyDone.expectedFinishAt()).isGreaterThan(205_000);
    }

    @Test
    void whereAllAreDoneTheEndIsExpectedNow() {
        ProgressEstimator done = seen(at(0, 0, 100), at(50, 50, 50), at(100, 100, 0));

        assertThat(done.expectedFinishAt()).isEqualTo(105_000);
        assertThat(done.interval()).isEqualTo(500);
    }

    @Test
    void aPercentageShowsProgressToo() {
        ProgressEstimator alone = ProgressEstimator.UNKNOWN
                .observed(10_000, 10_000, RecipientCounts.NONE, 10)
                .observed(20_000, 20_000, RecipientCounts.NONE, 20);
        ProgressEstimator withEntries = ProgressEstimator.UNKNOWN
                .observed(10_000, 10_000, RecipientCounts.of(3, 1, 0), 10)
                .observed(20_000, 20_000, RecipientCounts.of(6, 2, 0), 20);

        assertThat(alone.expectedFinishAt()).isEqualTo(100_000);
        assertThat(withEntries.expectedFinishAt()).isEqualTo(100_000);
        assertThat(alone.observed(21_000, 21_000, RecipientCounts.NONE, 100).expectedFinishAt())
                .isEqualTo(21_000);
    }

    @Test
    void recipientsThatAppearLateDoNotConfuseIt() {
        ProgressEstimator growing = seen(at(0, 0, 10), at(10, 5, 95), at(20, 10, 190));

        assertThat(growing.expectedFinishAt() - 25_000).isEqualTo(380_000);
    }

    @Test
    void anotherMonotonicClockChangesTheTimeOnly() {
        ProgressEstimator steady = seen(at(0, 0, 100), at(40, 40, 60));

        assertThat(steady.shifted(-7_000).expectedFinishAt()).isEqualTo(steady.expectedFinishAt() - 7_000);
        assertThat(steady.shifted(-7_000).interval()).isCloseTo(steady.interval(), within(0.001));
    }
}
