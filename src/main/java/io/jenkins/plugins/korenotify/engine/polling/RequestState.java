package io.jenkins.plugins.korenotify.engine.polling;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.RecipientOutlook;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.io.Serializable;
import java.util.Optional;
import java.util.function.Consumer;

/** One request of a check: what is known of it, and when it is polled next. Immutable. */
public final class RequestState implements Serializable, Cloneable {
    private static final long serialVersionUID = 1L;

    /** The largest number of recipients of one request (Kore.ai, "Proactive Notifications API V2": {@code identities}). */
    static final long MAX_RECIPIENTS = 1000;

    /** How often the same incomplete final status is received before it is believed. */
    static final int CONFIRMATIONS = 3;

    private static final long NEVER = Long.MIN_VALUE;

    // Not final only because a changed copy is made by clone(); never changed once a copy is returned.
    private final String id;
    private final long sentRecipients;
    private RecipientCounts counts = RecipientCounts.NONE;
    private long declaredCount = -1;
    private long mostRecipients;
    private RequestStatus.Outcome outcome = RequestStatus.Outcome.RUNNING;
    private String overallStatus = "";
    private boolean responded;
    private int sameFinalStatus;
    private boolean inFlight;
    private int polls;
    private int failedPolls;
    private int failuresInARow;
    private int unavailableInARow;
    private int unauthorizedInARow;
    private long unauthorizedSince = NEVER;
    private int rejectedInARow;
    private long rejectedSince = NEVER;
    private long lastPolledAt = NEVER;
    private long nextPollAt;
    private ProgressEstimator progress = ProgressEstimator.UNKNOWN;
    private PollFailure lastFailure;
    private UndeliveredSample undelivered;

    /** A request that is to be polled at once. */
    RequestState(TrackedRequest request, long tick) {
        this.id = request.requestId();
        this.sentRecipients = request.recipients().orElse(0);
        this.nextPollAt = tick;
    }

    /** Its ID, {@code ds-…}. */
    public String id() {
        return id;
    }

    /** Its recipients as last reported; those that must exist but are not listed count as pending. */
    public RecipientCounts counts() {
        return counts.expecting(total());
    }

    /** The overall status as last reported, cleaned and cut; empty if there was none. */
    public String overallStatus() {
        return overallStatus;
    }

    /** Whether the last status was final. */
    public boolean isFinal() {
        return outcome != RequestStatus.Outcome.RUNNING;
    }

    /**
     * Whether the request is finished: its status is final, and either accounts for every recipient or was received
     * {@value #CONFIRMATIONS} times without a change.
     */
    public boolean isFinished() {
        return isFinal() && (isAccountedFor() || sameFinalStatus >= CONFIRMATIONS);
    }

    /** Whether Kore.ai has ever reported a status of it. */
    public boolean hasResponded() {
        return responded;
    }

    /** How often it was polled. */
    public int polls() {
        return polls;
    }

    /** How many of the polls gave no status. */
    public int failedPolls() {
        return failedPolls;
    }

    /** How many polls without a status there were since the last one with a status. */
    int failuresInARow() {
        return failuresInARow;
    }

    /** How many of them failed in this way, as far as such failures count together. */
    public int failuresInARow(KoreException.Kind kind) {
        return switch (kind) {
            case AUTHENTICATION -> unauthorizedInARow;
            case NOT_FOUND, CONFIGURATION -> rejectedInARow;
            case UNAVAILABLE, PROTOCOL -> unavailableInARow;
            case RATE_LIMITED -> failuresInARow;
        };
    }

    /** When the first of them failed, in milliseconds of the monotonic clock; only where a limit depends on it. */
    long failingSince(KoreException.Kind kind) {
        return switch (kind) {
            case AUTHENTICATION -> unauthorizedSince;
            case NOT_FOUND, CONFIGURATION -> rejectedSince;
            case UNAVAILABLE, PROTOCOL, RATE_LIMITED -> 0;
        };
    }

    /** Why the last poll gave no status; null if it gave one. */
    public PollFailure lastFailure() {
        return lastFailure;
    }

    /** Some of its undelivered recipients, masked; empty where none may be kept. */
    public Optional<UndeliveredSample> undelivered() {
        return Optional.ofNullable(undelivered);
    }

    /** When it is to be polled next, in milliseconds of the monotonic clock; meaningless once it is settled. */
    public long nextPollAt() {
        return nextPollAt;
    }

    /** When it was polled last, in milliseconds of the monotonic clock; {@link Long#MIN_VALUE}: never. */
    public long lastPolledAt() {
        return lastPolledAt;
    }

    /** Whether a poll was sent and its response has not arrived. */
    public boolean isInFlight() {
        return inFlight;
    }

    int sameFinalStatus() {
        return sameFinalStatus;
    }

    ProgressEstimator progress() {
        return progress;
    }

    /** The recipients that must exist: as many as were sent to, or were ever declared or listed, whichever is most. */
    private long total() {
        return Math.max(sentRecipients, mostRecipients);
    }

    private boolean isAccountedFor() {
        return counts.total() > 0
                && counts.total() == total()
                && counts.pending() == 0
                && !(isFailure() && counts.failed() == 0);
    }

    private boolean isFailure() {
        return outcome == RequestStatus.Outcome.FAILURE || outcome == RequestStatus.Outcome.PARTIAL_SUCCESS;
    }

    /** What is certain of its recipients, and what may still come. */
    RecipientOutlook outlook() {
        long total = total();
        long open = total - counts.delivered() - counts.failed();
        if (!isFinished()) {
            // The send response tells the number of recipients, unless a status shows that there are more.
            return outlook(counts.failed(), open, sentRecipients > 0 && total == sentRecipients);
        }
        if (!isFailure() || counts.failed() > 0) {
            return outlook(counts.failed(), open, true);
        }
        // The status speaks of failures, but none is listed. More recipients may have failed than are known, unless the
        // send response or this status tells their number.
        boolean totalKnown = total > 0 && total == sentRecipients || open > 0 && total == declaredCount;
        if (outcome == RequestStatus.Outcome.FAILURE && counts.total() == 0) {
            // What earlier statuses showed is contradicted, so it is not certain.
            long failed = Math.max(1, Math.max(sentRecipients, declaredCount));
            return new RecipientOutlook(0, failed, 0, 0, totalKnown ? 0 : Math.max(0, MAX_RECIPIENTS - failed), 0);
        }
        // At least one recipient has failed: one of those without a result, or one that is not listed.
        return outlook(1, Math.max(0, open - 1), totalKnown);
    }

    private RecipientOutlook outlook(long failed, long open, boolean totalKnown) {
        long known = counts.delivered() + failed + open;
        boolean unbounded = !totalKnown && known > MAX_RECIPIENTS;
        long extra = totalKnown || unbounded ? 0 : MAX_RECIPIENTS - known;
        return new RecipientOutlook(counts.delivered(), failed, open, extra, 0, unbounded ? 1 : 0);
    }

    /** Why its recipients are not accounted for although it is finished, if so; {@code mayBeEmpty}: it may have none. */
    Optional<LocalizableMessage> unaccounted(boolean mayBeEmpty) {
        if (isAccountedFor()) {
            return Optional.empty();
        }
        if (isFailure() && counts.failed() == 0) {
            return Optional.of(LocalizableMessage.of("request.failuresNotListed", id, overallStatus));
        }
        if (total() == 0) {
            return mayBeEmpty ? Optional.empty() : Optional.of(LocalizableMessage.of("request.noRecipients", id));
        }
        return Optional.of(LocalizableMessage.of(
                "request.incomplete", id, overallStatus, total() - counts.delivered() - counts.failed(), total()));
    }

    RequestState pollSent(long tick) {
        return with(copy -> {
            copy.polls++;
            copy.inFlight = true;
            copy.lastPolledAt = tick;
        });
    }

    RequestState statusReceived(RequestStatus status, long tick, long waited) {
        return with(copy -> {
            boolean same = status.isFinal()
                    && outcome == status.outcome()
                    && declaredCount == status.declaredCount()
                    && counts.delivered() == status.counts().delivered()
                    && counts.failed() == status.counts().failed()
                    && counts.pending() == status.counts().pending();
            copy.sameFinalStatus = !status.isFinal() ? 0 : same ? sameFinalStatus + 1 : 1;
            copy.counts = status.counts();
            copy.declaredCount = status.declaredCount();
            copy.mostRecipients =
                    Math.max(mostRecipients, Math.max(status.counts().total(), status.declaredCount()));
            copy.outcome = status.outcome();
            copy.overallStatus = status.overallStatus();
            copy.responded = true;
            copy.inFlight = false;
            copy.failuresInARow = 0;
            copy.unavailableInARow = 0;
            copy.unauthorizedInARow = 0;
            copy.unauthorizedSince = NEVER;
            copy.rejectedInARow = 0;
            copy.rejectedSince = NEVER;
            copy.progress = progress.observed(tick, waited, copy.counts(), status.percentComplete());
            copy.lastFailure = null;
            copy.undelivered = status.undelivered();
        });
    }

    RequestState pollFailed(PollFailure failure, long tick) {
        return with(copy -> {
            copy.inFlight = false;
            copy.failedPolls++;
            copy.failuresInARow++;
            copy.lastFailure = failure;
            switch (failure.kind()) {
                case AUTHENTICATION -> {
                    copy.unauthorizedInARow++;
                    copy.unauthorizedSince = unauthorizedInARow == 0 ? tick : unauthorizedSince;
                }
                case NOT_FOUND, CONFIGURATION -> {
                    copy.rejectedInARow++;
                    copy.rejectedSince = rejectedInARow == 0 ? tick : rejectedSince;
                }
                case UNAVAILABLE, PROTOCOL -> {
                    copy.unavailableInARow++;
                    copy.rejectedInARow = 0;
                }
                case RATE_LIMITED -> {
                    // Says nothing about the request.
                }
            }
        });
    }

    RequestState nextPollAt(long tick) {
        return with(copy -> copy.nextPollAt = tick);
    }

    RequestState undelivered(UndeliveredSample fewer) {
        return with(copy -> copy.undelivered = fewer);
    }

    /**
     * The state in a new process: a poll in flight is lost.
     *
     * @param shift from the monotonic clock of the old process to that of the new one
     */
    RequestState restored(long shift, long tick, long maxWait) {
        return with(copy -> {
            copy.inFlight = false;
            copy.lastPolledAt = shifted(lastPolledAt, shift);
            copy.unauthorizedSince = shifted(unauthorizedSince, shift);
            copy.rejectedSince = shifted(rejectedSince, shift);
            copy.nextPollAt = inFlight ? tick : Math.max(tick, Math.min(nextPollAt + shift, tick + maxWait));
            copy.progress = progress.shifted(shift);
        });
    }

    private static long shifted(long tick, long shift) {
        return tick == NEVER ? NEVER : tick + shift;
    }

    private RequestState with(Consumer<RequestState> change) {
        try {
            RequestState copy = (RequestState) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return id + (isFinished() ? " finished, " : " running, ") + counts();
    }
}
