package io.jenkins.plugins.korenotify.trials;

import io.jenkins.plugins.korenotify.engine.client.ApiVersion;
import io.jenkins.plugins.korenotify.engine.client.HostResolver;
import io.jenkins.plugins.korenotify.engine.client.JwtAlgorithm;
import io.jenkins.plugins.korenotify.engine.client.JwtApp;
import io.jenkins.plugins.korenotify.engine.client.KoreClient;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.client.ResponseLimits;
import io.jenkins.plugins.korenotify.engine.client.TokenSigner;
import io.jenkins.plugins.korenotify.simulator.FaultPlan;
import io.jenkins.plugins.korenotify.simulator.Faults;
import io.jenkins.plugins.korenotify.simulator.RetryAfter;
import io.jenkins.plugins.korenotify.simulator.SimulatedApp;
import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import io.jenkins.plugins.korenotify.simulator.SimulatorServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Thousands of checks in real time over real HTTP, in clear and over TLS, against a simulated Kore.ai that injects every
 * fault of its list at random and is gone for a while; connections fall silent, clocks jump, processes are killed and
 * restarted. {@code main} runs {@link ChaosSimulation} too, prints the tables of {@code docs/reliability.md}, and fails
 * where a verdict was wrong, given twice or lost, or INCONCLUSIVE without a cause.
 */
final class ChaosTrial {
    private static final int CHECKS_PER_BOT = 100;
    private static final double FAULTS = 0.25;
    private static final long JUMP = 10_000;
    // From so many checks on, deliveries and the outage last as long as in earnest.
    private static final int MANY = 2_000;
    // After every tenth check, in milliseconds: replies that come late for want of a processor explain nothing.
    private static final long MIN_PAUSE = 400;

    private final Random random;
    private final AtomicLong clockOffset = new AtomicLong();
    private final InstantSource clock = () -> Instant.now().plusMillis(clockOffset.get());
    private final SimulatedKore kore;
    private final List<ChaosProcess> processes = new ArrayList<>();
    private final List<ChaosCheck> checks = new ArrayList<>();
    private int kills;
    private int jumps;
    private int silences;
    private volatile Instant outage = Instant.MAX;
    private volatile Instant outageEnd = Instant.MAX;

    private ChaosTrial(long seed) {
        random = new Random(seed);
        kore = new SimulatedKore(InstantSource.system(), seed).varyUnknowns();
    }

    /**
     * Runs both forms.
     *
     * @param arguments the number of checks of each; the seed, 1 unless given; {@code simulated} or {@code real} for one
     *     form only
     */
    public static void main(String[] arguments) throws Exception {
        int checks = Integer.parseInt(arguments[0]);
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        String form = arguments.length > 2 ? arguments[2] : "both";
        boolean right = true;
        if (!form.equals("real")) {
            right = new ChaosSimulation(seed).run(checks);
            System.out.println();
        }
        if (!form.equals("simulated")) {
            right &= new ChaosTrial(seed).run(checks);
        }
        // The client's threads are daemons only by the executor's choice.
        System.exit(right ? 0 : 1);
    }

    private boolean run(int number) throws Exception {
        Instant burst = Instant.now().plusSeconds(10);
        Duration wait = Duration.ofSeconds(2);
        kore.faultsForAll(FaultPlan.during(burst, burst.plusSeconds(2), Faults.tooManyCalls())
                .then(FaultPlan.during(
                        burst.plusSeconds(2), burst.plusSeconds(4), Faults.tooManyCalls(RetryAfter.SECONDS, wait)))
                .then(FaultPlan.during(
                        burst.plusSeconds(4), burst.plusSeconds(6), Faults.tooManyCalls(RetryAfter.HTTP_DATE, wait)))
                .then(FaultPlan.randomly(FAULTS, Faults.passing(4 << 20))));
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(8);
        TestTls tls = TestTls.forHost(Files.createTempDirectory("chaos"), "localhost");
        long began = System.nanoTime();
        try (SimulatorServer clear = SimulatorServer.start(0, kore);
                SimulatorServer encrypted = SimulatorServer.start(0, kore, tls.serving())) {
            HttpClient http = HttpClient.newBuilder()
                    .sslContext(tls.trusting())
                    .connectTimeout(Duration.ofSeconds(10))
                    .executor(threads)
                    .build();
            for (int bot = 0; bot * CHECKS_PER_BOT < number; bot++) {
                processes.add(process(bot, bot % 2 == 0 ? encrypted : clear, http, threads));
            }
            Duration longest = Duration.ofSeconds(number < MANY ? 10 : 60);
            outage = Instant.now().plusSeconds(20);
            outageEnd = outage.plus(longest);
            kore.outage(outage, outageEnd);
            for (int i = 0; i < number; i++) {
                ChaosCheck check =
                        new ChaosCheck(i, stream(i % processes.size()), kore, longest, Instant.now(), random);
                checks.add(check);
                processes.get(i % processes.size()).begin(check);
                if (random.nextInt(Math.max(1, number / 100)) == 0) {
                    disturb(clear, encrypted);
                }
                // Checks begin over the time of some deliveries, and no faster than two cores can carry.
                long pause = Math.max(MIN_PAUSE, 20 * longest.toMillis() / number);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(10) == 0 ? pause : 0);
            }
            // Enough for every deadline, jumps of the clock included.
            long patience = System.nanoTime() + TimeUnit.MINUTES.toNanos(7);
            while (checks.stream().anyMatch(check -> !check.isOver()) && System.nanoTime() < patience) {
                TimeUnit.MILLISECONDS.sleep(500);
                if (random.nextInt(10) == 0) {
                    disturb(clear, encrypted);
                }
            }
            // A second verdict would come within this.
            TimeUnit.SECONDS.sleep(3);
        } finally {
            threads.shutdownNow();
        }
        return report((System.nanoTime() - began) / 1_000_000_000);
    }

    /** A process is killed, the clock jumps forward or back, or the connections that are open fall silent. */
    private void disturb(SimulatorServer clear, SimulatorServer encrypted) {
        switch (random.nextInt(5)) {
            case 0, 1 -> {
                kills++;
                processes.get(random.nextInt(processes.size())).killAndRestart();
            }
            case 2, 3 -> {
                jumps++;
                clockOffset.set((long) (JUMP * (2 * random.nextDouble() - 1)));
            }
            default -> {
                silences++;
                (random.nextBoolean() ? clear : encrypted).silenceConnections();
            }
        }
    }

    private ChaosProcess process(int bot, SimulatorServer server, HttpClient http, ScheduledExecutorService threads) {
        String secret = "chaos-secret-" + bot + "-of-a-length-that-will-do";
        kore.addBot(stream(bot)).addApp(SimulatedApp.hs256("cs-chaos-" + bot, secret, stream(bot)));
        KoreClient client = new KoreClient(
                http,
                new HostResolver(threads),
                HttpRequest::newBuilder,
                KoreEndpoint.of(server.url().toString(), stream(bot), ApiVersion.V2),
                new TokenSigner(
                        new JwtApp("cs-chaos-" + bot, secret, JwtAlgorithm.HS256, null),
                        clock,
                        () -> UUID.randomUUID().toString()),
                new ResponseLimits(Duration.ofSeconds(5), 1 << 20),
                clock);
        return new ChaosProcess(
                new ChaosProcess.Machine(
                        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                        clock,
                        InstantSource.system(),
                        (delay, task) -> {
                            Future<?> timer = threads.schedule(task, delay, TimeUnit.MILLISECONDS);
                            return () -> timer.cancel(false);
                        },
                        threads,
                        () -> 0,
                        this::trouble),
                client::fetch,
                random.nextLong());
    }

    private String trouble() {
        Instant now = Instant.now();
        return now.isBefore(outage) || now.isAfter(outageEnd.plusSeconds(30)) ? null : "an outage of a minute";
    }

    private static String stream(int bot) {
        return "st-chaos-" + bot;
    }

    private boolean report(long seconds) {
        ChaosReport report = new ChaosReport("in real time", checks);
        report.row("seconds", seconds);
        report.calls(
                kore,
                IntStream.range(0, processes.size())
                        .mapToObj(ChaosTrial::stream)
                        .toList());
        report.row("processes killed and restarted", kills);
        report.row("jumps of the clock, of 20 s at most", jumps);
        report.row("times that connections fell silent", silences);
        return report.fates();
    }
}
