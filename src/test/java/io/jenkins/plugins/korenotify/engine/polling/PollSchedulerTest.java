package io.jenkins.plugins.korenotify.engine.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.client.KoreException.Kind;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.InconclusiveReason;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.Level;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.trials.ScriptedFetcher;
import io.jenkins.plugins.korenotify.trials.SimulatedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PollSchedulerTest {
    private static final long START = 1_000_000;
    private static final long MINUTE = 60_000;
    private static final long FOREVER = Long.MAX_VALUE;

    private final SimulatedTime time = new SimulatedTime(START);
    private final ScriptedFetcher fetcher = new ScriptedFetcher(time);
    private final List<Throwable> errors = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private PollScheduler scheduler;

    private final PollListener listener = new PollListener() {
        @Override
        public void onStatus(String requestId, PollingState state) {
            events.add(requestId + " status");
        }

        @Override
        public void onPollFailure(String requestId, PollFailure failure, PollingState state) {
            events.add(requestId + " " + failure.kind());
        }

        @Override
        public void onCompleted(Verdict verdict, PollingState state) {
            events.add("completed");
            verdicts.add(verdict);
        }
    };

    @BeforeEach
    void createScheduler() {
        scheduler = scheduler(time::soon);
    }

    private PollScheduler scheduler(Executor executor) {
        return new PollScheduler(
                new AdaptiveRateLimiter(RateLimits.DOCUMENTED, time.tick()),
                time::tick,
                time.clock(),
                time::schedule,
                executor,
                new Random(1),
                errors::add);
    }

    private PollingState state(String... ids) {
        return state(Duration.ofMinutes(10), ids);
    }

    private PollingState state(Duration timeout, String... ids) {
        return state(PollingPolicy.DEFAULT, timeout, ids);
    }

    private PollingState state(PollingPolicy policy, Duration timeout, String... ids) {
        return PollingState.start(
                Stream.of(ids).map(TrackedRequest::of).toList(),
                Thresholds.DEFAULT,
                policy,
                true,
                time.millis(),
                time.tick(),
                timeout);
    }

    private String[] unfinished(int number) {
        String[] ids = IntStream.range(0, number).mapToObj(i -> "ds-many-" + i).toArray(String[]::new);
        Arrays.stream(ids).forEach(id -> fetcher.finishes(id, FOREVER));
        return ids;
    }

    private static KoreException failure(Kind kind, Duration retryAfter) {
        return new KoreException(kind, LocalizableMessage.of("text", "scripted"), retryAfter, null);
    }

    @Test
    void pollsUntilAllRequestsAreFinishedAndGivesOneVerdict() {
        fetcher.finishes("ds-1", START + 20_000).finishes("ds-2", START + 40_000);

        PollingTask task = scheduler.start(state("ds-1", "ds-2"), fetcher, listener);
        assertThat(scheduler.running()).isEqualTo(1);
        time.runUntil(START + 10 * MINUTE);

        assertThat(verdicts).extracting(Verdict::level).containsExactly(Level.PASSED);
        assertThat(events).endsWith("completed");
        assertThat(scheduler.running()).isZero();
        assertThat(fetcher.polls("ds-1")).isLessThan(12);
        assertThat(task.state().polls()).isEqualTo(fetcher.polls("ds-1") + fetcher.polls("ds-2"));
    }

    @Test
    void sendsNoPollAfterTheVerdict() {
        fetcher.finishes("ds-1", START);
        scheduler.start(state("ds-1"), fetcher, listener);
        time.runUntil(START + 10 * MINUTE);

        assertThat(fetcher.polls("ds-1")).isEqualTo(1);
        assertThat(time.scheduled()).as("timers left").isZero();
    }

    @Test
    @DisplayName("A fetcher that never responds delays the verdict by ten seconds")
    void endsTenSecondsAfterTheDeadlineIfAResponseIsOutstanding() {
        fetcher.never("ds-1").finishes("ds-2", START);
        scheduler.start(state(Duration.ofSeconds(2), "ds-1", "ds-2"), fetcher, listener);
        time.runUntil(START + 11_999);
        assertThat(verdicts).isEmpty();
        time.runUntil(START + 12_000);

        assertThat(verdicts).extracting(Verdict::inconclusiveReason).containsExactly(InconclusiveReason.NO_RESPONSE);
        assertThat(fetcher.cancelled()).as("the poll in flight").containsExactly("ds-1");
    }

    @Test
    void aResponseAfterTheEndIsIgnored() {
        fetcher.never("ds-1");
        scheduler.start(state(Duration.ofMinutes(1), "ds-1"), fetcher, listener);
        time.runUntil(START + 3 * MINUTE);
        fetcher.respond("ds-1");
        time.runUntil(START + 4 * MINUTE);

        assertThat(events).containsExactly("completed");
    }

    @Test
    void cancellingEndsPollingAndAllEvents() {
        fetcher.never("ds-1").finishes("ds-2", START + 5 * MINUTE);
        PollingTask task = scheduler.start(state("ds-1", "ds-2"), fetcher, listener);
        time.runUntil(START + MINUTE);
        events.clear();
        int polls = fetcher.polls("ds-2");

        task.cancel();
        task.cancel();
        time.runUntil(START + 20 * MINUTE);

        assertThat(events).isEmpty();
        assertThat(fetcher.polls("ds-2")).isEqualTo(polls);
        assertThat(fetcher.cancelled()).containsExactly("ds-1");
        assertThat(scheduler.running()).isZero();
    }

    @Test
    void goesOnAfterFailures() {
        fetcher.fails("ds-1", failure(Kind.UNAVAILABLE, null), 3).finishes("ds-1", START);
        scheduler.start(state("ds-1"), fetcher, listener);
        time.runUntil(START + 10 * MINUTE);

        assertThat(events)
                .containsExactly(
                        "ds-1 UNAVAILABLE", "ds-1 UNAVAILABLE", "ds-1 UNAVAILABLE", "ds-1 status", "completed");
        assertThat(verdicts).extracting(Verdict::level).containsExactly(Level.PASSED);
    }

    @Test
    @DisplayName("An error in one poll is a failure of that request, and the others of its batch are sent")
    void anErrorInOnePollHarmsNoOther() {
        fetcher.finishes("ds-2", START).finishes("ds-3", START);
        AtomicInteger attempts = new AtomicInteger();
        StatusFetcher broken = id -> {
            if (!id.equals("ds-1")) {
                return fetcher.fetch(id);
            }
            return switch (attempts.incrementAndGet()) {
                case 1 -> throw new NoClassDefFoundError("scripted");
                case 2 -> throw new IllegalStateException("scripted");
                case 3 -> null;
                case 4 -> CompletableFuture.completedFuture(null);
                default -> CompletableFuture.completedFuture(ScriptedFetcher.finished());
            };
        };
        scheduler.start(state("ds-1", "ds-2", "ds-3"), broken, listener);
        time.runUntil(START + 200);
        assertThat(events).contains("ds-1 UNAVAILABLE", "ds-2 status", "ds-3 status");

        time.runUntil(START + 10 * MINUTE);
        assertThat(events).filteredOn("ds-1 UNAVAILABLE"::equals).hasSize(4);
        assertThat(verdicts).extracting(Verdict::level).containsExactly(Level.PASSED);
    }

    @Test
    void aListenerThatThrowsHarmsNobody() {
        fetcher.finishes("ds-1", START + 5_000);
        scheduler.start(state("ds-1"), fetcher, new PollListener() {
            @Override
            public void onStatus(String requestId, PollingState state) {
                throw new NoClassDefFoundError("listener");
            }

            @Override
            public void onCompleted(Verdict verdict, PollingState state) {
                verdicts.add(verdict);
            }
        });
        time.runUntil(START + 10 * MINUTE);

        assertThat(verdicts).hasSize(1);
        assertThat(errors).isNotEmpty().allMatch(error -> error.getMessage().equals("listener"));
    }

    @Test
    @DisplayName("What an executor rejects is given to it again: no request is forgotten, no listener is stuck")
    void survivesAnExecutorThatRejects() {
        Random random = new Random(5);
        scheduler = scheduler(task -> {
            if (random.nextInt(3) == 0) {
                throw new RejectedExecutionException("scripted");
            }
            time.soon(task);
        });
        fetcher.finishes("ds-1", START + 30_000).finishes("ds-2", START + MINUTE);
        scheduler.start(state("ds-1", "ds-2"), fetcher, listener);
        time.runUntil(START + 2 * MINUTE);

        assertThat(verdicts).extracting(Verdict::level).containsExactly(Level.PASSED);
        assertThat(events)
                .filteredOn(event -> event.endsWith("status"))
                .hasSize(fetcher.polls("ds-1") + fetcher.polls("ds-2"));
    }

    @Test
    void anExecutorAndATimerThatHaveEndedAreReportedOnly() {
        scheduler = new PollScheduler(
                new AdaptiveRateLimiter(RateLimits.DOCUMENTED, time.tick()),
                time::tick,
                time.clock(),
                (delay, task) -> {
                    throw new RejectedExecutionException("timer");
                },
                task -> {
                    throw new RejectedExecutionException("executor");
                },
                new Random(1),
                error -> {
                    errors.add(error);
                    throw new IllegalStateException("handler");
                });
        scheduler.start(state("ds-1"), fetcher, listener).cancel();

        assertThat(errors).extracting(Throwable::getMessage).containsExactly("timer");
    }

    @Test
    @DisplayName("A timer that fires while another thread schedules the next one does not make it forget that one")
    void thereIsNeverMoreThanOneTimer() {
        AtomicInteger scheduled = new AtomicInteger();
        int[] most = new int[1];
        List<Runnable> work = new ArrayList<>();
        Random random = new Random(3);
        scheduler = new PollScheduler(
                new AdaptiveRateLimiter(RateLimits.DOCUMENTED, time.tick()),
                time::tick,
                time.clock(),
                (delay, task) -> {
                    most[0] = Math.max(most[0], scheduled.incrementAndGet());
                    boolean[] open = {true};
                    Runnable close = () -> {
                        scheduled.addAndGet(open[0] ? -1 : 0);
                        open[0] = false;
                    };
                    Runnable canceller = time.schedule(delay, () -> {
                        close.run();
                        task.run();
                    });
                    // Some are cancelled too late.
                    return () -> {
                        close.run();
                        if (random.nextBoolean()) {
                            canceller.run();
                        }
                    };
                },
                // Work is done late and in any order, as on several busy threads.
                task -> {
                    work.add(task);
                    time.schedule(
                            random.nextInt(50),
                            () -> work.remove(random.nextInt(work.size())).run());
                },
                new Random(1),
                errors::add);
        PollingPolicy steady = PollingPolicy.DEFAULT.withIntervals(Duration.ofSeconds(2), Duration.ofSeconds(7));
        for (String id : unfinished(30)) {
            PollingTask task = scheduler.start(state(steady, Duration.ofHours(2), id), fetcher, listener);
            time.schedule(id.equals("ds-many-0") ? 2 * 60 * MINUTE : 10 * MINUTE, task::cancel);
        }
        time.runUntil(START + 60 * MINUTE);

        assertThat(most[0]).isEqualTo(1);
        assertThat(fetcher.polls("ds-many-0")).isGreaterThan(60);
    }

    @Test
    @DisplayName("Two checks of the same request together poll it no more often than the largest minimum interval")
    void checksOfTheSameRequestShareItsInterval() {
        fetcher.finishes("ds-1", START + 2 * MINUTE);
        PollingPolicy slow = PollingPolicy.DEFAULT.withIntervals(Duration.ofSeconds(10), Duration.ofSeconds(10));
        scheduler.start(state("ds-1"), fetcher, listener);
        scheduler.start(state(slow, Duration.ofMinutes(10), "ds-1"), fetcher, listener);
        time.runUntil(START + 10 * MINUTE);

        assertThat(verdicts).hasSize(2);
        assertThat(fetcher.shortestInterval("ds-1")).isGreaterThanOrEqualTo(2_000);
        List<Long> sent = fetcher.sentAt("ds-1");
        assertThat(sent.size()).isBetween(12, 26);
        assertThat(events).filteredOn("ds-1 status"::equals).hasSize(sent.size());
    }

    @Test
    void theMinimumIntervalHoldsAfterFailures() {
        fetcher.fails("ds-1", failure(Kind.UNAVAILABLE, null), 8).finishes("ds-1", START);
        PollingPolicy slow = PollingPolicy.DEFAULT.withIntervals(Duration.ofSeconds(20), Duration.ofSeconds(60));
        scheduler.start(state(slow, Duration.ofMinutes(30), "ds-1"), fetcher, listener);
        time.runUntil(START + 30 * MINUTE);

        assertThat(verdicts).hasSize(1);
        assertThat(fetcher.shortestInterval("ds-1")).isGreaterThanOrEqualTo(20_000);
    }

    @Test
    @DisplayName("A refused poll slows the whole bot, not only the request it concerned")
    void aRateLimitSlowsAllChecks() {
        fetcher.fails("ds-1", failure(Kind.RATE_LIMITED, Duration.ofSeconds(20)), 1)
                .finishes("ds-1", START)
                .finishes("ds-2", START);
        scheduler.start(state("ds-1"), fetcher, listener);
        time.runUntil(START + 1_000);
        scheduler.start(state("ds-2"), fetcher, listener);
        time.runUntil(START + 15_000);
        assertThat(fetcher.polls("ds-2")).isZero();

        time.runUntil(START + 10 * MINUTE);
        assertThat(verdicts).extracting(Verdict::level).containsExactly(Level.PASSED, Level.PASSED);
    }

    @Test
    void theSmallestLimitsOfAllConnectionsHold() {
        RateLimits small = new RateLimits(30, 1_800);
        PollingTask slow = scheduler.start(state(Duration.ofHours(2), unfinished(1)), fetcher, listener, small);
        scheduler.start(state(Duration.ofHours(2), unfinished(500)), fetcher, listener);
        time.runUntil(START + 5 * MINUTE);
        int limited = fetcher.order().size();
        slow.cancel();
        time.runUntil(START + 10 * MINUTE);

        assertThat(limited).isBetween(120, 150);
        assertThat(fetcher.order().size() - limited).isGreaterThan(1_000);
    }

    @Test
    @DisplayName("A check of 10 000 requests delays a check of one by one poll")
    void aCheckOfManyDoesNotStarveACheckOfOne() {
        for (int many : new int[] {1_000, 10_000}) {
            createScheduler();
            PollingTask large = scheduler.start(state(Duration.ofHours(2), unfinished(many)), fetcher, listener);
            time.runUntil(time.tick() + 1_000);
            String id = "ds-one-beside-" + many;
            long start = time.tick();
            fetcher.finishes(id, start + 5 * MINUTE);
            scheduler.start(state(Duration.ofMinutes(30), id), fetcher, listener);
            int before = fetcher.order().size();
            time.runUntil(start + 6 * MINUTE);

            assertThat(fetcher.order().indexOf(id) - before)
                    .as("polls before its first")
                    .isLessThanOrEqualTo(1);
            assertThat(fetcher.polls(id)).isBetween(20, 60);
            assertThat(verdicts).extracting(Verdict::level).contains(Level.PASSED);
            large.cancel();
            verdicts.clear();
        }
    }

    @Test
    @DisplayName("Responses and cancellation cost about the same for a request of 10 000 as for one of 100")
    void theCostOfAnEventDoesNotDependOnTheSizeOfTheCheck() {
        long small = nanosPerPoll(100);
        long large = nanosPerPoll(10_000);

        assertThat(large).as("against " + small).isLessThan(8 * small + 100_000);
    }

    /** The time for a poll and its response, without limits and without latency; the quickest of some runs. */
    private long nanosPerPoll(int requests) {
        long quickest = Long.MAX_VALUE;
        for (int run = 0; run < 6; run++) {
            PollScheduler unlimited = new PollScheduler(
                    new AdaptiveRateLimiter(new RateLimits(1 << 30, 1 << 30), time.tick()),
                    time::tick,
                    time.clock(),
                    time::schedule,
                    time::soon,
                    new Random(1),
                    errors::add);
            RateLimits limits = new RateLimits(1 << 30, 1 << 30);
            CompletableFuture<RequestStatus> running = CompletableFuture.completedFuture(ScriptedFetcher.running());
            int[] polls = new int[1];
            String[] ids = IntStream.range(0, requests).mapToObj(i -> "ds-" + i).toArray(String[]::new);
            long began = System.nanoTime();
            PollingTask task = unlimited.start(
                    state(Duration.ofHours(2), ids),
                    id -> {
                        polls[0]++;
                        return running;
                    },
                    (verdict, last) -> {},
                    limits);
            long end = time.tick() + (requests == 100 ? 40 * MINUTE : MINUTE / 2);
            time.runUntil(end);
            task.cancel();
            quickest = Math.min(quickest, (System.nanoTime() - began) / polls[0]);
        }
        return quickest;
    }

    @Test
    @DisplayName("A wall clock that is set back by an hour does not stop polling")
    void aClockSetBackDoesNotStopPolling() {
        fetcher.finishes("ds-1", START + 5 * MINUTE);
        scheduler.start(state("ds-1"), fetcher, listener);
        time.runUntil(START + MINUTE);
        time.setWallClock(Duration.ofHours(-1));
        time.runUntil(START + 6 * MINUTE);

        assertThat(verdicts).extracting(Verdict::level).containsExactly(Level.PASSED);
    }

    @Test
    @DisplayName("A wall clock that is set beyond the deadline leads to a last poll within a minute, then to TIMEOUT")
    void aClockSetForwardLeadsToALastPoll() {
        fetcher.finishes("ds-1", FOREVER).finishes("ds-2", FOREVER);
        scheduler.start(state("ds-1"), fetcher, listener);
        scheduler.start(state("ds-2"), fetcher, listener);
        time.runUntil(START + 2 * MINUTE + 1_000);
        fetcher.finishes("ds-2", time.tick());
        int polls = fetcher.polls("ds-1");
        time.setWallClock(Duration.ofHours(1));
        time.runUntil(time.tick() + MINUTE + 1_000);

        assertThat(verdicts).extracting(Verdict::level).containsExactlyInAnyOrder(Level.INCONCLUSIVE, Level.PASSED);
        assertThat(fetcher.polls("ds-1") - polls).isBetween(1, 12);
    }

    @Test
    @DisplayName("It is noticed within a minute also while the whole bot pauses")
    void aClockSetForwardIsNoticedDuringAPause() {
        fetcher.fails("ds-1", failure(Kind.RATE_LIMITED, Duration.ofMinutes(10)), 1)
                .finishes("ds-1", FOREVER);
        scheduler.start(state(Duration.ofMinutes(30), "ds-1"), fetcher, listener);
        time.runUntil(START + MINUTE + 1_000);
        time.setWallClock(Duration.ofHours(1));
        time.runUntil(time.tick() + 2 * MINUTE);

        assertThat(verdicts).extracting(Verdict::inconclusiveReason).containsExactly(InconclusiveReason.NO_RESPONSE);
    }

    @Test
    void aRestoredCheckGoesOnWithItsDeadline() {
        fetcher.never("ds-1").finishes("ds-2", START + MINUTE);
        PollingTask before = scheduler.start(state("ds-1", "ds-2"), fetcher, listener);
        time.runUntil(START + 3 * MINUTE);
        PollingState stored = before.state();
        before.cancel();
        events.clear();

        createScheduler();
        fetcher.finishes("ds-1", START);
        scheduler.start(stored.restored(time.millis(), time.tick()), fetcher, listener);
        time.runUntil(START + 4 * MINUTE);

        assertThat(verdicts).extracting(Verdict::level).containsExactly(Level.PASSED);
        assertThat(events).containsExactly("ds-1 status", "completed");
    }

    @Test
    @DisplayName("A check whose deadline passed while nobody polled gets one more poll")
    void aCheckRestoredAfterItsDeadlineIsPolledOnceMore() {
        PollingState finished = state("ds-1");
        PollingState unfinished = state("ds-2");
        fetcher.finishes("ds-1", START).finishes("ds-2", FOREVER);
        time.runUntil(START + 20 * MINUTE);

        scheduler.start(finished.restored(time.millis(), time.tick()), fetcher, listener);
        scheduler.start(unfinished.restored(time.millis(), time.tick()), fetcher, listener);
        time.runUntil(START + 21 * MINUTE);

        assertThat(verdicts).extracting(Verdict::level).containsExactly(Level.PASSED, Level.INCONCLUSIVE);
        assertThat(fetcher.polls("ds-2")).isEqualTo(1);
    }

    @Test
    @DisplayName("Nor is that poll missed after a reboot, whose monotonic clock starts anew")
    void aCheckRestoredAfterARebootIsPolledOnceMore() {
        fetcher.finishes("ds-1", FOREVER).finishes("ds-2", FOREVER);
        PollingTask polled = scheduler.start(state("ds-1"), fetcher, listener);
        PollingState neverPolled = state("ds-2");
        time.runUntil(START + 5 * MINUTE);
        polled.cancel();

        SimulatedTime rebooted = new SimulatedTime(20_000);
        rebooted.setWallClock(Duration.ofMillis(START + 20 * MINUTE - 20_000));
        ScriptedFetcher then = new ScriptedFetcher(rebooted).finishes("ds-1", 0).finishes("ds-2", 0);
        PollScheduler other = new PollScheduler(
                new AdaptiveRateLimiter(RateLimits.DOCUMENTED, rebooted.tick()),
                rebooted::tick,
                rebooted.clock(),
                rebooted::schedule,
                rebooted::soon,
                new Random(1),
                errors::add);
        for (PollingState stored : List.of(polled.state(), neverPolled)) {
            other.start(stored.restored(rebooted.millis(), rebooted.tick()), then, listener);
        }
        rebooted.runUntil(2 * MINUTE);

        assertThat(verdicts).extracting(Verdict::level).containsExactly(Level.PASSED, Level.PASSED);
    }

    @Test
    void eventsComeInOrderOneAtATimeEvenFromManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        CompletableFuture<Verdict> completed = new CompletableFuture<>();
        AtomicInteger inside = new AtomicInteger();
        List<String> notified = new ArrayList<>();
        try {
            PollScheduler real = new PollScheduler(
                    new AdaptiveRateLimiter(RateLimits.DOCUMENTED, System.nanoTime() / 1_000_000),
                    () -> System.nanoTime() / 1_000_000,
                    java.time.InstantSource.system(),
                    (delay, task) -> {
                        Future<?> future = timer.schedule(task, delay, TimeUnit.MILLISECONDS);
                        return () -> future.cancel(false);
                    },
                    threads,
                    new Random(1),
                    errors::add);
            String[] ids = IntStream.range(0, 25).mapToObj(i -> "ds-" + i).toArray(String[]::new);
            real.start(
                    PollingState.start(
                            Stream.of(ids).map(TrackedRequest::of).toList(),
                            Thresholds.DEFAULT,
                            PollingPolicy.DEFAULT,
                            true,
                            System.currentTimeMillis(),
                            real.tick(),
                            Duration.ofMinutes(1)),
                    id -> CompletableFuture.supplyAsync(ScriptedFetcher::finished, threads),
                    new PollListener() {
                        @Override
                        public void onStatus(String requestId, PollingState state) {
                            assertThat(inside.incrementAndGet()).isEqualTo(1);
                            notified.add(requestId);
                            inside.decrementAndGet();
                        }

                        @Override
                        public void onCompleted(Verdict verdict, PollingState state) {
                            completed.complete(verdict);
                        }
                    });
            assertThat(completed.get(30, TimeUnit.SECONDS).level()).isEqualTo(Level.PASSED);
            assertThat(notified).containsExactlyInAnyOrder(ids);
            assertThat(errors).isEmpty();
        } finally {
            threads.shutdownNow();
            timer.shutdownNow();
        }
    }
}
