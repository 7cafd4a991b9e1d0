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
import io.jenkins.plugins.korenotify.trials.ChaosCheck.Fate;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Thousands of checks in real time over real HTTP, against a simulated Kore.ai that injects every fault of its list at
 * random, is gone for a while, and a clock that jumps; processes are killed and restarted under them. {@code main} prints
 * the table of {@code docs/reliability.md} and fails where a verdict was wrong, given twice or lost.
 */
final class ChaosTrial {
    private static final int CHECKS_PER_BOT = 100;
    private static final double FAULTS = 0.25;
    private static final long JUMP = 10_000;
    // From so many checks on, deliveries and the outage last as long as in earnest.
    private static final int MANY = 2_000;

    private final Random random;
    private final AtomicLong clockOffset = new AtomicLong();
    private final InstantSource clock = () -> Instant.now().plusMillis(clockOffset.get());
    private final SimulatedKore kore;
    private final List<ChaosProcess> processes = new ArrayList<>();
    private final List<ChaosCheck> checks = new ArrayList<>();
    private int kills;
    private int jumps;

    private ChaosTrial(long seed) {
        random = new Random(seed);
        kore = new SimulatedKore(InstantSource.system(), seed);
    }

    public static void main(String[] arguments) throws Exception {
        int checks = Integer.parseInt(arguments[0]);
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        if (!new ChaosTrial(seed).run(checks)) {
            System.exit(1);
        }
        // The client's threads are daemons only by the executor's choice.
        System.exit(0);
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
        long began = System.nanoTime();
        try (SimulatorServer server = SimulatorServer.start(0, kore)) {
            HttpClient http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .executor(threads)
                    .build();
            for (int bot = 0; bot * CHECKS_PER_BOT < number; bot++) {
                processes.add(process(bot, server, http, threads));
            }
            Instant outage = Instant.now().plusSeconds(20);
            Duration longest = Duration.ofSeconds(number < MANY ? 10 : 60);
            kore.outage(outage, outage.plus(longest));
            for (int i = 0; i < number; i++) {
                ChaosCheck check = new ChaosCheck(i, stream(i % processes.size()), kore, longest, random);
                checks.add(check);
                processes.get(i % processes.size()).begin(check);
                if (random.nextInt(Math.max(1, number / 100)) == 0) {
                    mischief();
                }
                // Checks begin over the time of some deliveries.
                TimeUnit.MILLISECONDS.sleep(random.nextInt(10) == 0 ? 20 * longest.toMillis() / number : 0);
            }
            // Enough for every time limit, jumps of the clock included.
            long patience = System.nanoTime() + TimeUnit.MINUTES.toNanos(6);
            while (checks.stream().anyMatch(check -> !check.isOver()) && System.nanoTime() < patience) {
                TimeUnit.MILLISECONDS.sleep(500);
                if (random.nextInt(10) == 0) {
                    mischief();
                }
            }
            // A second verdict would come within this.
            TimeUnit.SECONDS.sleep(3);
        } finally {
            threads.shutdownNow();
        }
        return report((System.nanoTime() - began) / 1_000_000_000);
    }

    /** A process is killed, or the clock jumps forward or back. */
    private void mischief() {
        if (random.nextBoolean()) {
            kills++;
            processes.get(random.nextInt(processes.size())).killAndRestart();
        } else {
            jumps++;
            clockOffset.set((long) (JUMP * (2 * random.nextDouble() - 1)));
        }
    }

    private ChaosProcess process(int bot, SimulatorServer server, HttpClient http, ScheduledExecutorService threads) {
        String secret = "chaos-secret-" + bot;
        kore.addBot(stream(bot)).addApp(SimulatedApp.hs256("cs-chaos-" + bot, secret, stream(bot)));
        KoreClient client = new KoreClient(
                http,
                new HostResolver(Runnable::run),
                HttpRequest::newBuilder,
                KoreEndpoint.of(server.url().toString(), stream(bot), ApiVersion.V2),
                new TokenSigner(
                        new JwtApp("cs-chaos-" + bot, secret, JwtAlgorithm.HS256, null),
                        clock,
                        () -> UUID.randomUUID().toString()),
                new ResponseLimits(Duration.ofSeconds(5), 1 << 20),
                clock);
        return new ChaosProcess(client, clock, threads, random.nextLong());
    }

    private static String stream(int bot) {
        return "st-chaos-" + bot;
    }

    private boolean report(long seconds) {
        long wrong = count(Fate.WRONG);
        long lost = count(Fate.LOST);
        long twice = checks.stream().filter(check -> check.verdicts() > 1).count();
        checks.stream()
                .filter(check -> check.fate() == Fate.WRONG)
                .forEach(check -> System.err.println("Wrong: " + check));
        int minute = 0;
        int hour = 0;
        for (int bot = 0; bot < processes.size(); bot++) {
            minute = Math.max(minute, kore.maxCallsInAnyMinute(stream(bot)));
            hour = Math.max(hour, kore.maxCallsInAnyHour(stream(bot)));
        }
        System.out.println("| checks, on bots, in seconds | " + checks.size() + ", " + processes.size() + ", " + seconds
                + " |\n|---|---|");
        row("polls sent", kore.counters().calls());
        row("of them spoilt by a fault", kore.counters().faults());
        row("of them during the outage", kore.counters().unreachable());
        row("processes killed and restarted", kills);
        row("jumps of the clock", jumps);
        row("verdicts right", count(Fate.RIGHT));
        row("verdicts INCONCLUSIVE", count(Fate.INCONCLUSIVE));
        checks.stream()
                .filter(check -> check.fate() == Fate.INCONCLUSIVE)
                .collect(Collectors.groupingBy(ChaosCheck::inconclusiveReason, TreeMap::new, Collectors.counting()))
                .forEach((why, times) -> row("- " + why, times));
        row("verdicts wrong", wrong);
        row("verdicts given twice", twice);
        row("checks lost", lost);
        row(
                "latest verdict after its deadline, ms",
                checks.stream().mapToLong(ChaosCheck::overrun).max().orElse(0));
        row("most polls of a bot in any minute (600 allowed)", minute);
        row("most polls of a bot in any hour (18 000 allowed)", hour);
        row("polls refused by the limits", kore.counters().limited());
        row("tokens refused", kore.counters().unauthorized());
        return wrong + lost + twice == 0;
    }

    private long count(Fate fate) {
        return checks.stream().filter(check -> check.fate() == fate).count();
    }

    private static void row(String what, long number) {
        System.out.println("| " + what + " | " + number + " |");
    }
}
