package io.jenkins.plugins.korenotify.drive;

import io.jenkins.plugins.korenotify.gate.Verdict;
import io.jenkins.plugins.korenotify.kore.RequestStatus;
import io.jenkins.plugins.korenotify.watch.Answer;
import io.jenkins.plugins.korenotify.watch.RateBudget;
import io.jenkins.plugins.korenotify.watch.Trouble;
import io.jenkins.plugins.korenotify.watch.Watch;
import io.jenkins.plugins.korenotify.watch.WatchedRequest;
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
public final class WatchDriver {
    private final RateBudget budget;
    private final InstantSource clock;
    private final Alarm alarm;
    private final Executor executor;
    private final RandomGenerator random;
    private final Consumer<Throwable> mishaps;

    private final Object lock = new Object();
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::at));
    private final PriorityQueue<Due> deadlines = new PriorityQueue<>(Comparator.comparingLong(Due::at));
    private Runnable cancelAlarm;
    private long alarmAt = Long.MAX_VALUE;
    private int driven;

    /** Something to do for a watch at a time; {@code requestId} is null where it is the deadline. */
    private record Due(long at, DrivenWatch watch, String requestId) {}

    /**
     * A driver.
     *
     * @param budget the bot's; used by this driver alone
     * @param alarm wakes the driver
     * @param executor does the work: signing, sending, telling listeners
     * @param random guarded by this driver's lock; used by it alone
     * @param mishaps told what listeners throw; never a verdict
     */
    public WatchDriver(
            RateBudget budget,
            InstantSource clock,
            Alarm alarm,
            Executor executor,
            RandomGenerator random,
            Consumer<Throwable> mishaps) {
        this.budget = budget;
        this.clock = clock;
        this.alarm = alarm;
        this.executor = executor;
        this.random = random;
        this.mishaps = mishaps;
    }

    /**
     * Drives a watch until its verdict or its cancellation.
     *
     * @param watch new, or {@link Watch#resumed}
     * @param source asked for the requests of this watch
     * @param listener told what happens
     */
    public DrivenWatch drive(Watch watch, StatusSource source, WatchListener listener) {
        DrivenWatch one = new DrivenWatch(this, watch, source, listener);
        synchronized (lock) {
            driven++;
            deadlines.add(new Due(watch.deadline(), one, null));
            watch.requests().stream()
                    .filter(request -> !watch.isSettled(request))
                    .forEach(request -> due.add(new Due(request.dueAt(), one, request.id())));
        }
        executor.execute(() -> {
            judge(one);
            run();
        });
        return one;
    }

    /** How many watches are driven. */
    public int driven() {
        synchronized (lock) {
            return driven;
        }
    }

    void cancel(DrivenWatch one) {
        one.forgetNews();
        end(one);
    }

    void report(Throwable mishap) {
        mishaps.accept(mishap);
    }

    /** Does everything that is due, and sets the alarm for what comes next. */
    private void run() {
        List<Due> questions = new ArrayList<>();
        List<DrivenWatch> late = new ArrayList<>();
        synchronized (lock) {
            long now = clock.millis();
            while (!deadlines.isEmpty() && deadlines.peek().at() <= now) {
                late.add(deadlines.poll().watch());
            }
            while (!due.isEmpty() && due.peek().at() <= now) {
                Due next = due.peek();
                if (isIdle(next)) {
                    due.poll();
                    continue;
                }
                if (budget.freeAt(now) > now) {
                    break;
                }
                due.poll();
                long free = budget.freeAt(next.requestId(), now);
                if (free > now) {
                    due.add(new Due(free, next.watch(), next.requestId()));
                    continue;
                }
                budget.take(next.requestId(), now);
                next.watch().become(next.watch().watch().asked(next.requestId(), now));
                questions.add(new Due(now, next.watch(), next.requestId()));
            }
            setAlarm(now);
        }
        late.forEach(this::judge);
        questions.forEach(this::ask);
    }

    private static boolean isIdle(Due question) {
        return question.watch().isOver()
                || question.watch().watch().isSettled(question.watch().watch().request(question.requestId()));
    }

    private void ask(Due question) {
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
            question.watch().underWay(question.requestId(), answer);
        }
        answer.whenCompleteAsync((status, thrown) -> arrived(question, status, thrown), executor);
    }

    private void arrived(Due question, RequestStatus status, Throwable thrown) {
        DrivenWatch one = question.watch();
        String id = question.requestId();
        synchronized (lock) {
            if (one.isOver()) {
                return;
            }
            one.arrived(id);
            long now = clock.millis();
            Watch next;
            if (thrown == null) {
                budget.accepted();
                next = one.watch()
                        .answered(
                                id,
                                new Answer(
                                        status.isFinished(),
                                        status.tally(),
                                        status.percentComplete().orElse(-1),
                                        status.unreached().orElse(null)),
                                now,
                                random);
                one.tell(listener -> listener.answered(id, next), executor);
            } else {
                Trouble trouble = Troubles.of(thrown);
                learn(trouble, question.at(), now);
                next = one.watch().troubled(id, trouble, now, random);
                one.tell(listener -> listener.troubled(id, trouble, next), executor);
            }
            one.become(next);
            WatchedRequest request = next.request(id);
            if (!next.isSettled(request)) {
                due.add(new Due(request.dueAt(), one, id));
            }
        }
        judge(one);
        run();
    }

    private void learn(Trouble trouble, long askedAt, long now) {
        if (trouble.kind() == Trouble.Kind.RATE_LIMITED) {
            budget.refused(askedAt, now, trouble.floor(), random);
        } else if (trouble.kind() != Trouble.Kind.PASSING) {
            budget.accepted();
        }
    }

    private void judge(DrivenWatch one) {
        Optional<Verdict> verdict;
        Watch last;
        synchronized (lock) {
            last = one.watch();
            verdict = one.isOver() ? Optional.empty() : last.verdict(clock.millis());
        }
        if (verdict.isPresent() && end(one)) {
            one.tell(listener -> listener.ended(verdict.get(), last), executor);
        }
    }

    /** Ends a watch; false if it had ended already. */
    private boolean end(DrivenWatch one) {
        List<CompletableFuture<RequestStatus>> dropped;
        synchronized (lock) {
            if (one.isOver()) {
                return false;
            }
            dropped = new ArrayList<>(one.end().values());
            driven--;
            due.removeIf(entry -> entry.watch() == one);
            deadlines.removeIf(entry -> entry.watch() == one);
            setAlarm(clock.millis());
        }
        dropped.forEach(question -> question.cancel(true));
        return true;
    }

    private void setAlarm(long now) {
        long next = deadlines.isEmpty() ? Long.MAX_VALUE : deadlines.peek().at();
        if (!due.isEmpty()) {
            next = Math.min(next, Math.max(due.peek().at(), budget.freeAt(now)));
        }
        if (next == alarmAt && cancelAlarm != null) {
            return;
        }
        if (cancelAlarm != null) {
            cancelAlarm.run();
            cancelAlarm = null;
        }
        alarmAt = next;
        if (next != Long.MAX_VALUE) {
            cancelAlarm = alarm.at(next, () -> executor.execute(this::alarmed));
        }
    }

    private void alarmed() {
        synchronized (lock) {
            alarmAt = Long.MAX_VALUE;
            cancelAlarm = null;
        }
        run();
    }
}
