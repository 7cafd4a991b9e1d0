package io.jenkins.plugins.korenotify.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.gate.LabelCounts;
import io.jenkins.plugins.korenotify.engine.gate.Labels;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LabelCounterTest {
    private static final int MAX_LENGTH = 1000;

    private final LabelCounter labels = newCounter();
    private long failed;

    @Test
    void countsByTheLabelAsItIsShown() {
        count("ivr", "msteams", "ivr", " IVR ");

        assertThat(counts().byLabel()).containsOnly(Map.entry("IVR", 3L), Map.entry("MSTEAMS", 1L));
        assertThat(counts().others()).isZero();
    }

    @Test
    void countsRecipientsWithAnEmptyLabelOrNoneAsOthers() {
        count("", "   ");
        labels.none.failed++;
        failed++;

        assertThat(counts()).isEqualTo(Labels.unlabelled(3));
    }

    @Test
    void findsALabelWhereverItStandsInItsBuffer() {
        LabelCounter.Label label = find("xxivrxx", 2, 3);

        assertThat(find("ivr", 0, 3)).isSameAs(label);
        assertThat(find("ivrx", 0, 4)).isNotSameAs(label);
        assertThat(find("iv", 0, 2)).isNotSameAs(label);
        assertThat(find("xivr", 1, 3)).isSameAs(label);
    }

    @Test
    void keepsNoBufferThatIsUsedAgain() {
        char[] buffer = "ivr".toCharArray();
        LabelCounter.Label label = labels.find(buffer, 0, 3);
        Arrays.fill(buffer, 'x');

        assertThat(labels.find(buffer, 0, 3)).isNotSameAs(label);
        assertThat(find("ivr", 0, 3)).isSameAs(label);
    }

    @Test
    void tellsLabelsOfTheSameHashApart() {
        // All have the hash of "BBBB" in Java's scheme.
        count("AaAa", "BBBB", "AaBB", "BBAa", "AaAa");

        assertThat(counts().byLabel())
                .containsOnly(
                        Map.entry("AAAA", 2L), Map.entry("BBBB", 1L), Map.entry("AABB", 1L), Map.entry("BBAA", 1L));
    }

    @Test
    void isExactUpToTheCapAndCountsTheRestAsOthers() {
        int beyond = 500;
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < LabelCounts.MAX_LABELS + beyond; i++) {
                count("label " + i);
            }
        }

        assertThat(counts().byLabel())
                .hasSize(LabelCounts.MAX_LABELS)
                .allSatisfy((label, count) -> assertThat(count).isEqualTo(3));
        assertThat(counts().others()).isEqualTo(3L * beyond);
    }

    @Test
    void findsAShownLabelHoweverManyFormsOfItArrive() {
        int recipients = LabelCounts.MAX_LABELS + LabelCounter.MAX_FURTHER;
        for (int i = 0; i < recipients; i++) {
            count(" ".repeat(i % 500) + "ivr" + " ".repeat(i / 500));
        }

        assertThat(counts()).isEqualTo(Labels.of("IVR", recipients));
    }

    @Test
    void countsTheSameInAnyOrder() {
        LabelCounter backwards = newCounter();
        for (int i = 0; i < 500; i++) {
            count("label " + i % 250);
            String other = "label " + (499 - i) % 250;
            backwards.find(other.toCharArray(), 0, other.length()).failed++;
        }

        assertThat(backwards.counts(label -> label.failed, failed)).isEqualTo(counts());
    }

    @Test
    void sanitizesNoMoreThanTheCapAllowsAndLosesNoRecipient() {
        AtomicInteger sanitized = new AtomicInteger();
        LabelCounter hostile = new LabelCounter(
                text -> {
                    sanitized.incrementAndGet();
                    return text;
                },
                MAX_LENGTH);
        int recipients = 2 * LabelCounter.MAX_FURTHER;
        for (int i = 0; i < recipients; i++) {
            String text = "label " + i;
            hostile.find(text.toCharArray(), 0, text.length()).failed++;
        }
        LabelCounts counts = hostile.counts(label -> label.failed, recipients);

        assertThat(sanitized).hasValueLessThanOrEqualTo(LabelCounts.MAX_LABELS + LabelCounter.MAX_FURTHER);
        assertThat(counts.byLabel()).hasSize(LabelCounts.MAX_LABELS);
        assertThat(Labels.total(counts)).isEqualTo(recipients);
    }

    @Test
    void sanitizesALabelWhenItIsNeededAndOnce() {
        AtomicInteger sanitized = new AtomicInteger();
        LabelCounter counter = new LabelCounter(
                text -> {
                    sanitized.incrementAndGet();
                    return text;
                },
                MAX_LENGTH);
        LabelCounter.Label label = counter.find("ivr".toCharArray(), 0, 3);
        label.delivered++;
        assertThat(counter.counts(one -> one.failed, 1)).isEqualTo(Labels.unlabelled(1));
        assertThat(sanitized).hasValue(0);

        assertThat(label.text()).isEqualTo("ivr");
        assertThat(counter.counts(one -> one.delivered, 1)).isEqualTo(Labels.of("ivr", 1));
        assertThat(sanitized).hasValue(1);
    }

    @Test
    void comparesLabelsOfGreatLengthByTheirBeginning() {
        count("x".repeat(100_000), "x".repeat(100_001), "x".repeat(MAX_LENGTH), "x".repeat(MAX_LENGTH - 1));

        assertThat(counts().byLabel())
                .containsOnly(Map.entry("X".repeat(MAX_LENGTH), 3L), Map.entry("X".repeat(MAX_LENGTH - 1), 1L));
    }

    @Test
    void countsDeliveredAndFailedApart() {
        count("ivr");
        find("ivr", 0, 3).delivered += 2;

        assertThat(counts()).isEqualTo(Labels.of("IVR", 1));
        assertThat(labels.counts(label -> label.delivered, 2)).isEqualTo(Labels.of("IVR", 2));
    }

    private static LabelCounter newCounter() {
        return new LabelCounter(text -> text.strip().toUpperCase(Locale.ROOT), MAX_LENGTH);
    }

    private void count(String... texts) {
        for (String text : texts) {
            find(text, 0, text.length()).failed++;
            failed++;
        }
    }

    private LabelCounts counts() {
        return labels.counts(label -> label.failed, failed);
    }

    private LabelCounter.Label find(String text, int offset, int length) {
        return labels.find(text.toCharArray(), offset, length);
    }
}
