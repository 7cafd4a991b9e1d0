package io.jenkins.plugins.korenotify.trials;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus.Outcome;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.polling.StatusFetcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Responds in simulated time, after 100 ms, as scripted. */
public final class ScriptedFetcher implements StatusFetcher {
    private static final long LATENCY = 100;

    private final SimulatedTime time;
    private final Map<String, Long> finishes = new HashMap<>();
    private final Map<String, KoreException> failures = new HashMap<>();
    private final Map<String, Integer> failuresLeft = new HashMap<>();
    private final Map<String, CompletableFuture<RequestStatus>> outstanding = new HashMap<>();
    private final Map<String, List<Long>> sentAt = new HashMap<>();
    private final List<String> order = new ArrayList<>();
    private final List<String> cancelled = new ArrayList<>();

    public ScriptedFetcher(SimulatedTime time) {
        this.time = time;
    }

    /** The request is finished from a time of the monotonic clock on, its only recipient delivered. */
    public ScriptedFetcher finishes(String requestId, long tick) {
        finishes.put(requestId, tick);
        return this;
    }

    /** The request gets no response. */
    public ScriptedFetcher never(String requestId) {
        finishes.remove(requestId);
        return this;
    }

    /** The next polls of the request fail. */
    public ScriptedFetcher fails(String requestId, KoreException failure, int times) {
        failures.put(requestId, failure);
        failuresLeft.put(requestId, times);
        return this;
    }

    @Override
    public CompletableFuture<RequestStatus> fetch(String requestId) {
        sentAt.computeIfAbsent(requestId, id -> new ArrayList<>()).add(time.tick());
        order.add(requestId);
        CompletableFuture<RequestStatus> response = new CompletableFuture<>();
        response.whenComplete((status, thrown) -> {
            if (response.isCancelled()) {
                cancelled.add(requestId);
            }
        });
        int left = failuresLeft.getOrDefault(requestId, 0);
        if (left > 0) {
            failuresLeft.put(requestId, left - 1);
            time.schedule(LATENCY, () -> response.completeExceptionally(failures.get(requestId)));
        } else if (finishes.containsKey(requestId)) {
            time.schedule(
                    LATENCY, () -> response.complete(time.tick() >= finishes.get(requestId) ? finished() : running()));
        } else {
            outstanding.put(requestId, response);
        }
        return response;
    }

    /** Gives the response that is outstanding. */
    public void respond(String requestId) {
        outstanding.get(requestId).complete(finished());
    }

    /** How often the request was polled. */
    public int polls(String requestId) {
        return sentAt(requestId).size();
    }

    /** When the request was polled, by the monotonic clock. */
    public List<Long> sentAt(String requestId) {
        return sentAt.getOrDefault(requestId, List.of());
    }

    /** The polled requests, in the order of the polls. */
    public List<String> order() {
        return order;
    }

    /** The shortest time between two polls of the request, in milliseconds. */
    public long shortestInterval(String requestId) {
        List<Long> times = sentAt(requestId);
        long shortest = Long.MAX_VALUE;
        for (int i = 1; i < times.size(); i++) {
            shortest = Math.min(shortest, times.get(i) - times.get(i - 1));
        }
        return shortest;
    }

    /** The requests whose polls were cancelled. */
    public List<String> cancelled() {
        return cancelled;
    }

    /** A finished request with one recipient, delivered. */
    public static RequestStatus finished() {
        return new RequestStatus(Outcome.SUCCESS, "SUCCESS", RecipientCounts.of(1, 0, 0), 1, -1, null);
    }

    /** A running request of which nothing is known. */
    public static RequestStatus running() {
        return new RequestStatus(Outcome.RUNNING, "IN_PROGRESS", RecipientCounts.NONE, 0, -1, null);
    }
}
