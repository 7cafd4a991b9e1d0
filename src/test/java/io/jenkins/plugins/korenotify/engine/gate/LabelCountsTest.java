package io.jenkins.plugins.korenotify.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelCountsTest {
    @Test
    void addsUpLabelByLabel() {
        LabelCounts sum = Labels.plus(Labels.plus(Labels.of("ivr", 2), Labels.of("slack", 1)), Labels.of("ivr", 3));

        assertThat(sum.byLabel())
                .containsExactlyEntriesOf(new java.util.TreeMap<>(java.util.Map.of("ivr", 5L, "slack", 1L)));
        assertThat(sum.others()).isZero();
        assertThat(Labels.total(sum)).isEqualTo(6);
        assertThat(sum.isEmpty()).isFalse();
    }

    @Test
    void nothingCountedIsNone() {
        assertThat(Labels.of("ivr", 0)).isSameAs(LabelCounts.NONE);
        assertThat(Labels.unlabelled(0)).isSameAs(LabelCounts.NONE);
        assertThat(LabelCounts.NONE.isEmpty()).isTrue();
        assertThat(Labels.unlabelled(1).isEmpty()).isFalse();
        assertThat(Labels.total(Labels.plus(LabelCounts.NONE, Labels.unlabelled(3))))
                .isEqualTo(3);
        assertThat(Labels.plus(Labels.unlabelled(3), LabelCounts.NONE).others()).isEqualTo(3);
    }

    @Test
    void keepsTheLargestLabelsAndCountsTheRestTogether() {
        LabelCounts sum = LabelCounts.of(Map.of("a", 1L, "b", 5L, "c", 3L, "d", 3L), 2);

        assertThat(sum.largest(2)).isEqualTo(LabelCounts.of(Map.of("b", 5L, "c", 3L), 6));
        assertThat(sum.largest(4)).isSameAs(sum);
        assertThat(sum.largestFirst()).extracting(Map.Entry::getKey).containsExactly("b", "c", "d", "a");
    }

    @Test
    void isExactForMoreLabelsThanARequestHasRecipients() {
        LabelCounts sum = IntStream.range(0, LabelCounts.MAX_LABELS + 10)
                .mapToObj(i -> Labels.of("label " + i, 1))
                .reduce(LabelCounts.NONE, Labels::plus);

        assertThat(LabelCounts.MAX_LABELS).isGreaterThan(1000);
        assertThat(sum.byLabel()).hasSize(LabelCounts.MAX_LABELS);
        assertThat(sum.others()).isEqualTo(10);
    }

    @Test
    void refusesNegativeCountsAndOverflow() {
        assertThatThrownBy(() -> Labels.of("ivr", -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Labels.unlabelled(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Labels.plus(Labels.of("ivr", Long.MAX_VALUE), Labels.of("ivr", 1)))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Labels.plus(Labels.unlabelled(Long.MAX_VALUE), Labels.unlabelled(1)))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void isAValue() {
        LabelCounts one = Labels.plus(Labels.of("ivr", 1), Labels.unlabelled(2));

        assertThat(one).isEqualTo(Labels.plus(Labels.unlabelled(2), Labels.of("ivr", 1)));
        assertThat(one).hasSameHashCodeAs(Labels.plus(Labels.unlabelled(2), Labels.of("ivr", 1)));
        assertThat(one)
                .isNotEqualTo(Labels.of("ivr", 1))
                .isNotEqualTo(Labels.unlabelled(3))
                .isNotEqualTo("ivr");
        assertThat(one).hasToString("{ivr=1}+2");
        assertThat(Labels.of("ivr", 1)).hasToString("{ivr=1}");
        assertThatThrownBy(() -> one.byLabel().put("slack", 1L)).isInstanceOf(UnsupportedOperationException.class);
    }
}
