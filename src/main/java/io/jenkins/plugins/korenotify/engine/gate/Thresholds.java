package io.jenkins.plugins.korenotify.engine.gate;

import static io.jenkins.plugins.korenotify.engine.message.InvalidInputException.require;

import io.jenkins.plugins.korenotify.engine.gate.ThresholdResult.Threshold;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.InconclusiveReason;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.Level;
import io.jenkins.plugins.korenotify.engine.message.InvalidInputException;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The thresholds that a user sets, and their evaluation. Immutable. */
public final class Thresholds implements Serializable {
    private static final long serialVersionUID = 1L;

    /** At least one recipient, and all delivered; FAILED as soon as it is certain. */
    public static final Thresholds DEFAULT = new Thresholds(BigDecimal.valueOf(100), null, null, 1, true);

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final BigDecimal minSuccessRate;
    private final BigDecimal unstableSuccessRate;
    private final Long maxFailures;
    private final long minRecipients;
    private final boolean failFast;

    /**
     * Creates thresholds.
     *
     * @param minSuccessRate percent of the recipients that must be delivered to pass; 0 to 100, at most four decimals
     * @param unstableSuccessRate percent that must be delivered for UNSTABLE instead of FAILED; not above
     *     {@code minSuccessRate}; null: there is no UNSTABLE
     * @param maxFailures the largest allowed number of failed recipients, whatever the rate; 0 or more; null: any number
     * @param minRecipients the smallest allowed number of recipients; 0 or more
     * @param failFast whether FAILED is given as soon as it is certain
     * @throws InvalidInputException naming the parameter that is out of range
     */
    public Thresholds(
            BigDecimal minSuccessRate,
            BigDecimal unstableSuccessRate,
            Long maxFailures,
            long minRecipients,
            boolean failFast) {
        this.minSuccessRate = Percentages.validate("minSuccessRate", minSuccessRate);
        this.unstableSuccessRate =
                unstableSuccessRate == null ? null : Percentages.validate("unstableSuccessRate", unstableSuccessRate);
        require(
                unstableSuccessRate == null || unstableSuccessRate.compareTo(minSuccessRate) <= 0,
                "threshold.unstableAboveMin",
                "unstableSuccessRate",
                unstableSuccessRate,
                "minSuccessRate",
                minSuccessRate);
        require(maxFailures == null || maxFailures >= 0, "threshold.negative", "maxFailures");
        require(minRecipients >= 0, "threshold.negative", "minRecipients");
        this.maxFailures = maxFailures;
        this.minRecipients = minRecipients;
        this.failFast = failFast;
    }

    /** Percent of the recipients that must be delivered to pass. */
    public BigDecimal minSuccessRate() {
        return minSuccessRate;
    }

    /** Percent of the recipients that must be delivered for UNSTABLE instead of FAILED. */
    public Optional<BigDecimal> unstableSuccessRate() {
        return Optional.ofNullable(unstableSuccessRate);
    }

    /** The largest allowed number of failed recipients. */
    public Optional<Long> maxFailures() {
        return Optional.ofNullable(maxFailures);
    }

    /** The smallest allowed number of recipients. */
    public long minRecipients() {
        return minRecipients;
    }

    /** Whether FAILED is given as soon as it is certain. */
    public boolean failFast() {
        return failFast;
    }

    /**
     * Evaluates every threshold that is set, over everything that may still happen. This is the only evaluation there
     * is: the early verdict, the final verdict and the table on the build page come from it.
     */
    public List<ThresholdResult> evaluate(RecipientOutlook outlook) {
        List<ThresholdResult> results = new ArrayList<>();
        results.add(evaluateRate(Threshold.MIN_SUCCESS_RATE, minSuccessRate, outlook));
        if (unstableSuccessRate != null) {
            results.add(evaluateRate(Threshold.UNSTABLE_SUCCESS_RATE, unstableSuccessRate, outlook));
        }
        if (maxFailures != null) {
            results.add(evaluateFailures(outlook));
        }
        results.add(evaluateRecipients(outlook));
        return results;
    }

    /** FAILED if a threshold can no longer be met, whatever may still happen; empty while that is not certain. */
    public Optional<Verdict> failed(RecipientOutlook outlook) {
        List<LocalizableMessage> reasons = evaluate(outlook).stream()
                .filter(result -> result.isBroken() && isDecisive(result.threshold()))
                .map(ThresholdResult::message)
                .toList();
        return reasons.isEmpty() ? Optional.empty() : Optional.of(Verdict.of(Level.FAILED, reasons));
    }

    /**
     * The verdict over requests that are all finished.
     *
     * @param unaccounted a message for each request with recipients that are not accounted for; only if there is none
     *     can the verdict be PASSED or UNSTABLE; they are reasons of the other verdicts too
     */
    public Verdict verdict(RecipientOutlook outlook, List<LocalizableMessage> unaccounted) {
        Optional<Verdict> failed = failed(outlook);
        if (failed.isPresent()) {
            List<LocalizableMessage> reasons = new ArrayList<>(failed.get().reasons());
            reasons.addAll(unaccounted);
            return Verdict.of(Level.FAILED, reasons);
        }
        if (!unaccounted.isEmpty()) {
            return Verdict.inconclusive(InconclusiveReason.INCOMPLETE, unaccounted);
        }
        List<ThresholdResult> results = evaluate(outlook);
        if (results.stream().anyMatch(result -> result.outcome() == ThresholdOutcome.OPEN)) {
            throw new IllegalArgumentException("Open recipients are not accounted for: " + outlook);
        }
        ThresholdResult rate = results.get(0);
        return rate.isBroken()
                ? Verdict.of(Level.UNSTABLE, List.of(rate.message()))
                : Verdict.of(Level.PASSED, passed(results));
    }

    /** The thresholds that made it pass; the rate first, unless any rate is enough. */
    private List<LocalizableMessage> passed(List<ThresholdResult> results) {
        List<LocalizableMessage> reasons =
                new ArrayList<>(List.of(results.get(0).message()));
        results.stream()
                .filter(result -> result.threshold() == Threshold.MAX_FAILURES)
                .forEach(result -> reasons.add(minSuccessRate.signum() == 0 ? 0 : 1, result.message()));
        return reasons;
    }

    /** Where a lower rate is set for UNSTABLE, a rate below the higher one does not fail the check. */
    private boolean isDecisive(Threshold threshold) {
        return threshold != Threshold.MIN_SUCCESS_RATE || unstableSuccessRate == null;
    }

    private ThresholdResult evaluateRate(Threshold threshold, BigDecimal required, RecipientOutlook outlook) {
        long bestDelivered = outlook.delivered() + outlook.open() + outlook.extra();
        boolean reachable = outlook.isUnbounded() && required.compareTo(HUNDRED) < 0
                || Percentages.isAtLeast(bestDelivered, bestDelivered + outlook.failed(), required);
        boolean certain = outlook.isUnbounded()
                ? required.signum() == 0
                : Percentages.isAtLeast(outlook.delivered(), outlook.maxTotal(), required);
        ThresholdOutcome outcome = ThresholdOutcome.of(certain, reachable);
        return new ThresholdResult(
                threshold,
                required.toPlainString(),
                rate(outlook).map(BigDecimal::toPlainString).orElse(""),
                outcome,
                rateMessage(required, outlook, outcome));
    }

    private LocalizableMessage rateMessage(BigDecimal required, RecipientOutlook outlook, ThresholdOutcome outcome) {
        boolean complete = outlook.open() == 0 && outlook.extra() == 0 && outlook.extraFailed() == 0;
        if (complete && !outlook.isUnbounded()) {
            Optional<BigDecimal> actual = rate(outlook);
            if (actual.isEmpty()) {
                return LocalizableMessage.of("gate.noRecipients");
            }
            return LocalizableMessage.of(
                    outcome == ThresholdOutcome.HOLDS ? "gate.rateHolds" : "gate.rateBelow",
                    outlook.delivered(),
                    outlook.known(),
                    actual.get(),
                    required);
        }
        // The recipients that are known decide by themselves in most cases; the assumed ones are named only where not.
        long bestKnown = outlook.delivered() + outlook.open();
        boolean knownDecide = outlook.extra() == 0 || required.compareTo(HUNDRED) == 0;
        return knownDecide
                ? LocalizableMessage.of(
                        "gate.rateUnreachable", outlook.failed(), bestKnown + outlook.failed(), required)
                : LocalizableMessage.of(
                        "gate.rateUnreachableOfMax",
                        outlook.failed(),
                        bestKnown + outlook.failed(),
                        required,
                        outlook.maxTotal());
    }

    private ThresholdResult evaluateFailures(RecipientOutlook outlook) {
        boolean certain = !outlook.isUnbounded() && outlook.maxTotal() - outlook.delivered() <= maxFailures;
        return new ThresholdResult(
                Threshold.MAX_FAILURES,
                maxFailures.toString(),
                Long.toString(outlook.failed()),
                ThresholdOutcome.of(certain, outlook.failed() <= maxFailures),
                LocalizableMessage.of("gate.tooManyFailed", outlook.failed(), maxFailures));
    }

    private ThresholdResult evaluateRecipients(RecipientOutlook outlook) {
        boolean reachable = outlook.isUnbounded() || outlook.maxTotal() >= minRecipients;
        return new ThresholdResult(
                Threshold.MIN_RECIPIENTS,
                Long.toString(minRecipients),
                Long.toString(outlook.known()),
                ThresholdOutcome.of(outlook.known() >= minRecipients, reachable),
                LocalizableMessage.of("gate.tooFewRecipients", outlook.known(), minRecipients));
    }

    private static Optional<BigDecimal> rate(RecipientOutlook outlook) {
        return outlook.known() == 0
                ? Optional.empty()
                : Optional.of(Percentages.share(outlook.delivered(), outlook.known()));
    }
}
