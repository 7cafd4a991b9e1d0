package io.jenkins.plugins.korenotify.engine.client;

import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import java.util.Locale;

/**
 * What Kore.ai reports of one request in one response.
 *
 * @param outcome what the overall status says
 * @param overallStatus Kore.ai's overall status as it stands, cleaned and cut; empty where it is missing
 * @param counts the listed recipients ({@code statusLogs}): "pending" are those with another word than success or failure
 * @param declaredCount Kore.ai's {@code count}; -1 where it is missing
 * @param percentComplete how much is done in percent, 0 to 100 (API V1); negative where the response does not say so
 * @param undelivered some of the undelivered recipients, masked; null unless {@link ResponseLimits#maxUndelivered} allows
 *     any
 */
public record RequestStatus(
        Outcome outcome,
        String overallStatus,
        RecipientCounts counts,
        long declaredCount,
        double percentComplete,
        UndeliveredSample undelivered) {
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

    /** Whether the overall status is one of the documented final ones. */
    public boolean isFinal() {
        return outcome != Outcome.RUNNING;
    }

    @Override
    public String toString() {
        return (overallStatus.isEmpty() ? "(no overall status)" : overallStatus) + ": " + counts;
    }
}
