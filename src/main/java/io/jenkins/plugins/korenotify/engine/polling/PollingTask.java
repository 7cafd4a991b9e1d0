package io.jenkins.plugins.korenotify.engine.polling;

import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A check while it is polled. All but the public methods is guarded by the lock of its scheduler. */
public final class PollingTask extends TurnQueue.Member {
    final StatusFetcher fetcher;
    final RateLimits limits;
    final PollQueue queue = new PollQueue();
    // Tells tasks apart that are equal otherwise.
    final long number;
    final Map<PollQueue.Entry, CompletableFuture<RequestStatus>> inFlight = new IdentityHashMap<>();
    boolean ended;
    // When the scheduler looks whether the check is at its end, by the wall clock.
    long deadline;

    private final PollScheduler scheduler;
    private final PollListener listener;
    private final SerialExecutor events;
    private volatile PollingState state;
    private volatile boolean cancelled;

    PollingTask(
            PollScheduler scheduler,
            PollingState state,
            StatusFetcher fetcher,
            PollListener listener,
            RateLimits limits,
            long number,
            Executor executor,
            Consumer<Throwable> errorHandler) {
        this.scheduler = scheduler;
        this.state = state;
        this.fetcher = fetcher;
        this.listener = listener;
        this.limits = limits;
        this.number = number;
        this.deadline = state.deadline();
        this.events = new SerialExecutor(executor, errorHandler);
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

    void state(PollingState next) {
        state = next;
    }

    /** Queues every request that may be polled, at the times that the state names. */
    void requeue() {
        queue.clear();
        state.requests().stream().filter(state::isPollable).forEach(request -> queue(queue.newEntry(request.id())));
    }

    /** Queues a request, unless it needs no more polls. */
    void queue(PollQueue.Entry entry) {
        RequestState request = state.request(entry.requestId);
        if (state.isPollable(request)) {
            // A final status that is incomplete only has to be confirmed.
            long expectedAt = request.isFinal()
                    ? request.nextPollAt()
                    : request.progress().expectedFinishAt();
            queue.add(entry, request.nextPollAt(), expectedAt);
        }
    }

    /** Ends the check and returns the responses that nobody waits for any more. */
    List<CompletableFuture<RequestStatus>> end() {
        ended = true;
        queue.clear();
        List<CompletableFuture<RequestStatus>> responses = List.copyOf(inFlight.values());
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
