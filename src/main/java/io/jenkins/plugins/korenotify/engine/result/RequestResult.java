package io.jenkins.plugins.korenotify.engine.result;

import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredRecipient;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.polling.RequestState;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** What came of one request of a check, in numbers. Immutable. */
public final class RequestResult implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The most characters of {@link #failure()}. */
    public static final int MAX_TROUBLE_LENGTH = 300;

    private final String id;
    private final boolean answered;
    private final boolean finished;
    private final long delivered;
    private final long failed;
    private final long pending;
    private final int polls;
    private final int errors;
    private final String failure;
    // Null where the words are all that is known, and in what older versions stored.
    private final LocalizableMessage failureMessage;
    // Null where nothing of a recipient may be kept, and in what older versions stored.
    private final UndeliveredSample undelivered;
    private final long undeliveredOmitted;

    private RequestResult(RequestState request, boolean over) {
        RecipientCounts counts = request.counts();
        id = request.id();
        answered = request.hasResponded();
        finished = request.isFinished();
        delivered = counts.delivered();
        failed = counts.failed();
        pending = counts.pending();
        polls = request.polls();
        errors = request.failedPolls();
        failure = request.lastFailure() == null
                ? null
                : BoundedText.cut(request.lastFailure().message().toString(), MAX_TROUBLE_LENGTH);
        failureMessage = request.lastFailure() == null
                ? null
                : BoundedText.cut(request.lastFailure().message(), MAX_TROUBLE_LENGTH);
        // Who is pending while the request goes on may still be reached.
        undelivered = request.undelivered()
                .map(all -> over ? all : all.first(all.failed(), 0))
                .orElse(null);
        undeliveredOmitted = failed + (over ? pending : 0) - (undelivered == null ? 0 : undelivered.size());
    }

    /**
     * The result of a request.
     *
     * @param over whether nothing more will be heard of it: it is settled, or time is up
     */
    static RequestResult of(RequestState request, boolean over) {
        return new RequestResult(request, over);
    }

    /** Its ID, {@code ds-…}. */
    public String id() {
        return id;
    }

    /** Whether Kore.ai ever gave a status of it; if not, its recipients are what the send call said, or nobody. */
    public boolean hasResponded() {
        return answered;
    }

    /** Whether Kore.ai calls it finished. */
    public boolean isFinished() {
        return finished;
    }

    /** All recipients: delivered, failed and pending. */
    public long total() {
        return delivered + failed + pending;
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

    /** How often it was asked for. */
    public int polls() {
        return polls;
    }

    /** How many of the questions got no status. */
    public int errors() {
        return errors;
    }

    /** How many questions were asked again after one that got no status. */
    public int retries() {
        return failure == null ? errors : errors - 1;
    }

    /** What went wrong with the last question, in English words; empty if nothing did. At most 300 characters. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** The same by key and values, where it is known so; texts in it have at most 300 characters. */
    public Optional<LocalizableMessage> failureMessage() {
        return Optional.ofNullable(failureMessage);
    }

    /** Some of the recipients who were not reached, masked, first those who failed; empty where none may be kept. */
    public List<UndeliveredRecipient> undelivered() {
        return undelivered == null ? List.of() : undelivered.recipients();
    }

    /** How many more were not reached. */
    long undeliveredOmitted() {
        return undeliveredOmitted;
    }

    boolean keepsRecipients() {
        return undelivered != null;
    }

    /** Whether there is nothing to say of it but that everybody was reached. */
    boolean isPlain() {
        return finished && failed == 0 && pending == 0 && failure == null;
    }

    @Override
    public String toString() {
        return id + (finished ? " finished, " : " running, ") + delivered + " delivered, " + failed + " failed, "
                + pending + " pending of " + total();
    }
}
