package io.jenkins.plugins.korenotify.engine.polling;

import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.trials.ScriptedFetcher;
import io.jenkins.plugins.korenotify.trials.SimulatedTime;
import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.InconclusiveReason;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.Level;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    private final SimulatedTime time = new SimulatedTime(START);
    private final ScriptedFetcher source = new ScriptedFetcher(time);
    private final List<Throwable> errorHandler = new ArrayList<>();
    private final List<String> news = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private PollScheduler driver;

    private final PollListener listener = new PollListener() {
        @Override
        public void onStatus(String requestId, PollingState watch) {
            news.add(requestId + " answered");
        }

        @Override
        public void onPollFailure(String requestId, PollFailure failure, PollingState watch) {
            news.add(requestId + " " + failure.kind());
        }

        @Override
        public void onCompleted(Verdict verdict, PollingState watch) {
            news.add("ended");
            verdicts.add(verdict);
        }
    };

    @BeforeEach
    void makeDriver() {
        driver = new PollScheduler(
                new AdaptiveRateLimiter(RateLimits.DOCUMENTED, START),
                time.clock(),
                time::at,
                time::soon,
                new Random(1),
                errorHandler::add);
    }

    private PollingState watch(String... ids) {
        return watch(Duration.ofMinutes(10), ids);
    }

    private PollingState watch(Duration limit, String... ids) {
        return PollingState.begin(
                Stream.of(ids).map(TrackedRequest::of).toList(),
                Thresholds.DEFAULT,
                PollingPolicy.DEFAULT,
                true,
                time.millis(),
                limit);
    }

    @Test
    void asksUntilAllRequestsAreFinishedAndGivesOneVerdict() {
        source.finishes("ds-1", START + 20_000).finishes("ds-2", START + 40_000);

        PollingTask running = driver.start(watch("ds-1", "ds-2"), source, listener);
        assertThat(driver.running()).isEqualTo(1);
        time.runUntil(START + 10 * MINUTE);

        assertThat(verdicts).extracting(Verdict::level).containsExactly(Level.PASSED);
        assertThat(news).endsWith("ended");
        assertThat(driver.running()).isZero();
        assertThat(source.sentAt("ds-1")).isLessThan(12);
        assertThat(running.watch().polls()).isEqualTo(source.sentAt("ds-1") + source.sentAt("ds-2"));
    }

    @Test
    void asksNothingAfterTheVerdict() {
        source.finishes("ds-1", START);
        driver.start(watch("ds-1"), source, listener);
        time.runUntil(START + 10 * MINUTE);

        assertThat(source.sentAt("ds-1")).isEqualTo(1);
    }

    @Test
    @DisplayName("A source that never answers costs the verdict no second")
    void endsOnTimeThoughAnAnswerIsOutstanding() {
        source.never("ds-1");
        driver.start(watch(Duration.ofMinutes(1), "ds-1"), source, listener);
        time.runUntil(START + MINUTE - 1);
        assertThat(verdicts).isEmpty();
        time.runUntil(START + MINUTE);

        assertThat(verdicts).extracting(Verdict::inconclusiveReason).containsExactly(InconclusiveReason.TIMEOUT);
        assertThat(source.cancelled()).as("the question under way is dropped").containsExactly("ds-1");
    }

    @Test
    void anAnswerAfterTheEndIsIgnored() {
        source.never("ds-1");
        driver.start(watch(Duration.ofMinutes(1), "ds-1"), source, listener);
        time.runUntil(START + 2 * MINUTE);
        source.answerNow("ds-1");
        time.runUntil(START + 3 * MINUTE);

        assertThat(news).containsExactly("ended");
    }

    @Test
    void cancellingStopsAskingAndTellsNothingMore() {
        source.never("ds-1").finishes("ds-2", START + 5 * MINUTE);
        PollingTask running = driver.start(watch("ds-1", "ds-2"), source, listener);
        time.runUntil(START + MINUTE);
        news.clear();
        int asked = source.sentAt("ds-2");

        running.cancel();
        running.cancel();
        time.runUntil(START + 20 * MINUTE);

        assertThat(news).isEmpty();
        assertThat(source.sentAt("ds-2")).isEqualTo(asked);
        assertThat(source.cancelled()).contains("ds-1");
        assertThat(driver.running()).isZero();
    }

    @Test
    void goesOnAfterTrouble() {
        source.fails("ds-1", new KoreException(KoreException.Kind.UNAVAILABLE, "HTTP 503"), 3)
                .finishes("ds-1", START);
        driver.start(watch("ds-1"), source, listener);
        time.runUntil(START + 10 * MINUTE);

        assertThat(news).containsExactly("ds-1 TRANSIENT", "ds-1 TRANSIENT", "ds-1 TRANSIENT", "ds-1 answered", "ended");
        assertThat(verdicts).extracting(Verdict::level).containsExactly(Level.PASSED);
    }

    @Test
    void everyKindOfErrorMeansSomethingToTheWatch() {
        for (KoreException.Kind kind : KoreException.Kind.values()) {
            assertThat(FailureClassifier.of(new CompletionException(new KoreException(kind, "words")))
                            .kind())
                    .isEqualTo(
                            switch (kind) {
                                case CONFIGURATION -> KoreException.Kind.FATAL;
                                case AUTHENTICATION -> KoreException.Kind.UNAUTHORIZED;
                                case NOT_FOUND -> KoreException.Kind.NOT_FOUND;
                                case RATE_LIMITED -> KoreException.Kind.RATE_LIMITED;
                                case UNAVAILABLE, PROTOCOL -> KoreException.Kind.TRANSIENT;
                            });
        }
        assertThat(FailureClassifier.of(new KoreException(
                                KoreException.Kind.RATE_LIMITED,
                                LocalizableMessage.of("answer.status", 429),
                                Duration.ofSeconds(7),
                                null))
                        .floor())
                .isEqualTo(7_000);
        assertThat(FailureClassifier.of(new KoreException(KoreException.Kind.PROTOCOL, LocalizableMessage.of("body.notJson")))
                        .format(Locale.GERMAN))
                .isEqualTo("Die Antwort ist nicht das JSON, das die API beschreibt");
        assertThat(FailureClassifier.of(new KoreException(KoreException.Kind.PROTOCOL, "words"))
                        .format(Locale.GERMAN))
                .isEqualTo("words");
        assertThat(FailureClassifier.of(new IllegalStateException("token eyJhbGciOi")).message())
                .isEqualTo("The question failed: IllegalStateException");
    }

    @Test
    void aSourceThatThrowsIsTrouble() {
        driver.start(
                watch("ds-1"),
                requestId -> {
                    throw new IllegalStateException("broken");
                },
                listener);
        time.runUntil(START + 30 * MINUTE);

        assertThat(news).contains("ds-1 TRANSIENT").endsWith("ended");
        assertThat(verdicts).hasSize(1);
    }

    @Test
    void aListenerThatThrowsHarmsNobody() {
        source.finishes("ds-1", START + 5_000);
        driver.start(watch("ds-1"), source, new PollListener() {
            @Override
            public void onStatus(String requestId, PollingState watch) {
                throw new IllegalStateException("listener");
            }

            @Override
            public void onCompleted(Verdict verdict, PollingState watch) {
                verdicts.add(verdict);
            }
        });
        time.runUntil(START + 10 * MINUTE);

        assertThat(verdicts).hasSize(1);
        assertThat(errorHandler).isNotEmpty().allMatch(error -> error.getMessage().equals("listener"));
    }

    @Test
    @DisplayName("Two watches on the same request together ask no more often than every 2 s")
    void watchesOfTheSameRequestShareItsGap() {
        source.finishes("ds-1", START + 30_000);
        driver.start(watch("ds-1"), source, listener);
        time.runUntil(START + 300);
        driver.start(watch("ds-1"), source, listener);
        time.runUntil(START + 10 * MINUTE);

        assertThat(verdicts).hasSize(2);
        assertThat(source.shortestGap("ds-1")).isGreaterThanOrEqualTo(PollingPolicy.MIN_GAP);
    }

    @Test
    @DisplayName("A refused call slows the whole bot, not only the request it concerned")
    void aRateLimitSlowsAllWatches() {
        source.fails(
                        "ds-1",
                        new KoreException(
                                KoreException.Kind.RATE_LIMITED,
                                LocalizableMessage.of("answer.status", 429),
                                Duration.ofSeconds(20),
                                null),
                        1)
                .finishes("ds-1", START)
                .finishes("ds-2", START);
        driver.start(watch("ds-1"), source, listener);
        time.runUntil(START + 1_000);
        driver.start(watch("ds-2"), source, listener);
        time.runUntil(START + 15_000);
        assertThat(source.sentAt("ds-2")).isZero();

        time.runUntil(START + 10 * MINUTE);
        assertThat(verdicts).extracting(Verdict::level).containsExactly(Level.PASSED, Level.PASSED);
    }

    @Test
    void aRestoredWatchGoesOnWithItsDeadline() {
        source.never("ds-1").finishes("ds-2", START + MINUTE);
        PollingTask before = driver.start(watch("ds-1", "ds-2"), source, listener);
        time.runUntil(START + 3 * MINUTE);
        PollingState stored = before.watch();
        before.cancel();
        news.clear();

        makeDriver();
        source.finishes("ds-1", START);
        driver.start(stored.resumed(time.millis()), source, listener);
        time.runUntil(START + 4 * MINUTE);

        assertThat(verdicts).extracting(Verdict::level).containsExactly(Level.PASSED);
        assertThat(news).containsExactly("ds-1 answered", "ended");
    }

    @Test
    void aWatchThatIsOverWhenItBeginsEndsAtOnce() {
        PollingState old = watch("ds-1");
        time.runUntil(START + 20 * MINUTE);

        driver.start(old.resumed(time.millis()), source, listener);
        time.runUntil(START + 20 * MINUTE);

        assertThat(verdicts).extracting(Verdict::inconclusiveReason).containsExactly(InconclusiveReason.TIMEOUT);
        assertThat(source.sentAt("ds-1")).isZero();
    }

    @Test
    void newsComeInOrderOneAtATimeEvenFromManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        ScheduledExecutorService alarm = Executors.newSingleThreadScheduledExecutor();
        CompletableFuture<Verdict> ended = new CompletableFuture<>();
        AtomicInteger inside = new AtomicInteger();
        List<String> told = new ArrayList<>();
        try {
            PollScheduler real = new PollScheduler(
                    new AdaptiveRateLimiter(RateLimits.DOCUMENTED, System.currentTimeMillis()),
                    InstantSource.system(),
                    (at, task) -> {
                        Future<?> planned = alarm.schedule(
                                task, Math.max(0, at - System.currentTimeMillis()), TimeUnit.MILLISECONDS);
                        return () -> planned.cancel(false);
                    },
                    threads,
                    new Random(1),
                    errorHandler::add);
            String[] ids = IntStream.range(0, 25).mapToObj(i -> "ds-" + i).toArray(String[]::new);
            real.start(
                    PollingState.begin(
                            Stream.of(ids).map(TrackedRequest::of).toList(),
                            Thresholds.DEFAULT,
                            PollingPolicy.DEFAULT,
                            true,
                            System.currentTimeMillis(),
                            Duration.ofMinutes(1)),
                    id -> CompletableFuture.supplyAsync(ScriptedFetcher::finished, threads),
                    new PollListener() {
                        @Override
                        public void onStatus(String requestId, PollingState watch) {
                            assertThat(inside.incrementAndGet()).isEqualTo(1);
                            told.add(requestId);
                            inside.decrementAndGet();
                        }

                        @Override
                        public void onCompleted(Verdict verdict, PollingState watch) {
                            ended.complete(verdict);
                        }
                    });
            assertThat(ended.get(30, TimeUnit.SECONDS).level()).isEqualTo(Level.PASSED);
            assertThat(told).containsExactlyInAnyOrder(ids);
            assertThat(errorHandler).isEmpty();
        } finally {
            threads.shutdownNow();
            alarm.shutdownNow();
        }
    }
}
