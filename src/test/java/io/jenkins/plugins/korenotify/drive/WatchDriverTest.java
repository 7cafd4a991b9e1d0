package io.jenkins.plugins.korenotify.drive;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.ScriptedSource;
import io.jenkins.plugins.korenotify.engine.SimulatedTime;
import io.jenkins.plugins.korenotify.gate.Thresholds;
import io.jenkins.plugins.korenotify.gate.Verdict;
import io.jenkins.plugins.korenotify.gate.Verdict.Doubt;
import io.jenkins.plugins.korenotify.gate.Verdict.Level;
import io.jenkins.plugins.korenotify.kore.KoreException;
import io.jenkins.plugins.korenotify.watch.PollPlan;
import io.jenkins.plugins.korenotify.watch.RateBudget;
import io.jenkins.plugins.korenotify.watch.RateLimits;
import io.jenkins.plugins.korenotify.watch.Trouble;
import io.jenkins.plugins.korenotify.watch.Wanted;
import io.jenkins.plugins.korenotify.watch.Watch;
import io.jenkins.plugins.korenotify.words.Phrase;
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

class WatchDriverTest {
    private static final long START = 1_000_000;
    private static final long MINUTE = 60_000;

    private final SimulatedTime time = new SimulatedTime(START);
    private final ScriptedSource source = new ScriptedSource(time);
    private final List<Throwable> mishaps = new ArrayList<>();
    private final List<String> news = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private WatchDriver driver;

    private final WatchListener listener = new WatchListener() {
        @Override
        public void answered(String requestId, Watch watch) {
            news.add(requestId + " answered");
        }

        @Override
        public void troubled(String requestId, Trouble trouble, Watch watch) {
            news.add(requestId + " " + trouble.kind());
        }

        @Override
        public void ended(Verdict verdict, Watch watch) {
            news.add("ended");
            verdicts.add(verdict);
        }
    };

    @BeforeEach
    void makeDriver() {
        driver = new WatchDriver(
                new RateBudget(RateLimits.DOCUMENTED, START),
                time.clock(),
                time::at,
                time::soon,
                new Random(1),
                mishaps::add);
    }

    private Watch watch(String... ids) {
        return watch(Duration.ofMinutes(10), ids);
    }

    private Watch watch(Duration limit, String... ids) {
        return Watch.begin(
                Stream.of(ids).map(Wanted::of).toList(),
                Thresholds.DEFAULT,
                PollPlan.DEFAULT,
                true,
                time.millis(),
                limit);
    }

    @Test
    void asksUntilAllRequestsAreFinishedAndGivesOneVerdict() {
        source.finishes("ds-1", START + 20_000).finishes("ds-2", START + 40_000);

        DrivenWatch driven = driver.drive(watch("ds-1", "ds-2"), source, listener);
        assertThat(driver.driven()).isEqualTo(1);
        time.runUntil(START + 10 * MINUTE);

        assertThat(verdicts).extracting(Verdict::level).containsExactly(Level.PASSED);
        assertThat(news).endsWith("ended");
        assertThat(driver.driven()).isZero();
        assertThat(source.asked("ds-1")).isLessThan(12);
        assertThat(driven.watch().polls()).isEqualTo(source.asked("ds-1") + source.asked("ds-2"));
    }

    @Test
    void asksNothingAfterTheVerdict() {
        source.finishes("ds-1", START);
        driver.drive(watch("ds-1"), source, listener);
        time.runUntil(START + 10 * MINUTE);

        assertThat(source.asked("ds-1")).isEqualTo(1);
    }

    @Test
    @DisplayName("A source that never answers costs the verdict no second")
    void endsOnTimeThoughAnAnswerIsOutstanding() {
        source.never("ds-1");
        driver.drive(watch(Duration.ofMinutes(1), "ds-1"), source, listener);
        time.runUntil(START + MINUTE - 1);
        assertThat(verdicts).isEmpty();
        time.runUntil(START + MINUTE);

        assertThat(verdicts).extracting(Verdict::doubt).containsExactly(Doubt.TIME_UP);
        assertThat(source.cancelled()).as("the question under way is dropped").containsExactly("ds-1");
    }

    @Test
    void anAnswerAfterTheEndIsIgnored() {
        source.never("ds-1");
        driver.drive(watch(Duration.ofMinutes(1), "ds-1"), source, listener);
        time.runUntil(START + 2 * MINUTE);
        source.answerNow("ds-1");
        time.runUntil(START + 3 * MINUTE);

        assertThat(news).containsExactly("ended");
    }

    @Test
    void cancellingStopsAskingAndTellsNothingMore() {
        source.never("ds-1").finishes("ds-2", START + 5 * MINUTE);
        DrivenWatch driven = driver.drive(watch("ds-1", "ds-2"), source, listener);
        time.runUntil(START + MINUTE);
        news.clear();
        int asked = source.asked("ds-2");

        driven.cancel();
        driven.cancel();
        time.runUntil(START + 20 * MINUTE);

        assertThat(news).isEmpty();
        assertThat(source.asked("ds-2")).isEqualTo(asked);
        assertThat(source.cancelled()).contains("ds-1");
        assertThat(driver.driven()).isZero();
    }

    @Test
    void goesOnAfterTrouble() {
        source.fails("ds-1", new KoreException(KoreException.Kind.UNAVAILABLE, "HTTP 503"), 3)
                .finishes("ds-1", START);
        driver.drive(watch("ds-1"), source, listener);
        time.runUntil(START + 10 * MINUTE);

        assertThat(news).containsExactly("ds-1 PASSING", "ds-1 PASSING", "ds-1 PASSING", "ds-1 answered", "ended");
        assertThat(verdicts).extracting(Verdict::level).containsExactly(Level.PASSED);
    }

    @Test
    void everyKindOfErrorMeansSomethingToTheWatch() {
        for (KoreException.Kind kind : KoreException.Kind.values()) {
            assertThat(Troubles.of(new CompletionException(new KoreException(kind, "words")))
                            .kind())
                    .isEqualTo(
                            switch (kind) {
                                case CONFIGURATION -> Trouble.Kind.HOPELESS;
                                case AUTHENTICATION -> Trouble.Kind.REFUSED;
                                case NOT_FOUND -> Trouble.Kind.UNKNOWN_REQUEST;
                                case RATE_LIMITED -> Trouble.Kind.RATE_LIMITED;
                                case UNAVAILABLE, PROTOCOL -> Trouble.Kind.PASSING;
                            });
        }
        assertThat(Troubles.of(new KoreException(
                                KoreException.Kind.RATE_LIMITED,
                                Phrase.of("answer.status", 429),
                                Duration.ofSeconds(7),
                                null))
                        .floor())
                .isEqualTo(7_000);
        assertThat(Troubles.of(new KoreException(KoreException.Kind.PROTOCOL, Phrase.of("body.notJson")))
                        .inWords(Locale.GERMAN))
                .isEqualTo("Die Antwort ist nicht das JSON, das die API beschreibt");
        assertThat(Troubles.of(new KoreException(KoreException.Kind.PROTOCOL, "words"))
                        .inWords(Locale.GERMAN))
                .isEqualTo("words");
        assertThat(Troubles.of(new IllegalStateException("token eyJhbGciOi")).message())
                .isEqualTo("The question failed: IllegalStateException");
    }

    @Test
    void aSourceThatThrowsIsTrouble() {
        driver.drive(
                watch("ds-1"),
                requestId -> {
                    throw new IllegalStateException("broken");
                },
                listener);
        time.runUntil(START + 30 * MINUTE);

        assertThat(news).contains("ds-1 PASSING").endsWith("ended");
        assertThat(verdicts).hasSize(1);
    }

    @Test
    void aListenerThatThrowsHarmsNobody() {
        source.finishes("ds-1", START + 5_000);
        driver.drive(watch("ds-1"), source, new WatchListener() {
            @Override
            public void answered(String requestId, Watch watch) {
                throw new IllegalStateException("listener");
            }

            @Override
            public void ended(Verdict verdict, Watch watch) {
                verdicts.add(verdict);
            }
        });
        time.runUntil(START + 10 * MINUTE);

        assertThat(verdicts).hasSize(1);
        assertThat(mishaps).isNotEmpty().allMatch(mishap -> mishap.getMessage().equals("listener"));
    }

    @Test
    @DisplayName("Two watches on the same request together ask no more often than every 2 s")
    void watchesOfTheSameRequestShareItsGap() {
        source.finishes("ds-1", START + 30_000);
        driver.drive(watch("ds-1"), source, listener);
        time.runUntil(START + 300);
        driver.drive(watch("ds-1"), source, listener);
        time.runUntil(START + 10 * MINUTE);

        assertThat(verdicts).hasSize(2);
        assertThat(source.shortestGap("ds-1")).isGreaterThanOrEqualTo(PollPlan.LEAST_GAP);
    }

    @Test
    @DisplayName("A refused call slows the whole bot, not only the request it concerned")
    void aRateLimitSlowsAllWatches() {
        source.fails(
                        "ds-1",
                        new KoreException(
                                KoreException.Kind.RATE_LIMITED,
                                Phrase.of("answer.status", 429),
                                Duration.ofSeconds(20),
                                null),
                        1)
                .finishes("ds-1", START)
                .finishes("ds-2", START);
        driver.drive(watch("ds-1"), source, listener);
        time.runUntil(START + 1_000);
        driver.drive(watch("ds-2"), source, listener);
        time.runUntil(START + 15_000);
        assertThat(source.asked("ds-2")).isZero();

        time.runUntil(START + 10 * MINUTE);
        assertThat(verdicts).extracting(Verdict::level).containsExactly(Level.PASSED, Level.PASSED);
    }

    @Test
    void aRestoredWatchGoesOnWithItsDeadline() {
        source.never("ds-1").finishes("ds-2", START + MINUTE);
        DrivenWatch before = driver.drive(watch("ds-1", "ds-2"), source, listener);
        time.runUntil(START + 3 * MINUTE);
        Watch stored = before.watch();
        before.cancel();
        news.clear();

        makeDriver();
        source.finishes("ds-1", START);
        driver.drive(stored.resumed(time.millis()), source, listener);
        time.runUntil(START + 4 * MINUTE);

        assertThat(verdicts).extracting(Verdict::level).containsExactly(Level.PASSED);
        assertThat(news).containsExactly("ds-1 answered", "ended");
    }

    @Test
    void aWatchThatIsOverWhenItBeginsEndsAtOnce() {
        Watch old = watch("ds-1");
        time.runUntil(START + 20 * MINUTE);

        driver.drive(old.resumed(time.millis()), source, listener);
        time.runUntil(START + 20 * MINUTE);

        assertThat(verdicts).extracting(Verdict::doubt).containsExactly(Doubt.TIME_UP);
        assertThat(source.asked("ds-1")).isZero();
    }

    @Test
    void newsComeInOrderOneAtATimeEvenFromManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        ScheduledExecutorService alarm = Executors.newSingleThreadScheduledExecutor();
        CompletableFuture<Verdict> ended = new CompletableFuture<>();
        AtomicInteger inside = new AtomicInteger();
        List<String> told = new ArrayList<>();
        try {
            WatchDriver real = new WatchDriver(
                    new RateBudget(RateLimits.DOCUMENTED, System.currentTimeMillis()),
                    InstantSource.system(),
                    (at, task) -> {
                        Future<?> planned = alarm.schedule(
                                task, Math.max(0, at - System.currentTimeMillis()), TimeUnit.MILLISECONDS);
                        return () -> planned.cancel(false);
                    },
                    threads,
                    new Random(1),
                    mishaps::add);
            String[] ids = IntStream.range(0, 25).mapToObj(i -> "ds-" + i).toArray(String[]::new);
            real.drive(
                    Watch.begin(
                            Stream.of(ids).map(Wanted::of).toList(),
                            Thresholds.DEFAULT,
                            PollPlan.DEFAULT,
                            true,
                            System.currentTimeMillis(),
                            Duration.ofMinutes(1)),
                    id -> CompletableFuture.supplyAsync(ScriptedSource::finished, threads),
                    new WatchListener() {
                        @Override
                        public void answered(String requestId, Watch watch) {
                            assertThat(inside.incrementAndGet()).isEqualTo(1);
                            told.add(requestId);
                            inside.decrementAndGet();
                        }

                        @Override
                        public void ended(Verdict verdict, Watch watch) {
                            ended.complete(verdict);
                        }
                    });
            assertThat(ended.get(30, TimeUnit.SECONDS).level()).isEqualTo(Level.PASSED);
            assertThat(told).containsExactlyInAnyOrder(ids);
            assertThat(mishaps).isEmpty();
        } finally {
            threads.shutdownNow();
            alarm.shutdownNow();
        }
    }
}
