package io.jenkins.plugins.korenotify.engine.gate;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Numbers of recipients: delivered, failed and pending, by channel and by reason. Counts add up in any order, so that many
 * requests are evaluated as one.
 *
 * <p>"Delivered" is what Kore.ai calls {@code SUCCESS}: handed to the channel. The API has no read receipt.
 *
 * @param delivered recipients whose notification was handed to the channel
 * @param failed recipients whose notification failed for good
 * @param pending recipients without a result so far
 * @param deliveredByChannel delivered recipients by channel, as Kore.ai spells it
 * @param failedByChannel failed recipients by channel, as Kore.ai spells it
 * @param failedByReason failed recipients by Kore.ai's comment
 */
public record RecipientCounts(
        long delivered,
        long failed,
        long pending,
        LabelCounts deliveredByChannel,
        LabelCounts failedByChannel,
        LabelCounts failedByReason)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** No recipient. */
    public static final RecipientCounts NONE = of(0, 0, 0);

    /** Checks that no number is negative. */
    public RecipientCounts {
        if (delivered < 0 || failed < 0 || pending < 0) {
            throw new IllegalArgumentException(
                    "A count cannot be negative: " + delivered + ", " + failed + ", " + pending);
        }
    }

    /** Counts without channels and reasons. */
    public static RecipientCounts of(long delivered, long failed, long pending) {
        return new RecipientCounts(delivered, failed, pending, LabelCounts.NONE, LabelCounts.NONE, LabelCounts.NONE);
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

    /** The sum of all. */
    public static RecipientCounts sum(Collection<RecipientCounts> all) {
        return new RecipientCounts(
                sum(all, RecipientCounts::delivered),
                sum(all, RecipientCounts::failed),
                sum(all, RecipientCounts::pending),
                sumLabels(all, RecipientCounts::deliveredByChannel),
                sumLabels(all, RecipientCounts::failedByChannel),
                sumLabels(all, RecipientCounts::failedByReason));
    }

    private static long sum(Collection<RecipientCounts> all, ToLongFunction<RecipientCounts> count) {
        return all.stream().mapToLong(count).reduce(0, Math::addExact);
    }

    private static LabelCounts sumLabels(
            Collection<RecipientCounts> all, Function<RecipientCounts, LabelCounts> counts) {
        return LabelCounts.sum(all.stream().map(counts).toList());
    }

    /** All recipients: delivered, failed and pending. */
    public long total() {
        return Math.addExact(Math.addExact(delivered, failed), pending);
    }

    /**
     * The share of delivered recipients in percent, rounded down to {@value Percentages#DECIMALS} decimals, so that it
     * never looks better than it is; empty if there is no recipient.
     */
    public Optional<BigDecimal> successRate() {
        return total() == 0 ? Optional.empty() : Optional.of(Percentages.share(delivered, total()));
    }

    @Override
    public String toString() {
        return delivered + " delivered, " + failed + " failed, " + pending + " pending of " + total();
    }
}
