package io.jenkins.plugins.korenotify.gate;

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
public final class Tally implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Nobody counted. */
    public static final Tally NONE = new Tally(0, 0, 0, 0, Counts.NONE, Counts.NONE, Counts.NONE);

    private final long delivered;
    private final long failed;
    private final long pending;
    private final long contradictions;
    private final Counts deliveredByChannel;
    private final Counts failedByChannel;
    private final Counts failedByReason;

    private Tally(
            long delivered,
            long failed,
            long pending,
            long contradictions,
            Counts deliveredByChannel,
            Counts failedByChannel,
            Counts failedByReason) {
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
    public static Tally of(long delivered, long failed, long pending) {
        return new Tally(delivered, failed, pending, 0, Counts.NONE, Counts.NONE, Counts.NONE);
    }

    /** The same recipients, with what is known of them by channel and, for those who failed, by reason. */
    public Tally detailed(Counts newDeliveredByChannel, Counts newFailedByChannel, Counts newFailedByReason) {
        return new Tally(
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
    public Tally contradicted() {
        return new Tally(
                delivered,
                failed,
                pending,
                Math.addExact(contradictions, 1),
                deliveredByChannel,
                failedByChannel,
                failedByReason);
    }

    /** The same recipients and as many pending ones as are missing to {@code expected}; never fewer than there are. */
    public Tally expecting(long expected) {
        long missing = expected - total();
        if (missing <= 0) {
            return this;
        }
        return new Tally(
                delivered,
                failed,
                pending + missing,
                contradictions,
                deliveredByChannel,
                failedByChannel,
                failedByReason);
    }

    /** Both, added up. */
    public Tally plus(Tally that) {
        return new Tally(
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
    public Counts deliveredByChannel() {
        return deliveredByChannel;
    }

    /** Failed recipients by channel, as Kore.ai spells it. */
    public Counts failedByChannel() {
        return failedByChannel;
    }

    /** Failed recipients by Kore.ai's comment. */
    public Counts failedByReason() {
        return failedByReason;
    }

    /**
     * The share of delivered recipients in percent, rounded down to {@value Percent#DECIMALS} decimals, so that it
     * never looks better than it is; empty where there is nobody.
     */
    public Optional<BigDecimal> successRate() {
        return total() == 0 ? Optional.empty() : Optional.of(Percent.of(delivered, total()));
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Tally)) {
            return false;
        }
        Tally that = (Tally) other;
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
