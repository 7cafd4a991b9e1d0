package io.jenkins.plugins.korenotify.engine.gate;

import io.jenkins.plugins.korenotify.engine.gate.ThresholdResult.Threshold;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.InconclusiveReason;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.Level;
import io.jenkins.plugins.korenotify.engine.message.InvalidInputException;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The thresholds that a user sets, and their evaluation. Immutable; every {@code with…} method gives a changed copy and
 * throws an {@link InvalidInputException} that names the parameter for a value out of range.
 */
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

    private Thresholds(
            BigDecimal minSuccessRate,
            BigDecimal unstableSuccessRate,
            Long maxFailures,
            long minRecipients,
            boolean failFast) {
        this.minSuccessRate = Percentages.validate("minSuccessRate", minSuccessRate);
        this.unstableSuccessRate =
                unstableSuccessRate == null ? null : Percentages.validate("unstableSuccessRate", unstableSuccessRate);
        if (unstableSuccessRate != null && unstableSuccessRate.compareTo(minSuccessRate) > 0) {
            throw new InvalidInputException(LocalizableMessage.of(
                    "threshold.unstableAboveMin",
                    "unstableSuccessRate",
                    unstableSuccessRate,
                    "minSuccessRate",
                    minSuccessRate));
        }
        if (maxFailures != null && maxFailures < 0) {
            throw new InvalidInputException(LocalizableMessage.of("threshold.negative", "maxFailures"));
        }
        if (minRecipients < 0) {
            throw new InvalidInputException(LocalizableMessage.of("threshold.negative", "minRecipients"));
        }
        this.maxFailures = maxFailures;
        this.minRecipients = minRecipients;
        this.failFast = failFast;
    }

    /**
     * Creates thresholds in one go, so that the order in which they are set does not matter.
     *
     * @param minSuccessRate percent of the recipients that must be delivered to pass; 0 to 100, at most four decimals
     * @param unstableSuccessRate percent that must be delivered for UNSTABLE instead of FAILED; not above
     *     {@code minSuccessRate}; null: there is no UNSTABLE
     * @param maxFailures the largest allowed number of failed recipients, whatever the rate; 0 or more; null: any number
     * @param minRecipients the smallest allowed number of recipients; 0 or more
     * @param failFast whether FAILED is given as soon as it is certain
     * @throws InvalidInputException naming the parameter that is out of range
     */
    public static Thresholds of(
            BigDecimal minSuccessRate,
            BigDecimal unstableSuccessRate,
            Long maxFailures,
            long minRecipients,
            boolean failFast) {
        return new Thresholds(minSuccessRate, unstableSuccessRate, maxFailures, minRecipients, failFast);
    }

    /** A copy with another {@code minSuccessRate}. */
    public Thresholds withMinSuccessRate(BigDecimal percent) {
        return new Thresholds(percent, unstableSuccessRate, maxFailures, minRecipients, failFast);
    }

    /** A copy with another {@code unstableSuccessRate}, or none (null). */
    public Thresholds withUnstableSuccessRate(BigDecimal percent) {
        return new Thresholds(minSuccessRate, percent, maxFailures, minRecipients, failFast);
    }

    /** A copy with another {@code maxFailures}, or none (null). */
    public Thresholds withMaxFailures(Long failures) {
        return new Thresholds(minSuccessRate, unstableSuccessRate, failures, minRecipients, failFast);
    }

    /** A copy with another {@code minRecipients}. */
    public Thresholds withMinRecipients(long recipients) {
        return new Thresholds(minSuccessRate, unstableSuccessRate, maxFailures, recipients, failFast);
    }

    /** A copy with another {@code failFast}. */
    public Thresholds withFailFast(boolean early) {
        return new Thresholds(minSuccessRate, unstableSuccessRate, maxFailures, minRecipients, early);
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
        ThresholdOutcome outcome =
                certain ? ThresholdOutcome.HOLDS : reachable ? ThresholdOutcome.OPEN : ThresholdOutcome.BROKEN;
        Optional<BigDecimal> rate = rate(outlook);
        return new ThresholdResult(
                threshold,
                required.toPlainString(),
                rate.map(BigDecimal::toPlainString).orElse(""),
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
        ThresholdOutcome outcome;
        if (outlook.failed() > maxFailures) {
            outcome = ThresholdOutcome.BROKEN;
        } else if (!outlook.isUnbounded() && outlook.maxTotal() - outlook.delivered() <= maxFailures) {
            outcome = ThresholdOutcome.HOLDS;
        } else {
            outcome = ThresholdOutcome.OPEN;
        }
        return new ThresholdResult(
                Threshold.MAX_FAILURES,
                maxFailures.toString(),
                Long.toString(outlook.failed()),
                outcome,
                LocalizableMessage.of("gate.tooManyFailed", outlook.failed(), maxFailures));
    }

    private ThresholdResult evaluateRecipients(RecipientOutlook outlook) {
        ThresholdOutcome outcome;
        if (outlook.known() >= minRecipients) {
            outcome = ThresholdOutcome.HOLDS;
        } else if (!outlook.isUnbounded() && outlook.maxTotal() < minRecipients) {
            outcome = ThresholdOutcome.BROKEN;
        } else {
            outcome = ThresholdOutcome.OPEN;
        }
        return new ThresholdResult(
                Threshold.MIN_RECIPIENTS,
                Long.toString(minRecipients),
                Long.toString(outlook.known()),
                outcome,
                LocalizableMessage.of("gate.tooFewRecipients", outlook.known(), minRecipients));
    }

    private static Optional<BigDecimal> rate(RecipientOutlook outlook) {
        return outlook.known() == 0
                ? Optional.empty()
                : Optional.of(Percentages.share(outlook.delivered(), outlook.known()));
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Thresholds)) {
            return false;
        }
        Thresholds that = (Thresholds) other;
        return minSuccessRate.equals(that.minSuccessRate)
                && Objects.equals(unstableSuccessRate, that.unstableSuccessRate)
                && Objects.equals(maxFailures, that.maxFailures)
                && minRecipients == that.minRecipients
                && failFast == that.failFast;
    }

    @Override
    public int hashCode() {
        return Objects.hash(minSuccessRate, unstableSuccessRate, maxFailures, minRecipients, failFast);
    }

    @Override
    public String toString() {
        return "minSuccessRate " + minSuccessRate.toPlainString()
                + (unstableSuccessRate == null ? "" : ", unstableSuccessRate " + unstableSuccessRate.toPlainString())
                + (maxFailures == null ? "" : ", maxFailures " + maxFailures)
                + ", minRecipients " + minRecipients
                + ", failFast " + failFast;
    }
}
