package io.jenkins.plugins.korenotify.trials;

import io.jenkins.plugins.korenotify.engine.client.ApiVersion;
import io.jenkins.plugins.korenotify.engine.client.HostResolver;
import io.jenkins.plugins.korenotify.engine.client.JwtAlgorithm;
import io.jenkins.plugins.korenotify.engine.client.JwtApp;
import io.jenkins.plugins.korenotify.engine.client.KoreClient;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import io.jenkins.plugins.korenotify.engine.client.ResponseLimits;
import io.jenkins.plugins.korenotify.engine.client.TokenSigner;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.simulator.SimulatedApp;
import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** One bot in simulated time, the process that polls it, and what goes wrong around that process. */
final class ChaosBot {
    // The client's own limit is in real time; it must not strike while simulated time stands still.
    private static final ResponseLimits LIMITS = new ResponseLimits(Duration.ofHours(1), 1 << 20);
    private static final long TIMEOUT = 30_000;
    private static final String OLD_SECRET = "a secret of the chaos, of thirty-two letters";
    private static final String NEW_SECRET = "another secret of the chaos, of as many letters";
    private static final long MINUTE = 60_000;
    // Checks end some time after what ended them.
    private static final long AFTERMATH = 4 * MINUTE;

    private final SimulatedTime time;
    private final SimulatedKore kore;
    private final Supplier<String> season;
    private final Random random;
    private final String stream;
    private final SimulatedApp app;
    private final boolean tokensByWallClock;
    private final KoreClient before;
    private final KoreClient after;
    private final ChaosProcess process;
    private long wallOffset;
    private boolean renewed;
    private boolean silent;
    private boolean nameServerHangs;
    private String trouble;
    private long troubledUntil;
    private int clockChanges;
    private int jumps;
    private int rotations;
    private int hangs;
    private int silences;

    /**
     * A bot whose process has nothing to do yet.
     *
     * @param season why Kore.ai gives nobody a status at the moment; null if it does
     */
    ChaosBot(int number, SimulatedTime time, SimulatedKore kore, Supplier<String> season, Random random) {
        this.season = season;
        this.time = time;
        this.kore = kore;
        this.random = random;
        stream = "st-chaos-" + number;
        app = SimulatedApp.hs256("cs-chaos-" + number, OLD_SECRET, stream);
        kore.addBot(stream).addApp(app);
        InstantSource wallClock = () -> Instant.ofEpochMilli(time.tick() + wallOffset);
        // Tokens of a wrong clock are refused; on every other machine only what else depends on the clock is tried.
        tokensByWallClock = number % 2 == 0;
        InstantSource tokenClock = tokensByWallClock ? wallClock : time.clock();
        before = client(OLD_SECRET, tokenClock);
        after = client(NEW_SECRET, tokenClock);
        process = new ChaosProcess(
                new ChaosProcess.Machine(
                        time::tick,
                        wallClock,
                        time.clock(),
                        time::schedule,
                        time::soon,
                        () -> clockChanges,
                        this::trouble),
                this::fetch,
                random.nextLong());
    }

    private KoreClient client(String secret, InstantSource clock) {
        return new KoreClient(
                new SimulatedHttp(time, kore, random, () -> silent),
                new HostResolver(this::lookUp),
                HttpRequest::newBuilder,
                KoreEndpoint.of("http://127.0.0.1:8765", stream, ApiVersion.V2),
                new TokenSigner(
                        new JwtApp(app.clientId(), secret, JwtAlgorithm.HS256, null),
                        clock,
                        () -> Long.toString(random.nextLong())),
                LIMITS,
                clock);
    }

    private void lookUp(Runnable lookup) {
        time.schedule(nameServerHangs ? 3 * MINUTE : 1, lookup);
    }

    /** Polls with the secret that the process has; ends in simulated time what the client would end in real time. */
    private CompletableFuture<RequestStatus> fetch(String requestId) {
        CompletableFuture<RequestStatus> status = (renewed ? after : before).fetch(requestId);
        Runnable canceller = time.schedule(
                TIMEOUT,
                () -> status.completeExceptionally(
                        new KoreException(KoreException.Kind.UNAVAILABLE, LocalizableMessage.of("exchange.timeout"))));
        status.whenComplete((read, failure) -> canceller.run());
        return status;
    }

    String stream() {
        return stream;
    }

    ChaosProcess process() {
        return process;
    }

    /** Draws what goes wrong in a span from now. */
    void plan(Duration span) {
        schedule(span, 2, () -> jump(random.nextBoolean() ? 60 * MINUTE : -60 * MINUTE));
        schedule(span, 1, this::hang);
        schedule(span, 1, this::fallSilent);
        if (random.nextInt(3) == 0) {
            schedule(span, 1, this::rotate);
        }
    }

    private void schedule(Duration span, int times, Runnable event) {
        for (int i = 0; i < times; i++) {
            time.schedule((long) (random.nextDouble() * span.toMillis()), event);
        }
    }

    private void jump(long change) {
        if (wallOffset != 0) {
            return;
        }
        jumps += 2;
        clockChanges++;
        wallOffset = change;
        long lasts = (1 + random.nextInt(30)) * MINUTE;
        if (tokensByWallClock) {
            trouble("a clock that was wrong by an hour", lasts);
        }
        time.schedule(lasts, () -> {
            clockChanges++;
            wallOffset = 0;
        });
    }

    private void hang() {
        hangs++;
        nameServerHangs = true;
        long lasts = (1 + random.nextInt(10)) * MINUTE;
        trouble("a name server that hung", lasts);
        time.schedule(lasts, () -> nameServerHangs = false);
    }

    private void fallSilent() {
        silences++;
        silent = true;
        long lasts = (1 + random.nextInt(10)) * MINUTE;
        trouble("connections that fell silent", lasts);
        time.schedule(lasts, () -> silent = false);
    }

    /** The secret is replaced at Kore.ai first; where the process learns of it in time, no check is to notice. */
    private void rotate() {
        rotations++;
        kore.rotateSecret(app, NEW_SECRET, time.instant());
        boolean late = random.nextInt(4) == 0;
        long learns = late ? (4 + random.nextInt(20)) * MINUTE : 5_000 + random.nextInt(100_000);
        if (late) {
            trouble("a secret that was replaced too late", learns);
        }
        time.schedule(learns, () -> renewed = true);
    }

    private void trouble(String what, long lasts) {
        trouble = what;
        troubledUntil = Math.max(troubledUntil, time.tick() + lasts + AFTERMATH);
    }

    private String trouble() {
        return time.tick() < troubledUntil ? trouble : season.get();
    }

    int jumps() {
        return jumps;
    }

    int rotations() {
        return rotations;
    }

    int hangs() {
        return hangs;
    }

    int silences() {
        return silences;
    }
}
