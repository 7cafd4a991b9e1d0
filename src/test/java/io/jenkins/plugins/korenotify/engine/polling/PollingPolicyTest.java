package io.jenkins.plugins.korenotify.engine.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PollingPolicyTest {
    private final RandomGenerator random = new Random(1);

    private static ProgressEstimator seen(Progress... everySecond) {
        ProgressEstimator pace = ProgressEstimator.UNKNOWN;
        for (int i = 0; i < everySecond.length; i++) {
            pace = pace.observed(i * 1_000L, everySecond[i]);
        }
        return pace;
    }

    private static Progress of(double done, double total) {
        return new Progress(done, total);
    }

    @Test
    void staysWithinItsBounds() {
        PollingPolicy plan = PollingPolicy.DEFAULT.withIntervals(Duration.ofSeconds(5), Duration.ofSeconds(9));

        assertThat(plan.interval(ProgressEstimator.UNKNOWN, 0, random)).isEqualTo(5_000);
        assertThat(plan.interval(ProgressEstimator.UNKNOWN, 3_600_000, random)).isEqualTo(9_000);
    }

    @Test
    void refusesIntervalsThatKoreWouldNotBear() {
        assertThatThrownBy(() -> PollingPolicy.DEFAULT.withIntervals(Duration.ofMillis(1_999), Duration.ofSeconds(9)))
                .hasMessageContaining("from 2 s");
        assertThatThrownBy(() -> PollingPolicy.DEFAULT.withIntervals(Duration.ofSeconds(9), Duration.ofSeconds(8)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(PollingPolicy.DEFAULT
                        .withIntervals(Duration.ofSeconds(9), Duration.ofSeconds(9))
                        .interval(ProgressEstimator.UNKNOWN, 0, random))
                .isEqualTo(9_000);
        assertThatThrownBy(() -> PollingPolicy.DEFAULT.withRetries(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PollingPolicy.DEFAULT.withNotFoundGracePeriod(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(PollingPolicy.DEFAULT.withRetries(0).retries()).isZero();
        assertThat(PollingPolicy.DEFAULT.withNotFoundGracePeriod(Duration.ZERO).notFoundGracePeriod()).isZero();
    }

    @Test
    void withoutVisibleProgressItAsksQuicklyAtFirstThenEvenlyThenInProportion() {
        assertThat(PollingPolicy.DEFAULT.interval(ProgressEstimator.UNKNOWN, 0, random)).isBetween(2_000L, 2_100L);
        assertThat(PollingPolicy.DEFAULT.interval(ProgressEstimator.UNKNOWN, 60_000, random)).isBetween(6_700L, 7_500L);
        assertThat(PollingPolicy.DEFAULT.interval(ProgressEstimator.UNKNOWN, 120_000, random)).isBetween(7_100L, 7_900L);
        assertThat(PollingPolicy.DEFAULT.interval(ProgressEstimator.UNKNOWN, 480_000, random)).isBetween(28_000L, 32_000L);
        assertThat(PollingPolicy.DEFAULT.interval(ProgressEstimator.UNKNOWN, 7_200_000, random)).isEqualTo(60_000L);
    }

    @Test
    void aCountThatGrowsWithoutAKnownTotalTellsNothingOfTheEnd() {
        ProgressEstimator growing = seen(of(10, 0), of(20, 0), of(30, 0));

        assertThat(PollingPolicy.DEFAULT.interval(growing, 60_000, random)).isBetween(6_700L, 7_500L);
    }

    @Test
    void farFromTheEndItWaitsLongNearItShort() {
        ProgressEstimator early = seen(of(100, 100_000), of(200, 100_000), of(300, 100_000), of(400, 100_000));
        ProgressEstimator late = seen(of(600, 1000), of(700, 1000), of(800, 1000), of(900, 1000));

        assertThat(PollingPolicy.DEFAULT.interval(early, 120_000, random)).isBetween(30_000L, 60_000L);
        assertThat(PollingPolicy.DEFAULT.interval(late, 120_000, random)).isEqualTo(2_000);
    }

    @Test
    void trustsAPaceTheMoreTheSteadierItIs() {
        ProgressEstimator steady = seen(of(0, 10_000), of(100, 10_000), of(200, 10_000), of(300, 10_000), of(400, 10_000));
        ProgressEstimator erratic = seen(of(0, 10_000), of(300, 10_000), of(310, 10_000), of(399, 10_000), of(499, 10_000));

        assertThat(PollingPolicy.DEFAULT.interval(steady, 600_000, random))
                .isGreaterThan(PollingPolicy.DEFAULT.interval(erratic, 600_000, random));
    }

    @Test
    void everybodyDoneButNotFinishedMeansTheEndIsNear() {
        assertThat(PollingPolicy.DEFAULT.interval(seen(of(10, 10)), 600_000, random)).isEqualTo(2_000);
    }

    @Test
    void theLastFewRecipientsAreWatchedCloselyAndMorePatientlyWithTime() {
        ProgressEstimator soon = seen(of(90, 100), of(98, 100), of(98, 100));
        ProgressEstimator forLong = soon.observed(400_000, of(98, 100));

        assertThat(PollingPolicy.DEFAULT.interval(soon, 600_000, random)).isBetween(2_000L, 2_300L);
        assertThat(PollingPolicy.DEFAULT.interval(forLong, 600_000, random)).isBetween(3_000L, 10_000L);
    }

    @Test
    void aStandstillIsWatchedEverLessOftenAndItsEndAtOnce() {
        ProgressEstimator standing = seen(of(0, 1000), of(1, 1000), of(2, 1000), of(2, 1000));
        ProgressEstimator standingLong = standing.observed(40_000, of(2, 1000));
        ProgressEstimator awake = standingLong.observed(41_000, of(3, 1000));

        long atFirst = PollingPolicy.DEFAULT.interval(standing, 600_000, random);
        assertThat(atFirst).isBetween(2_000L, 4_500L);
        assertThat(PollingPolicy.DEFAULT.interval(standingLong, 600_000, random)).isGreaterThan(atFirst);
        assertThat(PollingPolicy.DEFAULT.interval(awake, 600_000, random)).isBetween(2_000L, 4_500L);
    }

    @Test
    void whatComesInLumpsMayEndWithAnyLump() {
        ProgressEstimator lumpy =
                seen(of(0, 400), of(100, 400), of(100, 400), of(100, 400), of(200, 400), of(200, 400), of(300, 400));
        ProgressEstimator smooth =
                seen(of(0, 400), of(50, 400), of(100, 400), of(150, 400), of(200, 400), of(250, 400), of(300, 400));

        assertThat(PollingPolicy.DEFAULT.interval(lumpy, 600_000, random)).isBetween(2_000L, 2_300L);
        assertThat(PollingPolicy.DEFAULT.interval(smooth, 600_000, random)).isEqualTo(2_000L);
    }

    @Test
    void progressIsWhatAnAnswerLetsOneSee() {
        assertThat(Progress.of(io.jenkins.plugins.korenotify.engine.gate.RecipientCounts.of(3, 1, 6), -1))
                .isEqualTo(of(4, 10));
        assertThat(Progress.of(io.jenkins.plugins.korenotify.engine.gate.RecipientCounts.of(3, 1, 0), -1))
                .isEqualTo(of(4, 0));
        assertThat(Progress.of(io.jenkins.plugins.korenotify.engine.gate.RecipientCounts.of(0, 0, 0), 40))
                .isEqualTo(of(40, 100));
        assertThat(Progress.of(io.jenkins.plugins.korenotify.engine.gate.RecipientCounts.of(3, 1, 0), 40))
                .isEqualTo(of(4, 10));
        assertThat(Progress.of(io.jenkins.plugins.korenotify.engine.gate.RecipientCounts.of(3, 1, 0), 100))
                .isEqualTo(of(4, 0));
        assertThat(Progress.of(io.jenkins.plugins.korenotify.engine.gate.RecipientCounts.NONE, 0))
                .isEqualTo(of(0, 0));
        assertThat(of(4, 10).remaining()).isEqualTo(6);
        assertThat(of(4, 10).isTotalKnown()).isTrue();
    }
}
