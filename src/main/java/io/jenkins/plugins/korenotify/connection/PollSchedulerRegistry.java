package io.jenkins.plugins.korenotify.connection;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.PeriodicWork;
import hudson.security.ACL;
import io.jenkins.plugins.korenotify.engine.client.JwtApp;
import io.jenkins.plugins.korenotify.engine.client.KoreClient;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import io.jenkins.plugins.korenotify.engine.client.ResponseLimits;
import io.jenkins.plugins.korenotify.engine.client.TokenSigner;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import io.jenkins.plugins.korenotify.engine.polling.AdaptiveRateLimiter;
import io.jenkins.plugins.korenotify.engine.polling.PollScheduler;
import io.jenkins.plugins.korenotify.engine.polling.RateLimits;
import io.jenkins.plugins.korenotify.engine.polling.StatusFetcher;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.security.ImpersonatingExecutorService;
import jenkins.util.Timer;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The one driver of each bot in this process, and the few threads that all of them share.
 *
 * <p>Kore.ai counts calls per bot, so all watches of a bot share one driver and its budget, whatever connection and
 * credentials they go by. Jenkins' timer only wakes a driver; what it then does, what its listeners do and what is
 * looked up for it is done on at most four threads, and HTTP on one more, however many builds wait. The JDK has one
 * thread for the client's sockets and one for time limits: seven in all.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class PollSchedulerRegistry extends PeriodicWork {
    private static final Logger LOGGER = Logger.getLogger(PollSchedulerRegistry.class.getName());

    private static final int WORKERS = 4;
    // A lookup may take its time; the other workers keep the questions going.
    private static final int LOOKING_UP = 2;
    // It reads what arrives and never waits: ten answers a second, half a megabyte each, take it less than a tenth of
    // its time.
    private static final int HTTP_WORKERS = 1;
    private static final long THREAD_PATIENCE_SECONDS = 30;
    // A share of the limits that was halved is regained within two hours; a driver forgotten earlier would ask as if
    // nothing had been.
    private static final Duration KEPT_IDLE = Duration.ofHours(2);

    private final InstantSource clock = InstantSource.system();
    private final Map<BotKey, Entry> drivers = new HashMap<>();
    private final ThreadPoolExecutor workerThreads = threads("kore-notify-work-", WORKERS);
    private final Executor workers = new ImpersonatingExecutorService(workerThreads, ACL.SYSTEM2);
    private final Executor lookups = new BoundedExecutor(workers, LOOKING_UP);
    private final ThreadPoolExecutor httpWorkers = threads("kore-notify-http-", HTTP_WORKERS);
    private final HttpClientProvider http = new HttpClientProvider(httpWorkers);
    private volatile boolean ended;

    /** Whom Kore.ai's limits are for. */
    private record BotKey(URI environment, String streamId) {}

    private static final class Entry {
        private final PollScheduler driver;
        private long busyAt;

        private Entry(PollScheduler driver) {
            this.driver = driver;
        }
    }

    /** The drivers of this Jenkins. */
    static PollSchedulerRegistry get() {
        return ExtensionList.lookupSingleton(PollSchedulerRegistry.class);
    }

    /** The driver of an endpoint's bot. */
    PollScheduler driver(KoreEndpoint endpoint) {
        synchronized (drivers) {
            Entry entry = drivers.computeIfAbsent(
                    new BotKey(endpoint.base(), endpoint.streamId()), bot -> new Entry(newDriver()));
            entry.busyAt = clock.millis();
            return entry.driver;
        }
    }

    /** Takes what may block for a while. */
    Executor lookups() {
        return lookups;
    }

    /**
     * Asks at an endpoint, each time through the proxy that is configured then.
     *
     * @param keepMaskedRecipients whether recipients may be kept, masked; asked before each question
     */
    StatusFetcher source(KoreEndpoint endpoint, JwtApp app, BooleanSupplier keepMaskedRecipients) {
        ResponseLimits keeping = ResponseLimits.DEFAULT.keeping(UndeliveredSample.MAX_PER_REQUEST);
        return new Source(endpoint, app, () -> keepMaskedRecipients.getAsBoolean() ? keeping : ResponseLimits.DEFAULT);
    }

    /** The same with other limits of an answer, and nothing kept of any recipient. */
    StatusFetcher source(KoreEndpoint endpoint, JwtApp app, ResponseLimits limits) {
        return new Source(endpoint, app, () -> limits);
    }

    /** How many bots have a driver. */
    int size() {
        synchronized (drivers) {
            return drivers.size();
        }
    }

    @Override
    public long getRecurrencePeriod() {
        return 10 * MIN;
    }

    /** Forgets drivers that have had nothing to do for long. */
    @Override
    protected void doRun() {
        forgetIdle(clock.millis());
    }

    void forgetIdle(long now) {
        synchronized (drivers) {
            drivers.values().removeIf(entry -> {
                if (entry.driver.running() > 0) {
                    entry.busyAt = now;
                }
                return now - entry.busyAt > KEPT_IDLE.toMillis();
            });
        }
    }

    /**
     * Begins nothing more once Jenkins ends; what is under way is asked again after the restart. Whatever is being told
     * or looked up is not interrupted: a build would take that for its own failure.
     */
    @Terminator
    public static void end() {
        for (PollSchedulerRegistry drivers : ExtensionList.lookup(PollSchedulerRegistry.class)) {
            drivers.ended = true;
            drivers.workerThreads.getQueue().clear();
            drivers.workerThreads.shutdown();
            drivers.httpWorkers.shutdownNow();
        }
    }

    /** Whether Jenkins, and with it every driver, has come to its end. */
    boolean isEnded() {
        return ended;
    }

    private PollScheduler newDriver() {
        return new PollScheduler(
                new AdaptiveRateLimiter(RateLimits.DOCUMENTED, tick()),
                PollSchedulerRegistry::tick,
                clock,
                PollSchedulerRegistry::schedule,
                workers,
                new SplittableRandom(),
                error -> LOGGER.log(Level.WARNING, "A build did not take what its watch told it", error));
    }

    private static long tick() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private static Runnable schedule(long delayMillis, Runnable task) {
        Future<?> timer = Timer.get().schedule(task, delayMillis, TimeUnit.MILLISECONDS);
        return () -> timer.cancel(false);
    }

    /** Daemon threads that go when there is nothing to do. After the end, work is dropped without a word. */
    private static ThreadPoolExecutor threads(String name, int most) {
        AtomicInteger made = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                most,
                most,
                THREAD_PATIENCE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> {
                    Thread thread = new Thread(work, name + made.incrementAndGet());
                    thread.setDaemon(true);
                    thread.setContextClassLoader(PollSchedulerRegistry.class.getClassLoader());
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Asks as one app. */
    private final class Source implements StatusFetcher {
        private final KoreEndpoint endpoint;
        private final TokenSigner signer;
        private final Supplier<ResponseLimits> limits;
        private HttpClient madeFor;
        private ResponseLimits madeWith;
        private KoreClient client;

        private Source(KoreEndpoint endpoint, JwtApp app, Supplier<ResponseLimits> limits) {
            this.endpoint = endpoint;
            this.signer = new TokenSigner(app, clock, () -> UUID.randomUUID().toString());
            this.limits = limits;
        }

        @Override
        public CompletableFuture<RequestStatus> fetch(String requestId) {
            return client().fetch(requestId);
        }

        private synchronized KoreClient client() {
            HttpClient now = http.client();
            ResponseLimits required = limits.get();
            if (now != madeFor || !required.equals(madeWith)) {
                client = new KoreClient(now, HttpClientProvider::request, endpoint, signer, required, clock);
                madeFor = now;
                madeWith = required;
            }
            return client;
        }

        @Override
        public String toString() {
            return "source of " + endpoint;
        }
    }
}
