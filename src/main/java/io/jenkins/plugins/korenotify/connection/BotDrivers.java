package io.jenkins.plugins.korenotify.connection;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.PeriodicWork;
import hudson.security.ACL;
import io.jenkins.plugins.korenotify.drive.StatusSource;
import io.jenkins.plugins.korenotify.drive.WatchDriver;
import io.jenkins.plugins.korenotify.gate.Unreached;
import io.jenkins.plugins.korenotify.kore.AnswerLimits;
import io.jenkins.plugins.korenotify.kore.JwtApp;
import io.jenkins.plugins.korenotify.kore.KoreClient;
import io.jenkins.plugins.korenotify.kore.KoreEndpoint;
import io.jenkins.plugins.korenotify.kore.RequestStatus;
import io.jenkins.plugins.korenotify.kore.TokenSigner;
import io.jenkins.plugins.korenotify.watch.RateBudget;
import io.jenkins.plugins.korenotify.watch.RateLimits;
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
public final class BotDrivers extends PeriodicWork {
    private static final Logger LOGGER = Logger.getLogger(BotDrivers.class.getName());

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
    private final Map<Bot, Entry> drivers = new HashMap<>();
    private final ThreadPoolExecutor workerThreads = threads("kore-notify-work-", WORKERS);
    private final Executor workers = new ImpersonatingExecutorService(workerThreads, ACL.SYSTEM2);
    private final Executor lookups = new ExecutorShare(workers, LOOKING_UP);
    private final ThreadPoolExecutor httpWorkers = threads("kore-notify-http-", HTTP_WORKERS);
    private final SharedHttp http = new SharedHttp(httpWorkers);
    private volatile boolean ended;

    /** Whom Kore.ai's limits are for. */
    private record Bot(URI environment, String streamId) {}

    private static final class Entry {
        private final WatchDriver driver;
        private long busyAt;

        private Entry(WatchDriver driver) {
            this.driver = driver;
        }
    }

    /** The drivers of this Jenkins. */
    static BotDrivers get() {
        return ExtensionList.lookupSingleton(BotDrivers.class);
    }

    /** The driver of an endpoint's bot. */
    WatchDriver driver(KoreEndpoint endpoint) {
        synchronized (drivers) {
            Entry entry = drivers.computeIfAbsent(
                    new Bot(endpoint.base(), endpoint.streamId()), bot -> new Entry(newDriver()));
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
    StatusSource source(KoreEndpoint endpoint, JwtApp app, BooleanSupplier keepMaskedRecipients) {
        AnswerLimits keeping = AnswerLimits.DEFAULT.keeping(Unreached.MOST_OF_REQUEST);
        return new Source(endpoint, app, () -> keepMaskedRecipients.getAsBoolean() ? keeping : AnswerLimits.DEFAULT);
    }

    /** The same with other limits of an answer, and nothing kept of any recipient. */
    StatusSource source(KoreEndpoint endpoint, JwtApp app, AnswerLimits limits) {
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
                if (entry.driver.driven() > 0) {
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
        for (BotDrivers drivers : ExtensionList.lookup(BotDrivers.class)) {
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

    private WatchDriver newDriver() {
        return new WatchDriver(
                new RateBudget(RateLimits.DOCUMENTED, clock.millis()),
                clock,
                this::wakeAt,
                workers,
                new SplittableRandom(),
                mishap -> LOGGER.log(Level.WARNING, "A build did not take what its watch told it", mishap));
    }

    private Runnable wakeAt(long epochMillis, Runnable task) {
        long delay = Math.max(0, epochMillis - clock.millis());
        Future<?> alarm = Timer.get().schedule(task, delay, TimeUnit.MILLISECONDS);
        return () -> alarm.cancel(false);
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
                    thread.setContextClassLoader(BotDrivers.class.getClassLoader());
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Asks as one app. */
    private final class Source implements StatusSource {
        private final KoreEndpoint endpoint;
        private final TokenSigner signer;
        private final Supplier<AnswerLimits> limits;
        private HttpClient madeFor;
        private AnswerLimits madeWith;
        private KoreClient client;

        private Source(KoreEndpoint endpoint, JwtApp app, Supplier<AnswerLimits> limits) {
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
            AnswerLimits wanted = limits.get();
            if (now != madeFor || !wanted.equals(madeWith)) {
                client = new KoreClient(now, SharedHttp::request, endpoint, signer, wanted, clock);
                madeFor = now;
                madeWith = wanted;
            }
            return client;
        }

        @Override
        public String toString() {
            return "source of " + endpoint;
        }
    }
}
