package io.jenkins.plugins.korenotify.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.gate.Verdict.Level;
import io.jenkins.plugins.korenotify.trials.JavaForm;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Thresholds against an oracle that looks at every completion one by one. */
class EvaluationProperties {
    @Provide
    Arbitrary<Thresholds> thresholds() {
        Arbitrary<BigDecimal> percent = Arbitraries.oneOf(
                Arbitraries.bigDecimals()
                        .between(BigDecimal.ZERO, new BigDecimal("100"))
                        .ofScale(4),
                Arbitraries.integers().between(0, 100).map(BigDecimal::valueOf));
        return Combinators.combine(
                        percent,
                        percent.injectNull(0.5),
                        Arbitraries.longs().between(0, 50).injectNull(0.5),
                        Arbitraries.longs().between(0, 60))
                .as((one, other, maxFailures, minRecipients) -> new Thresholds(
                        other == null ? one : one.max(other),
                        other == null ? null : one.min(other),
                        maxFailures,
                        minRecipients,
                        true));
    }

    @Provide
    Arbitrary<RecipientOutlook> outlooks() {
        Arbitrary<Long> certain = Arbitraries.longs().between(0, 40);
        Arbitrary<Long> possible =
                Arbitraries.oneOf(Arbitraries.just(0L), Arbitraries.longs().between(0, 12));
        return Combinators.combine(certain, certain, possible, possible, possible)
                .as((delivered, failed, open, extra, extraFailed) ->
                        new RecipientOutlook(delivered, failed, open, extra, extraFailed, 0));
    }

    /** The level of a check of which everything is known, by arithmetic of its own. */
    private static Level level(Thresholds thresholds, long delivered, long failed) {
        long total = delivered + failed;
        boolean tooFew = total < thresholds.minRecipients();
        boolean tooMany = thresholds.maxFailures().map(max -> failed > max).orElse(false);
        if (tooFew || tooMany || !reaches(delivered, total, lowest(thresholds))) {
            return Level.FAILED;
        }
        return reaches(delivered, total, thresholds.minSuccessRate()) ? Level.PASSED : Level.UNSTABLE;
    }

    private static BigDecimal lowest(Thresholds thresholds) {
        return thresholds.unstableSuccessRate().orElse(thresholds.minSuccessRate());
    }

    private static boolean reaches(long delivered, long total, BigDecimal percent) {
        // delivered / total >= percent / 100, in units of a millionth of a percent
        return delivered * 100_0000L >= percent.movePointRight(4).longValueExact() * total;
    }

    private interface Completion {
        void with(long delivered, long failed);
    }

    private static void completions(RecipientOutlook outlook, Completion completion) {
        for (long open = 0; open <= outlook.open(); open++) {
            for (long extra = 0; extra <= outlook.extra(); extra++) {
                for (long reached = 0; reached <= extra; reached++) {
                    for (long lost = 0; lost <= outlook.extraFailed(); lost++) {
                        completion.with(
                                outlook.delivered() + open + reached,
                                outlook.failed() + outlook.open() - open + extra - reached + lost);
                    }
                }
            }
        }
    }

    @Property(tries = 3000)
    void agreesWithTheOracleWhereEverythingIsKnown(
            @ForAll("thresholds") Thresholds thresholds,
            @ForAll @IntRange(max = 60) int delivered,
            @ForAll @IntRange(max = 60) int failed) {
        assertThat(thresholds
                        .verdict(new RecipientOutlook(delivered, failed, 0, 0, 0, 0), List.of())
                        .level())
                .isEqualTo(level(thresholds, delivered, failed));
    }

    @Property(tries = 3000)
    void anEarlyFailureIsContradictedByNoCompletion(
            @ForAll("thresholds") Thresholds thresholds, @ForAll("outlooks") RecipientOutlook outlook) {
        Optional<Verdict> early = thresholds.failed(outlook);

        if (early.isPresent()) {
            completions(
                    outlook,
                    (delivered, failed) ->
                            assertThat(level(thresholds, delivered, failed)).isEqualTo(Level.FAILED));
        }
    }

    @Property(tries = 3000)
    void everyThresholdSaysWhatAllCompletionsSay(
            @ForAll("thresholds") Thresholds thresholds, @ForAll("outlooks") RecipientOutlook outlook) {
        for (ThresholdResult result : thresholds.evaluate(outlook)) {
            boolean[] seen = new boolean[2];
            completions(outlook, (delivered, failed) -> {
                boolean met =
                        switch (result.threshold()) {
                            case MIN_SUCCESS_RATE ->
                                reaches(delivered, delivered + failed, thresholds.minSuccessRate());
                            case UNSTABLE_SUCCESS_RATE -> reaches(delivered, delivered + failed, lowest(thresholds));
                            case MAX_FAILURES ->
                                failed <= thresholds.maxFailures().orElseThrow();
                            case MIN_RECIPIENTS -> delivered + failed >= thresholds.minRecipients();
                        };
                seen[met ? 1 : 0] = true;
            });
            ThresholdOutcome expected =
                    !seen[0] ? ThresholdOutcome.HOLDS : !seen[1] ? ThresholdOutcome.BROKEN : ThresholdOutcome.OPEN;
            assertThat(result.outcome()).as(result + " of " + outlook).isEqualTo(expected);
        }
    }

    @Property(tries = 2000)
    void withoutABoundNothingIsBrokenThatMoreDeliveriesWouldMend(
            @ForAll("thresholds") Thresholds thresholds,
            @ForAll @IntRange(max = 60) int delivered,
            @ForAll @IntRange(max = 60) int failed) {
        Optional<Verdict> early = thresholds.failed(new RecipientOutlook(delivered, failed, 0, 0, 0, 1));

        assertThat(early.isPresent()).isEqualTo(level(thresholds, 1_000_000_000L, failed) == Level.FAILED);
    }

    @Property(tries = 3000)
    void moreFailuresNeverImproveAVerdict(
            @ForAll("thresholds") Thresholds thresholds,
            @ForAll @IntRange(min = 1, max = 60) int delivered,
            @ForAll @IntRange(max = 60) int failed) {
        Level before = level(thresholds, delivered, failed);
        Level after = thresholds
                .verdict(new RecipientOutlook(delivered - 1L, failed + 1L, 0, 0, 0, 0), List.of())
                .level();

        assertThat(after).isLessThanOrEqualTo(before);
    }

    @Property(tries = 1000)
    void outlooksAddUpInAnyOrderAndCanBeTakenOutAgain(
            @ForAll("outlooks") RecipientOutlook one, @ForAll("outlooks") RecipientOutlook other) {
        assertThat(one.plus(other)).isEqualTo(other.plus(one));
        assertThat(one.plus(other).minus(other)).isEqualTo(one);
        assertThat(one.plus(RecipientOutlook.NONE)).isEqualTo(one);
        assertThat(one.maxTotal()).isGreaterThanOrEqualTo(one.known());
    }

    @Property(tries = 2000)
    void theRateShownNeverContradictsTheVerdict(
            @ForAll("thresholds") Thresholds thresholds,
            @ForAll @IntRange(min = 1, max = 100_000) int delivered,
            @ForAll @IntRange(max = 100_000) int failed) {
        Thresholds rateOnly = ThresholdsOf.withMinRecipients(ThresholdsOf.withMaxFailures(thresholds, null), 1);
        ThresholdResult rate = rateOnly.evaluate(new RecipientOutlook(delivered, failed, 0, 0, 0, 0))
                .get(0);

        assertThat(new BigDecimal(rate.actual()).compareTo(rateOnly.minSuccessRate()) >= 0)
                .isEqualTo(!rate.isBroken());
    }

    @Property(tries = 200)
    void everythingSurvivesSerialization(
            @ForAll("thresholds") Thresholds thresholds, @ForAll("outlooks") RecipientOutlook outlook) {
        assertThat(JavaForm.read(JavaForm.of(thresholds)))
                .usingRecursiveComparison()
                .isEqualTo(thresholds);
        assertThat(JavaForm.read(JavaForm.of(outlook))).isEqualTo(outlook);
    }
}
