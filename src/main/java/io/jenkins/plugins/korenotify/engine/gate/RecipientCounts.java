package io.jenkins.plugins.korenotify.engine.gate;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Numbers of recipients: delivered, failed and pending, by channel and by reason. Immutable; counts add up in any order,
 * so that many requests are evaluated as one.
 *
 * <p>"Delivered" is what Kore.ai calls {@code SUCCESS}: handed to the channel. The API has no read receipt.
 */
public final class RecipientCounts implements Serializable {
    private static final long serialVersionUID = 1L;

    /** No recipient. */
    public static final RecipientCounts NONE =
            new RecipientCounts(0, 0, 0, LabelCounts.NONE, LabelCounts.NONE, LabelCounts.NONE);

    private final long delivered;
    private final long failed;
    private final long pending;
    private final LabelCounts deliveredByChannel;
    private final LabelCounts failedByChannel;
    private final LabelCounts failedByReason;

    private RecipientCounts(
            long delivered,
            long failed,
            long pending,
            LabelCounts deliveredByChannel,
            LabelCounts failedByChannel,
            LabelCounts failedByReason) {
        if (delivered < 0 || failed < 0 || pending < 0) {
            throw new IllegalArgumentException(
                    "A count cannot be negative: " + delivered + ", " + failed + ", " + pending);
        }
        this.delivered = delivered;
        this.failed = failed;
        this.pending = pending;
        this.deliveredByChannel = deliveredByChannel;
        this.failedByChannel = failedByChannel;
        this.failedByReason = failedByReason;
    }

    /**
     * Counts without channels and reasons.
     *
     * @throws IllegalArgumentException if a count is negative
     */
    public static RecipientCounts of(long delivered, long failed, long pending) {
        return new RecipientCounts(delivered, failed, pending, LabelCounts.NONE, LabelCounts.NONE, LabelCounts.NONE);
    }

    /** The same numbers, broken down by channel and, for failed recipients, by reason. */
    public RecipientCounts detailed(
            LabelCounts newDeliveredByChannel, LabelCounts newFailedByChannel, LabelCounts newFailedByReason) {
        return new RecipientCounts(
                delivered, failed, pending, newDeliveredByChannel, newFailedByChannel, newFailedByReason);
    }

    /** The same numbers and as many pending recipients as are missing to {@code expected}; never fewer than there are. */
    public RecipientCounts expecting(long expected) {
        long missing = expected - total();
        if (missing <= 0) {
            return this;
        }
        return new RecipientCounts(
                delivered, failed, pending + missing, deliveredByChannel, failedByChannel, failedByReason);
    }

    /** The sum of both. */
    public RecipientCounts plus(RecipientCounts that) {
        return sum(List.of(this, that));
    }

    /** The sum of all. */
    public static RecipientCounts sum(Collection<RecipientCounts> all) {
        return new RecipientCounts(
                sum(all, RecipientCounts::delivered),
                sum(all, RecipientCounts::failed),
                sum(all, RecipientCounts::pending),
                LabelCounts.sum(
                        all.stream().map(RecipientCounts::deliveredByChannel).toList()),
                LabelCounts.sum(
                        all.stream().map(RecipientCounts::failedByChannel).toList()),
                LabelCounts.sum(
                        all.stream().map(RecipientCounts::failedByReason).toList()));
    }

    private static long sum(Collection<RecipientCounts> all, ToLongFunction<RecipientCounts> count) {
        return all.stream().mapToLong(count).reduce(0, Math::addExact);
    }

    /** All recipients: delivered, failed and pending. */
    public long total() {
        return Math.addExact(Math.addExact(delivered, failed), pending);
    }

    /** Recipients whose notification was handed to the channel. */
    public long delivered() {
        return delivered;
    }

    /** Recipients whose notification failed for good. */
    public long failed() {
        return failed;
    }

    /** Recipients without a result so far. */
    public long pending() {
        return pending;
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
     * never looks better than it is; empty if there is no recipient.
     */
    public Optional<BigDecimal> successRate() {
        return total() == 0 ? Optional.empty() : Optional.of(Percentages.share(delivered, total()));
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
                && deliveredByChannel.equals(that.deliveredByChannel)
                && failedByChannel.equals(that.failedByChannel)
                && failedByReason.equals(that.failedByReason);
    }

    @Override
    public int hashCode() {
        return Objects.hash(delivered, failed, pending, deliveredByChannel, failedByChannel, failedByReason);
    }

    @Override
    public String toString() {
        return delivered + " delivered, " + failed + " failed, " + pending + " pending of " + total();
    }
}
