package io.jenkins.plugins.korenotify.engine.polling;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.RecipientOutlook;
import io.jenkins.plugins.korenotify.engine.gate.ThresholdResult;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.InconclusiveReason;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The polling of all requests of one check, from start to verdict. Immutable; every event gives a changed copy, at a cost
 * that does not depend on the number of requests. Stored with the build while the check waits.
 *
 * <p>Two clocks are handed in, both in milliseconds: {@code now} is the wall clock, which the deadline is measured by;
 * {@code tick} is a monotonic clock, which intervals are measured by.
 */
public final class PollingState implements Serializable, Cloneable {
    private static final long serialVersionUID = 1L;

    /** After so many failed polls in a row a request that has never responded is given up, unless the user sets it. */
    public static final int MAX_FAILED_POLLS = 15;

    /** How many polls in a row must be refused before it is believed that the credentials are wrong. */
    private static final int MIN_REFUSALS = 2;

    /** How many polls in a row must be rejected before that is believed. */
    private static final int MIN_REJECTIONS = 3;

    /** How long refused credentials are refreshed if they were accepted before, in milliseconds. */
    private static final long CREDENTIALS_GRACE_PERIOD = 120_000;

    /** How long the check goes on after the deadline to send last polls that could not be sent before, in milliseconds. */
    private static final long OVERTIME = 60_000;

    /** How long it goes on after the deadline for responses to polls that were sent before, in milliseconds. */
    private static final long RESPONSE_OVERTIME = 10_000;

    /** If the deadline is noticed later than this, nothing was polled meanwhile, in milliseconds. */
    private static final long GAP = 5_000;

    /** The wait before an incomplete final status is confirmed, in milliseconds; twice as long the second time. */
    private static final long CONFIRMATION_INTERVAL = 5_000;

    private static final int MAX_NAMED_REQUESTS = 5;

    private final Thresholds thresholds;
    private final PollingPolicy policy;
    private final boolean waitForCompletion;
    private final long startedAt;
    private final long deadline;

    // Not final only because a changed copy is made by clone(); never changed once a copy is returned.
    private RequestTable requests;
    private long startTick;
    private long deadlineTick;
    private LocalizableMessage fatalReason;
    // When the polls after the deadline end; 0: the deadline has not been reached, or no poll was due.
    private long overtimeEnd;

    // Totals over all requests.
    private RecipientOutlook outlook = RecipientOutlook.NONE;
    private int polls;
    private int failedPolls;
    private int responded;
    private int finished;
    private int settled;
    private int samples;
    private int undelivered;

    private PollingState(
            Thresholds thresholds,
            PollingPolicy policy,
            boolean waitForCompletion,
            RequestTable requests,
            long startedAt,
            long tick,
            long timeoutMillis) {
        this.thresholds = thresholds;
        this.policy = policy;
        this.waitForCompletion = waitForCompletion;
        this.requests = requests;
        this.startedAt = startedAt;
        this.deadline = Math.addExact(startedAt, timeoutMillis);
        this.startTick = tick;
        this.deadlineTick = tick + timeoutMillis;
        requests.states().forEach(state -> addToTotals(state, 1));
    }

    /**
     * Starts a check; every request is to be polled at once.
     *
     * @param tracked the requests, at least one; a request named twice is polled once
     * @param waitForCompletion false: the first status of every request is evaluated, finished or not
     * @param now the time of the start
     * @param timeout the time until the check ends at the latest, more than zero
     * @throws IllegalArgumentException if there is no request or no time
     */
    public static PollingState start(
            Collection<TrackedRequest> tracked,
            Thresholds thresholds,
            PollingPolicy policy,
            boolean waitForCompletion,
            long now,
            long tick,
            Duration timeout) {
        if (tracked.isEmpty()) {
            throw new IllegalArgumentException("There is no request to poll");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("The timeout must be above zero");
        }
        Map<String, RequestState> byId = new LinkedHashMap<>();
        tracked.forEach(request -> byId.putIfAbsent(request.requestId(), new RequestState(request, tick)));
        return new PollingState(
                thresholds, policy, waitForCompletion, RequestTable.of(byId.values()), now, tick, timeout.toMillis());
    }

    /** The requests, in the order they were named. */
    public List<RequestState> requests() {
        return requests.states();
    }

    /** The request with this ID. */
    public RequestState request(String id) {
        return requests.get(id);
    }

    /** How many requests there are. */
    public int requestCount() {
        return requests.size();
    }

    /** The recipients of all requests as last reported, added up; looks at every request. */
    public RecipientCounts counts() {
        return RecipientCounts.sum(requests().stream().map(RequestState::counts).toList());
    }

    /** What is certain of the recipients of all requests, and what may still come. */
    public RecipientOutlook outlook() {
        return outlook;
    }

    /** The user's thresholds. */
    public Thresholds thresholds() {
        return thresholds;
    }

    /** The thresholds, evaluated over everything that may still happen. */
    public List<ThresholdResult> thresholdResults() {
        return thresholds.evaluate(outlook);
    }

    /** How long to wait between polls, and how many failures are tolerated. */
    public PollingPolicy policy() {
        return policy;
    }

    /** When it started. */
    public long startedAt() {
        return startedAt;
    }

    /** When it ends at the latest, but for the last polls after a gap. */
    public long deadline() {
        return deadline;
    }

    /** When the last polls after the deadline end; 0: the deadline was not reached, or no poll was open. */
    long overtimeEnd() {
        return overtimeEnd;
    }

    /** How many polls were sent. */
    public int polls() {
        return polls;
    }

    /** How many of the polls gave no status. */
    public int failedPolls() {
        return failedPolls;
    }

    /** How many requests are finished. */
    public int finishedRequests() {
        return finished;
    }

    /** Whether this request needs no more polls. */
    public boolean isSettled(RequestState request) {
        return request.isFinished() || !waitForCompletion && request.hasResponded();
    }

    /**
     * How many failed polls of one kind end the check.
     *
     * @param polls in a row; 0: any number is tolerated before the deadline
     * @param millis how long they last at least
     */
    public record FailureLimit(int polls, long millis) {}

    /** How many failed polls of this request end the check. */
    public FailureLimit failureLimit(RequestState request, KoreException.Kind kind) {
        return switch (kind) {
            case AUTHENTICATION ->
                responded == 0
                        ? new FailureLimit(MIN_REFUSALS, 0)
                        : new FailureLimit(MIN_REJECTIONS, CREDENTIALS_GRACE_PERIOD);
            case NOT_FOUND, CONFIGURATION -> new FailureLimit(MIN_REJECTIONS, PollingPolicy.NOT_FOUND_GRACE_PERIOD);
            case UNAVAILABLE, PROTOCOL ->
                new FailureLimit(
                        policy.retries() >= 0 ? policy.retries() + 1 : request.hasResponded() ? 0 : MAX_FAILED_POLLS,
                        0);
            case RATE_LIMITED -> new FailureLimit(0, 0);
        };
    }

    /** The verdict, as soon as there is one; from then on there is nothing to poll. */
    public Optional<Verdict> verdict(long now) {
        if (fatalReason != null) {
            return Optional.of(failedOr(Verdict.inconclusive(InconclusiveReason.NO_RESPONSE, fatalReasons())));
        }
        if (finished == requests.size()) {
            return Optional.of(thresholds.verdict(outlook, unaccounted()));
        }
        if (settled == requests.size()) {
            return Optional.of(failedOr(notFinished()));
        }
        // The clock may have gone back since the deadline was reached.
        if ((overtimeEnd != 0 || now >= deadline) && isOver(now)) {
            return Optional.of(atDeadline());
        }
        return thresholds.failFast() ? certainFailure() : Optional.empty();
    }

    /** What ended the check, and what was wrong with the other requests that never responded. */
    private List<LocalizableMessage> fatalReasons() {
        Stream<LocalizableMessage> others = requests().stream()
                .filter(request -> !request.hasResponded() && request.lastFailure() != null)
                // All requests have the same credentials.
                .filter(request -> request.lastFailure().kind() != KoreException.Kind.AUTHENTICATION)
                .map(request -> request.lastFailure().ofRequest(request.id()));
        return Stream.concat(Stream.of(fatalReason), others)
                .distinct()
                .limit(MAX_NAMED_REQUESTS)
                .toList();
    }

    private List<LocalizableMessage> unaccounted() {
        boolean mayBeEmpty = thresholds.minRecipients() == 0;
        return requests().stream()
                .map(request -> request.unaccounted(mayBeEmpty))
                .flatMap(Optional::stream)
                .limit(MAX_NAMED_REQUESTS)
                .toList();
    }

    /** Every request has responded, and is not waited for. */
    private Verdict notFinished() {
        List<RequestState> open =
                requests().stream().filter(request -> !request.isFinished()).toList();
        LocalizableMessage reason =
                LocalizableMessage.of("check.notFinished", requests.size() - finished, requests.size(), outlook.open());
        return Verdict.inconclusive(InconclusiveReason.TIMEOUT, withWhyOpen(reason, open));
    }

    private Verdict failedOr(Verdict inconclusive) {
        return certainFailure().orElse(inconclusive);
    }

    /** FAILED if no completion could pass. Before the first response only documented limits speak, which proves nothing. */
    private Optional<Verdict> certainFailure() {
        return responded == 0 ? Optional.empty() : thresholds.failed(outlook);
    }

    private Verdict atDeadline() {
        List<RequestState> open =
                requests().stream().filter(request -> !isSettled(request)).toList();
        List<RequestState> silent =
                open.stream().filter(request -> !request.hasResponded()).toList();
        LocalizableMessage reason = LocalizableMessage.of(
                "check.timeout",
                Durations.format(Duration.ofMillis(deadline - startedAt)),
                requests.size() - finished,
                requests.size(),
                outlook.open());
        return failedOr(Verdict.inconclusive(
                silent.isEmpty() ? InconclusiveReason.TIMEOUT : InconclusiveReason.NO_RESPONSE,
                withWhyOpen(reason, silent.isEmpty() ? open : silent)));
    }

    /** A reason, and what is known of the first requests that are open. */
    private List<LocalizableMessage> withWhyOpen(LocalizableMessage reason, List<RequestState> open) {
        return Stream.concat(
                        Stream.of(reason), open.stream().flatMap(this::whyOpen).limit(MAX_NAMED_REQUESTS))
                .toList();
    }

    private Stream<LocalizableMessage> whyOpen(RequestState request) {
        List<LocalizableMessage> reasons = new ArrayList<>();
        if (request.isFinal()) {
            // Not confirmed in time, so not believed.
            request.unaccounted(false).ifPresent(reasons::add);
        } else if (!request.hasResponded() && request.lastFailure() == null) {
            reasons.add(LocalizableMessage.of("request.noResponse", request.id()));
        } else if (request.hasResponded()
                && !request.overallStatus().toUpperCase(Locale.ROOT).equals("IN_PROGRESS")) {
            reasons.add(LocalizableMessage.of("request.unknownStatus", request.id(), request.overallStatus()));
        }
        if (request.lastFailure() != null) {
            reasons.add(request.lastFailure().ofRequest(request.id()));
        }
        if (request.isInFlight()) {
            reasons.add(LocalizableMessage.of("request.lastPollOpen", request.id()));
        }
        return reasons.stream();
    }

    /** A poll of this request was sent. */
    public PollingState pollSent(String id, long tick) {
        return with(id, request -> request.pollSent(tick));
    }

    /** Kore.ai reported a status of this request. A settled request stays as it is. */
    public PollingState statusReceived(String id, RequestStatus status, long tick, RandomGenerator random) {
        if (isSettled(request(id))) {
            return this;
        }
        PollingState changed = with(id, request -> {
            RequestState next = request.statusReceived(status, tick, tick - startTick);
            long wait = next.isFinal()
                    ? CONFIRMATION_INTERVAL * next.sameFinalStatus()
                    : policy.interval(next.progress(), random);
            return next.nextPollAt(nextPollAt(next, tick, wait));
        });
        return changed.undelivered > UndeliveredSample.MAX_PER_CHECK ? changed.withFewerRecipients() : changed;
    }

    /** A poll of this request gave no status. A settled request stays as it is. */
    public PollingState pollFailed(String id, PollFailure failure, long tick, RandomGenerator random) {
        if (isSettled(request(id))) {
            return this;
        }
        PollingState changed = with(id, request -> {
            RequestState next = request.pollFailed(failure, tick);
            long wait = Backoff.delay(next.failuresInARow(), failure, random);
            return next.nextPollAt(nextPollAt(next, tick, wait));
        });
        if (isFatal(changed.request(id), failure, tick)) {
            changed.fatalReason = failure.ofRequest(id);
        }
        return changed;
    }

    private boolean isFatal(RequestState request, PollFailure failure, long tick) {
        FailureLimit limit = failureLimit(request, failure.kind());
        return limit.polls() > 0
                && request.failuresInARow(failure.kind()) >= limit.polls()
                && tick - request.failingSince(failure.kind()) >= limit.millis();
    }

    /**
     * The time after a wait, with a last poll shortly before the deadline, and at once after it, but never sooner than the
     * minimum interval.
     */
    private long nextPollAt(RequestState request, long tick, long wait) {
        long finalPollAt = finalPollAt();
        long at = tick < finalPollAt ? Math.min(tick + wait, finalPollAt) : overtimeEnd != 0 ? tick : tick + wait;
        return Math.max(at, request.lastPolledAt() + policy.minInterval());
    }

    private long finalPollAt() {
        return deadlineTick - PollingPolicy.FINAL_POLL_LEAD;
    }

    /** Whether the deadline is final: no request waits for a last poll that could not be sent before. */
    private boolean isOver(long now) {
        return now >= (overtimeEnd == 0 ? Long.MAX_VALUE : overtimeEnd)
                || requests().stream().noneMatch(this::isFinalPollOpen);
    }

    private boolean isFinalPollOpen(RequestState request) {
        return !isSettled(request) && (request.lastPolledAt() < finalPollAt() || request.isInFlight());
    }

    /**
     * The deadline is reached. A request whose last poll could not be sent shortly before it (Jenkins was away, the
     * machine was suspended, the clock was set, the rate limit was reached) is polled once more, within a minute. Otherwise
     * only responses are waited for, for ten seconds; a request whose earlier poll was in flight is polled once more then.
     */
    public PollingState deadlineReached(long now, long tick) {
        if (now < deadline || overtimeEnd != 0 || requests().stream().noneMatch(this::isFinalPollOpen)) {
            return this;
        }
        boolean gap = now - deadline > GAP
                || requests().stream().anyMatch(request -> isFinalPollOpen(request) && !request.isInFlight());
        return with(copy -> {
            copy.overtimeEnd = now + (gap ? OVERTIME : RESPONSE_OVERTIME);
            copy.deadlineTick = Math.min(deadlineTick, tick);
            requests().stream()
                    .filter(this::isFinalPollOpen)
                    .forEach(request -> copy.replace(request.nextPollAt(tick)));
        });
    }

    /** Whether this request may be polled now or later. */
    public boolean isPollable(RequestState request) {
        return !isSettled(request)
                && !request.isInFlight()
                && (overtimeEnd == 0 || request.lastPolledAt() < finalPollAt());
    }

    /** The state in a new process: polls in flight are lost, and are sent again. */
    public PollingState restored(long now, long tick) {
        return with(copy -> {
            copy.startTick = tick - Math.max(0, now - startedAt);
            copy.deadlineTick = tick + (deadline - now);
            copy.overtimeEnd = 0;
            long shift = copy.startTick - startTick;
            requests().forEach(request -> copy.replace(request.restored(shift, tick, policy.maxInterval())));
        });
    }

    /** The check cannot go on, for a reason that no poll has shown. */
    public PollingState fatalFailure(LocalizableMessage reason) {
        return with(copy -> copy.fatalReason = reason);
    }

    /** A copy without anything of any recipient. */
    public PollingState withoutRecipients() {
        return samples == 0
                ? this
                : with(copy -> requests().forEach(request -> copy.replace(request.undelivered(null))));
    }

    /** A copy with no more undelivered recipients than may be kept of a check: failed ones first, in order. */
    private PollingState withFewerRecipients() {
        int failed = requests().stream()
                .mapToInt(request -> sample(request).failed())
                .sum();
        int roomForFailed = UndeliveredSample.MAX_PER_CHECK;
        int roomForPending = Math.max(0, UndeliveredSample.MAX_PER_CHECK - failed);
        PollingState changed = with(copy -> {});
        for (RequestState request : requests()) {
            if (sample(request).size() > 0) {
                UndeliveredSample kept = sample(request).first(roomForFailed, roomForPending);
                changed.replace(request.undelivered(kept));
                roomForFailed -= kept.failed();
                roomForPending -= kept.pending();
            }
        }
        return changed;
    }

    private static UndeliveredSample sample(RequestState request) {
        return request.undelivered().orElse(UndeliveredSample.NONE);
    }

    private PollingState with(String id, UnaryOperator<RequestState> change) {
        return with(copy -> copy.replace(change.apply(request(id))));
    }

    private void replace(RequestState state) {
        addToTotals(requests.get(state.id()), -1);
        requests = requests.with(state);
        addToTotals(state, 1);
    }

    /** Adds what is known of a request to the totals ({@code times} = 1), or takes it out of them (-1). */
    private void addToTotals(RequestState state, int times) {
        outlook = times > 0 ? outlook.plus(state.outlook()) : outlook.minus(state.outlook());
        polls += times * state.polls();
        failedPolls += times * state.failedPolls();
        responded += state.hasResponded() ? times : 0;
        finished += state.isFinished() ? times : 0;
        settled += isSettled(state) ? times : 0;
        samples += state.undelivered().isPresent() ? times : 0;
        undelivered += times * sample(state).size();
    }

    private PollingState with(Consumer<PollingState> change) {
        try {
            PollingState copy = (PollingState) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return "check of " + requests.size() + " requests, " + finished + " finished: " + outlook;
    }
}
