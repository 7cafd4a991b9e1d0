package io.jenkins.plugins.korenotify.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlanComparisonTest {
    private static final int SEEDS = 500;

    static Stream<PlanComparison> visibleProgress() {
        return Stream.concat(
                Arrays.stream(HeldOutCurve.values()).map(curve -> PlanComparison.of(curve, SEEDS)),
                PlanComparison.VISIBLE.stream().map(curve -> PlanComparison.of(curve, true, SEEDS)));
    }

    @ParameterizedTest
    @MethodSource("visibleProgress")
    @DisplayName("Where progress is visible, lag x polls is at most 0.6 of a fixed interval's with as many polls")
    void isBetterThanAFixedInterval(PlanComparison comparison) {
        assertThat(comparison.ratio()).isLessThanOrEqualTo(0.6);
    }

    @Test
    @DisplayName(
            "Where nothing is visible, the lag is at most a sixteenth of the time waited, and 6 s in the beginning")
    void theLagIsBoundedWhereNothingIsVisible() {
        PlanComparison hidden = PlanComparison.of(DeliveryCurve.LINEAR, false, SEEDS);

        // Deliveries take ten minutes at most, the interval has 5 % jitter, a response takes 225 ms at most.
        assertThat(hidden.adaptive().p95()).isLessThan(600_000 / 16 + 2_500);
        assertThat(hidden.adaptive().median()).isLessThan(6_000);
        assertThat(hidden.adaptive().polls()).isLessThan(30);
    }

    @ParameterizedTest
    @EnumSource(value = DeliveryCurve.class, names = "NEVER", mode = EnumSource.Mode.EXCLUDE)
    void neverPollsMoreOftenThanEveryTwoSeconds(DeliveryCurve curve) {
        for (boolean visible : new boolean[] {true, false}) {
            assertThat(PlanComparison.of(curve, visible, 40).adaptive().shortestInterval())
                    .isGreaterThanOrEqualTo(PollingPolicy.MIN_INTERVAL);
        }
    }
}
