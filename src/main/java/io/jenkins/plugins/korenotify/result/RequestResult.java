package io.jenkins.plugins.korenotify.result;

import io.jenkins.plugins.korenotify.gate.Tally;
import io.jenkins.plugins.korenotify.watch.WatchedRequest;
import java.io.Serializable;
import java.util.Optional;

/** What came of one request of a check, in numbers. Immutable. */
public final class RequestResult implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int LONGEST_TROUBLE = 300;

    private final String id;
    private final boolean answered;
    private final boolean finished;
    private final long delivered;
    private final long failed;
    private final long pending;
    private final int polls;
    private final int errors;
    private final String trouble;

    private RequestResult(WatchedRequest request) {
        Tally tally = request.tally();
        id = request.id();
        answered = request.isAnswered();
        finished = request.isFinished();
        delivered = tally.delivered();
        failed = tally.failed();
        pending = tally.pending();
        polls = request.polls();
        errors = request.errors();
        trouble = request.trouble() == null
                ? null
                : BoundedText.cut(request.trouble().message(), LONGEST_TROUBLE);
    }

    static RequestResult of(WatchedRequest request) {
        return new RequestResult(request);
    }

    /** Its ID, {@code ds-…}. */
    public String id() {
        return id;
    }

    /** Whether Kore.ai ever gave a status of it; if not, its recipients are what the send call said, or nobody. */
    public boolean isAnswered() {
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
        return trouble == null ? errors : errors - 1;
    }

    /** What went wrong with the last question, in words; empty if nothing did. At most 300 characters. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Whether there is nothing to say of it but that everybody was reached. */
    boolean isPlain() {
        return finished && failed == 0 && pending == 0 && trouble == null;
    }

    @Override
    public String toString() {
        return id + (finished ? " finished, " : " running, ") + delivered + " delivered, " + failed + " failed, "
                + pending + " pending of " + total();
    }
}
