package io.jenkins.plugins.korenotify.trials;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import io.jenkins.plugins.korenotify.engine.client.StatusReader;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.polling.PollListener;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.StatusFetcher;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
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
 * Many watches, in one process or several, on one bot of the simulated Kore.ai with its documented rate limits, in
 * simulated time. Bodies are small (10 recipients), so that the limits are what is tried, not the reader.
 */
final class SharedBot {
    static final String STREAM = "st-shared";
    static final long START = 1_000_000_000L;

    /**
     * What one process had.
     *
     * @param calls asked, refused ones included
     * @param refused for a limit's sake
     * @param callsLater and {@code refusedLater}: the same after the first two minutes
     */
    record Share(long calls, long onThrottled, long callsLater, long refusedLater) {}

    private final SimulatedTime time = new SimulatedTime(START);
    private final SimulatedKore kore;
    private final SplittableRandom random;
    private final List<long[]> shares = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private int requests;
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

    /** Adds a process with this many watches, of one new request each. */
    void process(int watches, DeliveryCurve curve, Duration delivery, Duration timeout) {
        int first = requests;
        requestsOnly(watches, curve, delivery);
        watch(first, requests, timeout);
    }

    /** Adds requests that nobody watches. */
    void requestsOnly(int number, DeliveryCurve curve, Duration delivery) {
        for (int i = 0; i < number; i++) {
            kore.addRequest(SimulatedRequest.named("ds-" + requests++).stream(STREAM)
                    .recipients(10)
                    .delivering(curve, delivery)
                    .visibility(Visibility.HIDDEN)
                    .startsAt(time.instant()));
        }
    }

    /** Adds a process with one watch for each request there is. */
    void watchAll(Duration timeout) {
        watch(0, requests, timeout);
    }

    private void watch(int from, int to, Duration timeout) {
        long[] share = new long[4];
        shares.add(share);
        SimulatedProcess process = new SimulatedProcess(time, random.nextLong());
        for (int i = from; i < to; i++) {
            PollingState watch = PollingState.begin(
                    List.of(TrackedRequest.of("ds-" + i)),
                    Thresholds.DEFAULT,
                    PollingPolicy.DEFAULT,
                    true,
                    time.millis(),
                    timeout);
            process.start(watch, source(share), listener(time.millis()));
        }
    }

    private PollListener listener(long begun) {
        long[] heard = {begun};
        return new PollListener() {
            @Override
            public void onStatus(String requestId, PollingState watch) {
                longestSilence = Math.max(longestSilence, time.millis() - heard[0]);
                heard[0] = time.millis();
            }

            @Override
            public void onCompleted(Verdict verdict, PollingState watch) {
                longestSilence = Math.max(longestSilence, time.millis() - heard[0]);
                verdicts.add(verdict);
            }
        };
    }

    private StatusFetcher source(long[] share) {
        return requestId -> {
            share[0]++;
            boolean later = time.millis() >= START + 120_000;
            share[2] += later ? 1 : 0;
            CompletableFuture<RequestStatus> answer = new CompletableFuture<>();
            time.at(time.millis() + 20 + random.nextInt(60), () -> {
                Reply reply =
                        kore.answer(Call.get("/api/public/bot/" + STREAM + "/notifyV2/status/" + requestId, null));
                time.at(time.millis() + 20 + random.nextInt(60), () -> {
                    if (reply.status() == 429) {
                        share[1]++;
                        share[3] += later ? 1 : 0;
                        answer.completeExceptionally(limited(reply));
                    } else {
                        complete(answer, reply);
                    }
                });
            });
            return answer;
        };
    }

    private static KoreException limited(Reply reply) {
        boolean hour = new String(reply.body(), StandardCharsets.UTF_8).contains("hour");
        return new KoreException(
                KoreException.Kind.RATE_LIMITED,
                LocalizableMessage.of("answer.status", 429),
                Duration.ofSeconds(hour ? 300 : 15),
                null);
    }

    private static void complete(CompletableFuture<RequestStatus> answer, Reply reply) {
        StatusReader reader = new StatusReader();
        try {
            byte[] body = reply.body();
            reader.feed(body, 0, body.length);
            answer.complete(reader.finish());
        } catch (KoreException e) {
            answer.completeExceptionally(e);
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

    /** The longest time, in milliseconds, that any watch was without an answer. */
    long longestSilence() {
        return longestSilence;
    }
}
