package io.jenkins.plugins.korenotify.trials;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import io.jenkins.plugins.korenotify.engine.client.StatusReader;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.polling.PollListener;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.StatusFetcher;
import io.jenkins.plugins.korenotify.simulator.Call;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.Reply;
import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import io.jenkins.plugins.korenotify.simulator.SimulatedRequest;
import io.jenkins.plugins.korenotify.simulator.Visibility;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * Many checks, in one process or several, on one bot of the simulated Kore.ai with its documented rate limits, in
 * simulated time.
 */
final class SharedBot {
    static final String STREAM = "st-shared";
    static final long START = 1_000_000_000L;

    /** Where the limit is 600 per minute, a poll each 100 ms. */
    private static final long LIMIT_INTERVAL = 100;

    private static final long MIN_LATENCY = 20;
    private static final long MAX_LATENCY = 80;

    /**
     * What one process had.
     *
     * @param polls sent, refused ones included
     * @param throttled refused for the sake of a limit
     * @param pollsLater and {@code throttledLater}: the same after the first two minutes
     */
    record Share(long polls, long throttled, long pollsLater, long throttledLater) {}

    private final SimulatedTime time = new SimulatedTime(START);
    private final SimulatedKore kore;
    private final SplittableRandom random;
    private final List<SimulatedRequest> requests = new ArrayList<>();
    private final List<long[]> shares = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<Long> lags = new ArrayList<>();
    private long longestSilence;

    SharedBot(long seed) {
        random = new SplittableRandom(seed);
        kore = new SimulatedKore(time.clock(), seed).addBot(STREAM).checkTokens(false);
    }

    SimulatedKore kore() {
        return kore;
    }

    SimulatedTime time() {
        return time;
    }

    /** Adds requests, delivered from now on to ten recipients each, of whom nothing is visible. */
    void addRequests(int number, DeliveryCurve curve, Duration delivery) {
        for (int i = 0; i < number; i++) {
            add(curve, delivery, Visibility.HIDDEN, 10);
        }
    }

    /** Adds requests to 100 recipients each whose deliveries end within a period. */
    void addRequests(int number, DeliveryCurve curve, Visibility visibility, Duration min, Duration max) {
        for (int i = 0; i < number; i++) {
            long delivery = min.toMillis() + (long) (random.nextDouble() * (max.toMillis() - min.toMillis()));
            add(curve, Duration.ofMillis(delivery), visibility, 100);
        }
    }

    private void add(DeliveryCurve curve, Duration delivery, Visibility visibility, int recipients) {
        requests.add(kore.addRequest(SimulatedRequest.named("ds-" + requests.size()).stream(STREAM)
                .recipients(recipients)
                .delivering(curve, delivery)
                .visibility(visibility)
                .startsAt(time.instant())));
    }

    /** Adds a process with a check of each of these requests. */
    void poll(int from, int to, Duration timeout) {
        long[] share = new long[4];
        shares.add(share);
        SimulatedProcess process = new SimulatedProcess(time, random.nextLong());
        for (int i = from; i < to; i++) {
            PollingState state = PollingState.start(
                    List.of(TrackedRequest.of("ds-" + i)),
                    Thresholds.DEFAULT,
                    PollingPolicy.DEFAULT,
                    true,
                    time.millis(),
                    time.tick(),
                    timeout);
            process.start(state, fetcher(share), listener(requests.get(i)));
        }
    }

    private PollListener listener(SimulatedRequest request) {
        long[] heardAt = {time.millis()};
        return new PollListener() {
            @Override
            public void onStatus(String requestId, PollingState state) {
                longestSilence = Math.max(longestSilence, time.millis() - heardAt[0]);
                heardAt[0] = time.millis();
            }

            @Override
            public void onCompleted(Verdict verdict, PollingState state) {
                longestSilence = Math.max(longestSilence, time.millis() - heardAt[0]);
                verdicts.add(verdict);
                request.finishInstant().ifPresent(end -> lags.add(time.millis() - end.toEpochMilli()));
            }
        };
    }

    private StatusFetcher fetcher(long[] share) {
        return requestId -> {
            share[0]++;
            boolean later = time.millis() >= START + 120_000;
            share[2] += later ? 1 : 0;
            CompletableFuture<RequestStatus> response = new CompletableFuture<>();
            time.schedule(latency(), () -> {
                Reply reply =
                        kore.answer(Call.get("/api/public/bot/" + STREAM + "/notifyV2/status/" + requestId, null));
                time.schedule(latency(), () -> {
                    if (reply.status() == 429) {
                        share[1]++;
                        share[3] += later ? 1 : 0;
                        response.completeExceptionally(throttled(reply));
                    } else {
                        complete(response, reply);
                    }
                });
            });
            return response;
        };
    }

    private long latency() {
        return random.nextLong(MIN_LATENCY, MAX_LATENCY);
    }

    private static KoreException throttled(Reply reply) {
        boolean hour = new String(reply.body(), StandardCharsets.UTF_8).contains("hour");
        return new KoreException(
                KoreException.Kind.RATE_LIMITED,
                LocalizableMessage.of("answer.status", 429),
                Duration.ofSeconds(hour ? 300 : 15),
                null);
    }

    private static void complete(CompletableFuture<RequestStatus> response, Reply reply) {
        StatusReader reader = new StatusReader();
        try {
            byte[] body = reply.body();
            reader.feed(body, 0, body.length);
            response.complete(reader.finish());
        } catch (KoreException e) {
            response.completeExceptionally(e);
        }
    }

    List<Share> shares() {
        return shares.stream()
                .map(share -> new Share(share[0], share[1], share[2], share[3]))
                .toList();
    }

    List<Verdict> verdicts() {
        return verdicts;
    }

    /** The longest time, in milliseconds, that any check was without a status. */
    long longestSilence() {
        return longestSilence;
    }

    static long median(List<Long> ascending) {
        return ascending.get(ascending.size() / 2);
    }

    /** From the true end of each request to its verdict, in milliseconds, ascending. */
    List<Long> lags() {
        return lags.stream().sorted().toList();
    }

    /** The same where each finished request is polled once, in the order of their ends, at the rate of the limit. */
    List<Long> leastLags() {
        List<Long> least = new ArrayList<>();
        long sent = 0;
        for (long end : requests.stream()
                .mapToLong(request -> request.finishInstant().orElseThrow().toEpochMilli())
                .sorted()
                .toArray()) {
            sent = Math.max(end, sent + LIMIT_INTERVAL);
            least.add(sent - end + MIN_LATENCY + MAX_LATENCY);
        }
        return least.stream().sorted().toList();
    }
}
