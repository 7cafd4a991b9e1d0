package io.jenkins.plugins.korenotify.engine.result;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.jenkins.plugins.korenotify.engine.client.TextSanitizer;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.polling.RequestState;
import java.io.Serializable;
import java.util.Locale;

/** One request of a check, in numbers. Immutable. */
@JsonPropertyOrder({"id", "responded", "finished", "status", "total"}) // the others as they are declared
public final class RequestResult implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The largest number of characters of {@link #getLastError}. */
    public static final int MAX_ERROR_LENGTH = 300;

    /** Its ID, {@code ds-…}. */
    public final String id;

    /** Whether Kore.ai ever reported a status of it; if not, its recipients are those of the send response, or unknown. */
    public final boolean responded;

    /** Whether it is finished: nothing more is expected of it. */
    public final boolean finished;

    /** Kore.ai's overall status as last reported, cleaned and cut; null if there was none. */
    public final String status;

    /** Recipients whose notification was handed to the channel. */
    public final long delivered;

    /** Recipients whose notification failed for good. */
    public final long failed;

    /** Recipients without a result. */
    public final long pending;

    /** How often it was polled. */
    public final int polls;

    /** How many of the polls gave no status. */
    public final int failedPolls;

    /** How many failed polls were followed by another poll. */
    public final int retries;

    private final LocalizableMessage lastError;

    RequestResult(RequestState request) {
        RecipientCounts counts = request.counts();
        id = request.id();
        responded = request.hasResponded();
        finished = request.isFinished();
        status = request.overallStatus().isEmpty() ? null : request.overallStatus();
        delivered = counts.delivered();
        failed = counts.failed();
        pending = counts.pending();
        polls = request.polls();
        failedPolls = request.failedPolls();
        boolean retried = request.lastFailure() == null || request.isInFlight();
        retries = retried ? failedPolls : failedPolls - 1;
        lastError = request.lastFailure() == null
                ? null
                : TextSanitizer.truncate(request.lastFailure().message(), MAX_ERROR_LENGTH);
    }

    /** All recipients: delivered, failed and pending. */
    public long getTotal() {
        return delivered + failed + pending;
    }

    /** Why the last poll failed, in English; null if it did not. */
    public String getLastError() {
        return lastError(Locale.ROOT);
    }

    /** Why the last poll failed, in the language closest to {@code locale}; null if it did not. */
    public String lastError(Locale locale) {
        return lastError == null ? null : TextSanitizer.truncate(lastError.format(locale), MAX_ERROR_LENGTH);
    }

    /** Whether all its recipients are delivered and its last poll succeeded: there is nothing to look into. */
    boolean isUnremarkable() {
        return finished && failed == 0 && pending == 0 && lastError == null;
    }
}
