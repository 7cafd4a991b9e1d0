package io.jenkins.plugins.korenotify.engine.client;

import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** What Kore.ai reports of one request in one response. Immutable. */
public final class RequestStatus {
    /**
     * What the overall status says. Kore.ai documents {@code SUCCESS}, {@code FAILURE} and {@code PARTIAL_SUCCESS} as
     * final ("Proactive Notifications Status"); any other word is not final.
     */
    public enum Outcome {
        /** Not final. */
        RUNNING,
        /** {@code SUCCESS}. */
        SUCCESS,
        /** {@code PARTIAL_SUCCESS}: some recipients failed. */
        PARTIAL_SUCCESS,
        /** {@code FAILURE}: recipients failed, all of them where none is listed as delivered. */
        FAILURE;

        static Outcome parse(String overallStatus) {
            // Letters beyond ASCII may have an upper case within it.
            if (overallStatus.chars().anyMatch(c -> c > 'z')) {
                return RUNNING;
            }
            return switch (overallStatus.toUpperCase(Locale.ROOT)) {
                case "SUCCESS" -> SUCCESS;
                case "PARTIAL_SUCCESS" -> PARTIAL_SUCCESS;
                case "FAILURE", "FAILED" -> FAILURE;
                default -> RUNNING;
            };
        }
    }

    private final Outcome outcome;
    private final String overallStatus;
    private final RecipientCounts counts;
    private final long declaredCount;
    private final double percentComplete;
    private final UndeliveredSample undelivered;

    /**
     * Creates a status.
     *
     * @param overallStatus as Kore.ai spells it, cleaned and cut
     * @param counts the listed recipients
     * @param declaredCount {@code count}; -1 where it is missing
     * @param percentComplete 0 to 100; negative where it is missing
     * @param undelivered null unless {@link ResponseLimits#maxUndelivered} allows any
     */
    public RequestStatus(
            Outcome outcome,
            String overallStatus,
            RecipientCounts counts,
            long declaredCount,
            double percentComplete,
            UndeliveredSample undelivered) {
        this.outcome = outcome;
        this.overallStatus = overallStatus;
        this.counts = counts;
        this.declaredCount = declaredCount;
        this.percentComplete = percentComplete;
        this.undelivered = undelivered;
    }

    /** What the overall status says. */
    public Outcome outcome() {
        return outcome;
    }

    /** Whether the overall status is one of the documented final ones. */
    public boolean isFinal() {
        return outcome != Outcome.RUNNING;
    }

    /** Kore.ai's overall status as it stands, cleaned and cut; empty where it is missing. */
    public String overallStatus() {
        return overallStatus;
    }

    /** The listed recipients ({@code statusLogs}): "pending" are those with another word than success or failure. */
    public RecipientCounts counts() {
        return counts;
    }

    /** Kore.ai's {@code count}; -1 where it is missing. */
    public long declaredCount() {
        return declaredCount;
    }

    /** How much is done in percent, 0 to 100, where the response says so (API V1). */
    public OptionalDouble percentComplete() {
        return percentComplete < 0 ? OptionalDouble.empty() : OptionalDouble.of(percentComplete);
    }

    /** Some of the undelivered recipients, masked; empty unless {@link ResponseLimits#maxUndelivered} allows any. */
    public Optional<UndeliveredSample> undelivered() {
        return Optional.ofNullable(undelivered);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RequestStatus that
                && outcome == that.outcome
                && overallStatus.equals(that.overallStatus)
                && counts.equals(that.counts)
                && declaredCount == that.declaredCount
                && Double.compare(percentComplete, that.percentComplete) == 0
                && Objects.equals(undelivered, that.undelivered);
    }

    @Override
    public int hashCode() {
        return Objects.hash(outcome, overallStatus, counts, declaredCount, percentComplete, undelivered);
    }

    @Override
    public String toString() {
        return (overallStatus.isEmpty() ? "(no overall status)" : overallStatus) + ": " + counts;
    }
}
