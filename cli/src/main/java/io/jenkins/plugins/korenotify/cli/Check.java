package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.client.HostResolver;
import io.jenkins.plugins.korenotify.engine.client.JwtApp;
import io.jenkins.plugins.korenotify.engine.client.KoreClient;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.client.ResponseLimits;
import io.jenkins.plugins.korenotify.engine.client.TokenSigner;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
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
import io.jenkins.plugins.korenotify.engine.result.CheckLabel;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.PollHistory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A running check, on a few threads of its own. Passes its events to the view and to the history. */
final class Check implements PollListener, AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int WORKERS = 4;

    /**
     * What to check, and how.
     *
     * @param name tells the check from others in its result
     * @param requests the requests, at least one
     * @param waitForCompletion false: the first status of every request is evaluated, finished or not
     * @param timeout the time until the check ends at the latest, more than zero
     * @param keepMaskedRecipients whether undelivered recipients are listed, masked
     */
    record Options(
            String name,
            KoreEndpoint endpoint,
            JwtApp app,
            List<TrackedRequest> requests,
            Thresholds thresholds,
            PollingPolicy policy,
            boolean waitForCompletion,
            Duration timeout,
            boolean keepMaskedRecipients) {}

    private final Options options;
    private final ProgressView view;
    private final CompletableFuture<CheckResult> result = new CompletableFuture<>();
    private final PollHistory history = new PollHistory();
    private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS, Check::daemon);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Check::daemon);
    private final InstantSource clock = InstantSource.system();
    private final PollingTask task;

    private Check(Options options, ProgressView view) {
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
    static CheckResult run(Options options, ProgressView view, Output output)
            throws InterruptedException, ExecutionException {
        try (view;
                Check check = new Check(options, view)) {
            Thread hook = new Thread(() -> check.interrupt(output), "kore-notify-shutdown");
            Runtime.getRuntime().addShutdownHook(hook);
            try {
                return check.result.get();
            } finally {
                remove(hook);
            }
        }
    }

    /** The process is terminated (Ctrl-C, SIGTERM): stops polling and completes the screen. */
    private void interrupt(Output output) {
        task.cancel();
        view.close();
        output.errorLine("Interrupted: no verdict.");
        output.flush();
    }

    /** Does not return if the process is being terminated. */
    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook has reported the interruption; a result now would contradict it, or be cut off.
            while (true) {
                LockSupport.park();
            }
        }
    }

    /** The monotonic clock of polling states, in milliseconds. */
    static long ticks() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** Stops polling; without a verdict so far there will be none. */
    @Override
    public void close() {
        task.cancel();
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
        result.complete(new CheckResult(state, verdict, label, history, clock.millis()));
    }
}
