package io.jenkins.plugins.korenotify.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import io.jenkins.plugins.korenotify.chaos.ChaosController.Ended;
import io.jenkins.plugins.korenotify.chaos.ChaosController.Stand;
import io.jenkins.plugins.korenotify.chaos.recorder.Recorder;
import io.jenkins.plugins.korenotify.connection.TestBot;
import io.jenkins.plugins.korenotify.simulator.SimulatedApp;
import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import io.jenkins.plugins.korenotify.simulator.SimulatorServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension.StepWithOneArg;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension.StepWithReturnAndOneArg;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension.StepWithTwoArgs;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension.SyntheticPlugin;

/**
 * Pipelines in a real Jenkins that is killed (SIGKILL) and restarted again and again, at any moment, while the simulated
 * Kore.ai, in this process, fails in every way of its list, is gone for a while, and its clock jumps. Prints the table of
 * {@code docs/reliability.md} and fails where a verdict was wrong, given twice or lost.
 *
 * <p>{@code -Dchaos.builds}, {@code -Dchaos.kills}, {@code -Dchaos.bots} and {@code -Dchaos.seed} say how many, and
 * which; the moments at which processes really do things no seed decides.
 */
class JenkinsChaosTrial {
    private static final int BUILDS = Integer.getInteger("chaos.builds", 30);
    private static final int KILLS = Integer.getInteger("chaos.kills", 3);
    private static final int BOTS = Integer.getInteger("chaos.bots", 5);
    private static final long SEED = Long.getLong("chaos.seed", 1);
    // From so many builds on, deliveries and outages last as long as in earnest.
    private static final boolean EARNEST = BUILDS >= 200;
    private static final Duration LONGEST = Duration.ofSeconds(EARNEST ? 60 : 20);
    private static final Path WITNESS =
            Path.of("target", "chaos-witness-" + SEED + ".txt").toAbsolutePath();

    // What is on disk of builds that did not end as they should.
    private static final Path LEFT = Path.of("target", "chaos-left");

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension()
            .javaOptions("-Xmx1g", "-D" + Recorder.FILE + "=" + WITNESS)
            .addSyntheticPlugin(new SyntheticPlugin(Recorder.class.getPackage())
                    .shortName("chaos-witness")
                    .header("Plugin-Dependencies", "kore-notify-status:0"))
            .withTimeout(0);

    private final Random random = new Random(SEED);
    private final SimulatedKore kore = new SimulatedKore(InstantSource.system(), SEED);
    private final FaultSchedule weather = new FaultSchedule(kore, random);
    private final List<ChaosBuild> builds = new ArrayList<>();
    private final Uptime uptime = new Uptime();
    private final LeftoverFiles remains = new LeftoverFiles();
    private int startsKilled;

    @Test
    void everyCheckComesToItsOneVerdict() throws Throwable {
        Files.deleteIfExists(WITNESS);
        Files.createDirectories(WITNESS.getParent());
        String[] streams =
                IntStream.range(0, BOTS).mapToObj(JenkinsChaosTrial::stream).toArray(String[]::new);
        for (String stream : streams) {
            kore.addBot(stream);
        }
        kore.addApp(SimulatedApp.hs256(TestBot.CLIENT_ID, TestBot.SECRET, streams));
        long began = System.nanoTime();
        try (SimulatorServer server = SimulatorServer.start(0, kore)) {
            jenkins.startJenkins();
            uptime.up();
            jenkins.runRemotely(
                    (StepWithOneArg<String>) ChaosController::prepare,
                    server.url().toString());
            weather.begin(Duration.ofSeconds(EARNEST ? 60 : 15), Duration.ofMinutes(EARNEST ? 5 : 1));
            for (int kill = 0; kill < KILLS; kill++) {
                long left = EARNEST && random.nextInt(4) > 0 ? 15_000 + random.nextInt(25_000) : random.nextInt(6_000);
                feed((kill + 1) * BUILDS / (KILLS + 1), Math.max(3_000, left));
                Thread.sleep(left);
                killAndRestart();
            }
            awaitAll();
            // A second verdict would come within this, and the end of what runs beside a check.
            Thread.sleep(30_000);
            report((System.nanoTime() - began) / 1_000_000_000);
        }
    }

    /** Starts builds until there are so many with a check, and again those whose start was lost with a killed Jenkins. */
    private TreeMap<String, Stand> feed(int upTo, long span) throws Throwable {
        TreeMap<String, Stand> stands = jenkins.runRemotely(
                (StepWithReturnAndOneArg<TreeMap<String, Stand>, ArrayList<String>>) ChaosController::stands, names());
        TreeMap<String, String> scripts = new TreeMap<>();
        int good = 0;
        for (ChaosBuild build : builds) {
            Stand stand = stands.get(build.name());
            if (stand == Stand.NOT_STARTED) {
                scripts.put(build.name(), build.script());
            }
            good += stand == Stand.DEAD && remains.isUnstored(build.name()) ? 0 : 1;
        }
        for (; good < upTo; good++) {
            ChaosBuild build = new ChaosBuild(builds.size(), stream(builds.size() % BOTS), kore, LONGEST, random);
            builds.add(build);
            scripts.put(build.name(), build.script());
            stands.put(build.name(), Stand.NOT_STARTED);
        }
        if (!scripts.isEmpty()) {
            jenkins.runRemotely((StepWithTwoArgs<TreeMap<String, String>, Long>) ChaosController::feed, scripts, span);
        }
        weather.jump();
        return stands;
    }

    private void killAndRestart() throws Exception {
        uptime.down();
        jenkins.stopJenkinsForcibly();
        remains.look(jenkins.getHome().toPath(), names());
        if (random.nextInt(5) == 0) {
            startsKilled++;
            CompletableFuture<Void> stillborn = CompletableFuture.runAsync(this::startInVain);
            Thread.sleep(6_000 + random.nextInt(6_000));
            uptime.down();
            jenkins.stopJenkinsForcibly();
            stillborn.join();
            uptime.down();
            remains.look(jenkins.getHome().toPath(), names());
        }
        weather.jump();
        jenkins.startJenkins();
        uptime.up();
    }

    private void startInVain() {
        try {
            jenkins.startJenkins();
            // It was quicker than the kill.
            uptime.up();
        } catch (Exception | AssertionError e) {
            // As it is killed before it is up.
        }
    }

    private void awaitAll() throws Throwable {
        long patience = System.nanoTime()
                + LONGEST.multipliedBy(4).plus(Duration.ofMinutes(3)).toNanos();
        while (feed(BUILDS, 2_000).values().stream()
                        .anyMatch(stand -> stand == Stand.NOT_STARTED || stand == Stand.UNDER_WAY)
                && System.nanoTime() < patience) {
            Thread.sleep(10_000);
        }
    }

    private void report(long seconds) throws Throwable {
        TreeMap<String, Ended> ended = jenkins.runRemotely(
                (StepWithReturnAndOneArg<TreeMap<String, Ended>, ArrayList<String>>) ChaosController::ended, names());
        ChaosReport report = new ChaosReport(builds, ended, Files.readAllLines(WITNESS), uptime, remains);
        report.row("builds, on bots, in seconds, seed", "%d, %d, %d, %d", builds.size(), BOTS, seconds, SEED);
        report.row(
                "controller killed and restarted, of it during its start",
                "%d, %d",
                KILLS + startsKilled,
                startsKilled);
        report.row("jumps of the server's clock, by 2 min at most", "%d", weather.jumps());
        report.row("polls sent", "%d", kore.counters().calls());
        report.row("of them spoilt by a fault", "%d", kore.counters().faults());
        report.row("of them during an outage", "%d", kore.counters().unreachable());
        report.rows();
        int minute = 0;
        int hour = 0;
        for (int bot = 0; bot < BOTS; bot++) {
            minute = Math.max(minute, kore.maxCallsInAnyMinute(stream(bot)));
            hour = Math.max(hour, kore.maxCallsInAnyHour(stream(bot)));
        }
        report.row("most polls of a bot in any minute (600 allowed)", "%d", minute);
        report.row("most polls of a bot in any hour (18 000 allowed)", "%d", hour);
        report.row("polls refused by the limits", "%d", kore.counters().limited());
        report.row(
                "tokens refused, of them as a repetition",
                "%d, %d",
                kore.counters().unauthorized(),
                kore.counters().replays());
        report.print();
        for (ChaosBuild build : report.suspects()) {
            new FilePath(jenkins.getHome())
                    .child("jobs/" + build.name())
                    .copyRecursiveTo(new FilePath(LEFT.toFile()).child(build.name()));
        }
        assertThat(report.failures()).isEmpty();
    }

    private ArrayList<String> names() {
        return new ArrayList<>(builds.stream().map(ChaosBuild::name).toList());
    }

    private static String stream(int bot) {
        return "st-chaos-" + bot;
    }
}
