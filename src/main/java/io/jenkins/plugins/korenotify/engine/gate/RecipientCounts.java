package io.jenkins.plugins.korenotify.engine.gate;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;

/**
 * Recipients counted: delivered, failed and pending, by channel and by reason. Tallies are immutable and add up, in
 * any order, so that a campaign of many requests is judged as one.
 *
 * <p>"Delivered" is what Kore.ai calls {@code SUCCESS}: handed to the channel. The API has no read receipt.
 */
public final class RecipientCounts implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Nobody counted. */
    public static final RecipientCounts NONE = new RecipientCounts(0, 0, 0, 0, LabelCounts.NONE, LabelCounts.NONE, LabelCounts.NONE);

    private final long delivered;
    private final long failed;
    private final long pending;
    private final long contradictions;
    private final LabelCounts deliveredByChannel;
    private final LabelCounts failedByChannel;
    private final LabelCounts failedByReason;

    private RecipientCounts(
            long delivered,
            long failed,
            long pending,
            long contradictions,
            LabelCounts deliveredByChannel,
            LabelCounts failedByChannel,
            LabelCounts failedByReason) {
        if (delivered < 0 || failed < 0 || pending < 0 || contradictions < 0) {
            throw new IllegalArgumentException("A count cannot be negative: " + delivered + ", " + failed + ", "
                    + pending + ", " + contradictions);
        }
        this.delivered = delivered;
        this.failed = failed;
        this.pending = pending;
        this.contradictions = contradictions;
        this.deliveredByChannel = deliveredByChannel;
        this.failedByChannel = failedByChannel;
        this.failedByReason = failedByReason;
    }

    /**
     * Recipients counted without channel or reason.
     *
     * @throws IllegalArgumentException if a count is negative
     */
    public static RecipientCounts of(long delivered, long failed, long pending) {
        return new RecipientCounts(delivered, failed, pending, 0, LabelCounts.NONE, LabelCounts.NONE, LabelCounts.NONE);
    }

    /** The same recipients, with what is known of them by channel and, for those who failed, by reason. */
    public RecipientCounts detailed(LabelCounts newDeliveredByChannel, LabelCounts newFailedByChannel, LabelCounts newFailedByReason) {
        return new RecipientCounts(
                delivered,
                failed,
                pending,
                contradictions,
                newDeliveredByChannel,
                newFailedByChannel,
                newFailedByReason);
    }

    /**
     * The same recipients, of a request whose overall word says that some were not reached although none of them is
     * counted as failed or pending. Such a tally never passes.
     */
    public RecipientCounts contradicted() {
        return new RecipientCounts(
                delivered,
                failed,
                pending,
                Math.addExact(contradictions, 1),
                deliveredByChannel,
                failedByChannel,
                failedByReason);
    }

    /** The same recipients and as many pending ones as are missing to {@code expected}; never fewer than there are. */
    public RecipientCounts expecting(long expected) {
        long missing = expected - total();
        if (missing <= 0) {
            return this;
        }
        return new RecipientCounts(
                delivered,
                failed,
                pending + missing,
                contradictions,
                deliveredByChannel,
                failedByChannel,
                failedByReason);
    }

    /** Both, added up. */
    public RecipientCounts plus(RecipientCounts that) {
        return new RecipientCounts(
                Math.addExact(delivered, that.delivered),
                Math.addExact(failed, that.failed),
                Math.addExact(pending, that.pending),
                Math.addExact(contradictions, that.contradictions),
                deliveredByChannel.plus(that.deliveredByChannel),
                failedByChannel.plus(that.failedByChannel),
                failedByReason.plus(that.failedByReason));
    }

    /** All recipients: delivered, failed and pending. */
    public long total() {
        return Math.addExact(Math.addExact(delivered, failed), pending);
    }

    /** Recipients whose notification was handed to the channel. */
    public long delivered() {
        return delivered;
    }

    /** Recipients who were not reached, finally. */
    public long failed() {
        return failed;
    }

    /** Recipients of whom Kore.ai has not said how it ended. */
    public long pending() {
        return pending;
    }

    /** Requests whose overall word contradicts their recipients; see {@link #contradicted()}. */
    public long contradictions() {
        return contradictions;
    }

    /** Delivered recipients by channel, as Kore.ai spells it. */
    public LabelCounts deliveredByChannel() {
        return deliveredByChannel;
    }

    /** Failed recipients by channel, as Kore.ai spells it. */
    public LabelCounts failedByChannel() {
        return failedByChannel;
    }

    /** Failed recipients by Kore.ai's comment. */
    public LabelCounts failedByReason() {
        return failedByReason;
    }

    /**
     * The share of delivered recipients in percent, rounded down to {@value Percentages#DECIMALS} decimals, so that it
     * never looks better than it is; empty where there is nobody.
     */
    public Optional<BigDecimal> successRate() {
        return total() == 0 ? Optional.empty() : Optional.of(Percentages.of(delivered, total()));
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof RecipientCounts)) {
            return false;
        }
        RecipientCounts that = (RecipientCounts) other;
        return delivered == that.delivered
                && failed == that.failed
                && pending == that.pending
                && contradictions == that.contradictions
                && deliveredByChannel.equals(that.deliveredByChannel)
                && failedByChannel.equals(that.failedByChannel)
                && failedByReason.equals(that.failedByReason);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                delivered, failed, pending, contradictions, deliveredByChannel, failedByChannel, failedByReason);
    }

    @Override
    public String toString() {
        return delivered + " delivered, " + failed + " failed, " + pending + " pending of " + total();
    }
}
