package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.client.KoreClient;
import io.jenkins.plugins.korenotify.engine.client.ResponseLimits;
import io.jenkins.plugins.korenotify.engine.client.TokenSigner;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.polling.AdaptiveRateLimiter;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollListener;
import io.jenkins.plugins.korenotify.engine.polling.PollScheduler;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.PollingTask;
import io.jenkins.plugins.korenotify.engine.polling.RateLimits;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One check under way: a watch, driven against a real or simulated Kore.ai on a few threads of its own. */
final class Check implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final int WORKERS = 4;

    private final CompletableFuture<CheckResult> result = new CompletableFuture<>();
    private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS, new NamedThreads("kore-notify"));
    private final ScheduledExecutorService alarms =
            Executors.newSingleThreadScheduledExecutor(new NamedThreads("kore-notify-alarm"));
    private final InstantSource clock = InstantSource.system();
    private final PollingTask watch;

    private Check(CheckOptions settings, ProgressView view) {
        KoreClient client = client(settings);
        PollScheduler driver = new PollScheduler(
                new AdaptiveRateLimiter(RateLimits.DOCUMENTED, tick()),
                Check::tick,
                clock,
                this::schedule,
                workers,
                new Random(),
                result::completeExceptionally);
        PollingState begun = PollingState.start(
                settings.required(),
                settings.thresholds(),
                PollingPolicy.DEFAULT,
                settings.waitForCompletion(),
                clock.millis(),
                tick(),
                settings.timeout());
        view.onStarted(begun);
        watch = driver.start(begun, client::fetch, new Listener(view));
    }

    /**
     * Runs a check to its verdict. Where the process is told to end before that, it never comes back.
     *
     * @param view told how it goes, on the check's threads; closed in the end
     * @param output told of an interruption
     * @throws ExecutionException if a part of this program failed
     */
    static CheckResult run(CheckOptions settings, ProgressView view, Output output)
            throws InterruptedException, ExecutionException {
        try (view;
                Check check = new Check(settings, view)) {
            ShutdownHook interruption = ShutdownHook.of(check, view, output);
            try {
                return check.result.get();
            } finally {
                interruption.disarm();
            }
        }
    }

    /** Asks nothing more and shows nothing more; without a verdict so far there will be none. */
    void stop() {
        watch.cancel();
    }

    @Override
    public void close() {
        stop();
        alarms.shutdownNow();
        workers.shutdown();
    }

    private KoreClient client(CheckOptions settings) {
        // The JDK's proxy settings (-Dhttps.proxyHost=... and so on) hold where no others are given.
        HttpClient.Builder http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_LIMIT)
                .executor(workers);
        if (settings.endpoint().base().getScheme().equals("http")) {
            // Without TLS the offer of HTTP/2 would go out as an upgrade with every question.
            http.version(HttpClient.Version.HTTP_1_1);
        }
        return new KoreClient(
                http.build(),
                HttpRequest::newBuilder,
                settings.endpoint(),
                new TokenSigner(settings.app(), clock, () -> UUID.randomUUID().toString()),
                settings.maskedRecipients()
                        ? ResponseLimits.DEFAULT.keeping(UndeliveredSample.MAX_PER_REQUEST)
                        : ResponseLimits.DEFAULT,
                clock);
    }

    private static long tick() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private Runnable schedule(long delayMillis, Runnable task) {
        Future<?> timer = alarms.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
        return () -> timer.cancel(false);
    }

    /** Hands what happens to the view, and the verdict to whoever waits. */
    private final class Listener implements PollListener {
        private final ProgressView view;

        Listener(ProgressView view) {
            this.view = view;
        }

        @Override
        public void onStatus(String requestId, PollingState now) {
            view.onStatus(now);
        }

        @Override
        public void onPollFailure(String requestId, PollFailure failure, PollingState now) {
            view.onPollFailure(requestId, failure, now);
        }

        @Override
        public void onCompleted(Verdict verdict, PollingState last) {
            result.complete(CheckResult.of(last, verdict, clock.millis()));
        }
    }
}
