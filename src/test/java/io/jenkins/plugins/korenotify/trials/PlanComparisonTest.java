package io.jenkins.plugins.korenotify.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.trials.PlanComparison.Result;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.Visibility;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlanComparisonTest {
    private static final int SEEDS = 200;

    static Stream<DeliveryCurve> telling() {
        return PlanComparison.TELLING.stream();
    }

    @ParameterizedTest
    @MethodSource("telling")
    @DisplayName("Half the lag, or less, of every fixed plan that spends as many requests")
    void halvesTheLagOfEveryPlanThatSpendsAsMuch(DeliveryCurve curve) {
        PlanComparison comparison = new PlanComparison(curve, Visibility.LOGS_WITH_TOTAL, SEEDS);
        Result adaptive = comparison.adaptive();

        comparison.others().forEach((name, other) -> {
            if (other.requests() >= adaptive.requests()) {
                assertThat(adaptive.median() * 2)
                        .as("median lag against " + name)
                        .isLessThanOrEqualTo(other.median());
                assertThat(adaptive.p95() * 2)
                        .as("95th percentile against " + name)
                        .isLessThanOrEqualTo(other.p95());
            }
        });
        assertThat(adaptive.median()).isLessThan(1_500);
        assertThat(adaptive.p95()).isLessThan(2_500);
    }

    @ParameterizedTest
    @EnumSource(value = DeliveryCurve.class, names = "NEVER", mode = EnumSource.Mode.EXCLUDE)
    void neverAsksMoreOftenThanEveryTwoSeconds(DeliveryCurve curve) {
        for (Visibility visibility : Visibility.values()) {
            assertThat(new PlanComparison(curve, visibility, 40).adaptive().shortestGap())
                    .isGreaterThanOrEqualTo(PollingPolicy.MIN_GAP);
        }
    }
}
