package io.jenkins.plugins.korenotify.engine.polling;

import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import java.io.Serializable;
import java.util.Optional;

/** One request of a watch: what is known of it and when it is asked for next. Immutable. */
public final class RequestState implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The most recipients of one request (Kore.ai, "Proactive Notifications API V2": {@code identities}). */
    static final long MAX_RECIPIENTS = 1000;

    private static final long NEVER = -1;

    private final String id;
    private final long recipients;
    private final RecipientCounts counts;
    private final boolean finished;
    private final boolean answered;
    private final int polls;
    private final int errors;
    private final int consecutiveFailures;
    private final int consecutiveUnauthorized;
    private final long firstPolledAt;
    private final long lastPolledAt;
    private final long lastStatusAt;
    private final long dueAt;
    private final ProgressEstimator pace;
    private final PollFailure failure;
    // Null where nothing of a recipient may be kept, and in what older versions stored.
    private final UndeliveredSample undelivered;

    private RequestState(Draft draft) {
        id = draft.id;
        recipients = draft.recipients;
        counts = draft.counts;
        finished = draft.finished;
        answered = draft.answered;
        polls = draft.polls;
        errors = draft.errors;
        consecutiveFailures = draft.consecutiveFailures;
        consecutiveUnauthorized = draft.consecutiveUnauthorized;
        firstPolledAt = draft.firstPolledAt;
        lastPolledAt = draft.lastPolledAt;
        lastStatusAt = draft.lastStatusAt;
        dueAt = draft.dueAt;
        pace = draft.pace;
        failure = draft.failure;
        undelivered = draft.undelivered;
    }

    static RequestState begin(TrackedRequest required, long now) {
        Draft draft = new Draft();
        draft.id = required.requestId();
        draft.recipients = required.recipients();
        draft.counts = RecipientCounts.NONE.expecting(required.recipients());
        draft.firstPolledAt = NEVER;
        draft.lastPolledAt = NEVER;
        draft.lastStatusAt = NEVER;
        draft.dueAt = now;
        draft.pace = ProgressEstimator.UNKNOWN;
        return new RequestState(draft);
    }

    /** Its ID, {@code ds-…}. */
    public String id() {
        return id;
    }

    /** Its recipients, as last heard. */
    public RecipientCounts counts() {
        return counts;
    }

    /** Whether Kore.ai calls it finished. */
    public boolean isFinished() {
        return finished;
    }

    /** Whether Kore.ai has ever given a status of it. */
    public boolean hasResponded() {
        return answered;
    }

    /** How often it was asked for. */
    public int polls() {
        return polls;
    }

    /** How many of the questions got no status. */
    public int errors() {
        return errors;
    }

    /** What went wrong with the last question; null if nothing did. */
    public PollFailure failure() {
        return failure;
    }

    /** Some of the recipients who were not reached, masked, as last heard; empty where none may be kept. */
    public Optional<UndeliveredSample> undelivered() {
        return Optional.ofNullable(undelivered);
    }

    /** When it is due to be asked for; without meaning once it is settled. */
    public long dueAt() {
        return dueAt;
    }

    int consecutiveFailures() {
        return consecutiveFailures;
    }

    int consecutiveUnauthorized() {
        return consecutiveUnauthorized;
    }

    long lastPolledAt() {
        return lastPolledAt;
    }

    ProgressEstimator pace() {
        return pace;
    }

    /** Since when it may have been unknown to Kore.ai: its last answer, else its first question, else now. */
    long knownUntil(long now) {
        if (lastStatusAt != NEVER) {
            return lastStatusAt;
        }
        return firstPolledAt != NEVER ? firstPolledAt : now;
    }

    /** The largest number of recipients it can have in the end. */
    long maxRecipients() {
        if (finished) {
            return counts.total();
        }
        return Math.max(recipients > 0 ? recipients : MAX_RECIPIENTS, counts.total());
    }

    RequestState pollSent(long now, long answerDueAt) {
        Draft draft = new Draft(this);
        draft.polls++;
        draft.firstPolledAt = firstPolledAt == NEVER ? now : firstPolledAt;
        draft.lastPolledAt = now;
        draft.dueAt = answerDueAt;
        return new RequestState(draft);
    }

    RequestState statusReceived(Answer answer, long now) {
        Draft draft = new Draft(this);
        draft.counts = answer.counts().expecting(recipients);
        draft.finished = answer.finished();
        draft.answered = true;
        draft.consecutiveFailures = 0;
        draft.consecutiveUnauthorized = 0;
        draft.lastStatusAt = now;
        draft.pace = pace.observed(now, Progress.of(draft.counts, answer.percentComplete()));
        draft.failure = null;
        draft.undelivered = answer.undelivered();
        return new RequestState(draft);
    }

    RequestState pollFailed(PollFailure newFailure) {
        Draft draft = new Draft(this);
        draft.errors++;
        draft.consecutiveFailures++;
        draft.consecutiveUnauthorized = newFailure.kind() == PollFailure.Kind.UNAUTHORIZED ? consecutiveUnauthorized + 1 : consecutiveUnauthorized;
        draft.failure = newFailure;
        return new RequestState(draft);
    }

    RequestState due(long newDueAt) {
        Draft draft = new Draft(this);
        draft.dueAt = newDueAt;
        return new RequestState(draft);
    }

    RequestState keeping(UndeliveredSample fewer) {
        Draft draft = new Draft(this);
        draft.undelivered = fewer;
        return new RequestState(draft);
    }

    @Override
    public String toString() {
        return id + (finished ? " finished, " : " running, ") + counts;
    }

    /** The fields of the next state. */
    private static final class Draft {
        private String id;
        private long recipients;
        private RecipientCounts counts;
        private boolean finished;
        private boolean answered;
        private int polls;
        private int errors;
        private int consecutiveFailures;
        private int consecutiveUnauthorized;
        private long firstPolledAt;
        private long lastPolledAt;
        private long lastStatusAt;
        private long dueAt;
        private ProgressEstimator pace;
        private PollFailure failure;
        private UndeliveredSample undelivered;

        Draft() {}

        Draft(RequestState from) {
            id = from.id;
            recipients = from.recipients;
            counts = from.counts;
            finished = from.finished;
            answered = from.answered;
            polls = from.polls;
            errors = from.errors;
            consecutiveFailures = from.consecutiveFailures;
            consecutiveUnauthorized = from.consecutiveUnauthorized;
            firstPolledAt = from.firstPolledAt;
            lastPolledAt = from.lastPolledAt;
            lastStatusAt = from.lastStatusAt;
            dueAt = from.dueAt;
            pace = from.pace;
            failure = from.failure;
            undelivered = from.undelivered;
        }
    }
}
