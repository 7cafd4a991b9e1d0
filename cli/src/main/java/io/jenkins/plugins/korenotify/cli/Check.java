package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.drive.DrivenWatch;
import io.jenkins.plugins.korenotify.drive.WatchDriver;
import io.jenkins.plugins.korenotify.drive.WatchListener;
import io.jenkins.plugins.korenotify.gate.Unreached;
import io.jenkins.plugins.korenotify.gate.Verdict;
import io.jenkins.plugins.korenotify.kore.AnswerLimits;
import io.jenkins.plugins.korenotify.kore.KoreClient;
import io.jenkins.plugins.korenotify.kore.TokenSigner;
import io.jenkins.plugins.korenotify.result.CheckResult;
import io.jenkins.plugins.korenotify.watch.PollPlan;
import io.jenkins.plugins.korenotify.watch.RateBudget;
import io.jenkins.plugins.korenotify.watch.RateLimits;
import io.jenkins.plugins.korenotify.watch.Trouble;
import io.jenkins.plugins.korenotify.watch.Watch;
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
    private final DrivenWatch watch;

    private Check(CheckSettings settings, ProgressView view) {
        KoreClient client = client(settings);
        WatchDriver driver = new WatchDriver(
                new RateBudget(RateLimits.DOCUMENTED, clock.millis()),
                clock,
                this::alarm,
                workers,
                new Random(),
                result::completeExceptionally);
        Watch begun = Watch.begin(
                settings.wanted(),
                settings.thresholds(),
                PollPlan.DEFAULT,
                settings.untilFinished(),
                clock.millis(),
                settings.timeLimit());
        view.began(begun);
        watch = driver.drive(begun, client::fetch, new Listener(view));
    }

    /**
     * Runs a check to its verdict. Where the process is told to end before that, it never comes back.
     *
     * @param view told how it goes, on the check's threads; closed in the end
     * @param output told of an interruption
     * @throws ExecutionException if a part of this program failed
     */
    static CheckResult run(CheckSettings settings, ProgressView view, Output output)
            throws InterruptedException, ExecutionException {
        try (view;
                Check check = new Check(settings, view)) {
            Interruption interruption = Interruption.of(check, view, output);
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

    private KoreClient client(CheckSettings settings) {
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
                        ? AnswerLimits.DEFAULT.keeping(Unreached.MOST_OF_REQUEST)
                        : AnswerLimits.DEFAULT,
                clock);
    }

    private Runnable alarm(long epochMillis, Runnable task) {
        Future<?> alarm = alarms.schedule(task, Math.max(0, epochMillis - clock.millis()), TimeUnit.MILLISECONDS);
        return () -> alarm.cancel(false);
    }

    /** Hands what happens to the view, and the verdict to whoever waits. */
    private final class Listener implements WatchListener {
        private final ProgressView view;

        Listener(ProgressView view) {
            this.view = view;
        }

        @Override
        public void answered(String requestId, Watch now) {
            view.answered(now);
        }

        @Override
        public void troubled(String requestId, Trouble trouble, Watch now) {
            view.troubled(requestId, trouble, now);
        }

        @Override
        public void ended(Verdict verdict, Watch last) {
            result.complete(CheckResult.of(last, verdict, clock.millis()));
        }
    }
}
