package io.jenkins.plugins.korenotify.gate;

import io.jenkins.plugins.korenotify.gate.Finding.Rule;
import io.jenkins.plugins.korenotify.gate.Verdict.Doubt;
import io.jenkins.plugins.korenotify.gate.Verdict.Level;
import io.jenkins.plugins.korenotify.words.Phrase;
import io.jenkins.plugins.korenotify.words.RefusedInput;
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
        this.minSuccessRate = Percent.checked("minSuccessRate", minSuccessRate);
        this.unstableSuccessRate =
                unstableSuccessRate == null ? null : Percent.checked("unstableSuccessRate", unstableSuccessRate);
        if (unstableSuccessRate != null && unstableSuccessRate.compareTo(minSuccessRate) > 0) {
            throw new RefusedInput(Phrase.of(
                    "threshold.unstableAboveMin", unstableSuccessRate.toPlainString(), minSuccessRate.toPlainString()));
        }
        if (maxFailures != null && maxFailures < 0) {
            throw new RefusedInput(Phrase.of("threshold.maxFailures"));
        }
        if (minRecipients < 1) {
            throw new RefusedInput(Phrase.of("threshold.minRecipients"));
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
    public Verdict judge(Tally tally) {
        List<Finding> broken = new ArrayList<>();
        if (tally.total() < minRecipients) {
            broken.add(Finding.of(Rule.TOO_FEW_RECIPIENTS, tally.total(), minRecipients));
        }
        long notReached = tally.failed() + tally.pending();
        if (maxFailures != null && notReached > maxFailures) {
            broken.add(Finding.of(Rule.TOO_MANY_FAILURES, notReached, maxFailures));
        }
        // Of nobody, everybody was reached; minRecipients is what keeps that from passing.
        boolean passes = Percent.isAtLeast(tally.delivered(), tally.total(), minSuccessRate);
        boolean unstable = !passes
                && unstableSuccessRate != null
                && Percent.isAtLeast(tally.delivered(), tally.total(), unstableSuccessRate);
        if (!passes && !unstable) {
            BigDecimal wanted = unstableSuccessRate == null ? minSuccessRate : unstableSuccessRate;
            broken.add(rate(Rule.RATE_MISSED, tally, wanted));
        }
        List<Finding> open = openEnds(tally);
        if (!broken.isEmpty()) {
            broken.addAll(open);
            return Verdict.certain(Level.FAILED, broken);
        }
        if (!open.isEmpty()) {
            return Verdict.inconclusive(Doubt.UNACCOUNTED, open);
        }
        return passes
                ? Verdict.certain(Level.PASSED, List.of(rate(Rule.RATE_REACHED, tally, minSuccessRate)))
                : Verdict.certain(
                        Level.UNSTABLE,
                        List.of(Finding.of(
                                Rule.RATE_UNSTABLE,
                                tally.delivered(),
                                tally.total(),
                                shown(tally),
                                unstableSuccessRate.toPlainString(),
                                minSuccessRate.toPlainString())));
    }

    /**
     * FAILED, if the failures counted so far break a condition that no later delivery can mend; empty while the
     * verdict can still change. It does not look at {@link #failFast()}: whether to act on it is the caller's.
     *
     * @param mostRecipients the largest number of recipients that there can be in the end
     */
    public Optional<Verdict> judgeEarly(Tally tally, long mostRecipients) {
        List<Finding> broken = new ArrayList<>();
        if (maxFailures != null && tally.failed() > maxFailures) {
            broken.add(Finding.of(Rule.TOO_MANY_FAILURES, tally.failed(), maxFailures));
        }
        long most = Math.max(mostRecipients, tally.total());
        long reachable = most - tally.failed();
        BigDecimal wanted = unstableSuccessRate == null ? minSuccessRate : unstableSuccessRate;
        if (tally.failed() > 0 && !Percent.isAtLeast(reachable, most, wanted)) {
            broken.add(Finding.of(
                    Rule.RATE_OUT_OF_REACH,
                    tally.failed(),
                    most,
                    Percent.of(reachable, most).toPlainString(),
                    wanted.toPlainString()));
        }
        return broken.isEmpty() ? Optional.empty() : Optional.of(Verdict.certain(Level.FAILED, broken));
    }

    private static List<Finding> openEnds(Tally tally) {
        List<Finding> open = new ArrayList<>();
        if (tally.pending() > 0) {
            open.add(Finding.of(Rule.WITHOUT_RESULT, tally.pending(), tally.total()));
        }
        if (tally.contradictions() > 0) {
            open.add(Finding.of(Rule.CONTRADICTION, tally.contradictions()));
        }
        return open;
    }

    private static Finding rate(Rule rule, Tally tally, BigDecimal wanted) {
        return Finding.of(rule, tally.delivered(), tally.total(), shown(tally), wanted.toPlainString());
    }

    private static String shown(Tally tally) {
        return tally.successRate().map(BigDecimal::toPlainString).orElse("-");
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
