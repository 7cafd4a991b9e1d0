package io.jenkins.plugins.korenotify.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.credentials.JwtAppResolver;
import io.jenkins.plugins.korenotify.engine.client.ApiVersion;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.client.ResponseLimits;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.polling.PollScheduler;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.StatusFetcher;
import io.jenkins.plugins.korenotify.simulator.SimulatedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** One driver per bot, and few threads for all of them, in a real Jenkins. */
@WithJenkins
class PollSchedulerRegistryTest {
    private TestBot bot;
    private PollSchedulerRegistry registry;

    @BeforeEach
    void with(JenkinsRule rule) throws Exception {
        bot = new TestBot();
        registry = PollSchedulerRegistry.get();
    }

    @AfterEach
    void close() {
        bot.close();
    }

    private KoreEndpoint endpoint(String streamId, ApiVersion version) {
        return KoreEndpoint.of(bot.url(), streamId, version);
    }

    @Test
    void oneSchedulerPerBot() {
        PollScheduler scheduler = registry.scheduler(endpoint(TestBot.STREAM_ID, ApiVersion.V2));

        assertThat(registry.scheduler(endpoint(TestBot.STREAM_ID, ApiVersion.V1)))
                .isSameAs(scheduler);
        assertThat(registry.scheduler(endpoint("st-other", ApiVersion.V2))).isNotSameAs(scheduler);
    }

    @Test
    void idleSchedulersAreForgotten() {
        long now = System.currentTimeMillis();
        KoreEndpoint idleEndpoint = endpoint(TestBot.STREAM_ID, ApiVersion.V2);
        KoreEndpoint busyEndpoint = endpoint("st-busy", ApiVersion.V2);
        PollScheduler idle = registry.scheduler(idleEndpoint);
        PollScheduler busy = registry.scheduler(busyEndpoint);
        busy.start(watch("ds-1", now), never(), (verdict, watch) -> {});

        registry.forgetIdle(now + Duration.ofMinutes(119).toMillis());
        assertThat(registry.scheduler(idleEndpoint)).isSameAs(idle);
        registry.forgetIdle(System.currentTimeMillis() + Duration.ofMinutes(121).toMillis());
        assertThat(registry.scheduler(idleEndpoint)).isNotSameAs(idle);
        assertThat(registry.scheduler(busyEndpoint)).isSameAs(busy);
    }

    @Test
    void manyWaitsShareFewThreads() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        KoreEndpoint endpoint = endpoint(TestBot.STREAM_ID, ApiVersion.V2);
        StatusFetcher source = registry.source(
                endpoint, JwtAppResolver.resolve(TestBot.credentials("app")), () -> ResponseLimits.DEFAULT);
        Set<String> notifiers = ConcurrentHashMap.newKeySet();
        List<CompletableFuture<Verdict>> verdicts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            bot.kore()
                    .addRequest(SimulatedRequest.named("ds-" + i).stream(TestBot.STREAM_ID)
                            .recipients(20));
            CompletableFuture<Verdict> verdict = new CompletableFuture<>();
            verdicts.add(verdict);
            registry.scheduler(endpoint).start(watch("ds-" + i, System.currentTimeMillis()), source, (said, watch) -> {
                notifiers.add(Thread.currentThread().getName());
                verdict.complete(said);
            });
        }
        CountDownLatch released = new CountDownLatch(1);
        for (int i = 0; i < 50; i++) {
            BackgroundTasks.LOOKUPS.execute(() -> await(released));
        }
        int most = 0;
        for (int i = 0; i < 20; i++) {
            most = Math.max(most, newThreads(before).size());
            TimeUnit.MILLISECONDS.sleep(250);
        }
        // Though all lookups hang, polling goes on.
        CompletableFuture.allOf(verdicts.toArray(CompletableFuture[]::new)).get(120, TimeUnit.SECONDS);
        released.countDown();

        assertThat(verdicts).allMatch(verdict -> verdict.join().level() == Verdict.Level.PASSED);
        assertThat(notifiers).isNotEmpty().allMatch(name -> name.startsWith("kore-notify-poll-"));
        assertThat(most).as(newThreads(before).toString()).isLessThanOrEqualTo(8);
        assertThat(registry.scheduler(endpoint).running()).isZero();
    }

    @Test
    void everyLookupGetsItsTurn() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch done = new CountDownLatch(20);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        for (int i = 0; i < 20; i++) {
            int number = i;
            BackgroundTasks.LOOKUPS.execute(() -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                begun.countDown();
                await(released);
                now.decrementAndGet();
                done.countDown();
                if (number == 0) {
                    throw new IllegalStateException("This lookup is meant to fail");
                }
            });
        }
        await(begun);
        released.countDown();

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isEqualTo(2);
    }

    @Test
    void aKindOfTaskThatHangsDelaysNoOther() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(20);
        try {
            for (int i = 0; i < 20; i++) {
                BackgroundTasks.LOOKUPS.execute(() -> await(released));
            }
            for (int i = 0; i < 10; i++) {
                BackgroundTasks.EVENTS.execute(done::countDown);
                BackgroundTasks.RESULTS.execute(done::countDown);
            }

            assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
        } finally {
            released.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Threads that were not there, but for the simulator's, and this Jenkins' web server's, timer's and pools'. */
    private static Set<String> newThreads(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> !name.startsWith("jenkins.util.Timer") && !name.startsWith("simulated-kore"))
                .filter(name -> !name.startsWith("Jetty") && !name.startsWith("qtp"))
                .filter(name -> !name.startsWith("FilePath.localPool") && !name.startsWith("Computer.threadPool"))
                .collect(Collectors.toSet());
    }

    private static PollingState watch(String requestId, long now) {
        return PollingState.start(
                List.of(TrackedRequest.of(requestId)),
                Thresholds.DEFAULT,
                PollingPolicy.DEFAULT,
                true,
                now,
                PollSchedulerRegistry.tick(),
                Duration.ofMinutes(5));
    }

    private static StatusFetcher never() {
        return requestId -> new CompletableFuture<>();
    }
}
