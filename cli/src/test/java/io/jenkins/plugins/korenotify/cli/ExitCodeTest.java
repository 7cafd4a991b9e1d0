package io.jenkins.plugins.korenotify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.gate.Tally;
import io.jenkins.plugins.korenotify.gate.Thresholds;
import io.jenkins.plugins.korenotify.result.CheckResult;
import io.jenkins.plugins.korenotify.watch.Trouble;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {
    private static final CheckResult TIME_UP = SampleResults.result(
            SampleResults.running(SampleResults.watch(Thresholds.DEFAULT, "ds-1"), "ds-1", Tally.of(1, 0, 1)));
    private static final CheckResult NO_ANSWER = SampleResults.result(SampleResults.troubled(
            SampleResults.watch(Thresholds.DEFAULT, "ds-1"), "ds-1", Trouble.Kind.HOPELESS, "no"));
    private static final CheckResult UNACCOUNTED = SampleResults.result(SampleResults.finished(
            SampleResults.watch(Thresholds.DEFAULT.withMinSuccessRate(BigDecimal.TEN), "ds-1"),
            "ds-1",
            Tally.of(9, 0, 1)));

    @Test
    void everyVerdictHasItsOwn() {
        Thresholds lenient = Thresholds.DEFAULT.withUnstableSuccessRate(BigDecimal.TEN);
        assertThat(code(finished(lenient, Tally.of(2, 0, 0)), null, null)).isEqualTo(0);
        assertThat(code(finished(lenient, Tally.of(0, 2, 0)), null, null)).isEqualTo(1);
        assertThat(code(finished(lenient, Tally.of(1, 1, 0)), null, null)).isEqualTo(3);
        assertThat(code(TIME_UP, null, null)).isEqualTo(4);
        assertThat(code(NO_ANSWER, null, null)).isEqualTo(4);
        assertThat(code(UNACCOUNTED, null, null)).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"FAILURE,1", "UNSTABLE,3", "IGNORE,0"})
    void aDoubtMeansWhatTheUserWants(OnDoubt wanted, int code) {
        assertThat(code(TIME_UP, null, wanted)).isEqualTo(code);
        assertThat(code(TIME_UP, wanted, null)).isEqualTo(4);
        assertThat(code(NO_ANSWER, wanted, null)).isEqualTo(code);
        assertThat(code(NO_ANSWER, null, wanted)).isEqualTo(4);
        assertThat(code(UNACCOUNTED, wanted, null)).isEqualTo(code);
        assertThat(code(UNACCOUNTED, null, wanted)).isEqualTo(4);
    }

    @Test
    void aVerdictWithoutDoubtIsNotMapped() {
        assertThat(code(finished(Thresholds.DEFAULT, Tally.of(0, 1, 0)), OnDoubt.IGNORE, OnDoubt.IGNORE))
                .isEqualTo(1);
    }

    private static CheckResult finished(Thresholds thresholds, Tally tally) {
        return SampleResults.result(SampleResults.finished(SampleResults.watch(thresholds, "ds-1"), "ds-1", tally));
    }

    private static int code(CheckResult result, OnDoubt onError, OnDoubt onTimeout) {
        return ExitCode.of(result, onError, onTimeout).code();
    }
}
