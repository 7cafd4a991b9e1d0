package io.jenkins.plugins.korenotify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.ThresholdsOf;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.SampleChecks;
import java.math.BigDecimal;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {
    private static final PollingState STARTED =
            SampleChecks.started(ThresholdsOf.withMinSuccessRate(Thresholds.DEFAULT, BigDecimal.TEN), "ds-1");
    private static final CheckResult TIMEOUT =
            SampleChecks.result(SampleChecks.running(STARTED, "ds-1", RecipientCounts.of(1, 0, 1)));
    private static final CheckResult NO_RESPONSE = SampleChecks.result(
            SampleChecks.pollFailed(STARTED, "ds-1", SampleChecks.failure(KoreException.Kind.UNAVAILABLE, "no")));
    // An incomplete final status is believed when it repeats.
    private static final CheckResult INCOMPLETE = SampleChecks.result(Stream.iterate(
                    STARTED, state -> SampleChecks.finished(state, "ds-1", RecipientCounts.of(9, 0, 1)))
            .limit(5)
            .reduce((before, after) -> after)
            .orElseThrow());

    @Test
    void everyVerdictHasItsOwn() {
        Thresholds lenient = ThresholdsOf.withUnstableSuccessRate(Thresholds.DEFAULT, BigDecimal.TEN);
        assertThat(code(finished(lenient, RecipientCounts.of(2, 0, 0)), null, null))
                .isEqualTo(0);
        assertThat(code(finished(lenient, RecipientCounts.of(0, 2, 0)), null, null))
                .isEqualTo(1);
        assertThat(code(finished(lenient, RecipientCounts.of(1, 1, 0)), null, null))
                .isEqualTo(3);
        assertThat(code(TIMEOUT, null, null)).isEqualTo(4);
        assertThat(code(NO_RESPONSE, null, null)).isEqualTo(4);
        assertThat(code(INCOMPLETE, null, null)).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"FAILURE,1", "UNSTABLE,3", "IGNORE,0"})
    void theUserChoosesWhatInconclusiveMeans(ExitCode.OnInconclusive chosen, int code) {
        assertThat(code(TIMEOUT, null, chosen)).isEqualTo(code);
        assertThat(code(TIMEOUT, chosen, null)).isEqualTo(4);
        assertThat(code(NO_RESPONSE, chosen, null)).isEqualTo(code);
        assertThat(code(NO_RESPONSE, null, chosen)).isEqualTo(4);
        assertThat(code(INCOMPLETE, chosen, null)).isEqualTo(code);
        assertThat(code(INCOMPLETE, null, chosen)).isEqualTo(4);
    }

    @Test
    void otherVerdictsAreNotTheUsersChoice() {
        assertThat(code(
                        finished(Thresholds.DEFAULT, RecipientCounts.of(0, 1, 0)),
                        ExitCode.OnInconclusive.IGNORE,
                        ExitCode.OnInconclusive.IGNORE))
                .isEqualTo(1);
    }

    private static CheckResult finished(Thresholds thresholds, RecipientCounts counts) {
        return SampleChecks.result(SampleChecks.finished(SampleChecks.started(thresholds, "ds-1"), "ds-1", counts));
    }

    private static int code(CheckResult result, ExitCode.OnInconclusive onError, ExitCode.OnInconclusive onTimeout) {
        return ExitCode.of(result, onError, onTimeout).code();
    }
}
