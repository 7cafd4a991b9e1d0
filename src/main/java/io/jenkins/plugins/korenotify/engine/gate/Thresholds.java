package io.jenkins.plugins.korenotify.engine.gate;

import io.jenkins.plugins.korenotify.engine.gate.Finding.ReasonCode;
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
 * The user's conditions. Immutable; every {@code with…} method gives a changed copy and refuses a value out of range
 * with an {@link IllegalArgumentException} that names the parameter.
 */
public final class Thresholds implements Serializable {
    private static final long serialVersionUID = 1L;

    /** At least one recipient, and everybody reached; a verdict that cannot change any more is given at once. */
    public static final Thresholds DEFAULT = new Thresholds(BigDecimal.valueOf(100), null, null, 1, true);

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
        this.minSuccessRate = Percentages.checked("minSuccessRate", minSuccessRate);
        this.unstableSuccessRate =
                unstableSuccessRate == null ? null : Percentages.checked("unstableSuccessRate", unstableSuccessRate);
        if (unstableSuccessRate != null && unstableSuccessRate.compareTo(minSuccessRate) > 0) {
            throw new InvalidInputException(LocalizableMessage.of(
                    "threshold.unstableAboveMin", unstableSuccessRate.toPlainString(), minSuccessRate.toPlainString()));
        }
        if (maxFailures != null && maxFailures < 0) {
            throw new InvalidInputException(LocalizableMessage.of("threshold.maxFailures"));
        }
        if (minRecipients < 1) {
            throw new InvalidInputException(LocalizableMessage.of("threshold.minRecipients"));
        }
        this.maxFailures = maxFailures;
        this.minRecipients = minRecipients;
        this.failFast = failFast;
    }

    /**
     * Conditions in one go, so that the order in which they are set does not matter.
     *
     * @param minSuccessRate percent of the recipients who must be reached to pass; 0 to 100, at most four decimals
     * @param unstableSuccessRate percent who must be reached for UNSTABLE instead of FAILED; not above
     *     {@code minSuccessRate}; null: there is no UNSTABLE
     * @param maxFailures the most failed recipients allowed, whatever the rate; 0 or more; null: any number
     * @param minRecipients the fewest recipients to judge at all; 1 or more
     * @param failFast whether FAILED is given as soon as no later delivery can mend it
     * @throws IllegalArgumentException naming the parameter that is out of range
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

    /** Percent of the recipients who must be reached to pass. */
    public BigDecimal minSuccessRate() {
        return minSuccessRate;
    }

    /** Percent of the recipients who must be reached for UNSTABLE instead of FAILED. */
    public Optional<BigDecimal> unstableSuccessRate() {
        return Optional.ofNullable(unstableSuccessRate);
    }

    /** The most failed recipients allowed. */
    public Optional<Long> maxFailures() {
        return Optional.ofNullable(maxFailures);
    }

    /** The fewest recipients to judge at all. */
    public long minRecipients() {
        return minRecipients;
    }

    /** Whether FAILED is given as soon as no later delivery can mend it. */
    public boolean failFast() {
        return failFast;
    }

    /**
     * Judges requests that are all finished. Who is still pending then was not reached; and even where the conditions
     * would bear that, the verdict is no better than INCONCLUSIVE, since Kore.ai left somebody open. The same holds
     * for a request whose overall word contradicts its recipients.
     */
    public Verdict evaluate(RecipientCounts counts) {
        List<Finding> broken = new ArrayList<>();
        if (counts.total() < minRecipients) {
            broken.add(Finding.of(ReasonCode.TOO_FEW_RECIPIENTS, counts.total(), minRecipients));
        }
        long notReached = counts.failed() + counts.pending();
        if (maxFailures != null && notReached > maxFailures) {
            broken.add(Finding.of(ReasonCode.TOO_MANY_FAILURES, notReached, maxFailures));
        }
        // Of nobody, everybody was reached; minRecipients is what keeps that from passing.
        boolean passes = Percentages.isAtLeast(counts.delivered(), counts.total(), minSuccessRate);
        boolean unstable = !passes
                && unstableSuccessRate != null
                && Percentages.isAtLeast(counts.delivered(), counts.total(), unstableSuccessRate);
        if (!passes && !unstable) {
            BigDecimal required = unstableSuccessRate == null ? minSuccessRate : unstableSuccessRate;
            broken.add(rate(ReasonCode.RATE_MISSED, counts, required));
        }
        List<Finding> open = openEnds(counts);
        if (!broken.isEmpty()) {
            broken.addAll(open);
            return Verdict.certain(Level.FAILED, broken);
        }
        if (!open.isEmpty()) {
            return Verdict.inconclusive(InconclusiveReason.INCOMPLETE, open);
        }
        return passes
                ? Verdict.certain(Level.PASSED, List.of(rate(ReasonCode.RATE_REACHED, counts, minSuccessRate)))
                : Verdict.certain(
                        Level.UNSTABLE,
                        List.of(Finding.of(
                                ReasonCode.RATE_UNSTABLE,
                                counts.delivered(),
                                counts.total(),
                                shown(counts),
                                unstableSuccessRate.toPlainString(),
                                minSuccessRate.toPlainString())));
    }

    /**
     * FAILED, if the failures counted so far break a condition that no later delivery can mend; empty while the
     * verdict can still change. It does not look at {@link #failFast()}: whether to act on it is the caller's.
     *
     * @param mostRecipients the largest number of recipients that there can be in the end
     */
    public Optional<Verdict> judgeEarly(RecipientCounts counts, long maxRecipients) {
        List<Finding> broken = new ArrayList<>();
        if (maxFailures != null && counts.failed() > maxFailures) {
            broken.add(Finding.of(ReasonCode.TOO_MANY_FAILURES, counts.failed(), maxFailures));
        }
        long most = Math.max(maxRecipients, counts.total());
        long reachable = most - counts.failed();
        BigDecimal required = unstableSuccessRate == null ? minSuccessRate : unstableSuccessRate;
        if (counts.failed() > 0 && !Percentages.isAtLeast(reachable, most, required)) {
            broken.add(Finding.of(
                    ReasonCode.RATE_OUT_OF_REACH,
                    counts.failed(),
                    most,
                    Percentages.of(reachable, most).toPlainString(),
                    required.toPlainString()));
        }
        return broken.isEmpty() ? Optional.empty() : Optional.of(Verdict.certain(Level.FAILED, broken));
    }

    private static List<Finding> openEnds(RecipientCounts counts) {
        List<Finding> open = new ArrayList<>();
        if (counts.pending() > 0) {
            open.add(Finding.of(ReasonCode.WITHOUT_RESULT, counts.pending(), counts.total()));
        }
        if (counts.contradictions() > 0) {
            open.add(Finding.of(ReasonCode.CONTRADICTION, counts.contradictions()));
        }
        return open;
    }

    private static Finding rate(ReasonCode rule, RecipientCounts counts, BigDecimal required) {
        return Finding.of(rule, counts.delivered(), counts.total(), shown(counts), required.toPlainString());
    }

    private static String shown(RecipientCounts counts) {
        return counts.successRate().map(BigDecimal::toPlainString).orElse("-");
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
