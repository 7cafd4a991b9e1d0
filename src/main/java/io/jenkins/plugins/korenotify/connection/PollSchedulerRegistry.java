package io.jenkins.plugins.korenotify.connection;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.PeriodicWork;
import hudson.security.ACL;
import io.jenkins.plugins.korenotify.engine.client.HostResolver;
import io.jenkins.plugins.korenotify.engine.client.JwtApp;
import io.jenkins.plugins.korenotify.engine.client.KoreClient;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.client.ResponseLimits;
import io.jenkins.plugins.korenotify.engine.client.TokenSigner;
import io.jenkins.plugins.korenotify.engine.polling.AdaptiveRateLimiter;
import io.jenkins.plugins.korenotify.engine.polling.PollScheduler;
import io.jenkins.plugins.korenotify.engine.polling.RateLimits;
import io.jenkins.plugins.korenotify.engine.polling.StatusFetcher;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.security.ImpersonatingExecutorService;
import jenkins.util.Timer;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The scheduler of each bot in this process, and the few threads that all schedulers share.
 *
 * <p>Kore.ai limits calls per bot, so all checks of a bot share one scheduler and its rate limiter, whatever connection and
 * credentials they use. Jenkins' timer only wakes a scheduler; what it does then is done on {@value #WORKERS} threads, and
 * HTTP on one more, however many builds wait. The JDK has one thread for the client's sockets and one for its timeouts.
 * Host names are resolved by {@link BackgroundTasks#threads}.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class PollSchedulerRegistry extends PeriodicWork {
    private static final Logger LOGGER = Logger.getLogger(PollSchedulerRegistry.class.getName());

    private static final int WORKERS = 2;
    // It reads what arrives and never blocks: ten responses a second, half a megabyte each, take less than a tenth of
    // its time.
    private static final int HTTP_WORKERS = 1;
    private static final int IDLE_SECONDS = 30;
    // A rate factor that was halved recovers within two hours; a scheduler that is forgotten earlier would start anew.
    private static final Duration KEPT_IDLE = Duration.ofHours(2);

    private final InstantSource clock = InstantSource.system();
    private final Map<BotKey, Entry> schedulers = new HashMap<>();
    private final ThreadPoolExecutor workerThreads = threads("kore-notify-poll-", WORKERS);
    private final Executor workers = new ImpersonatingExecutorService(workerThreads, ACL.SYSTEM2);
    private final ThreadPoolExecutor httpWorkers = threads("kore-notify-http-", HTTP_WORKERS);
    private final HttpClientProvider http = new HttpClientProvider(httpWorkers);
    // A host that is slow to resolve holds one thread: polls of the same host wait for the same look-up.
    private final HostResolver resolver = new HostResolver(BackgroundTasks.threads());
    private volatile boolean ended;

    /** What Kore.ai's limits apply to. */
    private record BotKey(URI environment, String streamId) {}

    private static final class Entry {
        private final PollScheduler scheduler;
        private long busyAt;

        private Entry(PollScheduler scheduler) {
            this.scheduler = scheduler;
        }
    }

    /** The registry of this Jenkins. */
    static PollSchedulerRegistry get() {
        return ExtensionList.lookupSingleton(PollSchedulerRegistry.class);
    }

    /** The monotonic clock of all schedulers, in milliseconds. */
    public static long tick() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** The scheduler of an endpoint's bot. */
    PollScheduler scheduler(KoreEndpoint endpoint) {
        synchronized (schedulers) {
            Entry entry = schedulers.computeIfAbsent(
                    new BotKey(endpoint.base(), endpoint.streamId()), bot -> new Entry(newScheduler()));
            entry.busyAt = clock.millis();
            return entry.scheduler;
        }
    }

    /**
     * Polls an endpoint, each time through the proxy that is configured then.
     *
     * @param limits of a response, and whether recipients are kept; evaluated before each poll
     */
    StatusFetcher source(KoreEndpoint endpoint, JwtApp app, Supplier<ResponseLimits> limits) {
        TokenSigner signer = new TokenSigner(app, clock, () -> UUID.randomUUID().toString());
        return requestId -> new KoreClient(
                        http.client(endpoint.base()),
                        resolver,
                        HttpClientProvider::request,
                        endpoint,
                        signer,
                        limits.get(),
                        clock)
                .fetch(requestId);
    }

    @Override
    public long getRecurrencePeriod() {
        return 10 * MIN;
    }

    /** Forgets schedulers that have had nothing to do for long. */
    @Override
    protected void doRun() {
        forgetIdle(clock.millis());
    }

    void forgetIdle(long now) {
        synchronized (schedulers) {
            schedulers.values().removeIf(entry -> {
                if (entry.scheduler.running() > 0) {
                    entry.busyAt = now;
                }
                return now - entry.busyAt > KEPT_IDLE.toMillis();
            });
        }
    }

    /**
     * Begins nothing more once Jenkins ends; what is in flight is polled again after the restart. What is being notified
     * or looked up is not interrupted: a build would take that for its own failure.
     */
    @Terminator
    public static void end() {
        for (PollSchedulerRegistry schedulers : ExtensionList.lookup(PollSchedulerRegistry.class)) {
            schedulers.ended = true;
            schedulers.workerThreads.getQueue().clear();
            schedulers.workerThreads.shutdown();
            schedulers.httpWorkers.shutdownNow();
        }
    }

    /** Whether Jenkins, and with it every scheduler, has ended. */
    boolean isEnded() {
        return ended;
    }

    private PollScheduler newScheduler() {
        return new PollScheduler(
                new AdaptiveRateLimiter(RateLimits.DOCUMENTED, tick()),
                PollSchedulerRegistry::tick,
                clock,
                PollSchedulerRegistry::schedule,
                workers,
                new SplittableRandom(),
                error -> LOGGER.log(Level.WARNING, "A listener of a check failed", error));
    }

    /** Runs a task by Jenkins' timer, which is a new one after a restart within the process. */
    static Runnable schedule(long delayMillis, Runnable task) {
        Future<?> timer = Timer.get().schedule(task, delayMillis, TimeUnit.MILLISECONDS);
        return () -> timer.cancel(false);
    }

    /** A pool whose threads end when they have nothing to do. After the end of Jenkins, work is dropped. */
    private static ThreadPoolExecutor threads(String name, int max) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                max,
                max,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                daemonThreads(name),
                new ThreadPoolExecutor.DiscardPolicy());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Makes daemon threads with this name and a number. */
    static ThreadFactory daemonThreads(String name) {
        AtomicInteger made = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + made.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(PollSchedulerRegistry.class.getClassLoader());
            return thread;
        };
    }
}
