package io.jenkins.plugins.korenotify.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.gate.LabelCounts;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelCounterTest {
    private final LabelCounter labels = new LabelCounter(text -> text.strip().toUpperCase(Locale.ROOT));
    private final LabelCounter.Column column = labels.column();

    @Test
    void countsByCleanedLabel() {
        count("ivr", "msteams", "ivr", " IVR ");

        assertThat(column.total().byLabel()).containsOnly(Map.entry("IVR", 3L), Map.entry("MSTEAMS", 1L));
        assertThat(column.total().others()).isZero();
    }

    @Test
    void countsALabelThatIsEmptyOrBecomesSoAsNone() {
        count("", "   ");
        column.addUnlabelled();

        assertThat(column.total()).isEqualTo(LabelCounts.unlabelled(3));
    }

    @Test
    void givesALabelTheSameIndexWhereverItStandsInItsBuffer() {
        int index = index("xxivrxx", 2, 3);

        assertThat(index).isNotEqualTo(LabelCounter.NO_LABEL);
        assertThat(index("ivr", 0, 3)).isEqualTo(index);
        assertThat(index("ivrx", 0, 4)).isNotEqualTo(index);
        assertThat(index("iv", 0, 2)).isNotEqualTo(index);
    }

    @Test
    void tellsLabelsOfTheSameHashApart() {
        // Both have the hash of "BBBB" in Java's scheme.
        count("AaAa", "BBBB", "AaBB", "BBAa", "AaAa");

        assertThat(column.total().byLabel())
                .containsEntry("AAAA", 2L)
                .containsEntry("BBBB", 1L)
                .containsEntry("AABB", 1L)
                .containsEntry("BBAA", 1L);
    }

    @Test
    void countsEveryLabelWhicheverWayItIsKept() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 1000; i++) {
                count("label " + i);
            }
        }

        assertThat(column.total().total()).isEqualTo(3000);
        assertThat(column.total().byLabel())
                .hasSize(1000)
                .allSatisfy((label, count) -> assertThat(count).isEqualTo(3));
    }

    @Test
    void countsTheSameInAnyOrder() {
        LabelCounter other = new LabelCounter(text -> text.strip().toUpperCase(Locale.ROOT));
        LabelCounter.Column backwards = other.column();
        for (int i = 0; i < 500; i++) {
            add(labels, column, "label " + i % 250);
            add(other, backwards, "label " + (499 - i) % 250);
        }

        assertThat(backwards.total()).isEqualTo(column.total());
    }

    @Test
    void remembersNoLabelOfGreatLengthButCountsIt() {
        String longLabel = "x".repeat(100_000);

        assertThat(index(longLabel, 0, longLabel.length())).isEqualTo(LabelCounter.NO_LABEL);
        count(longLabel, longLabel);

        assertThat(column.total().total()).isEqualTo(2);
    }

    @Test
    void keepsItsColumnsApart() {
        LabelCounter.Column second = labels.column();
        int index = index("ivr", 0, 3);
        column.add(index);
        second.add(index);
        second.add(index);

        assertThat(column.total()).isEqualTo(LabelCounts.of("IVR", 1));
        assertThat(second.total()).isEqualTo(LabelCounts.of("IVR", 2));
    }

    private void count(String... texts) {
        for (String text : texts) {
            add(labels, column, text);
        }
    }

    private static void add(LabelCounter labels, LabelCounter.Column column, String text) {
        char[] characters = text.toCharArray();
        int index = labels.index(characters, 0, characters.length);
        if (index == LabelCounter.NO_LABEL) {
            column.add(labels.cleaned(characters, 0, characters.length));
        } else {
            column.add(index);
        }
    }

    private int index(String text, int offset, int length) {
        return labels.index(text.toCharArray(), offset, length);
    }
}
