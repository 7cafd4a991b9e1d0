package io.jenkins.plugins.korenotify.watch;

import io.jenkins.plugins.korenotify.gate.Finding;
import io.jenkins.plugins.korenotify.gate.Finding.Rule;
import io.jenkins.plugins.korenotify.gate.Tally;
import io.jenkins.plugins.korenotify.gate.Thresholds;
import io.jenkins.plugins.korenotify.gate.Unreached;
import io.jenkins.plugins.korenotify.gate.Verdict;
import io.jenkins.plugins.korenotify.gate.Verdict.Doubt;
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
public final class Watch implements Serializable {
    private static final long serialVersionUID = 1L;

    private final WatchedRequest[] requests;
    private final Thresholds thresholds;
    private final PollPlan plan;
    private final boolean untilFinished;
    private final long startedAt;
    private final long deadline;
    // Why there is no point in asking any further; null while there is.
    private final Finding hopeless;

    private Watch(
            WatchedRequest[] requests,
            Thresholds thresholds,
            PollPlan plan,
            boolean untilFinished,
            long startedAt,
            long deadline,
            Finding hopeless) {
        this.requests = requests;
        this.thresholds = thresholds;
        this.plan = plan;
        this.untilFinished = untilFinished;
        this.startedAt = startedAt;
        this.deadline = deadline;
        this.hopeless = hopeless;
    }

    /**
     * A watch that begins now; every request is due at once.
     *
     * @param wanted the requests, at least one; a request named twice is watched once
     * @param untilFinished false: judge the first answer of every request, finished or not
     * @param timeLimit the time until the watch ends whatever happens, more than zero
     * @throws IllegalArgumentException if there is no request or no time
     */
    public static Watch begin(
            Collection<Wanted> wanted,
            Thresholds thresholds,
            PollPlan plan,
            boolean untilFinished,
            long now,
            Duration timeLimit) {
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("There is no request to watch");
        }
        if (timeLimit.isNegative() || timeLimit.isZero()) {
            throw new IllegalArgumentException("The time limit must be above zero");
        }
        Map<String, WatchedRequest> byId = new LinkedHashMap<>();
        wanted.forEach(one -> byId.putIfAbsent(one.requestId(), WatchedRequest.begin(one, now)));
        return new Watch(
                byId.values().toArray(new WatchedRequest[0]),
                thresholds,
                plan,
                untilFinished,
                now,
                Math.addExact(now, timeLimit.toMillis()),
                null);
    }

    /** The requests, in the order they were named. */
    public List<WatchedRequest> requests() {
        return List.of(requests);
    }

    /** The request with this ID. */
    public WatchedRequest request(String id) {
        return requests[indexOf(id)];
    }

    /** All recipients as last heard, added up. */
    public Tally tally() {
        return Arrays.stream(requests).map(WatchedRequest::tally).reduce(Tally.NONE, Tally::plus);
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
        return Arrays.stream(requests).mapToInt(WatchedRequest::polls).sum();
    }

    /** How many of the questions got no status. */
    public int errors() {
        return Arrays.stream(requests).mapToInt(WatchedRequest::errors).sum();
    }

    /** Whether there is nothing more to ask of this request. */
    public boolean isSettled(WatchedRequest request) {
        return request.isFinished() || !untilFinished && request.isAnswered();
    }

    /** The verdict, as soon as there is one; from then on there is nothing to ask. */
    public Optional<Verdict> verdict(long now) {
        if (hopeless != null) {
            return Optional.of(orFailed(Verdict.inconclusive(Doubt.NO_ANSWER, List.of(hopeless))));
        }
        if (Arrays.stream(requests).allMatch(WatchedRequest::isFinished)) {
            return Optional.of(thresholds.judge(tally()));
        }
        if (Arrays.stream(requests).allMatch(this::isSettled)) {
            return Optional.of(orFailed(Verdict.inconclusive(
                    Doubt.TIME_UP,
                    List.of(Finding.of(Rule.NOT_FINISHED, unfinished(), requests.length, tally().pending())))));
        }
        if (now >= deadline) {
            return Optional.of(orFailed(Verdict.inconclusive(Doubt.TIME_UP, timeIsUp())));
        }
        return thresholds.failFast() ? broken() : Optional.empty();
    }

    /** The question for this request was sent. */
    public Watch asked(String id, long now) {
        return with(id, request -> request.asked(now, now + plan.answerLease()));
    }

    /** Kore.ai gave a status of this request. A settled request stays as it is. */
    public Watch answered(String id, Answer answer, long now, RandomGenerator random) {
        if (isSettled(request(id))) {
            return this;
        }
        Watch answered = with(id, request -> {
            WatchedRequest next = request.answered(answer, now);
            return next.due(clamped(next, now + plan.interval(next.pace(), now - startedAt, random)));
        });
        return answer.unreached() == null ? answered : answered.withFewRecipients();
    }

    /** The same watch with nothing of any recipient, who were kept while that was allowed. */
    public Watch withoutRecipients() {
        if (Arrays.stream(requests).allMatch(request -> request.unreached().isEmpty())) {
            return this;
        }
        return with(
                Arrays.stream(requests).map(request -> request.keeping(null)).toArray(WatchedRequest[]::new));
    }

    /** Of all requests together no more recipients than may be kept: those who failed first, in the requests' order. */
    private Watch withFewRecipients() {
        int kept = Arrays.stream(requests)
                .mapToInt(request -> request.unreached().map(Unreached::size).orElse(0))
                .sum();
        if (kept <= Unreached.MOST_OF_CHECK) {
            return this;
        }
        int failed = Arrays.stream(requests)
                .mapToInt(request -> request.unreached().map(Unreached::failed).orElse(0))
                .sum();
        int roomForFailed = Unreached.MOST_OF_CHECK;
        int roomForPending = Math.max(0, Unreached.MOST_OF_CHECK - failed);
        WatchedRequest[] fewer = requests.clone();
        for (int i = 0; i < fewer.length; i++) {
            Unreached all = fewer[i].unreached().orElse(Unreached.NOBODY);
            if (all.size() > 0) {
                Unreached some = all.first(roomForFailed, roomForPending);
                fewer[i] = fewer[i].keeping(some);
                roomForFailed -= some.failed();
                roomForPending -= some.pending();
            }
        }
        return with(fewer);
    }

    /** The question for this request got no status. */
    public Watch troubled(String id, Trouble trouble, long now, RandomGenerator random) {
        if (isSettled(request(id))) {
            return this;
        }
        WatchedRequest next = request(id).troubled(trouble);
        if (isHopeless(next, trouble, now)) {
            Watch last = with(id, request -> next);
            return new Watch(last.requests, thresholds, plan, untilFinished, startedAt, deadline, trouble.finding(id));
        }
        long wait = Backoff.after(next.errorsInARow(), trouble.floor(), random);
        return with(id, request -> next.due(clamped(next, now + wait)));
    }

    /** The watch was restored: answers under way are lost, and their questions are asked again. */
    public Watch resumed(long now) {
        WatchedRequest[] resumed = Arrays.stream(requests)
                .map(request -> request.dueAt() == request.lastAskedAt() + plan.answerLease()
                        ? request.due(Math.max(now, request.lastAskedAt() + PollPlan.LEAST_GAP))
                        : request)
                .toArray(WatchedRequest[]::new);
        return with(resumed);
    }

    private boolean isHopeless(WatchedRequest request, Trouble trouble, long now) {
        switch (trouble.kind()) {
            case HOPELESS:
                return true;
            case REFUSED:
                return request.refusalsInARow() > 1;
            case UNKNOWN_REQUEST:
                return now - request.knownUntil(now) >= plan.grace();
            default:
                return request.errorsInARow() > plan.errorBudget();
        }
    }

    /** The time, but not within the least gap to the last question, and with a last look just before the deadline. */
    private long clamped(WatchedRequest request, long dueAt) {
        long lastLook = deadline - plan.lastLook();
        return Math.max(Math.min(dueAt, lastLook), request.lastAskedAt() + PollPlan.LEAST_GAP);
    }

    private Verdict orFailed(Verdict inconclusive) {
        return broken().orElse(inconclusive);
    }

    private Optional<Verdict> broken() {
        return thresholds.judgeEarly(
                tally(),
                Arrays.stream(requests)
                        .mapToLong(WatchedRequest::mostRecipients)
                        .sum());
    }

    private long unfinished() {
        return Arrays.stream(requests).filter(request -> !request.isFinished()).count();
    }

    private List<Finding> timeIsUp() {
        List<Finding> reasons = new ArrayList<>();
        reasons.add(Finding.of(
                Rule.TIME_UP,
                TimeSpan.inWords(Duration.ofMillis(deadline - startedAt)),
                unfinished(),
                requests.length,
                tally().pending()));
        Arrays.stream(requests)
                .filter(request -> !request.isFinished() && request.trouble() != null)
                .findFirst()
                .ifPresent(request -> reasons.add(request.trouble().finding(request.id())));
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

    private Watch with(String id, UnaryOperator<WatchedRequest> change) {
        WatchedRequest[] changed = requests.clone();
        int index = indexOf(id);
        changed[index] = change.apply(changed[index]);
        return with(changed);
    }

    private Watch with(WatchedRequest[] changed) {
        return new Watch(changed, thresholds, plan, untilFinished, startedAt, deadline, hopeless);
    }

    @Override
    public String toString() {
        return "watch of " + requests.length + " requests: " + tally();
    }
}
