package io.jenkins.plugins.korenotify.result;

import io.jenkins.plugins.korenotify.gate.Tally;
import io.jenkins.plugins.korenotify.gate.Unreached;
import io.jenkins.plugins.korenotify.gate.UnreachedRecipient;
import io.jenkins.plugins.korenotify.watch.WatchedRequest;
import io.jenkins.plugins.korenotify.words.Phrase;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** What came of one request of a check, in numbers. Immutable. */
public final class RequestResult implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The most characters of {@link #trouble()}. */
    public static final int LONGEST_TROUBLE = 300;

    private final String id;
    private final boolean answered;
    private final boolean finished;
    private final long delivered;
    private final long failed;
    private final long pending;
    private final int polls;
    private final int errors;
    private final String trouble;
    // Null where the words are all that is known, and in what older versions stored.
    private final Phrase troubleSaid;
    // Null where nothing of a recipient may be kept, and in what older versions stored.
    private final Unreached unreached;
    private final long unreachedOmitted;

    private RequestResult(WatchedRequest request, boolean over) {
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
        troubleSaid = request.trouble() == null
                ? null
                : request.trouble()
                        .what()
                        .map(what -> BoundedText.cut(what, LONGEST_TROUBLE))
                        .orElse(null);
        // Who is pending while the request goes on may still be reached.
        unreached = request.unreached()
                .map(all -> over ? all : all.first(all.failed(), 0))
                .orElse(null);
        unreachedOmitted = failed + (over ? pending : 0) - (unreached == null ? 0 : unreached.size());
    }

    /**
     * The result of a request.
     *
     * @param over whether nothing more will be heard of it: it is settled, or time is up
     */
    static RequestResult of(WatchedRequest request, boolean over) {
        return new RequestResult(request, over);
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

    /** What went wrong with the last question, in English words; empty if nothing did. At most 300 characters. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** The same by key and values, where it is known so; texts in it have at most 300 characters. */
    public Optional<Phrase> troubleSaid() {
        return Optional.ofNullable(troubleSaid);
    }

    /** Some of the recipients who were not reached, masked, first those who failed; empty where none may be kept. */
    public List<UnreachedRecipient> unreached() {
        return unreached == null ? List.of() : unreached.recipients();
    }

    /** How many more were not reached. */
    long unreachedOmitted() {
        return unreachedOmitted;
    }

    boolean keepsRecipients() {
        return unreached != null;
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
