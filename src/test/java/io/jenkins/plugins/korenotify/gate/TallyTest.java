package io.jenkins.plugins.korenotify.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final Counts IVR = Counts.of("ivr", 1);
    private static final Counts SLACK = Counts.of("slack", 1);
    private static final Counts REASON = Counts.of("no such number", 1);

    @Test
    void countsAllRecipients() {
        Tally tally = Tally.of(5, 3, 2);

        assertThat(tally.total()).isEqualTo(10);
        assertThat(tally.delivered()).isEqualTo(5);
        assertThat(tally.failed()).isEqualTo(3);
        assertThat(tally.pending()).isEqualTo(2);
        assertThat(tally.contradictions()).isZero();
    }

    @Test
    void addsUpWithDetails() {
        Tally sum = Tally.of(1, 1, 0)
                .detailed(IVR, SLACK, REASON)
                .plus(Tally.of(1, 1, 4).detailed(IVR, IVR, REASON).contradicted());

        assertThat(sum)
                .isEqualTo(Tally.of(2, 2, 4)
                        .contradicted()
                        .detailed(
                                Counts.of("ivr", 2), Counts.of("ivr", 1).plus(SLACK), Counts.of("no such number", 2)));
        assertThat(sum.contradictions()).isEqualTo(1);
        assertThat(sum.deliveredByChannel().total()).isEqualTo(2);
        assertThat(sum.failedByChannel().total()).isEqualTo(2);
        assertThat(sum.failedByReason().byLabel()).containsEntry("no such number", 2L);
    }

    @Test
    void whoIsExpectedButNotListedIsPending() {
        assertThat(Tally.of(5, 3, 0).expecting(10)).isEqualTo(Tally.of(5, 3, 2));
        assertThat(Tally.of(5, 3, 1).expecting(10)).isEqualTo(Tally.of(5, 3, 2));
        assertThat(Tally.of(5, 3, 0).expecting(8)).isEqualTo(Tally.of(5, 3, 0));
        assertThat(Tally.of(5, 3, 0).expecting(-1)).isEqualTo(Tally.of(5, 3, 0));
        Tally detailed = Tally.of(1, 1, 0).detailed(IVR, SLACK, REASON).contradicted();
        assertThat(detailed.expecting(3))
                .isEqualTo(Tally.of(1, 1, 1).detailed(IVR, SLACK, REASON).contradicted());
    }

    @Test
    void showsTheRateRoundedDown() {
        assertThat(Tally.of(2, 1, 0).successRate()).contains(new BigDecimal("66.6666"));
        assertThat(Tally.of(9995, 5, 0).successRate()).contains(new BigDecimal("99.95"));
        assertThat(Tally.of(999_999, 1, 0).successRate()).contains(new BigDecimal("99.9999"));
        assertThat(Tally.of(9_999_999, 1, 0).successRate()).contains(new BigDecimal("99.9999"));
        assertThat(Tally.of(3, 0, 0).successRate()).contains(new BigDecimal("100"));
        assertThat(Tally.of(0, 0, 3).successRate()).contains(new BigDecimal("0"));
        assertThat(Tally.NONE.successRate()).isEmpty();
    }

    @Test
    void refusesNegativeCountsAndOverflow() {
        assertThatThrownBy(() -> Tally.of(-1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tally.of(0, -1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tally.of(0, 0, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tally.of(Long.MAX_VALUE, 1, 0).total()).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Tally.of(Long.MAX_VALUE, 0, 0).plus(Tally.of(1, 0, 0)))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void isAValue() {
        Tally tally = Tally.of(1, 2, 3).detailed(IVR, SLACK, REASON);

        assertThat(tally).isEqualTo(Tally.of(1, 2, 3).detailed(IVR, SLACK, REASON));
        assertThat(tally).hasSameHashCodeAs(Tally.of(1, 2, 3).detailed(IVR, SLACK, REASON));
        assertThat(tally)
                .isNotEqualTo(Tally.of(0, 2, 3).detailed(IVR, SLACK, REASON))
                .isNotEqualTo(Tally.of(1, 0, 3).detailed(IVR, SLACK, REASON))
                .isNotEqualTo(Tally.of(1, 2, 0).detailed(IVR, SLACK, REASON))
                .isNotEqualTo(tally.contradicted())
                .isNotEqualTo(tally.detailed(SLACK, SLACK, REASON))
                .isNotEqualTo(tally.detailed(IVR, IVR, REASON))
                .isNotEqualTo(tally.detailed(IVR, SLACK, IVR))
                .isNotEqualTo("tally");
        assertThat(tally).hasToString("1 delivered, 2 failed, 3 pending of 6");
    }
}
