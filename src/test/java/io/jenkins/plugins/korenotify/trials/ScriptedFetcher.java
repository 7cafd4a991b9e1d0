package io.jenkins.plugins.korenotify.trials;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import io.jenkins.plugins.korenotify.engine.client.StatusReader;
import io.jenkins.plugins.korenotify.engine.polling.StatusFetcher;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Answers in simulated time, after 100 ms, as told beforehand. */
public final class ScriptedFetcher implements StatusFetcher {
    private static final long LATENCY = 100;

    private final SimulatedTime time;
    private final Map<String, Long> finishes = new HashMap<>();
    private final Map<String, KoreException> failures = new HashMap<>();
    private final Map<String, Integer> failuresLeft = new HashMap<>();
    private final Map<String, CompletableFuture<RequestStatus>> outstanding = new HashMap<>();
    private final Map<String, List<Long>> askedAt = new HashMap<>();
    private final List<String> cancelled = new ArrayList<>();

    public ScriptedFetcher(SimulatedTime time) {
        this.time = time;
    }

    /** The request is finished from a time on, its only recipient delivered. */
    public ScriptedFetcher finishes(String requestId, long at) {
        finishes.put(requestId, at);
        return this;
    }

    /** The request is never answered for. */
    public ScriptedFetcher never(String requestId) {
        finishes.remove(requestId);
        return this;
    }

    /** The next questions for the request fail. */
    public ScriptedFetcher fails(String requestId, KoreException failure, int times) {
        failures.put(requestId, failure);
        failuresLeft.put(requestId, times);
        return this;
    }

    @Override
    public CompletableFuture<RequestStatus> fetch(String requestId) {
        askedAt.computeIfAbsent(requestId, id -> new ArrayList<>()).add(time.millis());
        CompletableFuture<RequestStatus> answer = new CompletableFuture<>();
        answer.whenComplete((status, thrown) -> {
            if (answer.isCancelled()) {
                cancelled.add(requestId);
            }
        });
        int left = failuresLeft.getOrDefault(requestId, 0);
        if (left > 0) {
            failuresLeft.put(requestId, left - 1);
            time.at(time.millis() + LATENCY, () -> answer.completeExceptionally(failures.get(requestId)));
        } else if (finishes.containsKey(requestId)) {
            time.at(
                    time.millis() + LATENCY,
                    () -> answer.complete(time.millis() >= finishes.get(requestId) ? finished() : running()));
        } else {
            outstanding.put(requestId, answer);
        }
        return answer;
    }

    /** Gives the answer that is outstanding. */
    public void answerNow(String requestId) {
        outstanding.get(requestId).complete(finished());
    }

    /** How often the request was sentAt for. */
    public int sentAt(String requestId) {
        return askedAt.getOrDefault(requestId, List.of()).size();
    }

    /** The shortest time between two questions for the request, in milliseconds. */
    public long shortestGap(String requestId) {
        List<Long> times = askedAt.get(requestId);
        long shortest = Long.MAX_VALUE;
        for (int i = 1; i < times.size(); i++) {
            shortest = Math.min(shortest, times.get(i) - times.get(i - 1));
        }
        return shortest;
    }

    /** The requests whose questions were cancelled. */
    public List<String> cancelled() {
        return cancelled;
    }

    /** A finished request with one recipient, delivered. */
    public static RequestStatus finished() {
        return read(
                "{\"statusLogs\":[{\"status\":\"SUCCESS\",\"channel\":\"ivr\"}],\"count\":1,\"status\":\"SUCCESS\"}");
    }

    private static RequestStatus running() {
        return read("{\"statusLogs\":[],\"count\":0,\"status\":\"IN_PROGRESS\"}");
    }

    private static RequestStatus read(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        StatusReader reader = new StatusReader();
        try {
            reader.feed(bytes, 0, bytes.length);
            return reader.finish();
        } catch (KoreException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
