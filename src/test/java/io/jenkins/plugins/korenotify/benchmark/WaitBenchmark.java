package io.jenkins.plugins.korenotify.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.benchmark.Controller.Ended;
import io.jenkins.plugins.korenotify.connection.TestBot;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.Fault;
import io.jenkins.plugins.korenotify.simulator.FaultPlan;
import io.jenkins.plugins.korenotify.simulator.Faults;
import io.jenkins.plugins.korenotify.simulator.RateLimits;
import io.jenkins.plugins.korenotify.simulator.SimulatedApp;
import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import io.jenkins.plugins.korenotify.simulator.SimulatedRequest;
import io.jenkins.plugins.korenotify.simulator.SimulatorServer;
import io.jenkins.plugins.korenotify.simulator.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension.Step2;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension.StepWithOneArg;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension.StepWithReturnAndTwoArgs;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension.StepWithThreeArgs;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension.StepWithTwoArgs;

/**
 * Prints what {@code docs/performance.md} says of waiting builds; {@code -Dwaits=50} says how many, and
 * {@code -Dwaits.seconds=120} for how long, give or take ten seconds.
 *
 * <p>The controller is a process of its own, with the plugins' own class loaders; Kore.ai is simulated here, in this
 * process, with the documented limits of 600 and 18 000 calls for each bot and of 30 a minute for each request.
 */
class WaitBenchmark {
    private static final int WAITS = Integer.getInteger("waits", 50);
    private static final int WARM_UPS = 60;
    private static final Duration WARM_UP = Duration.ofSeconds(45);
    private static final int RECIPIENTS = 1000;
    private static final int FAILURES = 30;
    // Not in step: a plan could be lucky or unlucky with one length.
    private static final long SECONDS = Long.getLong("waits.seconds", 120);
    private static final long MIN_MILLIS = SECONDS * 1_000 - 10_000;
    private static final long MAX_MILLIS = SECONDS * 1_000 + 10_000;
    private static final int BOTS = 10;
    private static final String[] STREAMS = Stream.concat(
                    Stream.of("st-warm", "st-shown", "st-hidden", "st-trouble"), streams("st-ten-%b"))
            .toArray(String[]::new);
    private static final String WANTED = "minSuccessRate: 95, timeout: " + Math.max(20, SECONDS / 60 + 10);

    @RegisterExtension
    private final RealJenkinsExtension jenkins =
            new RealJenkinsExtension().javaOptions("-Xmx4g").withTimeout(0);

    private final SimulatedKore kore = new SimulatedKore(InstantSource.system(), 1);
    private SimulatorServer server;
    // Leaves a script in peace: it takes any token, and as many questions as come.
    private final SimulatedKore lenient = new SimulatedKore(InstantSource.system(), 1);
    private SimulatorServer lenientServer;

    /**
     * Builds that wait.
     *
     * @param name of their jobs and requests
     * @param title what the table says of them
     * @param at where their requests are
     * @param stream their bot, or with {@code %b} one of the ten
     * @param script what they run
     * @param trusted whether that is outside the sandbox
     */
    private record Load(String name, String title, SimulatedKore at, String stream, String script, boolean trusted) {}

    /** What the controller needs when nothing, or only sleeping, goes on. */
    private record Before(int threads, TreeMap<String, Integer> byName, long cpuPerSecond, long asleepHeap) {}

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Throwable;
    }

    @BeforeEach
    void start() throws Throwable {
        for (String stream : STREAMS) {
            kore.addBot(stream);
        }
        kore.addApp(SimulatedApp.hs256(TestBot.CLIENT_ID, TestBot.SECRET, STREAMS));
        kore.limitPerRequestId(new RateLimits(30, 1_800));
        server = SimulatorServer.start(0, kore);
        for (String stream : STREAMS) {
            lenient.addBot(stream);
        }
        lenient.checkTokens(false).limitPerBot(RateLimits.OFF);
        lenientServer = SimulatorServer.start(0, lenient);
        jenkins.startJenkins();
        jenkins.runRemotely(
                (StepWithOneArg<String>) Controller::prepare, server.url().toString());
    }

    @AfterEach
    void stop() {
        server.close();
        lenientServer.close();
    }

    @Test
    void waiting() throws Throwable {
        Before before = before(false);
        measure(before, step("shown", "progress shown", "st-shown"), true);
        measure(before, step("hidden", "progress hidden", "st-hidden"), false);
    }

    /** The same over ten bots. */
    @Test
    void tenBots() throws Throwable {
        measure(before(false), step("ten", "progress shown, over ten bots", "st-ten-%b"), true);
    }

    /** The same in a script that does without the plugin. */
    @Test
    void scripted() throws Throwable {
        Load load =
                new Load("script", "`waitUntil` in a script, progress shown", lenient, "st-shown", handWritten(), true);
        measure(before(true), load, true);
    }

    @Test
    void slowAnswers() throws Throwable {
        failure("slow", Faults.delay(Duration.ofSeconds(5)));
    }

    @Test
    void noAnswers() throws Throwable {
        failure("silent", Faults.stall());
    }

    @Test
    void killed() throws Throwable {
        addRequests(
                kore,
                "killed",
                "st-trouble",
                new FullAnswers(kore, RECIPIENTS, FAILURES, true, Wire.delay(Duration.ofSeconds(3))));
        start("killed", script("killed", "st-trouble", WANTED), WAITS);
        await(() -> asked(kore, "killed", WAITS) == WAITS);
        long calls = kore.counters().calls();
        Thread.sleep(3_000);
        long inFlight = kore.counters().calls() - calls;
        jenkins.stopJenkinsForcibly();
        jenkins.startJenkins();
        await(() -> over("killed", WAITS) == WAITS);
        List<Ended> ended = ended("killed");

        assertThat(ended).hasSize(WAITS);
        new Report(WAITS + "-killed")
                .head(WAITS + " waiting, the controller killed")
                .row("requests in flight then", "%d", inFlight)
                .row("failed or hung", "%d", failed(ended))
                .print();
    }

    private Before before(boolean scripted) throws Throwable {
        Thread.sleep(15_000);
        long now = System.currentTimeMillis();
        int threads = threads(now - 10_000, now).all();
        TreeMap<String, Integer> byName = threadsByName();
        warmUp(scripted);
        Thread.sleep(35_000);
        long cpu = cpu();
        Thread.sleep(15_000);
        long cpuPerSecond = (cpu() - cpu) / 15;
        long idleHeap = heap();

        start("asleep", "sleep 3600", WAITS);
        await(() -> count(Controller::waiting, "asleep", WAITS) == WAITS);
        Thread.sleep(15_000);
        now = System.currentTimeMillis();
        int asleep = threads(now - 5_000, now).all();
        long asleepHeap = heap() - idleHeap;
        jenkins.runRemotely((StepWithTwoArgs<String, Integer>) Controller::abort, "asleep", WAITS);
        await(() -> over("asleep", WAITS) == WAITS);
        jenkins.runRemotely((StepWithTwoArgs<String, Integer>) Controller::delete, "asleep", WAITS);
        Thread.sleep(5_000);

        new Report(WAITS + "-asleep")
                .head(WAITS + " builds asleep")
                .row("threads, idle → asleep", "%d → %d", threads, asleep)
                .row("CPU of the idle controller, ms a second", "%.1f", cpuPerSecond / 1e6)
                .row("heap, idle, MB", "%.1f", idleHeap / 1e6)
                .row("heap of a build, KB", "%.1f", asleepHeap / 1e3 / WAITS)
                .print();
        return new Before(threads, byName, cpuPerSecond, asleepHeap);
    }

    private void measure(Before before, Load load, boolean shown) throws Throwable {
        String name = load.name();
        SimulatedKore at = load.at();
        FullAnswers answers = new FullAnswers(at, RECIPIENTS, FAILURES, shown, Wire.NORMAL);
        addRequests(at, name, load.stream(), answers);
        long idleHeap = heap();
        long refused = at.counters().limited();

        long began = System.currentTimeMillis();
        start(load, WAITS);
        await(() -> asked(at, name, WAITS) == WAITS);
        Thread.sleep(5_000);
        long firstEnd = IntStream.range(0, WAITS)
                .mapToLong(i -> finish(at, name, i))
                .min()
                .orElseThrow();
        // A controller that is too busy to begin them all before the first is over is measured all the same.
        long span = Math.max(20_000, Math.min(60_000, firstEnd - System.currentTimeMillis() - 12_000));
        TreeMap<String, Long> cpuBefore = cpuByThread();
        long cpu = cpu();
        long calls = at.counters().calls();
        Thread.sleep(span);
        cpu = cpu() - cpu - before.cpuPerSecond() * span / 1_000;
        calls = at.counters().calls() - calls;
        TreeMap<String, Long> cpuByThread = cpuByThread();
        cpuByThread.replaceAll((thread, used) -> used - cpuBefore.getOrDefault(thread, 0L));
        long ownCpu = cpuByThread.entrySet().stream()
                .filter(thread -> ThreadCounts.isOwn(thread.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        long now = System.currentTimeMillis();
        int waitingThreads = threads(now - 5_000, now).all();
        long allHeap = heap() - idleHeap;
        long heap = allHeap - before.asleepHeap();
        String moreThreads = ThreadCounts.grown(before.byName(), threadsByName());
        await(() -> over(name, WAITS) == WAITS);
        ThreadCounts.Count maxThreads = threads(began, System.currentTimeMillis());
        List<Ended> ended = ended(name);
        long[] lags = IntStream.range(0, WAITS)
                .mapToLong(i -> ended.get(i).endedAt() - finish(at, name, i))
                .sorted()
                .toArray();

        new Report(WAITS + "-" + name)
                .head(WAITS + " waiting, " + load.title() + ", answers of " + answers.size() / 1000 + " KB")
                .row("failed or hung", "%d", failed(ended))
                .row("flow nodes of steps, most", "%d", most(ended, Ended::steps))
                .row("flow nodes of a build, most", "%d", most(ended, Ended::nodes))
                .row("`program.dat` writes of a build, most", "%d", most(ended, Ended::writes))
                .row("`program.dat`, bytes, most", "%d", most(ended, Ended::largestWrite))
                .row(
                        "requests of a wait, mean",
                        "%.1f",
                        IntStream.range(0, WAITS)
                                .map(i -> at.callsTo(id(name, i)))
                                .average()
                                .orElseThrow())
                .row(
                        "requests to a bot in its busiest minute",
                        "%d",
                        streams(load.stream())
                                .mapToInt(at::maxCallsInAnyMinute)
                                .max()
                                .orElseThrow())
                .row("requests refused by a limit", "%d", at.counters().limited() - refused)
                .row("shortest time between two requests for one ID, s", "%.2f", shortestGap(at, name))
                .row(
                        "lag, s, least / median / most",
                        "%.1f / %.1f / %.1f",
                        lags[0] / 1e3,
                        (lags[(WAITS - 1) / 2] + lags[WAITS / 2]) / 2e3,
                        lags[WAITS - 1] / 1e3)
                .row("CPU of the controller beyond the idle one's, s a minute", "%.1f", cpu / 1e9 * 60_000 / span)
                .row("CPU of a poll, ms", "%.2f (%d polls in %d s)", cpu / 1e6 / calls, calls, span / 1_000)
                .row("of it, in the plugin's threads, ms", "%.2f", ownCpu / 1e6 / calls)
                .row("heap in use while waiting, beyond the idle controller's, MB", "%.1f", allHeap / 1e6)
                .row("heap of a wait beyond a sleeping build's, KB", "%.1f", heap / 1e3 / WAITS)
                .row("threads, idle → waiting", "%d → %d", before.threads(), waitingThreads)
                .row("threads, from start to end, most", "%d", maxThreads.all())
                .row("threads of the plugin, most", "%d", maxThreads.own())
                .remark("Threads that the idle controller had not: " + moreThreads)
                .remark("CPU, ms: " + inMillis(cpuByThread))
                .print();
        jenkins.runRemotely((StepWithTwoArgs<String, Integer>) Controller::delete, name, WAITS);
        Thread.sleep(10_000);
    }

    /** Builds wait in vain; meanwhile another one wants to go on. */
    private void failure(String name, Fault fault) throws Throwable {
        for (int i = 0; i < WAITS; i++) {
            kore.addRequest(SimulatedRequest.named(id(name, i)).stream("st-trouble")
                    .delivering(DeliveryCurve.NEVER, Duration.ofHours(1)));
            kore.faults(id(name, i), FaultPlan.always(fault));
        }
        jenkins.runRemotely((Step2<Long>) Controller::sleepOneSecond);
        Thread.sleep(15_000);
        long began = System.currentTimeMillis();
        int idle = threads(began - 10_000, began).all();
        long limit = 60 + WAITS / 10;

        String settings = "timeout: " + limit + ", unit: 'SECONDS', onTimeout: 'IGNORE', onError: 'IGNORE'";
        start(name, script(name, "st-trouble", settings), WAITS);
        await(() -> count(Controller::waiting, name, WAITS) == WAITS && asked(kore, name, WAITS) == WAITS);
        long nap = jenkins.runRemotely((Step2<Long>) Controller::sleepOneSecond);
        long now = System.currentTimeMillis();
        int waitingThreads = threads(now - 5_000, now).all();
        await(() -> over(name, WAITS) == WAITS);
        ThreadCounts.Count maxThreads = threads(began, System.currentTimeMillis());
        List<Ended> ended = ended(name);

        new Report(WAITS + "-" + name)
                .head(WAITS + " waiting for " + limit + " s, answers " + name)
                .row("not given up at the time limit, or hung", "%d", failed(ended))
                .row(
                        "end of the build after the time limit, s, most",
                        "%.2f",
                        most(ended, end -> end.endedAt() - end.stepBeganAt()) / 1e3 - limit)
                .row("a `sleep 1` in another build, s, most of five", "%.2f", nap / 1e3)
                .row("threads, idle → waiting", "%d → %d", idle, waitingThreads)
                .row("threads, from start to end, most", "%d", maxThreads.all())
                .row("threads of the plugin, most", "%d", maxThreads.own())
                .print();
    }

    /** Lets the controller compile what it uses most. */
    private void warmUp(boolean scripted) throws Throwable {
        Load load =
                scripted ? new Load("warm", "", lenient, "st-shown", handWritten(), true) : step("warm", "", "st-warm");
        FullAnswers answers = new FullAnswers(load.at(), RECIPIENTS, FAILURES, true, Wire.NORMAL);
        for (int i = 0; i < WARM_UPS; i++) {
            addRequest(load.at(), "warm", i, load.stream(), WARM_UP, answers);
        }
        start(load, WARM_UPS);
        await(() -> over("warm", WARM_UPS) == WARM_UPS);
        jenkins.runRemotely((StepWithTwoArgs<String, Integer>) Controller::delete, "warm", WARM_UPS);
    }

    private void addRequests(SimulatedKore at, String name, String stream, Fault answers) {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < WAITS; i++) {
            addRequest(at, name, i, stream, Duration.ofMillis(random.nextLong(MIN_MILLIS, MAX_MILLIS)), answers);
        }
    }

    private static void addRequest(
            SimulatedKore at, String name, int number, String stream, Duration length, Fault answers) {
        at.addRequest(
                SimulatedRequest.named(id(name, number)).stream(stream.replace("%b", String.valueOf(number % BOTS)))
                        .recipients(RECIPIENTS)
                        .delivering(DeliveryCurve.LINEAR, length));
        at.faults(id(name, number), FaultPlan.always(answers));
    }

    private static Stream<String> streams(String stream) {
        return IntStream.range(0, BOTS)
                .mapToObj(bot -> stream.replace("%b", String.valueOf(bot)))
                .distinct();
    }

    private static String id(String name, int number) {
        return "ds-" + name + "-" + number;
    }

    private static String script(String name, String stream, String settings) {
        return "koreNotifyStatus connection: '" + Controller.CONNECTION + "', streamId: '" + stream
                + "', requestId: 'ds-" + name + "-%d', " + settings;
    }

    private Load step(String name, String title, String stream) {
        return new Load(name, title, kore, stream, script(name, stream, WANTED), false);
    }

    /** The script, for any job whose name ends with the request's number. */
    private String handWritten() throws IOException {
        try (InputStream in = WaitBenchmark.class.getResourceAsStream("waitUntil.groovy")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@url@", lenientServer.url().toString());
        }
    }

    private static long asked(SimulatedKore at, String name, int number) {
        return IntStream.range(0, number)
                .filter(i -> at.callsTo(id(name, i)) > 0)
                .count();
    }

    /** When Kore.ai was finished with a request, in milliseconds since the epoch. */
    private static long finish(SimulatedKore at, String name, int number) {
        return at.request(id(name, number))
                .flatMap(SimulatedRequest::finishInstant)
                .map(Instant::toEpochMilli)
                .orElseThrow();
    }

    private static double shortestGap(SimulatedKore at, String name) {
        return IntStream.range(0, WAITS)
                        .mapToObj(i -> at.shortestGap(id(name, i)))
                        .mapToLong(gap -> gap.map(Duration::toMillis).orElse(Long.MAX_VALUE))
                        .min()
                        .orElseThrow()
                / 1e3;
    }

    private static long failed(List<Ended> ended) {
        return ended.stream().filter(end -> !"SUCCESS".equals(end.result())).count();
    }

    private static long most(List<Ended> ended, ToLongFunction<Ended> figure) {
        return ended.stream().mapToLong(figure).max().orElse(0);
    }

    private void start(String name, String script, int number) throws Throwable {
        jenkins.runRemotely((StepWithThreeArgs<String, String, Integer>) Controller::start, name, script, number);
    }

    private void start(Load load, int number) throws Throwable {
        if (load.trusted()) {
            jenkins.runRemotely(
                    (StepWithThreeArgs<String, String, Integer>) Controller::startTrusted,
                    load.name(),
                    load.script(),
                    number);
        } else {
            start(load.name(), load.script(), number);
        }
    }

    private int over(String name, int number) throws Throwable {
        return count(Controller::over, name, number);
    }

    private int count(StepWithReturnAndTwoArgs<Integer, String, Integer> what, String name, int number)
            throws Throwable {
        return jenkins.runRemotely(what, name, number);
    }

    private List<Ended> ended(String name) throws Throwable {
        return jenkins.runRemotely(
                (StepWithReturnAndTwoArgs<ArrayList<Ended>, String, Integer>) Controller::ended, name, WAITS);
    }

    private long cpu() throws Throwable {
        return jenkins.runRemotely((Step2<Long>) Controller::cpu);
    }

    private TreeMap<String, Long> cpuByThread() throws Throwable {
        return jenkins.runRemotely((Step2<TreeMap<String, Long>>) Controller::cpuByThread);
    }

    private static String inMillis(Map<String, Long> nanosByName) {
        return nanosByName.entrySet().stream()
                .filter(thread -> thread.getValue() >= 1_000_000)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(thread -> thread.getKey() + " " + thread.getValue() / 1_000_000)
                .collect(Collectors.joining(", "));
    }

    private long heap() throws Throwable {
        return jenkins.runRemotely((Step2<Long>) Controller::heap);
    }

    private ThreadCounts.Count threads(long from, long to) throws Throwable {
        return jenkins.runRemotely(
                (StepWithReturnAndTwoArgs<ThreadCounts.Count, Long, Long>) Controller::maxThreads, from, to);
    }

    private TreeMap<String, Integer> threadsByName() throws Throwable {
        return jenkins.runRemotely((Step2<TreeMap<String, Integer>>) Controller::threadsByName);
    }

    /** Looks every two seconds; what never ends is reported as it is after ten minutes. */
    private static void await(Condition condition) throws Throwable {
        long end =
                System.nanoTime() + Duration.ofMinutes(10).plusSeconds(SECONDS).toNanos();
        while (!condition.holds() && System.nanoTime() < end) {
            Thread.sleep(2_000);
        }
    }
}
