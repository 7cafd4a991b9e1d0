package io.jenkins.plugins.korenotify.engine.polling;

import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A check while it is polled. Except for the public methods, it is guarded by the lock of its scheduler. */
public final class PollingTask extends TurnQueue.Member {
    private final PollScheduler scheduler;
    private final StatusFetcher fetcher;
    private final PollListener listener;
    private final RateLimits limits;
    private final long number;
    private final SerialExecutor events;
    private final Map<PollQueue.Entry, CompletableFuture<RequestStatus>> inFlight = new IdentityHashMap<>();
    private final PollQueue queue = new PollQueue();
    private long deadline;
    private boolean ended;
    private volatile PollingState state;
    private volatile boolean cancelled;

    PollingTask(
            PollScheduler scheduler,
            PollingState state,
            StatusFetcher fetcher,
            PollListener listener,
            RateLimits limits,
            long number,
            SerialExecutor events) {
        this.scheduler = scheduler;
        this.state = state;
        this.fetcher = fetcher;
        this.listener = listener;
        this.limits = limits;
        this.number = number;
        this.events = events;
        this.deadline = state.deadline();
        requeue();
    }

    /** The state of the check at this moment. */
    public PollingState state() {
        return state;
    }

    /** Ends the check without a verdict: no more polls are sent, those in flight are cancelled. */
    public void cancel() {
        cancelled = true;
        scheduler.cancel(this);
    }

    StatusFetcher fetcher() {
        return fetcher;
    }

    RateLimits limits() {
        return limits;
    }

    long number() {
        return number;
    }

    PollQueue queue() {
        return queue;
    }

    long nextTimer() {
        return queue.nextTimer();
    }

    /** When the scheduler looks whether the check is at its end, by the wall clock. */
    long deadline() {
        return deadline;
    }

    void deadline(long now) {
        deadline = now;
    }

    void state(PollingState next) {
        state = next;
    }

    /** Queues every request that may be polled, at the times that the state names. */
    void requeue() {
        queue.clear();
        state.requests().stream()
                .filter(state::isPollable)
                .forEach(request -> queue(queue.newEntry(request.id())));
    }

    /** Queues a request, unless it needs no more polls. */
    void queue(PollQueue.Entry entry) {
        RequestState request = state.request(entry.requestId());
        if (state.isPollable(request)) {
            // A final status that is incomplete only has to be confirmed.
            long expectedAt = request.isFinal() ? request.nextPollAt() : request.progress().expectedFinishAt();
            queue.add(entry, request.nextPollAt(), expectedAt);
        }
    }

    boolean isEnded() {
        return ended;
    }

    void sent(PollQueue.Entry entry, CompletableFuture<RequestStatus> response) {
        inFlight.put(entry, response);
    }

    /** Whether this was in flight; from now on it is not. */
    boolean received(PollQueue.Entry entry) {
        return inFlight.remove(entry) != null;
    }

    /** Ends the check and returns the polls that were in flight. */
    Collection<CompletableFuture<RequestStatus>> end() {
        ended = true;
        queue.clear();
        Collection<CompletableFuture<RequestStatus>> responses = List.copyOf(inFlight.values());
        inFlight.clear();
        return responses;
    }

    /** Notifies the listener, after all earlier events. */
    void publish(Consumer<PollListener> event) {
        events.execute(() -> {
            if (!cancelled) {
                event.accept(listener);
            }
        });
    }
}
