package io.jenkins.plugins.korenotify.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import io.jenkins.plugins.korenotify.chaos.BuildReader.Stand;
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
 * Pipelines of every durability and freestyle builds, of one to three checks each, in a real Jenkins that is killed
 * (SIGKILL) and restarted again and again, at any moment, while the simulated Kore.ai, in this process, fails in every way
 * of its list, is gone for a while, and its clock jumps. Some builds are aborted, killed or deleted by hand. Prints the
 * table of {@code docs/reliability.md} and fails where a verdict was wrong, given twice or lost, and where a check goes on
 * after its build was ended by hand.
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
    private final Hand hand = new Hand(jenkins, kore, uptime);
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
        try (SimulatorServer server = SimulatorServer.start(0, kore);
                hand) {
            jenkins.startJenkins();
            uptime.up();
            jenkins.runRemotely(
                    (StepWithOneArg<String>) ChaosController::prepare,
                    server.url().toString());
            hand.begin();
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
            hand.settle();
            report((System.nanoTime() - began) / 1_000_000_000);
        }
    }

    /** Starts builds until there are so many with a check, and again those whose start was lost with a killed Jenkins. */
    private TreeMap<String, Stand> feed(int upTo, long span) throws Throwable {
        TreeMap<String, Integer> sizes = new TreeMap<>();
        builds.forEach(build -> sizes.put(build.name(), build.checks().size()));
        TreeMap<String, Stand> stands = jenkins.runRemotely(
                (StepWithReturnAndOneArg<TreeMap<String, Stand>, TreeMap<String, Integer>>) BuildReader::stands, sizes);
        TreeMap<String, BuildRecipe> recipes = new TreeMap<>();
        int good = 0;
        for (ChaosBuild build : builds) {
            Stand stand = stands.get(build.name());
            if (stand == Stand.NOT_STARTED && isGone(build)) {
                stands.put(build.name(), Stand.DEAD);
            } else if (stand == Stand.NOT_STARTED) {
                recipes.put(build.name(), build.recipe());
            }
            good += stand == Stand.DEAD && isReplaced(build) ? 0 : 1;
        }
        for (; good < upTo; good++) {
            ChaosBuild build = new ChaosBuild(builds.size(), stream(builds.size() % BOTS), kore, LONGEST, random);
            builds.add(build);
            hand.add(build);
            recipes.put(build.name(), build.recipe());
            stands.put(build.name(), Stand.NOT_STARTED);
        }
        if (!recipes.isEmpty()) {
            jenkins.runRemotely(
                    (StepWithTwoArgs<TreeMap<String, BuildRecipe>, Long>) ChaosController::feed, recipes, span);
        }
        weather.jump();
        return stands;
    }

    /** Whether a build that is not there was: deleted by hand, or killed with a Jenkins that had not stored it. */
    private boolean isGone(ChaosBuild build) {
        return hand.of(build).isPresent() || !build.kind().outlivesKill() && remains.isInterrupted(build.name());
    }

    private boolean isReplaced(ChaosBuild build) {
        return build.kind().outlivesKill() && remains.isUnstored(build.name());
    }

    private void killAndRestart() throws Exception {
        uptime.down();
        hand.settle();
        jenkins.stopJenkinsForcibly();
        remains.look(jenkins.getHome().toPath(), names());
        if (random.nextInt(5) == 0) {
            startsKilled++;
            CompletableFuture<Void> stillborn = CompletableFuture.runAsync(this::startInVain);
            Thread.sleep(6_000 + random.nextInt(6_000));
            uptime.down();
            hand.settle();
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
                // As long as a build that waits for one check after the other, to the end of each.
                + LONGEST.multipliedBy(12).plus(Duration.ofMinutes(3)).toNanos();
        while (feed(BUILDS, 2_000).values().stream()
                        .anyMatch(stand -> stand == Stand.NOT_STARTED || stand == Stand.UNDER_WAY)
                && System.nanoTime() < patience) {
            Thread.sleep(10_000);
        }
    }

    private void report(long seconds) throws Throwable {
        TreeMap<String, Ended> ended = jenkins.runRemotely(
                (StepWithReturnAndOneArg<TreeMap<String, Ended>, ArrayList<String>>) BuildReader::ended, names());
        Path home = jenkins.getHome().toPath();
        ChaosReport report =
                new ChaosReport(builds, new Outcomes(ended, new Witness(Files.readAllLines(WITNESS)), remains, hand));
        ReportTable table = report.table();
        table.row("builds, on bots, in seconds, seed", "%d, %d, %d, %d", builds.size(), BOTS, seconds, SEED);
        table.row(
                "controller killed and restarted, of it during its start",
                "%d, %d",
                KILLS + startsKilled,
                startsKilled);
        table.row("jumps of the server's clock, by 2 min at most", "%d", weather.jumps());
        table.row("polls sent", "%d", kore.counters().calls());
        table.row("of them spoilt by a fault", "%d", kore.counters().faults());
        table.row("of them during an outage", "%d", kore.counters().unreachable());
        report.add(home, kore, uptime);
        int minute = 0;
        int hour = 0;
        for (int bot = 0; bot < BOTS; bot++) {
            minute = Math.max(minute, kore.maxCallsInAnyMinute(stream(bot)));
            hour = Math.max(hour, kore.maxCallsInAnyHour(stream(bot)));
        }
        table.row("most polls of a bot in any minute (600 allowed)", "%d", minute);
        table.row("most polls of a bot in any hour (18 000 allowed)", "%d", hour);
        table.row("polls refused by the limits", "%d", kore.counters().limited());
        table.row(
                "tokens refused, of them as a repetition",
                "%d, %d",
                kore.counters().unauthorized(),
                kore.counters().replays());
        table.print();
        for (ChaosBuild build : table.suspects()) {
            FilePath job = new FilePath(home.toFile()).child("jobs/" + build.name());
            if (job.exists()) {
                job.copyRecursiveTo(new FilePath(LEFT.toFile()).child(build.name()));
            }
        }
        assertThat(table.failures()).isEmpty();
    }

    private ArrayList<String> names() {
        return new ArrayList<>(builds.stream().map(ChaosBuild::name).toList());
    }

    private static String stream(int bot) {
        return "st-chaos-" + bot;
    }
}
