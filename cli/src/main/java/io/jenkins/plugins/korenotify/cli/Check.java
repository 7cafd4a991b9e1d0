package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.client.HostResolver;
import io.jenkins.plugins.korenotify.engine.client.KoreClient;
import io.jenkins.plugins.korenotify.engine.client.ResponseLimits;
import io.jenkins.plugins.korenotify.engine.client.TokenSigner;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.polling.AdaptiveRateLimiter;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollListener;
import io.jenkins.plugins.korenotify.engine.polling.PollScheduler;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.PollingTask;
import io.jenkins.plugins.korenotify.engine.polling.RateLimits;
import io.jenkins.plugins.korenotify.engine.result.CheckLabel;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.PollHistory;
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

/** A running check, on a few threads of its own. Passes its events to the view and to the history. */
final class Check implements PollListener, AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int WORKERS = 4;

    private final CheckOptions options;
    private final ProgressView view;
    private final CompletableFuture<CheckResult> result = new CompletableFuture<>();
    private final PollHistory history = new PollHistory();
    private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS, Check::daemon);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Check::daemon);
    private final InstantSource clock = InstantSource.system();
    private final PollingTask task;

    private Check(CheckOptions options, ProgressView view) {
        this.options = options;
        this.view = view;
        KoreClient client = client();
        PollScheduler scheduler = new PollScheduler(
                new AdaptiveRateLimiter(RateLimits.DOCUMENTED, ticks()),
                Check::ticks,
                clock,
                this::schedule,
                workers,
                new Random(),
                result::completeExceptionally);
        PollingState state = PollingState.start(
                options.requests(),
                options.thresholds(),
                options.policy(),
                options.waitForCompletion(),
                clock.millis(),
                ticks(),
                options.timeout());
        history.onStarted(state);
        view.onStarted(state, options.endpoint());
        task = scheduler.start(state, client::fetch, this);
    }

    /**
     * Runs a check to its verdict. Does not return if the process is terminated before.
     *
     * @param view called on the check's threads, closed at the end
     * @param output reports an interruption
     * @throws ExecutionException if there is a bug
     */
    static CheckResult run(CheckOptions options, ProgressView view, Output output)
            throws InterruptedException, ExecutionException {
        try (view;
                Check check = new Check(options, view)) {
            ShutdownHook hook = ShutdownHook.install(check, view, output);
            try {
                return check.result.get();
            } finally {
                hook.remove();
            }
        }
    }

    /** The monotonic clock of polling states, in milliseconds. */
    static long ticks() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** Stops polling; without a verdict so far there will be none. */
    void stop() {
        task.cancel();
    }

    @Override
    public void close() {
        stop();
        timer.shutdownNow();
        workers.shutdown();
    }

    private KoreClient client() {
        // The JDK's proxy settings (-Dhttps.proxyHost=... and so on) apply, as none are set here.
        HttpClient.Builder http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT)
                .executor(workers);
        return new KoreClient(
                http.build(),
                // One thread per lookup, so that a hanging one delays no other.
                new HostResolver(lookup -> daemon(lookup).start()),
                HttpRequest::newBuilder,
                options.endpoint(),
                new TokenSigner(options.app(), clock, () -> UUID.randomUUID().toString()),
                options.keepMaskedRecipients()
                        ? ResponseLimits.DEFAULT.keeping(UndeliveredSample.MAX_PER_REQUEST)
                        : ResponseLimits.DEFAULT,
                clock);
    }

    private Runnable schedule(long delayMillis, Runnable wakeup) {
        Future<?> future = timer.schedule(wakeup, delayMillis, TimeUnit.MILLISECONDS);
        return () -> future.cancel(false);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "kore-notify");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void onStatus(String requestId, PollingState state) {
        history.onStatus(state, clock.millis());
        view.onStatus(state);
    }

    @Override
    public void onPollFailure(String requestId, PollFailure failure, PollingState state) {
        history.onPollFailure(requestId, failure, state, clock.millis());
        view.onPollFailure(requestId, failure, state);
    }

    @Override
    public void onCompleted(Verdict verdict, PollingState state) {
        CheckLabel label =
                new CheckLabel(options.name(), null, options.endpoint().streamId());
        result.complete(CheckResult.of(state, verdict, label, history, clock.millis()));
    }
}
