package io.jenkins.plugins.korenotify.engine.polling;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/**
 * Polls for all checks of one bot in this process. It needs no thread of its own: a timer and the responses wake it, and
 * the executor does its work. Safe for concurrent use.
 *
 * <p>Checks take turns, and so do the requests of a check; those that are expected to be finished go first
 * ({@link TurnQueue}). Intervals are measured by a monotonic clock, deadlines by the wall clock.
 */
public final class PollScheduler {
    /** The longest time until the wall clock is read again, in milliseconds: it may have been set. */
    private static final long HEARTBEAT = 60_000;

    /** How long to wait before work is given to an executor again that rejected it, in milliseconds. */
    private static final long REJECTED_RETRY_DELAY = 1_000;

    private final AdaptiveRateLimiter limiter;
    private final LongSupplier ticker;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private final Executor executor;
    private final RandomGenerator random;
    private final Consumer<Throwable> errorHandler;

    private final Object lock = new Object();
    private final TreeSet<PollingTask> byTimer = sortedBy(task -> task.queue.nextTimer());
    private final TreeSet<PollingTask> byDeadline = sortedBy(task -> task.deadline);
    private final TurnQueue<PollingTask> ready = new TurnQueue<>();
    private final Map<RateLimits, Integer> limitsInUse = new HashMap<>();
    private long tasksStarted;
    // The only timer that is scheduled: its number, its time (NEVER: there is none), and what cancels it.
    private long wakeups;
    private long wakeupAt = PollQueue.NEVER;
    private Runnable wakeupCanceller;

    /** A poll to be sent. */
    private record Poll(PollingTask task, PollQueue.Entry entry, long sentAt) {
        String requestId() {
            return entry.requestId;
        }
    }

    /**
     * Creates a scheduler without checks.
     *
     * @param limiter of the bot; used by this scheduler alone
     * @param ticker the monotonic clock, in milliseconds
     * @param clock the wall clock
     * @param scheduler wakes this scheduler
     * @param executor sends polls and notifies listeners; it never runs a task in the thread that gives it the task
     * @param random used by this scheduler alone
     * @param errorHandler receives what listeners throw
     */
    public PollScheduler(
            AdaptiveRateLimiter limiter,
            LongSupplier ticker,
            InstantSource clock,
            Scheduler scheduler,
            Executor executor,
            RandomGenerator random,
            Consumer<Throwable> errorHandler) {
        this.limiter = limiter;
        this.ticker = ticker;
        this.clock = clock;
        this.scheduler = scheduler;
        this.executor = executor;
        this.random = random;
        this.errorHandler = errorHandler;
    }

    private static TreeSet<PollingTask> sortedBy(ToLongFunction<PollingTask> time) {
        return new TreeSet<>(Comparator.comparingLong(time).thenComparingLong(task -> task.number));
    }

    /** Polls for a check within the limits that Kore.ai documents. */
    public PollingTask start(PollingState state, StatusFetcher fetcher, PollListener listener) {
        return start(state, fetcher, listener, RateLimits.DOCUMENTED);
    }

    /**
     * Polls for a check until it has a verdict or is cancelled.
     *
     * @param state of a new check, or {@link PollingState#restored}
     * @param limits of the connection; the smallest limits of all checks that are polled hold for the bot
     */
    public PollingTask start(PollingState state, StatusFetcher fetcher, PollListener listener, RateLimits limits) {
        PollingTask task;
        synchronized (lock) {
            task = new PollingTask(this, state, fetcher, listener, limits, tasksStarted++, this::execute, errorHandler);
            sort(task);
            limitsInUse.merge(limits, 1, Integer::sum);
            updateLimits();
            evaluate(task);
        }
        execute(this::run);
        return task;
    }

    /** The monotonic clock that the states of this scheduler's checks are measured by, in milliseconds. */
    public long tick() {
        return ticker.getAsLong();
    }

    /** How many checks are polled. */
    public int running() {
        synchronized (lock) {
            return byDeadline.size();
        }
    }

    /** Ends checks at their deadline, sends all polls that are due and allowed, and schedules the next wake-up. */
    private void run() {
        List<Poll> polls = new ArrayList<>();
        synchronized (lock) {
            long tick = tick();
            long now = clock.millis();
            while (!byDeadline.isEmpty() && byDeadline.first().deadline <= now) {
                PollingTask task = byDeadline.first();
                change(task, () -> task.deadline = now + HEARTBEAT);
                evaluate(task);
            }
            while (!byTimer.isEmpty() && byTimer.first().queue.nextTimer() <= tick) {
                PollingTask task = byTimer.first();
                change(task, () -> task.queue.advance(tick));
            }
            while (!ready.isEmpty() && limiter.nextPermitAt(tick) <= tick) {
                takeNext(tick, polls);
            }
            scheduleWakeup(tick, now);
        }
        polls.forEach(this::sendPoll);
    }

    /** Changes what a task is sorted by. */
    private void change(PollingTask task, Runnable change) {
        unsort(task);
        change.run();
        sort(task);
    }

    private void unsort(PollingTask task) {
        byTimer.remove(task);
        byDeadline.remove(task);
    }

    private void sort(PollingTask task) {
        byTimer.add(task);
        byDeadline.add(task);
        if (task.queue.isReady()) {
            ready.put(task, task.queue.first().urgent, task.queue.first().expectedAt);
        } else {
            ready.remove(task);
        }
    }

    /** Takes the request whose turn it is, and adds its poll if it may be polled. */
    private void takeNext(long tick, List<Poll> polls) {
        PollingTask task = ready.take();
        unsort(task);
        PollQueue.Entry entry = task.queue.take();
        String id = entry.requestId;
        long minInterval = task.state().policy().minInterval();
        long permitAt = limiter.nextPermitAt(id, minInterval, tick);
        if (permitAt <= tick) {
            limiter.acquire(id, minInterval, tick);
            task.state(task.state().pollSent(id, tick));
            polls.add(new Poll(task, entry, tick));
        } else {
            // Another check has polled the same request.
            task.queue.add(entry, permitAt, permitAt);
        }
        sort(task);
    }

    private void sendPoll(Poll poll) {
        CompletableFuture<RequestStatus> response;
        try {
            response = Objects.requireNonNull(poll.task().fetcher.fetch(poll.requestId()));
        } catch (Throwable e) {
            response = CompletableFuture.failedFuture(e);
        }
        boolean ended;
        synchronized (lock) {
            ended = poll.task().ended;
            if (!ended) {
                poll.task().inFlight.put(poll.entry(), response);
            }
        }
        if (ended) {
            response.cancel(true);
        } else {
            response.whenComplete((status, thrown) -> execute(() -> onResponse(poll, status, thrown)));
        }
    }

    private void onResponse(Poll poll, RequestStatus status, Throwable thrown) {
        PollingTask task = poll.task();
        synchronized (lock) {
            if (task.ended || task.inFlight.remove(poll.entry()) == null) {
                return;
            }
            if (thrown != null) {
                onFailure(poll, thrown);
            } else {
                try {
                    onStatus(poll, status);
                } catch (RuntimeException | Error e) {
                    onFailure(poll, e);
                }
            }
            change(task, () -> task.queue(poll.entry()));
            evaluate(task);
        }
        run();
    }

    private void onStatus(Poll poll, RequestStatus status) {
        String id = poll.requestId();
        PollingState next = poll.task().state().statusReceived(id, status, tick(), random);
        limiter.onSuccess();
        poll.task().state(next);
        poll.task().publish(listener -> listener.onStatus(id, next));
    }

    private void onFailure(Poll poll, Throwable thrown) {
        long tick = tick();
        String id = poll.requestId();
        PollFailure failure = PollFailure.from(thrown);
        if (failure.kind() == KoreException.Kind.RATE_LIMITED) {
            limiter.onThrottled(poll.sentAt(), tick, failure.retryAfterMillis(), random);
        } else if (failure.kind() != KoreException.Kind.UNAVAILABLE) {
            limiter.onSuccess();
        }
        PollingState next = poll.task().state().pollFailed(id, failure, tick, random);
        poll.task().state(next);
        poll.task().publish(listener -> listener.onPollFailure(id, failure, next));
    }

    /** Ends the check if there is a verdict. */
    private void evaluate(PollingTask task) {
        try {
            long now = clock.millis();
            lookAtDeadline(task, now);
            PollingState state = task.state();
            state.verdict(now).ifPresent(verdict -> {
                end(task);
                task.publish(listener -> listener.onCompleted(verdict, state));
            });
        } catch (RuntimeException | Error e) {
            SerialExecutor.report(e, errorHandler);
        }
    }

    private void lookAtDeadline(PollingTask task, long now) {
        PollingState extended = task.state().deadlineReached(now, tick());
        if (extended != task.state()) {
            change(task, () -> {
                task.state(extended);
                task.deadline = extended.overtimeEnd();
                task.requeue();
            });
        }
    }

    void cancel(PollingTask task) {
        synchronized (lock) {
            if (!task.ended) {
                end(task);
            }
        }
    }

    private void end(PollingTask task) {
        unsort(task);
        ready.remove(task);
        limitsInUse.computeIfPresent(task.limits, (limits, checks) -> checks > 1 ? checks - 1 : null);
        updateLimits();
        List<CompletableFuture<RequestStatus>> responses = task.end();
        if (!responses.isEmpty()) {
            execute(() -> responses.forEach(response -> response.cancel(true)));
        }
    }

    private void updateLimits() {
        if (!limitsInUse.isEmpty()) {
            limiter.limits(RateLimits.smallest(limitsInUse.keySet()), tick());
        }
    }

    private void scheduleWakeup(long tick, long now) {
        if (byDeadline.isEmpty()) {
            return;
        }
        long untilDeadline = Math.max(0, byDeadline.first().deadline - now);
        long at = tick + Math.min(HEARTBEAT, untilDeadline);
        at = Math.min(at, byTimer.first().queue.nextTimer());
        if (!ready.isEmpty()) {
            at = Math.min(at, limiter.nextPermitAt(tick));
        }
        // A wake-up that comes too early does no harm.
        if (wakeupAt <= at) {
            return;
        }
        if (wakeupAt != PollQueue.NEVER) {
            wakeupCanceller.run();
        }
        wakeupAt = at;
        long number = ++wakeups;
        try {
            wakeupCanceller = scheduler.schedule(at - tick, () -> execute(() -> onWakeup(number)));
        } catch (RejectedExecutionException e) {
            wakeupAt = PollQueue.NEVER;
            SerialExecutor.report(e, errorHandler);
        }
    }

    private void onWakeup(long number) {
        synchronized (lock) {
            // Another thread may have scheduled the next one since this one fired.
            if (wakeups == number) {
                wakeupAt = PollQueue.NEVER;
            }
        }
        run();
    }

    /** Gives work to the executor, again and again while it is rejected. */
    private void execute(Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException e) {
            try {
                scheduler.schedule(REJECTED_RETRY_DELAY, () -> execute(work));
            } catch (RejectedExecutionException ended) {
                SerialExecutor.report(ended, errorHandler);
            }
        }
    }
}
