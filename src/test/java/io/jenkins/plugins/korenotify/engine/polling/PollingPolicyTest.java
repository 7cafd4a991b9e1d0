package io.jenkins.plugins.korenotify.engine.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PollingPolicyTest {
    private final Random random = new Random(1);

    private static ProgressEstimator afterWaiting(Duration time) {
        return ProgressEstimator.UNKNOWN.observed(time.toMillis(), time.toMillis(), RecipientCounts.NONE, -1);
    }

    @Test
    void theIntervalStaysWithinItsBounds() {
        PollingPolicy policy = PollingPolicy.DEFAULT.withIntervals(Duration.ofSeconds(5), Duration.ofSeconds(9));

        assertThat(policy.interval(ProgressEstimator.UNKNOWN, random)).isEqualTo(5_000);
        assertThat(policy.interval(afterWaiting(Duration.ofHours(1)), random)).isEqualTo(9_000);
    }

    @Test
    void theIntervalHasFivePercentOfJitter() {
        for (int i = 0; i < 100; i++) {
            assertThat(PollingPolicy.DEFAULT.interval(afterWaiting(Duration.ofMinutes(8)), random))
                    .isBetween(28_500L, 31_500L);
        }
        assertThat(PollingPolicy.DEFAULT.interval(afterWaiting(Duration.ofMinutes(8)), new Random(1)))
                .isNotEqualTo(PollingPolicy.DEFAULT.interval(afterWaiting(Duration.ofMinutes(8)), new Random(2)));
    }

    @Test
    void refusesIntervalsBelowWhatKoreAllows() {
        assertThatThrownBy(() -> PollingPolicy.DEFAULT.withIntervals(Duration.ofMillis(1_999), Duration.ofSeconds(9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 2 s");
        assertThatThrownBy(() -> PollingPolicy.DEFAULT.withIntervals(Duration.ofSeconds(9), Duration.ofSeconds(8)))
                .isInstanceOf(IllegalArgumentException.class);
        PollingPolicy fixed = PollingPolicy.DEFAULT.withIntervals(Duration.ofSeconds(9), Duration.ofSeconds(9));
        assertThat(fixed.interval(ProgressEstimator.UNKNOWN, random)).isEqualTo(9_000);
    }

    @Test
    void theNumberOfRetriesIsSetOrNot() {
        assertThat(PollingPolicy.DEFAULT.retries()).isNegative();
        assertThat(PollingPolicy.DEFAULT.withRetries(0).retries()).isEqualTo(0);
        assertThat(PollingPolicy.DEFAULT
                        .withRetries(3)
                        .withIntervals(Duration.ofSeconds(2), Duration.ofSeconds(9))
                        .retries())
                .isEqualTo(3);
        assertThatThrownBy(() -> PollingPolicy.DEFAULT.withRetries(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
