package io.jenkins.plugins.korenotify.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CountsTest {
    @Test
    void addsUpLabelByLabel() {
        Counts sum = Counts.of("ivr", 2).plus(Counts.of("slack", 1)).plus(Counts.of("ivr", 3));

        assertThat(sum.byLabel())
                .containsExactlyEntriesOf(new java.util.TreeMap<>(java.util.Map.of("ivr", 5L, "slack", 1L)));
        assertThat(sum.others()).isZero();
        assertThat(sum.total()).isEqualTo(6);
        assertThat(sum.isEmpty()).isFalse();
    }

    @Test
    void nothingCountedIsNone() {
        assertThat(Counts.of("ivr", 0)).isSameAs(Counts.NONE);
        assertThat(Counts.unlabelled(0)).isSameAs(Counts.NONE);
        assertThat(Counts.NONE.isEmpty()).isTrue();
        assertThat(Counts.unlabelled(1).isEmpty()).isFalse();
        assertThat(Counts.NONE.plus(Counts.unlabelled(3)).total()).isEqualTo(3);
        assertThat(Counts.unlabelled(3).plus(Counts.NONE).others()).isEqualTo(3);
    }

    @Test
    void keepsTheFirstLabelsInAlphabeticalOrderAndCountsTheRestTogether() {
        Counts sum = IntStream.range(0, 100)
                .mapToObj(i -> Counts.of(String.format("label %03d", 99 - i), i + 1))
                .reduce(Counts.NONE, Counts::plus);

        assertThat(sum.byLabel()).hasSize(Counts.MOST_LABELS).containsEntry("label 000", 100L);
        assertThat(sum.byLabel().lastKey()).isEqualTo(String.format("label %03d", Counts.MOST_LABELS - 1));
        assertThat(sum.total()).isEqualTo(5050);
    }

    @Test
    void exactlyAsManyLabelsAsAreAllowedKeepTheirCounts() {
        Counts sum = IntStream.range(0, Counts.MOST_LABELS)
                .mapToObj(i -> Counts.of("label " + i, 1))
                .reduce(Counts.NONE, Counts::plus);

        assertThat(sum.byLabel()).hasSize(Counts.MOST_LABELS);
        assertThat(sum.others()).isZero();
    }

    @Test
    void refusesNegativeCountsAndOverflow() {
        assertThatThrownBy(() -> Counts.of("ivr", -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Counts.unlabelled(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Counts.of("ivr", Long.MAX_VALUE).plus(Counts.of("ivr", 1)))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Counts.unlabelled(Long.MAX_VALUE).plus(Counts.unlabelled(1)))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void isAValue() {
        Counts one = Counts.of("ivr", 1).plus(Counts.unlabelled(2));

        assertThat(one).isEqualTo(Counts.unlabelled(2).plus(Counts.of("ivr", 1)));
        assertThat(one).hasSameHashCodeAs(Counts.unlabelled(2).plus(Counts.of("ivr", 1)));
        assertThat(one)
                .isNotEqualTo(Counts.of("ivr", 1))
                .isNotEqualTo(Counts.unlabelled(3))
                .isNotEqualTo("ivr");
        assertThat(one).hasToString("{ivr=1}+2");
        assertThat(Counts.of("ivr", 1)).hasToString("{ivr=1}");
        assertThatThrownBy(() -> one.byLabel().put("slack", 1L)).isInstanceOf(UnsupportedOperationException.class);
    }
}
