package io.jenkins.plugins.korenotify.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.korenotify.engine.gate.Verdict.InconclusiveReason;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.Level;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final LocalizableMessage REASON =
            LocalizableMessage.of("request.incomplete", "ds-1", "SUCCESS", 1, 100);

    @Test
    void hasAReasonAndAnInconclusiveReasonOnlyIfInconclusive() {
        assertThatThrownBy(() -> Verdict.of(Level.INCONCLUSIVE, List.of(REASON)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Verdict.of(Level.PASSED, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Verdict.inconclusive(null, List.of(REASON))).isInstanceOf(NullPointerException.class);
        assertThat(Verdict.of(Level.PASSED, List.of(REASON)).inconclusiveReason())
                .isNull();
    }

    @Test
    void isAValue() {
        Verdict verdict = Verdict.inconclusive(InconclusiveReason.TIMEOUT, List.of(REASON));

        assertThat(verdict)
                .isEqualTo(Verdict.inconclusive(InconclusiveReason.TIMEOUT, List.of(REASON)))
                .hasSameHashCodeAs(Verdict.inconclusive(InconclusiveReason.TIMEOUT, List.of(REASON)))
                .isNotEqualTo(Verdict.inconclusive(InconclusiveReason.NO_RESPONSE, List.of(REASON)))
                .isNotEqualTo(Verdict.inconclusive(InconclusiveReason.TIMEOUT, List.of(REASON, REASON)))
                .isNotEqualTo(Verdict.of(Level.FAILED, List.of(REASON)))
                .isNotEqualTo("verdict");
        assertThat(verdict)
                .hasToString("INCONCLUSIVE TIMEOUT [Request ds-1 is finished (SUCCESS), but 1 of its 100 recipients has"
                        + " no result]");
    }
}
