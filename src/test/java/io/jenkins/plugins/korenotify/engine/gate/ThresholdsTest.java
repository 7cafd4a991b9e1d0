package io.jenkins.plugins.korenotify.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.korenotify.engine.gate.ThresholdResult.Threshold;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.InconclusiveReason;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.Level;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdsTest {
    private static final LocalizableMessage OPEN = LocalizableMessage.of("request.noRecipients", "ds-1");

    private static Thresholds min(String percent) {
        return ThresholdsOf.withMinSuccessRate(Thresholds.DEFAULT, new BigDecimal(percent));
    }

    private static Verdict verdict(Thresholds thresholds, long delivered, long failed) {
        return thresholds.verdict(new RecipientOutlook(delivered, failed, 0, 0, 0, 0), List.of());
    }

    private static List<String> words(Verdict verdict) {
        return verdict.reasons().stream().map(LocalizableMessage::toString).toList();
    }

    private static ThresholdOutcome outcome(Thresholds thresholds, Threshold threshold, RecipientOutlook outlook) {
        return thresholds.evaluate(outlook).stream()
                .filter(result -> result.threshold() == threshold)
                .findFirst()
                .orElseThrow()
                .outcome();
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
        assertThat(verdict(min(percent), delivered, failed).level()).isEqualTo(level);
    }

    @ParameterizedTest(name = "{0} delivered, {1} failed: {2}")
    @CsvSource({"95, 5, PASSED", "94, 6, UNSTABLE", "90, 10, UNSTABLE", "89, 11, FAILED"})
    void betweenTheTwoRatesItIsUnstable(long delivered, long failed, Level level) {
        Thresholds thresholds = new Thresholds(new BigDecimal("95"), new BigDecimal("90"), null, 1, true);

        assertThat(verdict(thresholds, delivered, failed).level()).isEqualTo(level);
    }

    @Test
    void namesTheRateThatIsNotMet() {
        Thresholds thresholds = new Thresholds(new BigDecimal("95"), new BigDecimal("90"), null, 1, true);

        assertThat(words(verdict(thresholds, 89, 11)))
                .containsExactly("success rate 89% is below 90%: 89 of 100 recipients delivered");
        assertThat(words(verdict(thresholds, 92, 8)))
                .containsExactly("success rate 92% is below 95%: 92 of 100 recipients delivered");
        assertThat(words(verdict(thresholds, 95, 5)))
                .containsExactly("95 of 100 recipients delivered: success rate 95%, at least 95% required");
    }

    @ParameterizedTest(name = "{0} failed: {1}")
    @CsvSource({"2, PASSED", "3, FAILED"})
    void tooManyFailuresFailWhateverTheRate(long failed, Level level) {
        assertThat(verdict(ThresholdsOf.withMaxFailures(min("50"), 2L), 1000, failed)
                        .level())
                .isEqualTo(level);
    }

    @Test
    void tooManyFailuresAreNeverJustUnstable() {
        Thresholds thresholds = new Thresholds(new BigDecimal("100"), new BigDecimal("50"), 0L, 1, true);

        assertThat(verdict(thresholds, 9, 1).level()).isEqualTo(Level.FAILED);
    }

    @ParameterizedTest(name = "{0} recipients, at least {1}: {2}")
    @CsvSource({"0, 1, FAILED", "1, 1, PASSED", "9, 10, FAILED", "10, 10, PASSED", "0, 0, PASSED"})
    void tooFewRecipientsFail(long recipients, long required, Level level) {
        assertThat(verdict(ThresholdsOf.withMinRecipients(min("0"), required), recipients, 0)
                        .level())
                .isEqualTo(level);
    }

    @Test
    void givesEveryBrokenThresholdAsAReason() {
        Verdict verdict =
                verdict(ThresholdsOf.withMinRecipients(ThresholdsOf.withMaxFailures(min("50"), 1L), 10), 1, 2);

        assertThat(words(verdict))
                .containsExactly(
                        "success rate 33.3333% is below 50%: 1 of 3 recipients delivered",
                        "2 recipients failed, at most 1 allowed", "3 recipients found, at least 10 required");
    }

    @Test
    @DisplayName("A request that is not accounted for never passes, even where the thresholds hold whatever it is")
    void whatIsNotAccountedForIsInconclusive() {
        Verdict verdict = min("90").verdict(new RecipientOutlook(95, 0, 5, 0, 0, 0), List.of(OPEN));

        assertThat(verdict.level()).isEqualTo(Level.INCONCLUSIVE);
        assertThat(verdict.inconclusiveReason()).isEqualTo(InconclusiveReason.INCOMPLETE);
        assertThat(verdict.reasons()).containsExactly(OPEN);
    }

    @Test
    void aBrokenThresholdFailsAlsoWhatIsNotAccountedFor() {
        Verdict verdict = min("95").verdict(new RecipientOutlook(80, 10, 10, 0, 0, 0), List.of(OPEN));

        assertThat(verdict.level()).isEqualTo(Level.FAILED);
        assertThat(words(verdict))
                .containsExactly(
                        "10 of 100 recipients failed: 95% is no longer reachable", OPEN.format(Locale.ENGLISH));
    }

    @Test
    void openRecipientsThatAreSaidToBeAccountedForAreAMistake() {
        assertThatThrownBy(() -> min("95").verdict(new RecipientOutlook(9, 0, 1, 0, 0, 0), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "{0} delivered, {1} failed, {2} open, {3} extra, {4} extra failed, {5}: {6} %: {7}")
    @CsvSource({
        "50, 5, 45, 0, 0, 0, 95, OPEN",
        "50, 6, 44, 0, 0, 0, 95, BROKEN",
        "50, 6, 0, 944, 0, 0, 95, OPEN",
        "50, 51, 0, 899, 0, 0, 95, BROKEN",
        "941, 60, 0, 0, 0, 1, 95, OPEN",
        "941, 60, 0, 0, 0, 1, 100, BROKEN",
        "941, 60, 0, 0, 0, 1, 0, HOLDS",
        "0, 0, 0, 1000, 0, 0, 100, OPEN",
        "0, 0, 0, 0, 0, 0, 100, HOLDS",
        "0, 1, 0, 0, 999, 0, 50, BROKEN",
        "1, 1, 0, 0, 999, 0, 1, OPEN",
        "90, 0, 10, 0, 0, 0, 90, HOLDS",
        "90, 0, 10, 0, 0, 0, 91, OPEN",
    })
    void evaluatesTheRateOverEverythingThatMayStillHappen(
            long delivered,
            long failed,
            long open,
            long extra,
            long extraFailed,
            int unbounded,
            String percent,
            ThresholdOutcome outcome) {
        RecipientOutlook outlook = new RecipientOutlook(delivered, failed, open, extra, extraFailed, unbounded);

        assertThat(outcome(min(percent), Threshold.MIN_SUCCESS_RATE, outlook)).isEqualTo(outcome);
    }

    @ParameterizedTest(name = "{0} failed, {1} open, {2} extra, {3} extra failed, {4}: {5}")
    @CsvSource({
        "5, 0, 0, 0, 0, HOLDS",
        "6, 0, 0, 0, 0, BROKEN",
        "5, 1, 0, 0, 0, OPEN",
        "4, 1, 0, 0, 0, HOLDS",
        "5, 0, 1, 0, 0, OPEN",
        "5, 0, 0, 1, 0, OPEN",
        "5, 0, 0, 0, 1, OPEN",
        "6, 0, 0, 0, 1, BROKEN",
    })
    void evaluatesFailures(
            long failed, long open, long extra, long extraFailed, int unbounded, ThresholdOutcome outcome) {
        RecipientOutlook outlook = new RecipientOutlook(7, failed, open, extra, extraFailed, unbounded);

        assertThat(outcome(ThresholdsOf.withMaxFailures(min("0"), 5L), Threshold.MAX_FAILURES, outlook))
                .isEqualTo(outcome);
    }

    @ParameterizedTest(name = "{0} delivered, {1} open, {2} extra, {3}: {4}")
    @CsvSource({"9, 1, 0, 0, HOLDS", "9, 0, 1, 0, OPEN", "9, 0, 0, 0, BROKEN", "9, 0, 0, 1, OPEN", "8, 1, 0, 0, BROKEN"
    })
    void evaluatesTheNumberOfRecipients(
            long delivered, long open, long extra, int unbounded, ThresholdOutcome outcome) {
        RecipientOutlook outlook = new RecipientOutlook(delivered, 0, open, extra, 0, unbounded);

        assertThat(outcome(ThresholdsOf.withMinRecipients(min("0"), 10), Threshold.MIN_RECIPIENTS, outlook))
                .isEqualTo(outcome);
    }

    @Test
    void failsEarlyOnlyBelowTheLowerRateWhereThereAreTwo() {
        Thresholds thresholds = new Thresholds(new BigDecimal("98"), new BigDecimal("95"), null, 1, true);

        assertThat(thresholds.failed(new RecipientOutlook(50, 3, 47, 0, 0, 0))).isEmpty();
        assertThat(thresholds.failed(new RecipientOutlook(50, 6, 44, 0, 0, 0))).isPresent();
    }

    @Test
    @DisplayName("The assumed number of recipients is named only where it decides")
    void saysWhatIsNoLongerReachable() {
        assertThat(words(min("100")
                        .failed(new RecipientOutlook(6, 4, 0, 990, 0, 0))
                        .orElseThrow()))
                .containsExactly("4 of 10 recipients failed: 100% is no longer reachable");
        assertThat(words(min("95")
                        .failed(new RecipientOutlook(50, 51, 0, 899, 0, 0))
                        .orElseThrow()))
                .containsExactly(
                        "51 of 101 recipients failed: 95% is no longer reachable, even if the list grows to 1000 recipients");
    }

    @Test
    @DisplayName("A maximum of failed recipients is named where it let a check pass, first if any rate does")
    void saysThatFewEnoughFailed() {
        assertThat(words(verdict(ThresholdsOf.withMaxFailures(min("50"), 5L), 97, 3)))
                .containsExactly(
                        "97 of 100 recipients delivered: success rate 97%, at least 50% required",
                        "3 recipients failed, at most 5 allowed");
        assertThat(words(verdict(ThresholdsOf.withMaxFailures(min("0"), 5L), 97, 3)))
                .containsExactly(
                        "3 recipients failed, at most 5 allowed",
                        "97 of 100 recipients delivered: success rate 97%, at least 0% required");
    }

    @Test
    void statesNoRateOfNoRecipients() {
        assertThat(words(verdict(ThresholdsOf.withMinRecipients(min("98"), 0), 0, 0)))
                .containsExactly("there are no recipients, and none are required");
    }

    @Test
    void listsThresholdsWithRequiredAndActualValues() {
        Thresholds thresholds = new Thresholds(new BigDecimal("98"), new BigDecimal("95"), 3L, 1, true);

        assertThat(thresholds.evaluate(new RecipientOutlook(50, 3, 47, 0, 0, 0)))
                .extracting(ThresholdResult::threshold, ThresholdResult::required, ThresholdResult::actual)
                .containsExactly(
                        tuple(Threshold.MIN_SUCCESS_RATE, "98", "50"),
                        tuple(Threshold.UNSTABLE_SUCCESS_RATE, "95", "50"),
                        tuple(Threshold.MAX_FAILURES, "3", "3"),
                        tuple(Threshold.MIN_RECIPIENTS, "1", "100"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-0.0001", "100.0001", "101", "1E+999999999", "1E+3"})
    void refusesRatesThatAreNoPercentage(String percent) {
        assertThatThrownBy(() -> min(percent))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("minSuccessRate must be a percentage from 0 to 100");
        assertThatThrownBy(() -> ThresholdsOf.withUnstableSuccessRate(Thresholds.DEFAULT, new BigDecimal(percent)))
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
        assertThatThrownBy(() -> ThresholdsOf.withUnstableSuccessRate(min("90"), new BigDecimal("90.1")))
                .hasMessage("unstableSuccessRate (90.1) must not be above minSuccessRate (90)");
        assertThatThrownBy(() -> ThresholdsOf.withMaxFailures(Thresholds.DEFAULT, -1L))
                .hasMessage("maxFailures must be 0 or more");
        assertThatThrownBy(() -> ThresholdsOf.withMinRecipients(Thresholds.DEFAULT, -1))
                .hasMessage("minRecipients must be 0 or more");
        assertThat(ThresholdsOf.withUnstableSuccessRate(min("90"), new BigDecimal("90"))
                        .unstableSuccessRate())
                .contains(new BigDecimal("90"));
        assertThat(ThresholdsOf.withMaxFailures(Thresholds.DEFAULT, 0L).maxFailures())
                .contains(0L);
    }

    @Test
    void hasSafeDefaults() {
        assertThat(Thresholds.DEFAULT.minSuccessRate()).isEqualTo(new BigDecimal("100"));
        assertThat(Thresholds.DEFAULT.unstableSuccessRate()).isEmpty();
        assertThat(Thresholds.DEFAULT.maxFailures()).isEmpty();
        assertThat(Thresholds.DEFAULT.minRecipients()).isEqualTo(1);
        assertThat(Thresholds.DEFAULT.failFast()).isTrue();
        assertThat(ThresholdsOf.withFailFast(Thresholds.DEFAULT, false).failFast())
                .isFalse();
    }
}
