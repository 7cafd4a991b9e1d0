package io.jenkins.plugins.korenotify.engine.polling;

import io.jenkins.plugins.korenotify.engine.gate.Finding.ReasonCode;
import io.jenkins.plugins.korenotify.engine.gate.Finding;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.InconclusiveReason;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The polling of all requests of one check, from start to verdict. Immutable and serializable: a watch that was stored
 * and restored goes on as if nothing had happened, with the same deadline.
 */
public final class PollingState implements Serializable {
    private static final long serialVersionUID = 1L;

    private final RequestState[] requests;
    private final Thresholds thresholds;
    private final PollingPolicy plan;
    private final boolean waitForCompletion;
    private final long startedAt;
    private final long deadline;
    // Why there is no point in asking any further; null while there is.
    private final Finding fatalReason;

    private PollingState(
            RequestState[] requests,
            Thresholds thresholds,
            PollingPolicy plan,
            boolean waitForCompletion,
            long startedAt,
            long deadline,
            Finding fatalReason) {
        this.requests = requests;
        this.thresholds = thresholds;
        this.plan = plan;
        this.waitForCompletion = waitForCompletion;
        this.startedAt = startedAt;
        this.deadline = deadline;
        this.fatalReason = fatalReason;
    }

    /**
     * A watch that begins now; every request is due at once.
     *
     * @param wanted the requests, at least one; a request named twice is watched once
     * @param untilFinished false: judge the first answer of every request, finished or not
     * @param timeLimit the time until the watch ends whatever happens, more than zero
     * @throws IllegalArgumentException if there is no request or no time
     */
    public static PollingState begin(
            Collection<TrackedRequest> required,
            Thresholds thresholds,
            PollingPolicy plan,
            boolean waitForCompletion,
            long now,
            Duration timeout) {
        if (required.isEmpty()) {
            throw new IllegalArgumentException("There is no request to watch");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("The time limit must be above zero");
        }
        Map<String, RequestState> byId = new LinkedHashMap<>();
        required.forEach(one -> byId.putIfAbsent(one.requestId(), RequestState.begin(one, now)));
        return new PollingState(
                byId.values().toArray(new RequestState[0]),
                thresholds,
                plan,
                waitForCompletion,
                now,
                Math.addExact(now, timeout.toMillis()),
                null);
    }

    /** The requests, in the order they were named. */
    public List<RequestState> requests() {
        return List.of(requests);
    }

    /** The request with this ID. */
    public RequestState request(String id) {
        return requests[indexOf(id)];
    }

    /** All recipients as last heard, added up. */
    public RecipientCounts counts() {
        return Arrays.stream(requests).map(RequestState::counts).reduce(RecipientCounts.NONE, RecipientCounts::plus);
    }

    /** The user's conditions. */
    public Thresholds thresholds() {
        return thresholds;
    }

    /** When it began. */
    public long startedAt() {
        return startedAt;
    }

    /** When it ends at the latest. */
    public long deadline() {
        return deadline;
    }

    /** How often Kore.ai was asked. */
    public int polls() {
        return Arrays.stream(requests).mapToInt(RequestState::polls).sum();
    }

    /** How many of the questions got no status. */
    public int errors() {
        return Arrays.stream(requests).mapToInt(RequestState::errors).sum();
    }

    /** Whether there is nothing more to ask of this request. */
    public boolean isSettled(RequestState request) {
        return request.isFinished() || !waitForCompletion && request.hasResponded();
    }

    /** The verdict, as soon as there is one; from then on there is nothing to ask. */
    public Optional<Verdict> verdict(long now) {
        if (fatalReason != null) {
            return Optional.of(orFailed(Verdict.inconclusive(InconclusiveReason.NO_RESPONSE, List.of(fatalReason))));
        }
        if (Arrays.stream(requests).allMatch(RequestState::isFinished)) {
            return Optional.of(thresholds.evaluate(counts()));
        }
        if (Arrays.stream(requests).allMatch(this::isSettled)) {
            return Optional.of(orFailed(Verdict.inconclusive(
                    InconclusiveReason.TIMEOUT,
                    List.of(Finding.of(ReasonCode.NOT_FINISHED, unfinished(), requests.length, counts().pending())))));
        }
        if (now >= deadline) {
            return Optional.of(orFailed(Verdict.inconclusive(InconclusiveReason.TIMEOUT, timeIsUp())));
        }
        return thresholds.failFast() ? broken() : Optional.empty();
    }

    /** The question for this request was sent. */
    public PollingState pollSent(String id, long now) {
        return with(id, request -> request.pollSent(now, now + plan.answerLease()));
    }

    /** Kore.ai gave a status of this request. A settled request stays as it is. */
    public PollingState statusReceived(String id, Answer answer, long now, RandomGenerator random) {
        if (isSettled(request(id))) {
            return this;
        }
        PollingState answered = with(id, request -> {
            RequestState next = request.statusReceived(answer, now);
            return next.due(clamped(next, now + plan.interval(next.pace(), now - startedAt, random)));
        });
        return answer.undelivered() == null ? answered : answered.withFewRecipients();
    }

    /** The same watch with nothing of any recipient, who were kept while that was allowed. */
    public PollingState withoutRecipients() {
        if (Arrays.stream(requests).allMatch(request -> request.undelivered().isEmpty())) {
            return this;
        }
        return with(
                Arrays.stream(requests).map(request -> request.keeping(null)).toArray(RequestState[]::new));
    }

    /** Of all requests together no more recipients than may be kept: those who failed first, in the requests' order. */
    private PollingState withFewRecipients() {
        int kept = Arrays.stream(requests)
                .mapToInt(request -> request.undelivered().map(UndeliveredSample::size).orElse(0))
                .sum();
        if (kept <= UndeliveredSample.MAX_PER_CHECK) {
            return this;
        }
        int failed = Arrays.stream(requests)
                .mapToInt(request -> request.undelivered().map(UndeliveredSample::failed).orElse(0))
                .sum();
        int roomForFailed = UndeliveredSample.MAX_PER_CHECK;
        int roomForPending = Math.max(0, UndeliveredSample.MAX_PER_CHECK - failed);
        RequestState[] fewer = requests.clone();
        for (int i = 0; i < fewer.length; i++) {
            UndeliveredSample all = fewer[i].undelivered().orElse(UndeliveredSample.NOBODY);
            if (all.size() > 0) {
                UndeliveredSample some = all.first(roomForFailed, roomForPending);
                fewer[i] = fewer[i].keeping(some);
                roomForFailed -= some.failed();
                roomForPending -= some.pending();
            }
        }
        return with(fewer);
    }

    /** The question for this request got no status. */
    public PollingState pollFailed(String id, PollFailure failure, long now, RandomGenerator random) {
        if (isSettled(request(id))) {
            return this;
        }
        RequestState next = request(id).pollFailed(failure);
        if (isFatal(next, failure, now)) {
            PollingState last = with(id, request -> next);
            return new PollingState(last.requests, thresholds, plan, waitForCompletion, startedAt, deadline, failure.finding(id));
        }
        long wait = Backoff.after(next.consecutiveFailures(), failure.floor(), random);
        return with(id, request -> next.due(clamped(next, now + wait)));
    }

    /** The watch was restored: answers under way are lost, and their questions are asked again. */
    public PollingState resumed(long now) {
        RequestState[] resumed = Arrays.stream(requests)
                .map(request -> request.dueAt() == request.lastPolledAt() + plan.answerLease()
                        ? request.due(Math.max(now, request.lastPolledAt() + PollingPolicy.MIN_GAP))
                        : request)
                .toArray(RequestState[]::new);
        return with(resumed);
    }

    private boolean isFatal(RequestState request, PollFailure failure, long now) {
        switch (failure.kind()) {
            case FATAL:
                return true;
            case UNAUTHORIZED:
                return request.consecutiveUnauthorized() > 1;
            case NOT_FOUND:
                return now - request.knownUntil(now) >= plan.notFoundGracePeriod();
            default:
                return request.consecutiveFailures() > plan.retries();
        }
    }

    /** The time, but not within the least gap to the last question, and with a last look just before the deadline. */
    private long clamped(RequestState request, long dueAt) {
        long finalPollLead = deadline - plan.finalPollLead();
        return Math.max(Math.min(dueAt, finalPollLead), request.lastPolledAt() + PollingPolicy.MIN_GAP);
    }

    private Verdict orFailed(Verdict inconclusive) {
        return broken().orElse(inconclusive);
    }

    private Optional<Verdict> broken() {
        return thresholds.judgeEarly(
                counts(),
                Arrays.stream(requests)
                        .mapToLong(RequestState::maxRecipients)
                        .sum());
    }

    private long unfinished() {
        return Arrays.stream(requests).filter(request -> !request.isFinished()).count();
    }

    private List<Finding> timeIsUp() {
        List<Finding> reasons = new ArrayList<>();
        reasons.add(Finding.of(
                ReasonCode.TIMEOUT,
                Durations.format(Duration.ofMillis(deadline - startedAt)),
                unfinished(),
                requests.length,
                counts().pending()));
        Arrays.stream(requests)
                .filter(request -> !request.isFinished() && request.failure() != null)
                .findFirst()
                .ifPresent(request -> reasons.add(request.failure().finding(request.id())));
        return reasons;
    }

    private int indexOf(String id) {
        for (int i = 0; i < requests.length; i++) {
            if (requests[i].id().equals(id)) {
                return i;
            }
        }
        throw new IllegalArgumentException("Not a request of this watch: " + id);
    }

    private PollingState with(String id, UnaryOperator<RequestState> change) {
        RequestState[] changed = requests.clone();
        int index = indexOf(id);
        changed[index] = change.apply(changed[index]);
        return with(changed);
    }

    private PollingState with(RequestState[] changed) {
        return new PollingState(changed, thresholds, plan, waitForCompletion, startedAt, deadline, fatalReason);
    }

    @Override
    public String toString() {
        return "watch of " + requests.length + " requests: " + counts();
    }
}
