package io.jenkins.plugins.korenotify.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.trials.JavaForm;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.Level;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class EvaluationProperties {
    @Provide
    Arbitrary<Thresholds> thresholds() {
        Arbitrary<BigDecimal> percent = Arbitraries.oneOf(
                Arbitraries.bigDecimals()
                        .between(BigDecimal.ZERO, new BigDecimal("100"))
                        .ofScale(4),
                Arbitraries.integers().between(0, 100).map(BigDecimal::valueOf));
        Arbitrary<Long> failures = Arbitraries.longs().between(0, 50);
        return Combinators.combine(
                        percent,
                        percent.injectNull(0.5),
                        failures.injectNull(0.5),
                        Arbitraries.longs().between(1, 60))
                .as((one, other, most, least) -> Thresholds.of(
                        other == null ? one : one.max(other),
                        other == null ? null : one.min(other),
                        most,
                        least,
                        true));
    }

    @Provide
    Arbitrary<RecipientCounts> tallies() {
        Arbitrary<Long> count = Arbitraries.longs().between(0, 60);
        Arbitrary<LabelCounts> labelled = Arbitraries.strings()
                .withCharRange('a', 'z')
                .ofMaxLength(2)
                .list()
                .ofMaxSize(60)
                .map(labels -> labels.stream().map(label -> LabelCounts.of(label, 1)).reduce(LabelCounts.NONE, LabelCounts::plus));
        return Combinators.combine(count, count, count, labelled, labelled, Arbitraries.of(true, false, false, false))
                .as((delivered, failed, pending, one, other, contradicted) -> {
                    RecipientCounts counts = RecipientCounts.of(delivered, failed, pending).detailed(one, other, one);
                    return contradicted ? counts.contradicted() : counts;
                });
    }

    @Property
    void talliesAddUpInAnyOrderAndGrouping(
            @ForAll("tallies") RecipientCounts a, @ForAll("tallies") RecipientCounts b, @ForAll("tallies") RecipientCounts c) {
        assertThat(a.plus(b)).isEqualTo(b.plus(a));
        assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
        assertThat(a.plus(RecipientCounts.NONE)).isEqualTo(a);
    }

    @Property(tries = 200)
    void countsNeverLoseARecipientWhateverTheOrder(
            @ForAll @Size(max = 120) List<@IntRange(max = 90) Integer> labels, @ForAll long seed) {
        List<LabelCounts> parts = new ArrayList<>();
        labels.forEach(label -> parts.add(LabelCounts.of("label " + label, 1)));
        LabelCounts inOrder = parts.stream().reduce(LabelCounts.NONE, LabelCounts::plus);
        Collections.shuffle(parts, new Random(seed));
        LabelCounts shuffled = parts.stream().reduce(LabelCounts.NONE, LabelCounts::plus);

        assertThat(shuffled).isEqualTo(inOrder);
        assertThat(shuffled.total()).isEqualTo(labels.size());
        assertThat(shuffled.byLabel()).hasSizeLessThanOrEqualTo(LabelCounts.MAX_LABELS);
    }

    @Property(tries = 3000)
    void oneMoreDeliveryNeverMakesItWorse(
            @ForAll("thresholds") Thresholds thresholds,
            @ForAll @IntRange(max = 60) int delivered,
            @ForAll @IntRange(max = 60) int failed,
            @ForAll @IntRange(max = 5) int pending) {
        Level before = level(thresholds, delivered, failed, pending);

        assertThat(level(thresholds, delivered + 1, failed, pending)).isGreaterThanOrEqualTo(before);
        if (failed > 0) {
            assertThat(level(thresholds, delivered + 1, failed - 1, pending)).isGreaterThanOrEqualTo(before);
        }
        if (pending > 0) {
            assertThat(level(thresholds, delivered + 1, failed, pending - 1)).isGreaterThanOrEqualTo(before);
        }
    }

    @Property(tries = 3000)
    void oneMoreFailureNeverMakesItBetter(
            @ForAll("thresholds") Thresholds thresholds,
            @ForAll @IntRange(max = 60) int delivered,
            @ForAll @IntRange(max = 60) int failed,
            @ForAll @IntRange(max = 5) int pending) {
        Level before = level(thresholds, delivered, failed, pending);

        // One more recipient can make enough of them to judge, which is no merit of the failure.
        if (delivered + failed + pending >= thresholds.minRecipients()) {
            assertThat(level(thresholds, delivered, failed + 1, pending)).isLessThanOrEqualTo(before);
        }
        if (delivered > 0) {
            assertThat(level(thresholds, delivered - 1, failed + 1, pending)).isLessThanOrEqualTo(before);
        }
    }

    @Property(tries = 2000)
    void anEarlyVerdictIsNeverMendedLater(
            @ForAll("thresholds") Thresholds thresholds,
            @ForAll @IntRange(max = 60) int delivered,
            @ForAll @IntRange(max = 60) int failed,
            @ForAll @IntRange(max = 100) int later) {
        RecipientCounts soFar = RecipientCounts.of(delivered, failed, 0);
        Assume.that(thresholds.judgeEarly(soFar, soFar.total() + later).isPresent());

        for (int reached = 0; reached <= later; reached++) {
            assertThat(level(thresholds, delivered + reached, failed, 0)).isEqualTo(Level.FAILED);
        }
    }

    @Property(tries = 2000)
    void whatCanStillBeMendedIsNotFailedEarly(
            @ForAll("thresholds") Thresholds thresholds,
            @ForAll @IntRange(max = 60) int delivered,
            @ForAll @IntRange(max = 60) int failed,
            @ForAll @IntRange(max = 100) int later) {
        RecipientCounts soFar = RecipientCounts.of(delivered, failed, 0);
        Assume.that(level(thresholds, delivered + later, failed, 0) != Level.FAILED);

        assertThat(thresholds.judgeEarly(soFar, soFar.total() + later)).isEmpty();
    }

    @Property(tries = 2000)
    void nobodyPassesWithRecipientsLeftOpen(
            @ForAll("thresholds") Thresholds thresholds, @ForAll("tallies") RecipientCounts counts) {
        Level level = thresholds.evaluate(counts).level();

        if (counts.pending() > 0 || counts.contradictions() > 0 || counts.total() == 0) {
            assertThat(level).isIn(Level.FAILED, Level.INCONCLUSIVE);
        }
    }

    @Property(tries = 2000)
    void theRateShownNeverContradictsTheVerdict(
            @ForAll("thresholds") Thresholds thresholds,
            @ForAll @IntRange(min = 1, max = 100_000) int delivered,
            @ForAll @IntRange(max = 100_000) int failed) {
        RecipientCounts counts = RecipientCounts.of(delivered, failed, 0);
        Thresholds rateOnly = thresholds.withMaxFailures(null).withMinRecipients(1);
        boolean shownAsReached = counts.successRate().orElseThrow().compareTo(rateOnly.minSuccessRate()) >= 0;

        assertThat(rateOnly.evaluate(counts).level() == Level.PASSED).isEqualTo(shownAsReached);
    }

    @Property(tries = 200)
    void everythingSurvivesSerialization(@ForAll("thresholds") Thresholds thresholds, @ForAll("tallies") RecipientCounts counts)
            throws Exception {
        Verdict verdict = thresholds.evaluate(counts);

        assertThat(restored(thresholds)).isEqualTo(thresholds);
        assertThat(restored(counts)).isEqualTo(counts);
        assertThat(restored(verdict)).isEqualTo(verdict);
    }

    private static Level level(Thresholds thresholds, long delivered, long failed, long pending) {
        return thresholds.evaluate(RecipientCounts.of(delivered, failed, pending)).level();
    }

    private static Object restored(Object value) {
        return JavaForm.read(JavaForm.of(value));
    }
}
