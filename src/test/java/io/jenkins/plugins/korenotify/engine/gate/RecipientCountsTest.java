package io.jenkins.plugins.korenotify.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class RecipientCountsTest {
    private static final LabelCounts IVR = LabelCounts.of("ivr", 1);
    private static final LabelCounts SLACK = LabelCounts.of("slack", 1);
    private static final LabelCounts REASON = LabelCounts.of("no such number", 1);

    @Test
    void countsAllRecipients() {
        RecipientCounts counts = RecipientCounts.of(5, 3, 2);

        assertThat(counts.total()).isEqualTo(10);
        assertThat(counts.delivered()).isEqualTo(5);
        assertThat(counts.failed()).isEqualTo(3);
        assertThat(counts.pending()).isEqualTo(2);
    }

    @Test
    void addsUpWithDetails() {
        RecipientCounts sum = RecipientCounts.of(1, 1, 0)
                .detailed(IVR, SLACK, REASON)
                .plus(RecipientCounts.of(1, 1, 4).detailed(IVR, IVR, REASON));

        assertThat(sum)
                .isEqualTo(RecipientCounts.of(2, 2, 4)
                        .detailed(
                                LabelCounts.of("ivr", 2),
                                LabelCounts.of("ivr", 1).plus(SLACK),
                                LabelCounts.of("no such number", 2)));
        assertThat(sum.deliveredByChannel().total()).isEqualTo(2);
        assertThat(sum.failedByChannel().total()).isEqualTo(2);
        assertThat(sum.failedByReason().byLabel()).containsEntry("no such number", 2L);
    }

    @Test
    void whoIsExpectedButNotListedIsPending() {
        assertThat(RecipientCounts.of(5, 3, 0).expecting(10)).isEqualTo(RecipientCounts.of(5, 3, 2));
        assertThat(RecipientCounts.of(5, 3, 1).expecting(10)).isEqualTo(RecipientCounts.of(5, 3, 2));
        assertThat(RecipientCounts.of(5, 3, 0).expecting(8)).isEqualTo(RecipientCounts.of(5, 3, 0));
        assertThat(RecipientCounts.of(5, 3, 0).expecting(-1)).isEqualTo(RecipientCounts.of(5, 3, 0));
        RecipientCounts detailed = RecipientCounts.of(1, 1, 0).detailed(IVR, SLACK, REASON);
        assertThat(detailed.expecting(3)).isEqualTo(RecipientCounts.of(1, 1, 1).detailed(IVR, SLACK, REASON));
    }

    @Test
    void showsTheRateRoundedDown() {
        assertThat(RecipientCounts.of(2, 1, 0).successRate()).contains(new BigDecimal("66.6666"));
        assertThat(RecipientCounts.of(9995, 5, 0).successRate()).contains(new BigDecimal("99.95"));
        assertThat(RecipientCounts.of(999_999, 1, 0).successRate()).contains(new BigDecimal("99.9999"));
        assertThat(RecipientCounts.of(9_999_999, 1, 0).successRate()).contains(new BigDecimal("99.9999"));
        assertThat(RecipientCounts.of(3, 0, 0).successRate()).contains(new BigDecimal("100"));
        assertThat(RecipientCounts.of(0, 0, 3).successRate()).contains(new BigDecimal("0"));
        assertThat(RecipientCounts.NONE.successRate()).isEmpty();
    }

    @Test
    void refusesNegativeCountsAndOverflow() {
        assertThatThrownBy(() -> RecipientCounts.of(-1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RecipientCounts.of(0, -1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RecipientCounts.of(0, 0, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RecipientCounts.of(Long.MAX_VALUE, 1, 0).total())
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> RecipientCounts.of(Long.MAX_VALUE, 0, 0).plus(RecipientCounts.of(1, 0, 0)))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void isAValue() {
        RecipientCounts counts = RecipientCounts.of(1, 2, 3).detailed(IVR, SLACK, REASON);

        assertThat(counts).isEqualTo(RecipientCounts.of(1, 2, 3).detailed(IVR, SLACK, REASON));
        assertThat(counts).hasSameHashCodeAs(RecipientCounts.of(1, 2, 3).detailed(IVR, SLACK, REASON));
        assertThat(counts)
                .isNotEqualTo(RecipientCounts.of(0, 2, 3).detailed(IVR, SLACK, REASON))
                .isNotEqualTo(RecipientCounts.of(1, 0, 3).detailed(IVR, SLACK, REASON))
                .isNotEqualTo(RecipientCounts.of(1, 2, 0).detailed(IVR, SLACK, REASON))
                .isNotEqualTo(counts.detailed(SLACK, SLACK, REASON))
                .isNotEqualTo(counts.detailed(IVR, IVR, REASON))
                .isNotEqualTo(counts.detailed(IVR, SLACK, IVR))
                .isNotEqualTo("tally");
        assertThat(counts).hasToString("1 delivered, 2 failed, 3 pending of 6");
    }
}
