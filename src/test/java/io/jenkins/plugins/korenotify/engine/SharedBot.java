package io.jenkins.plugins.korenotify.engine;

import io.jenkins.plugins.korenotify.drive.StatusSource;
import io.jenkins.plugins.korenotify.drive.WatchListener;
import io.jenkins.plugins.korenotify.gate.Thresholds;
import io.jenkins.plugins.korenotify.gate.Verdict;
import io.jenkins.plugins.korenotify.kore.KoreException;
import io.jenkins.plugins.korenotify.kore.RequestStatus;
import io.jenkins.plugins.korenotify.kore.StatusReader;
import io.jenkins.plugins.korenotify.simulator.Call;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.Reply;
import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import io.jenkins.plugins.korenotify.simulator.SimulatedRequest;
import io.jenkins.plugins.korenotify.simulator.Visibility;
import io.jenkins.plugins.korenotify.watch.PollPlan;
import io.jenkins.plugins.korenotify.watch.Wanted;
import io.jenkins.plugins.korenotify.watch.Watch;
import io.jenkins.plugins.korenotify.words.Phrase;
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
    record Share(long calls, long refused, long callsLater, long refusedLater) {}

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
    void process(int watches, DeliveryCurve curve, Duration delivery, Duration timeLimit) {
        int first = requests;
        requestsOnly(watches, curve, delivery);
        watch(first, requests, timeLimit);
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
    void watchAll(Duration timeLimit) {
        watch(0, requests, timeLimit);
    }

    private void watch(int from, int to, Duration timeLimit) {
        long[] share = new long[4];
        shares.add(share);
        SimulatedProcess process = new SimulatedProcess(time, random.nextLong());
        for (int i = from; i < to; i++) {
            Watch watch = Watch.begin(
                    List.of(Wanted.of("ds-" + i)),
                    Thresholds.DEFAULT,
                    PollPlan.DEFAULT,
                    true,
                    time.millis(),
                    timeLimit);
            process.drive(watch, source(share), listener(time.millis()));
        }
    }

    private WatchListener listener(long begun) {
        long[] heard = {begun};
        return new WatchListener() {
            @Override
            public void answered(String requestId, Watch watch) {
                longestSilence = Math.max(longestSilence, time.millis() - heard[0]);
                heard[0] = time.millis();
            }

            @Override
            public void ended(Verdict verdict, Watch watch) {
                longestSilence = Math.max(longestSilence, time.millis() - heard[0]);
                verdicts.add(verdict);
            }
        };
    }

    private StatusSource source(long[] share) {
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
                Phrase.of("answer.status", 429),
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
