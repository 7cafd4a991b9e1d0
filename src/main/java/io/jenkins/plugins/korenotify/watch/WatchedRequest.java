package io.jenkins.plugins.korenotify.watch;

import io.jenkins.plugins.korenotify.gate.Tally;
import io.jenkins.plugins.korenotify.gate.Unreached;
import java.io.Serializable;
import java.util.Optional;

/** One request of a watch: what is known of it and when it is asked for next. Immutable. */
public final class WatchedRequest implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The most recipients of one request (Kore.ai, "Proactive Notifications API V2": {@code identities}). */
    static final long MOST_RECIPIENTS = 1000;

    private static final long NEVER = -1;

    private final String id;
    private final long recipients;
    private final Tally tally;
    private final boolean finished;
    private final boolean answered;
    private final int polls;
    private final int errors;
    private final int errorsInARow;
    private final int refusalsInARow;
    private final long firstAskedAt;
    private final long lastAskedAt;
    private final long lastAnsweredAt;
    private final long dueAt;
    private final Pace pace;
    private final Trouble trouble;
    // Null where nothing of a recipient may be kept, and in what older versions stored.
    private final Unreached unreached;

    private WatchedRequest(Draft draft) {
        id = draft.id;
        recipients = draft.recipients;
        tally = draft.tally;
        finished = draft.finished;
        answered = draft.answered;
        polls = draft.polls;
        errors = draft.errors;
        errorsInARow = draft.errorsInARow;
        refusalsInARow = draft.refusalsInARow;
        firstAskedAt = draft.firstAskedAt;
        lastAskedAt = draft.lastAskedAt;
        lastAnsweredAt = draft.lastAnsweredAt;
        dueAt = draft.dueAt;
        pace = draft.pace;
        trouble = draft.trouble;
        unreached = draft.unreached;
    }

    static WatchedRequest begin(Wanted wanted, long now) {
        Draft draft = new Draft();
        draft.id = wanted.requestId();
        draft.recipients = wanted.recipients();
        draft.tally = Tally.NONE.expecting(wanted.recipients());
        draft.firstAskedAt = NEVER;
        draft.lastAskedAt = NEVER;
        draft.lastAnsweredAt = NEVER;
        draft.dueAt = now;
        draft.pace = Pace.UNKNOWN;
        return new WatchedRequest(draft);
    }

    /** Its ID, {@code ds-…}. */
    public String id() {
        return id;
    }

    /** Its recipients, as last heard. */
    public Tally tally() {
        return tally;
    }

    /** Whether Kore.ai calls it finished. */
    public boolean isFinished() {
        return finished;
    }

    /** Whether Kore.ai has ever given a status of it. */
    public boolean isAnswered() {
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
    public Trouble trouble() {
        return trouble;
    }

    /** Some of the recipients who were not reached, masked, as last heard; empty where none may be kept. */
    public Optional<Unreached> unreached() {
        return Optional.ofNullable(unreached);
    }

    /** When it is due to be asked for; without meaning once it is settled. */
    public long dueAt() {
        return dueAt;
    }

    int errorsInARow() {
        return errorsInARow;
    }

    int refusalsInARow() {
        return refusalsInARow;
    }

    long lastAskedAt() {
        return lastAskedAt;
    }

    Pace pace() {
        return pace;
    }

    /** Since when it may have been unknown to Kore.ai: its last answer, else its first question, else now. */
    long knownUntil(long now) {
        if (lastAnsweredAt != NEVER) {
            return lastAnsweredAt;
        }
        return firstAskedAt != NEVER ? firstAskedAt : now;
    }

    /** The largest number of recipients it can have in the end. */
    long mostRecipients() {
        if (finished) {
            return tally.total();
        }
        return Math.max(recipients > 0 ? recipients : MOST_RECIPIENTS, tally.total());
    }

    WatchedRequest asked(long now, long answerDueAt) {
        Draft draft = new Draft(this);
        draft.polls++;
        draft.firstAskedAt = firstAskedAt == NEVER ? now : firstAskedAt;
        draft.lastAskedAt = now;
        draft.dueAt = answerDueAt;
        return new WatchedRequest(draft);
    }

    WatchedRequest answered(Answer answer, long now) {
        Draft draft = new Draft(this);
        draft.tally = answer.tally().expecting(recipients);
        draft.finished = answer.finished();
        draft.answered = true;
        draft.errorsInARow = 0;
        draft.refusalsInARow = 0;
        draft.lastAnsweredAt = now;
        draft.pace = pace.observed(now, Progress.of(draft.tally, answer.percentComplete()));
        draft.trouble = null;
        draft.unreached = answer.unreached();
        return new WatchedRequest(draft);
    }

    WatchedRequest troubled(Trouble newTrouble) {
        Draft draft = new Draft(this);
        draft.errors++;
        draft.errorsInARow++;
        draft.refusalsInARow = newTrouble.kind() == Trouble.Kind.REFUSED ? refusalsInARow + 1 : refusalsInARow;
        draft.trouble = newTrouble;
        return new WatchedRequest(draft);
    }

    WatchedRequest due(long newDueAt) {
        Draft draft = new Draft(this);
        draft.dueAt = newDueAt;
        return new WatchedRequest(draft);
    }

    WatchedRequest keeping(Unreached fewer) {
        Draft draft = new Draft(this);
        draft.unreached = fewer;
        return new WatchedRequest(draft);
    }

    @Override
    public String toString() {
        return id + (finished ? " finished, " : " running, ") + tally;
    }

    /** The fields of the next state. */
    private static final class Draft {
        private String id;
        private long recipients;
        private Tally tally;
        private boolean finished;
        private boolean answered;
        private int polls;
        private int errors;
        private int errorsInARow;
        private int refusalsInARow;
        private long firstAskedAt;
        private long lastAskedAt;
        private long lastAnsweredAt;
        private long dueAt;
        private Pace pace;
        private Trouble trouble;
        private Unreached unreached;

        Draft() {}

        Draft(WatchedRequest from) {
            id = from.id;
            recipients = from.recipients;
            tally = from.tally;
            finished = from.finished;
            answered = from.answered;
            polls = from.polls;
            errors = from.errors;
            errorsInARow = from.errorsInARow;
            refusalsInARow = from.refusalsInARow;
            firstAskedAt = from.firstAskedAt;
            lastAskedAt = from.lastAskedAt;
            lastAnsweredAt = from.lastAnsweredAt;
            dueAt = from.dueAt;
            pace = from.pace;
            trouble = from.trouble;
            unreached = from.unreached;
        }
    }
}
