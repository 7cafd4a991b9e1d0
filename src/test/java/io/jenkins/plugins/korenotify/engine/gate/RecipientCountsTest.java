package io.jenkins.plugins.korenotify.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecipientCountsTest {
    private static final LabelCounts IVR = Labels.of("ivr", 1);
    private static final LabelCounts SLACK = Labels.of("slack", 1);
    private static final LabelCounts REASON = Labels.of("no such number", 1);

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
        RecipientCounts sum = RecipientCounts.sum(List.of(
                Labels.detailed(RecipientCounts.of(1, 1, 0), IVR, SLACK, REASON),
                Labels.detailed(RecipientCounts.of(1, 1, 4), IVR, IVR, REASON)));

        assertThat(sum)
                .isEqualTo(Labels.detailed(
                        RecipientCounts.of(2, 2, 4),
                        Labels.of("ivr", 2),
                        Labels.plus(Labels.of("ivr", 1), SLACK),
                        Labels.of("no such number", 2)));
        assertThat(Labels.total(sum.deliveredByChannel())).isEqualTo(2);
        assertThat(Labels.total(sum.failedByChannel())).isEqualTo(2);
        assertThat(sum.failedByReason().byLabel()).containsEntry("no such number", 2L);
    }

    @Test
    void whoIsExpectedButNotListedIsPending() {
        assertThat(RecipientCounts.of(5, 3, 0).expecting(10)).isEqualTo(RecipientCounts.of(5, 3, 2));
        assertThat(RecipientCounts.of(5, 3, 1).expecting(10)).isEqualTo(RecipientCounts.of(5, 3, 2));
        assertThat(RecipientCounts.of(5, 3, 0).expecting(8)).isEqualTo(RecipientCounts.of(5, 3, 0));
        assertThat(RecipientCounts.of(5, 3, 0).expecting(-1)).isEqualTo(RecipientCounts.of(5, 3, 0));
        RecipientCounts detailed = Labels.detailed(RecipientCounts.of(1, 1, 0), IVR, SLACK, REASON);
        assertThat(detailed.expecting(3)).isEqualTo(Labels.detailed(RecipientCounts.of(1, 1, 1), IVR, SLACK, REASON));
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
        assertThatThrownBy(() -> RecipientCounts.sum(
                        List.of(RecipientCounts.of(Long.MAX_VALUE, 0, 0), RecipientCounts.of(1, 0, 0))))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void isAValue() {
        RecipientCounts counts = Labels.detailed(RecipientCounts.of(1, 2, 3), IVR, SLACK, REASON);

        assertThat(counts).isEqualTo(Labels.detailed(RecipientCounts.of(1, 2, 3), IVR, SLACK, REASON));
        assertThat(counts).hasSameHashCodeAs(Labels.detailed(RecipientCounts.of(1, 2, 3), IVR, SLACK, REASON));
        assertThat(counts)
                .isNotEqualTo(Labels.detailed(RecipientCounts.of(0, 2, 3), IVR, SLACK, REASON))
                .isNotEqualTo(Labels.detailed(RecipientCounts.of(1, 0, 3), IVR, SLACK, REASON))
                .isNotEqualTo(Labels.detailed(RecipientCounts.of(1, 2, 0), IVR, SLACK, REASON))
                .isNotEqualTo(Labels.detailed(counts, SLACK, SLACK, REASON))
                .isNotEqualTo(Labels.detailed(counts, IVR, IVR, REASON))
                .isNotEqualTo(Labels.detailed(counts, IVR, SLACK, IVR))
                .isNotEqualTo("tally");
        assertThat(counts).hasToString("1 delivered, 2 failed, 3 pending of 6");
    }
}
