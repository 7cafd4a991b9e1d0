package io.jenkins.plugins.korenotify.engine.client;

import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** What Kore.ai says of one request at one moment. Immutable. */
public final class RequestStatus {
    private final boolean finished;
    private final String overallStatus;
    private final RecipientCounts counts;
    private final long entries;
    private final long declaredCount;
    private final double percentComplete;
    private final UndeliveredSample undelivered;

    RequestStatus(
            boolean finished,
            String overallStatus,
            RecipientCounts counts,
            long entries,
            long declaredCount,
            double percentComplete,
            UndeliveredSample undelivered) {
        this.finished = finished;
        this.overallStatus = overallStatus;
        this.counts = counts;
        this.entries = entries;
        this.declaredCount = declaredCount;
        this.percentComplete = percentComplete;
        this.undelivered = undelivered;
    }

    /** Whether Kore.ai calls the request finished; an unknown overall word is "not finished". */
    public boolean isFinished() {
        return finished;
    }

    /** Kore.ai's overall word as it stands, cleaned and cut; empty where it is missing. */
    public String overallStatus() {
        return overallStatus;
    }

    /** The recipients counted; {@code count} and the entries may disagree, the larger is the total. */
    public RecipientCounts counts() {
        return counts;
    }

    /** How many recipients are listed one by one ({@code statusLogs}). */
    public long entries() {
        return entries;
    }

    /** Kore.ai's {@code count}; -1 where it is missing. */
    public long declaredCount() {
        return declaredCount;
    }

    /** How much is done in percent, 0 to 100, where the answer says so (API V1). */
    public OptionalDouble percentComplete() {
        return percentComplete < 0 ? OptionalDouble.empty() : OptionalDouble.of(percentComplete);
    }

    /** Some of the recipients who were not reached, masked; empty unless {@link ResponseLimits#maxUndelivered} says so. */
    public Optional<UndeliveredSample> undelivered() {
        return Optional.ofNullable(undelivered);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof RequestStatus)) {
            return false;
        }
        RequestStatus that = (RequestStatus) other;
        return finished == that.finished
                && overallStatus.equals(that.overallStatus)
                && counts.equals(that.counts)
                && entries == that.entries
                && declaredCount == that.declaredCount
                && Double.compare(percentComplete, that.percentComplete) == 0
                && Objects.equals(undelivered, that.undelivered);
    }

    @Override
    public int hashCode() {
        return Objects.hash(finished, overallStatus, counts, entries, declaredCount, percentComplete, undelivered);
    }

    @Override
    public String toString() {
        return (overallStatus.isEmpty() ? "(no word)" : overallStatus) + ": " + counts;
    }
}
