package io.jenkins.plugins.korenotify.kore;

import io.jenkins.plugins.korenotify.gate.Tally;
import io.jenkins.plugins.korenotify.gate.Unreached;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** What Kore.ai says of one request at one moment. Immutable. */
public final class RequestStatus {
    private final boolean finished;
    private final String overallWord;
    private final Tally tally;
    private final long entries;
    private final long declaredCount;
    private final double percentComplete;
    private final Unreached unreached;

    RequestStatus(
            boolean finished,
            String overallWord,
            Tally tally,
            long entries,
            long declaredCount,
            double percentComplete,
            Unreached unreached) {
        this.finished = finished;
        this.overallWord = overallWord;
        this.tally = tally;
        this.entries = entries;
        this.declaredCount = declaredCount;
        this.percentComplete = percentComplete;
        this.unreached = unreached;
    }

    /** Whether Kore.ai calls the request finished; an unknown overall word is "not finished". */
    public boolean isFinished() {
        return finished;
    }

    /** Kore.ai's overall word as it stands, cleaned and cut; empty where it is missing. */
    public String overallWord() {
        return overallWord;
    }

    /** The recipients counted; {@code count} and the entries may disagree, the larger is the total. */
    public Tally tally() {
        return tally;
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

    /** Some of the recipients who were not reached, masked; empty unless {@link AnswerLimits#mostUnreached} says so. */
    public Optional<Unreached> unreached() {
        return Optional.ofNullable(unreached);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof RequestStatus)) {
            return false;
        }
        RequestStatus that = (RequestStatus) other;
        return finished == that.finished
                && overallWord.equals(that.overallWord)
                && tally.equals(that.tally)
                && entries == that.entries
                && declaredCount == that.declaredCount
                && Double.compare(percentComplete, that.percentComplete) == 0
                && Objects.equals(unreached, that.unreached);
    }

    @Override
    public int hashCode() {
        return Objects.hash(finished, overallWord, tally, entries, declaredCount, percentComplete, unreached);
    }

    @Override
    public String toString() {
        return (overallWord.isEmpty() ? "(no word)" : overallWord) + ": " + tally;
    }
}
