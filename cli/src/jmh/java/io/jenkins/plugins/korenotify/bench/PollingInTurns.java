package io.jenkins.plugins.korenotify.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.jenkins.plugins.korenotify.engine.client.ApiVersion;
import io.jenkins.plugins.korenotify.engine.client.HostResolver;
import io.jenkins.plugins.korenotify.engine.client.JwtAlgorithm;
import io.jenkins.plugins.korenotify.engine.client.JwtApp;
import io.jenkins.plugins.korenotify.engine.client.KoreClient;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.client.ResponseLimits;
import io.jenkins.plugins.korenotify.engine.client.TokenSigner;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.RateLimits;
import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import io.jenkins.plugins.korenotify.simulator.SimulatedRequest;
import io.jenkins.plugins.korenotify.simulator.SimulatorServer;
import io.jenkins.plugins.korenotify.trials.TestTls;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A whole poll over TLS in turns with the least that could be done: the bare JDK client, and a scan of the same body by
 * Jackson's quickest parser. Prints the CPU time of the client's threads for each, the median of the rounds, and how many times
 * the least a poll takes. The plugin asks for gzip, the bare client does not.
 */
public final class PollingInTurns {
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 40;
    private static final int POLLS = 25;
    private static final int RECIPIENTS = 1_000;
    private static final String STREAM = "st-bench";
    private static final String ID = "ds-bench";
    private static final String SECRET = "a-secret-of-the-benchmark-that-is-long-enough";
    private static final String THREADS = "bench-client-";

    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final JsonFactory JSON = new JsonFactory();

    @FunctionalInterface
    private interface Poll {
        void run() throws Exception;
    }

    private PollingInTurns() {}

    public static void main(String[] arguments) throws Exception {
        SimulatedKore kore = new SimulatedKore(InstantSource.system(), 1)
                .addBot(STREAM)
                .checkTokens(false)
                .limitPerBot(RateLimits.OFF);
        kore.addRequest(SimulatedRequest.named(ID).stream(STREAM)
                .recipients(RECIPIENTS)
                .failureShare(0.03)
                .delivering(DeliveryCurve.LINEAR, Duration.ZERO)
                .startsAt(Instant.EPOCH));
        TestTls tls = TestTls.forHost(Files.createTempDirectory("bench"), "localhost");
        AtomicInteger number = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(2, work -> {
            Thread thread = new Thread(work, THREADS + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls.trusting())
                .executor(threads)
                .build();
        try (SimulatorServer server = SimulatorServer.start(0, kore, tls.serving())) {
            KoreClient client = new KoreClient(
                    http,
                    new HostResolver(threads),
                    HttpRequest::newBuilder,
                    KoreEndpoint.of(server.url().toString(), STREAM, ApiVersion.V2),
                    new TokenSigner(
                            new JwtApp("cs-bench", SECRET, JwtAlgorithm.HS256, null),
                            InstantSource.system(),
                            () -> UUID.randomUUID().toString()),
                    new ResponseLimits(Duration.ofSeconds(30), 64 << 20),
                    InstantSource.system());
            HttpRequest bare = HttpRequest.newBuilder(
                            server.url().resolve("/api/public/bot/" + STREAM + "/notifyV2/status/" + ID))
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
            print(
                    () -> client.fetch(ID).get(),
                    () -> scan(http.send(bare, BodyHandlers.ofByteArray()).body()));
        }
        System.exit(0);
    }

    private static void print(Poll plugin, Poll bare) throws Exception {
        double[] ofPlugin = new double[ROUNDS];
        double[] ofBare = new double[ROUNDS];
        double[] ratios = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            double a = cpuOf(plugin);
            double b = cpuOf(bare);
            if (round >= 0) {
                ofPlugin[round] = a;
                ofBare[round] = b;
                ratios[round] = a / b;
            }
        }
        Arrays.sort(ratios);
        System.out.println(
                "| recipients | CPU of a poll, ms | the least, ms | ratio: least / median / most of the rounds |");
        System.out.println("|---|---|---|---|");
        System.out.printf(
                Locale.ROOT,
                "| %d | %.2f | %.2f | %.2f / %.2f / %.2f |%n",
                RECIPIENTS,
                median(ofPlugin),
                median(ofBare),
                ratios[0],
                ratios[ROUNDS / 2],
                ratios[ROUNDS - 1]);
    }

    private static double median(double[] values) {
        return Arrays.stream(values)
                .sorted()
                .skip(values.length / 2)
                .findFirst()
                .orElseThrow();
    }

    /** The CPU time of one poll in the client's threads, in milliseconds. */
    private static double cpuOf(Poll poll) throws Exception {
        long before = cpu();
        for (int i = 0; i < POLLS; i++) {
            poll.run();
        }
        return (cpu() - before) / 1e6 / POLLS;
    }

    private static long cpu() {
        return Arrays.stream(CPU.dumpAllThreads(false, false, 0))
                .filter(thread -> isClient(thread.getThreadName()))
                .mapToLong(thread -> Math.max(0, CPU.getThreadCpuTime(thread.getThreadId())))
                .sum();
    }

    private static boolean isClient(String thread) {
        return thread.startsWith(THREADS) || thread.startsWith("HttpClient-") || thread.equals("main");
    }

    private static void scan(byte[] body) throws IOException {
        try (JsonParser parser = JSON.createParser(body)) {
            while (parser.nextToken() != null) {
                // Every token is looked at, and nothing is done with it.
            }
        }
    }
}
