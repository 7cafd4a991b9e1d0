package io.jenkins.plugins.korenotify.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.korenotify.engine.gate.Finding.ReasonCode;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.InconclusiveReason;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.Level;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdsTest {
    private static Thresholds min(String percent) {
        return Thresholds.DEFAULT.withMinSuccessRate(new BigDecimal(percent));
    }

    private static List<ReasonCode> rules(Verdict verdict) {
        return verdict.reasons().stream().map(Finding::rule).toList();
    }

    @ParameterizedTest(name = "{0} delivered, {1} failed, at least {2} %: {3}")
    @CsvSource({
        "98, 2, 98, PASSED",
        "98, 2, 98.0, PASSED",
        "98, 2, 98.1, FAILED",
        "98, 2, 97.9999, PASSED",
        "98, 2, 98.0001, FAILED",
        "9995, 5, 99.95, PASSED",
        "9994, 6, 99.95, FAILED",
        "9995, 5, 99.9, PASSED",
        "1, 2, 33.3333, PASSED",
        "1, 2, 33.3334, FAILED",
        "0, 5, 0, PASSED",
        "0, 5, 0.0001, FAILED",
        "5, 0, 100, PASSED",
        "99999999, 1, 100, FAILED",
        "999999, 1, 99.9999, PASSED",
    })
    void comparesExactly(long delivered, long failed, String percent, Level level) {
        Verdict verdict = min(percent).evaluate(RecipientCounts.of(delivered, failed, 0));

        assertThat(verdict.level()).isEqualTo(level);
        assertThat(rules(verdict)).containsExactly(level == Level.PASSED ? ReasonCode.RATE_REACHED : ReasonCode.RATE_MISSED);
        assertThat(verdict.inconclusiveReason()).isEqualTo(InconclusiveReason.NONE);
    }

    @ParameterizedTest(name = "{0} delivered, {1} failed: {2}")
    @CsvSource({"95, 5, PASSED", "94, 6, UNSTABLE", "90, 10, UNSTABLE", "89, 11, FAILED"})
    void betweenTheTwoRatesItIsUnstable(long delivered, long failed, Level level) {
        Thresholds thresholds = Thresholds.of(new BigDecimal("95"), new BigDecimal("90"), null, 1, true);

        assertThat(thresholds.evaluate(RecipientCounts.of(delivered, failed, 0)).level()).isEqualTo(level);
    }

    @Test
    void saysWhichRateWasMissed() {
        Thresholds thresholds = Thresholds.of(new BigDecimal("95"), new BigDecimal("90"), null, 1, true);

        assertThat(thresholds.evaluate(RecipientCounts.of(89, 11, 0)).reasons())
                .containsExactly(Finding.of(ReasonCode.RATE_MISSED, 89, 100, "89", "90"));
        assertThat(thresholds.evaluate(RecipientCounts.of(92, 8, 0)).reasons())
                .containsExactly(Finding.of(ReasonCode.RATE_UNSTABLE, 92, 100, "92", "90", "95"));
        assertThat(thresholds.evaluate(RecipientCounts.of(95, 5, 0)).reasons())
                .containsExactly(Finding.of(ReasonCode.RATE_REACHED, 95, 100, "95", "95"));
    }

    @ParameterizedTest(name = "{0} failed: {1}")
    @CsvSource({"2, PASSED", "3, FAILED"})
    void tooManyFailuresFailWhateverTheRate(long failed, Level level) {
        Verdict verdict = min("50").withMaxFailures(2L).evaluate(RecipientCounts.of(1000, failed, 0));

        assertThat(verdict.level()).isEqualTo(level);
        assertThat(rules(verdict)).containsExactly(level == Level.PASSED ? ReasonCode.RATE_REACHED : ReasonCode.TOO_MANY_FAILURES);
    }

    @Test
    void tooManyFailuresAreNeverJustUnstable() {
        Thresholds thresholds = Thresholds.of(new BigDecimal("100"), new BigDecimal("50"), 0L, 1, true);

        assertThat(thresholds.evaluate(RecipientCounts.of(9, 1, 0)).level()).isEqualTo(Level.FAILED);
    }

    @ParameterizedTest(name = "{0} recipients, at least {1}: {2}")
    @CsvSource({"0, 1, FAILED", "1, 1, PASSED", "9, 10, FAILED", "10, 10, PASSED"})
    void nothingToJudgeNeverPasses(long recipients, long least, Level level) {
        Verdict verdict = min("0").withMinRecipients(least).evaluate(RecipientCounts.of(recipients, 0, 0));

        assertThat(verdict.level()).isEqualTo(level);
        assertThat(rules(verdict)).containsExactly(level == Level.PASSED ? ReasonCode.RATE_REACHED : ReasonCode.TOO_FEW_RECIPIENTS);
    }

    @Test
    void tellsEveryBrokenConditionTheFirstOfThemFirst() {
        Verdict verdict = min("50").withMaxFailures(1L).withMinRecipients(10).evaluate(RecipientCounts.of(1, 2, 1));

        assertThat(verdict.reasons())
                .containsExactly(
                        Finding.of(ReasonCode.TOO_FEW_RECIPIENTS, 4, 10),
                        Finding.of(ReasonCode.TOO_MANY_FAILURES, 3, 1),
                        Finding.of(ReasonCode.RATE_MISSED, 1, 4, "25", "50"),
                        Finding.of(ReasonCode.WITHOUT_RESULT, 1, 4));
    }

    @Test
    @DisplayName("A finished request with pending recipients is not a pass, even where the conditions would bear it")
    void finishedWithPendingRecipientsIsInconclusive() {
        Verdict verdict = min("98").evaluate(RecipientCounts.of(99, 0, 1));

        assertThat(verdict.level()).isEqualTo(Level.INCONCLUSIVE);
        assertThat(verdict.inconclusiveReason()).isEqualTo(InconclusiveReason.INCOMPLETE);
        assertThat(verdict.reasons()).containsExactly(Finding.of(ReasonCode.WITHOUT_RESULT, 1, 100));
    }

    @Test
    void finishedWithPendingRecipientsIsNotUnstableEither() {
        Thresholds thresholds = Thresholds.of(new BigDecimal("100"), new BigDecimal("90"), null, 1, true);

        assertThat(thresholds.evaluate(RecipientCounts.of(95, 0, 5)).level()).isEqualTo(Level.INCONCLUSIVE);
    }

    @Test
    void onceFinishedWhoIsPendingWasNotReached() {
        assertThat(min("98").evaluate(RecipientCounts.of(97, 0, 3)).level()).isEqualTo(Level.FAILED);
        assertThat(min("0").withMaxFailures(2L).evaluate(RecipientCounts.of(97, 0, 3)).level())
                .isEqualTo(Level.FAILED);
        assertThat(min("0").withMaxFailures(3L).evaluate(RecipientCounts.of(97, 0, 3)).level())
                .isEqualTo(Level.INCONCLUSIVE);
    }

    @Test
    void aRequestThatContradictsItselfNeverPasses() {
        Verdict verdict = Thresholds.DEFAULT.evaluate(RecipientCounts.of(5, 0, 0).contradicted());

        assertThat(verdict.level()).isEqualTo(Level.INCONCLUSIVE);
        assertThat(verdict.inconclusiveReason()).isEqualTo(InconclusiveReason.INCOMPLETE);
        assertThat(verdict.reasons()).containsExactly(Finding.of(ReasonCode.CONTRADICTION, 1));
    }

    @ParameterizedTest(name = "{0} failed so far of at most {1} recipients, at least {2} %: can be mended {3}")
    @CsvSource({
        "1, 1000, 100, false",
        "0, 1000, 100, true",
        "20, 1000, 98, true",
        "21, 1000, 98, false",
        "2, 100, 98, true",
        "3, 100, 98, false",
        "1000, 1000, 0, true",
    })
    void givesFailedEarlyOnlyWhenNoLaterDeliveryCanMendIt(long failed, long most, String percent, boolean mendable) {
        Optional<Verdict> verdict = min(percent).judgeEarly(RecipientCounts.of(10, failed, 0), most);

        assertThat(verdict.isEmpty()).isEqualTo(mendable);
        verdict.ifPresent(early -> {
            assertThat(early.level()).isEqualTo(Level.FAILED);
            assertThat(rules(early)).containsExactly(ReasonCode.RATE_OUT_OF_REACH);
        });
    }

    @Test
    void earlyFailureSaysHowGoodItCouldStillGet() {
        assertThat(min("98").judgeEarly(RecipientCounts.of(0, 3, 0), 100).orElseThrow().reasons())
                .containsExactly(Finding.of(ReasonCode.RATE_OUT_OF_REACH, 3, 100, "97", "98"));
    }

    @Test
    void earlyFailureLooksAtTheUnstableRateWhereThereIsOne() {
        Thresholds thresholds = Thresholds.of(new BigDecimal("100"), new BigDecimal("90"), null, 1, true);

        assertThat(thresholds.judgeEarly(RecipientCounts.of(0, 10, 0), 100)).isEmpty();
        assertThat(thresholds.judgeEarly(RecipientCounts.of(0, 11, 0), 100)).isPresent();
    }

    @Test
    void earlyFailureCountsFailuresButNotPendingRecipients() {
        Thresholds thresholds = min("0").withMaxFailures(2L);

        assertThat(thresholds.judgeEarly(RecipientCounts.of(0, 2, 500), 1000)).isEmpty();
        assertThat(thresholds
                        .judgeEarly(RecipientCounts.of(0, 3, 500), 1000)
                        .orElseThrow()
                        .reasons())
                .containsExactly(Finding.of(ReasonCode.TOO_MANY_FAILURES, 3, 2));
    }

    @Test
    void earlyFailureKnowsThatThereCannotBeFewerRecipientsThanAreThere() {
        assertThat(min("98").judgeEarly(RecipientCounts.of(98, 2, 0), 1)).isEmpty();
        assertThat(min("98").judgeEarly(RecipientCounts.of(97, 3, 0), 1)).isPresent();
        assertThat(min("100").judgeEarly(RecipientCounts.NONE, 0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-0.0001", "100.0001", "101", "1E+999999999", "1E+3"})
    void refusesRatesThatAreNoPercentage(String percent) {
        assertThatThrownBy(() -> min(percent))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("minSuccessRate must be a percentage from 0 to 100");
        assertThatThrownBy(() -> Thresholds.DEFAULT.withUnstableSuccessRate(new BigDecimal(percent)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unstableSuccessRate must be a percentage from 0 to 100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"99.99999", "1E-5", "1E-999999999"})
    void refusesMoreDecimalsThanAreShown(String percent) {
        assertThatThrownBy(() -> min(percent))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("minSuccessRate can have at most 4 decimals");
    }

    @ParameterizedTest
    @CsvSource({"1E+2, 100", "50.50000, 50.5", "0E+5, 0", "0.0000, 0", "1E+1, 10", "99.9999, 99.9999"})
    void showsRatesPlainly(String given, String shown) {
        assertThat(min(given).minSuccessRate().toPlainString()).isEqualTo(shown);
        assertThat(min(given).minSuccessRate().scale()).isGreaterThanOrEqualTo(0);
    }

    @Test
    void refusesConditionsThatMakeNoSense() {
        assertThatThrownBy(() -> min("90").withUnstableSuccessRate(new BigDecimal("90.1")))
                .hasMessage("unstableSuccessRate (90.1) must not be above minSuccessRate (90)");
        assertThatThrownBy(() -> Thresholds.DEFAULT.withMaxFailures(-1L)).hasMessage("maxFailures must be 0 or more");
        assertThatThrownBy(() -> Thresholds.DEFAULT.withMinRecipients(0)).hasMessage("minRecipients must be 1 or more");
        assertThat(min("90").withUnstableSuccessRate(new BigDecimal("90")).unstableSuccessRate())
                .contains(new BigDecimal("90"));
        assertThat(Thresholds.DEFAULT.withMaxFailures(0L).maxFailures()).contains(0L);
    }

    @Test
    void hasSafeDefaults() {
        assertThat(Thresholds.DEFAULT.minSuccessRate()).isEqualTo(new BigDecimal("100"));
        assertThat(Thresholds.DEFAULT.unstableSuccessRate()).isEmpty();
        assertThat(Thresholds.DEFAULT.maxFailures()).isEmpty();
        assertThat(Thresholds.DEFAULT.minRecipients()).isEqualTo(1);
        assertThat(Thresholds.DEFAULT.failFast()).isTrue();
        assertThat(Thresholds.DEFAULT.withFailFast(false).failFast()).isFalse();
    }

    @Test
    void isAValue() {
        Thresholds thresholds = Thresholds.of(new BigDecimal("95"), new BigDecimal("90"), 3L, 2, false);

        assertThat(thresholds)
                .isEqualTo(Thresholds.of(new BigDecimal("95.0"), new BigDecimal("90.00"), 3L, 2, false))
                .hasSameHashCodeAs(Thresholds.of(new BigDecimal("95.0"), new BigDecimal("90.00"), 3L, 2, false))
                .isNotEqualTo(thresholds.withMinSuccessRate(new BigDecimal("96")))
                .isNotEqualTo(thresholds.withUnstableSuccessRate(null))
                .isNotEqualTo(thresholds.withMaxFailures(null))
                .isNotEqualTo(thresholds.withMinRecipients(3))
                .isNotEqualTo(thresholds.withFailFast(true))
                .isNotEqualTo("thresholds");
        assertThat(thresholds)
                .hasToString("minSuccessRate 95, unstableSuccessRate 90, maxFailures 3, minRecipients 2,"
                        + " failFast false");
        assertThat(Thresholds.DEFAULT).hasToString("minSuccessRate 100, minRecipients 1, failFast true");
    }
}
