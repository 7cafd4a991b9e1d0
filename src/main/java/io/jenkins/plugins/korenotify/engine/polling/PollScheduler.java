package io.jenkins.plugins.korenotify.engine.polling;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Drives all watches of one bot in this process. It needs no thread of its own: an alarm wakes it, answers wake it,
 * and its work is done on the given executor.
 *
 * <p>Questions go out in the order in which they fell due, so that no watch starves while the budget is short. Safe
 * for concurrent use.
 */
public final class PollScheduler {
    private final AdaptiveRateLimiter budget;
    private final InstantSource clock;
    private final Scheduler alarm;
    private final Executor executor;
    private final RandomGenerator random;
    private final Consumer<Throwable> errorHandler;

    private final Object lock = new Object();
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::at));
    private final PriorityQueue<Due> deadlines = new PriorityQueue<>(Comparator.comparingLong(Due::at));
    private Runnable cancelWakeup;
    private long wakeupAt = Long.MAX_VALUE;
    private int running;

    /** Something to do for a watch at a time; {@code requestId} is null where it is the deadline. */
    private record Due(long at, PollingTask watch, String requestId) {}

    /**
     * A driver.
     *
     * @param budget the bot's; used by this driver alone
     * @param alarm wakes the driver
     * @param executor does the work: signing, sending, telling listeners
     * @param random guarded by this driver's lock; used by it alone
     * @param mishaps told what listeners throw; never a verdict
     */
    public PollScheduler(
            AdaptiveRateLimiter budget,
            InstantSource clock,
            Scheduler alarm,
            Executor executor,
            RandomGenerator random,
            Consumer<Throwable> errorHandler) {
        this.budget = budget;
        this.clock = clock;
        this.alarm = alarm;
        this.executor = executor;
        this.random = random;
        this.errorHandler = errorHandler;
    }

    /**
     * Drives a watch until its verdict or its cancellation.
     *
     * @param watch new, or {@link PollingState#resumed}
     * @param source asked for the requests of this watch
     * @param listener told what happens
     */
    public PollingTask start(PollingState watch, StatusFetcher source, PollListener listener) {
        PollingTask one = new PollingTask(this, watch, source, listener);
        synchronized (lock) {
            running++;
            deadlines.add(new Due(watch.deadline(), one, null));
            watch.requests().stream()
                    .filter(request -> !watch.isSettled(request))
                    .forEach(request -> due.add(new Due(request.nextPollAt(), one, request.id())));
        }
        executor.execute(() -> {
            evaluate(one);
            run();
        });
        return one;
    }

    /** How many watches are driven. */
    public int running() {
        synchronized (lock) {
            return running;
        }
    }

    void cancel(PollingTask one) {
        one.forgetNews();
        end(one);
    }

    void report(Throwable error) {
        errorHandler.accept(error);
    }

    /** Does everything that is due, and sets the alarm for what comes next. */
    private void run() {
        List<Due> questions = new ArrayList<>();
        List<PollingTask> late = new ArrayList<>();
        synchronized (lock) {
            long now = clock.millis();
            while (!deadlines.isEmpty() && deadlines.peek().at() <= now) {
                late.add(deadlines.poll().watch());
            }
            while (!due.isEmpty() && due.peek().at() <= now) {
                Due next = due.peek();
                if (isObsolete(next)) {
                    due.poll();
                    continue;
                }
                if (budget.nextPermitAt(now) > now) {
                    break;
                }
                due.poll();
                long free = budget.nextPermitAt(next.requestId(), now);
                if (free > now) {
                    due.add(new Due(free, next.watch(), next.requestId()));
                    continue;
                }
                budget.take(next.requestId(), now);
                next.watch().become(next.watch().watch().pollSent(next.requestId(), now));
                questions.add(new Due(now, next.watch(), next.requestId()));
            }
            scheduleWakeup(now);
        }
        late.forEach(this::evaluate);
        questions.forEach(this::sendPoll);
    }

    private static boolean isObsolete(Due question) {
        return question.watch().isOver()
                || !question.watch().watch().isPollable(question.watch().watch().request(question.requestId()));
    }

    private void sendPoll(Due question) {
        CompletableFuture<RequestStatus> answer;
        try {
            answer = question.watch().source().fetch(question.requestId());
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        synchronized (lock) {
            if (question.watch().isOver()) {
                answer.cancel(true);
                return;
            }
            question.watch().inFlight(question.requestId(), answer);
        }
        answer.whenCompleteAsync((status, thrown) -> onResponse(question, status, thrown), executor);
    }

    private void onResponse(Due question, RequestStatus status, Throwable thrown) {
        PollingTask one = question.watch();
        String id = question.requestId();
        synchronized (lock) {
            if (one.isOver()) {
                return;
            }
            one.onResponse(id);
            long now = clock.millis();
            PollingState next;
            if (thrown == null) {
                budget.accepted();
                next = one.watch()
                        .statusReceived(
                                id,
                                status,
                                now,
                                random);
                one.publish(listener -> listener.onStatus(id, next), executor);
            } else {
                PollFailure failure = PollFailure.from(thrown);
                updateRateLimiter(failure, question.at(), now);
                next = one.watch().pollFailed(id, failure, now, random);
                one.publish(listener -> listener.onPollFailure(id, failure, next), executor);
            }
            one.become(next);
            RequestState request = next.request(id);
            if (!next.isSettled(request)) {
                due.add(new Due(request.nextPollAt(), one, id));
            }
        }
        evaluate(one);
        run();
    }

    private void updateRateLimiter(PollFailure failure, long askedAt, long now) {
        if (failure.kind() == KoreException.Kind.RATE_LIMITED) {
            budget.onThrottled(askedAt, now, failure.retryAfterMillis(), random);
        } else if (failure.kind() != KoreException.Kind.UNAVAILABLE) {
            budget.accepted();
        }
    }

    private void evaluate(PollingTask one) {
        Optional<Verdict> verdict;
        PollingState last;
        synchronized (lock) {
            long now = clock.millis();
            PollingState extended = one.watch().deadlineReached(now, now);
            if (extended != one.watch() && !one.isOver()) {
                one.become(extended);
                deadlines.add(new Due(now + 60_000, one, null));
                extended.requests().stream()
                        .filter(extended::isPollable)
                        .forEach(request -> due.add(new Due(request.nextPollAt(), one, request.id())));
            }
            last = one.watch();
            verdict = one.isOver() ? Optional.empty() : last.verdict(now);
        }
        if (verdict.isPresent() && end(one)) {
            one.publish(listener -> listener.onCompleted(verdict.get(), last), executor);
        }
    }

    /** Ends a watch; false if it had ended already. */
    private boolean end(PollingTask one) {
        List<CompletableFuture<RequestStatus>> dropped;
        synchronized (lock) {
            if (one.isOver()) {
                return false;
            }
            dropped = new ArrayList<>(one.end().values());
            running--;
            due.removeIf(entry -> entry.watch() == one);
            deadlines.removeIf(entry -> entry.watch() == one);
            scheduleWakeup(clock.millis());
        }
        dropped.forEach(question -> question.cancel(true));
        return true;
    }

    private void scheduleWakeup(long now) {
        long next = deadlines.isEmpty() ? Long.MAX_VALUE : deadlines.peek().at();
        if (!due.isEmpty()) {
            next = Math.min(next, Math.max(due.peek().at(), budget.nextPermitAt(now)));
        }
        if (next == wakeupAt && cancelWakeup != null) {
            return;
        }
        if (cancelWakeup != null) {
            cancelWakeup.run();
            cancelWakeup = null;
        }
        wakeupAt = next;
        if (next != Long.MAX_VALUE) {
            cancelWakeup = alarm.at(next, () -> executor.execute(this::onWakeup));
        }
    }

    private void onWakeup() {
        synchronized (lock) {
            wakeupAt = Long.MAX_VALUE;
            cancelWakeup = null;
        }
        run();
    }
}
