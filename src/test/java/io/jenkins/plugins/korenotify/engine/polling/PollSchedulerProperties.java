package io.jenkins.plugins.korenotify.engine.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.Level;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.trials.ScriptedFetcher;
import io.jenkins.plugins.korenotify.trials.SimulatedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;

/** The scheduler in simulated time, among components that fail at random; everything follows from a seed. */
class PollSchedulerProperties {
    private static final long START = 1_000_000;
    private static final long MINUTE = 60_000;

    private SimulatedTime time;
    private List<Throwable> errors;
    private Map<String, List<Long>> sentAt;
    private int inFlight;

    @BeforeTry
    void startAnew() {
        time = new SimulatedTime(START);
        errors = new ArrayList<>();
        sentAt = new HashMap<>();
        inFlight = 0;
    }

    private PollScheduler scheduler(Random random, double rejected) {
        return new PollScheduler(
                new AdaptiveRateLimiter(RateLimits.DOCUMENTED, time.tick()),
                time::tick,
                time.clock(),
                time::schedule,
                task -> {
                    if (random.nextDouble() < rejected) {
                        throw new RejectedExecutionException("scripted");
                    }
                    // Busy threads take tasks late, and not in the order in which they were given.
                    time.schedule(random.nextInt(20), task);
                },
                new Random(random.nextLong()),
                errors::add);
    }

    private PollingState state(int check, int requests, Duration timeout) {
        return PollingState.start(
                IntStream.range(0, requests)
                        .mapToObj(i -> TrackedRequest.of("ds-" + check + "-" + i))
                        .toList(),
                Thresholds.DEFAULT,
                PollingPolicy.DEFAULT,
                true,
                time.millis(),
                time.tick(),
                timeout);
    }

    /** Responds late, twice, with an error, with nothing, or by throwing. */
    private StatusFetcher faulty(Random random, double faults, long finishedAt) {
        return id -> {
            sentAt.computeIfAbsent(id, key -> new ArrayList<>()).add(time.tick());
            CompletableFuture<RequestStatus> response = new CompletableFuture<>();
            boolean fault = random.nextDouble() < faults;
            if (fault && random.nextInt(3) == 0) {
                if (random.nextBoolean()) {
                    throw new IllegalStateException("fetcher");
                }
                throw new StackOverflowError("fetcher");
            }
            inFlight++;
            response.whenComplete((status, thrown) -> inFlight--);
            time.schedule(fault ? random.nextInt(30_000) : 50 + random.nextInt(200), () -> {
                RequestStatus status =
                        time.tick() >= finishedAt ? ScriptedFetcher.finished() : ScriptedFetcher.running();
                if (!fault) {
                    response.complete(status);
                } else if (random.nextBoolean()) {
                    response.complete(null);
                } else {
                    response.completeExceptionally(new KoreException(
                            KoreException.Kind.values()[random.nextBoolean() ? 3 : 4],
                            LocalizableMessage.of("text", "scripted")));
                }
                // A second completion changes nothing.
                response.complete(status);
            });
            return response;
        };
    }

    /** What a listener was notified of. */
    private static final class Events implements PollListener {
        private final Random random;
        private final double thrown;
        private int polls;
        private Verdict verdict;
        private int verdicts;

        Events(Random random, double thrown) {
            this.random = random;
            this.thrown = thrown;
        }

        private void count() {
            assertThat(verdicts).as("events after the verdict").isZero();
            polls++;
            if (random.nextDouble() < thrown) {
                throw new IllegalStateException("listener");
            }
        }

        @Override
        public void onStatus(String requestId, PollingState state) {
            count();
        }

        @Override
        public void onPollFailure(String requestId, PollFailure failure, PollingState state) {
            count();
        }

        @Override
        public void onCompleted(Verdict given, PollingState state) {
            verdict = given;
            verdicts++;
        }
    }

    @Property(tries = 300)
    void nothingIsLost(
            @ForAll long seed,
            @ForAll @IntRange(max = 50) int faultPercent,
            @ForAll @IntRange(max = 50) int rejectedPercent,
            @ForAll @IntRange(min = 1, max = 8) int checks) {
        Random random = new Random(seed);
        PollScheduler scheduler = scheduler(random, rejectedPercent / 100.0);
        long finishedAt = START + random.nextInt(5 * 60_000);
        List<Events> all = new ArrayList<>();
        List<PollingTask> tasks = new ArrayList<>();
        for (int check = 0; check < checks; check++) {
            Events events = new Events(random, 0.2);
            all.add(events);
            tasks.add(scheduler.start(
                    state(check, 1 + random.nextInt(6), Duration.ofHours(2)),
                    faulty(random, faultPercent / 100.0, finishedAt),
                    events));
        }
        boolean cancelled = random.nextInt(4) == 0;
        time.runUntil(START + MINUTE);
        if (cancelled) {
            tasks.get(0).cancel();
        }
        time.runUntil(START + 3 * 60 * MINUTE);

        for (int check = 0; check < checks; check++) {
            Events events = all.get(check);
            if (check == 0 && cancelled && events.verdicts == 0) {
                continue;
            }
            assertThat(events.verdicts).as("verdicts").isEqualTo(1);
            // Only a request that never responded may be given up.
            assertThat(events.verdict.level() == Level.PASSED || faultPercent > 20)
                    .as(events.verdict.toString())
                    .isTrue();
            PollingState last = tasks.get(check).state();
            assertThat(last.polls()).isGreaterThanOrEqualTo(events.polls);
            if (events.verdict.level() == Level.PASSED) {
                assertThat(last.polls()).as("polls and events").isEqualTo(events.polls);
            }
        }
        sentAt.values().forEach(ticks -> {
            for (int i = 1; i < ticks.size(); i++) {
                assertThat(ticks.get(i) - ticks.get(i - 1)).isGreaterThanOrEqualTo(PollingPolicy.MIN_INTERVAL);
            }
        });
        assertThat(scheduler.running()).isZero();
        assertThat(inFlight).as("polls in flight after the end").isZero();
        assertThat(time.scheduled()).as("timers after the end").isZero();
        assertThat(errors).allMatch(error -> error.getMessage().equals("listener"));
    }

    @Property(tries = 40)
    void aSmallCheckIsDelayedByOnePollOfEachOtherCheckAtMost(
            @ForAll long seed,
            @ForAll @IntRange(min = 100, max = 3_000) int many,
            @ForAll @IntRange(min = 1, max = 4) int largeChecks) {
        Random random = new Random(seed);
        List<String> order = new ArrayList<>();
        PollScheduler scheduler = new PollScheduler(
                new AdaptiveRateLimiter(RateLimits.DOCUMENTED, time.tick()),
                time::tick,
                time.clock(),
                time::schedule,
                time::soon,
                new Random(seed),
                errors::add);
        StatusFetcher fetcher = id -> {
            order.add(id);
            CompletableFuture<RequestStatus> response = new CompletableFuture<>();
            time.schedule(50 + random.nextInt(200), () -> response.complete(ScriptedFetcher.running()));
            return response;
        };
        for (int check = 0; check < largeChecks; check++) {
            scheduler.start(state(check, many, Duration.ofHours(2)), fetcher, (verdict, state) -> {});
        }
        time.runUntil(START + random.nextInt(600_000));
        PollingTask one = scheduler.start(state(99, 1, Duration.ofHours(1)), fetcher, (verdict, state) -> {});
        int polls = 0;
        for (int i = 0; i < 20; i++) {
            long due = one.state().request("ds-99-0").nextPollAt();
            time.runUntil(Math.max(time.tick(), due - 1));
            int before = order.size();
            while (one.state().polls() == polls) {
                time.runUntil(time.tick() + 1);
            }
            polls = one.state().polls();
            assertThat(order.subList(before, order.size()).indexOf("ds-99-0"))
                    .as("polls before it")
                    .isLessThanOrEqualTo(largeChecks);
            time.runUntil(time.tick() + 300);
        }
    }
}
