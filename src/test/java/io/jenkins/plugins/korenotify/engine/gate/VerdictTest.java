package io.jenkins.plugins.korenotify.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.korenotify.engine.gate.Finding.ReasonCode;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.InconclusiveReason;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.Level;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictTest {
    private static final Finding REASON = Finding.of(ReasonCode.WITHOUT_RESULT, 1, 100);

    @Test
    void anInconclusiveVerdictSaysWhatIsInDoubtAndNoOtherDoes() {
        assertThatThrownBy(() -> Verdict.inconclusive(InconclusiveReason.NONE, List.of(REASON)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Verdict.certain(Level.INCONCLUSIVE, List.of(REASON)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Verdict.certain(Level.PASSED, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isAValue() {
        Verdict verdict = Verdict.inconclusive(InconclusiveReason.TIMEOUT, List.of(REASON));

        assertThat(verdict)
                .isEqualTo(Verdict.inconclusive(InconclusiveReason.TIMEOUT, List.of(Finding.of(ReasonCode.WITHOUT_RESULT, 1, 100))))
                .hasSameHashCodeAs(Verdict.inconclusive(InconclusiveReason.TIMEOUT, List.of(REASON)))
                .isNotEqualTo(Verdict.inconclusive(InconclusiveReason.NO_RESPONSE, List.of(REASON)))
                .isNotEqualTo(Verdict.inconclusive(InconclusiveReason.TIMEOUT, List.of(Finding.of(ReasonCode.WITHOUT_RESULT, 2, 100))))
                .isNotEqualTo(Verdict.certain(Level.FAILED, List.of(REASON)))
                .isNotEqualTo("verdict");
        assertThat(REASON)
                .hasSameHashCodeAs(Finding.of(ReasonCode.WITHOUT_RESULT, 1, 100))
                .isNotEqualTo("finding");
        assertThat(REASON).isNotEqualTo(Finding.of(ReasonCode.TOO_MANY_FAILURES, 1, 100));
        assertThat(REASON.values()).containsExactly("1", "100");
        assertThat(verdict.toString()).startsWith("INCONCLUSIVE [Kore.ai calls the requests finished");
    }

    @Test
    void speaksInWords() {
        Verdict verdict =
                Verdict.certain(Level.FAILED, List.of(Finding.of(ReasonCode.RATE_MISSED, 97, 100, "97", "98"), REASON));

        assertThat(verdict.format(Locale.ENGLISH))
                .containsExactly(
                        "97 of 100 recipients were reached: 97 %, at least 98 % wanted",
                        "Kore.ai calls the requests finished, but 1 of 100 recipients have no result");
    }

    @ParameterizedTest
    @EnumSource(ReasonCode.class)
    void everyRuleHasWordsAndUsesItsValues(ReasonCode rule) {
        Object[] values = {"v0", "v1", "v2", "v3", "v4"};
        String words = Finding.of(rule, values).format(Locale.ENGLISH);

        assertThat(words).contains("v0").doesNotContain("{");
    }

    @Test
    void valuesAreInsertedAsTheyAre() {
        assertThat(Finding.of(ReasonCode.NO_RESPONSE, "ds-1", "it's {0} 'quoted' 1,000").toString())
                .isEqualTo("Request ds-1: it's {0} 'quoted' 1,000");
        assertThat(Finding.of(ReasonCode.WITHOUT_RESULT, 1234567, 2345678).toString()).contains("1234567 of 2345678");
    }
}
