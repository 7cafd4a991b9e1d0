package io.jenkins.plugins.korenotify.trials;

import io.jenkins.plugins.korenotify.simulator.Fault;
import io.jenkins.plugins.korenotify.simulator.FaultPlan;
import io.jenkins.plugins.korenotify.simulator.Faults;
import io.jenkins.plugins.korenotify.simulator.RetryAfter;
import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;

/**
 * Hours of chaos in simulated time: checks of up to four hours, outages of 10 and 30 minutes, maintenance, clocks that
 * are wrong by an hour, secrets that are replaced, name servers that hang, connections that fall silent. Each request goes
 * through the whole client but the network.
 */
final class ChaosSimulation {
    private static final int CHECKS_PER_BOT = 100;
    private static final double FAULTS = 0.25;
    private static final int TOO_LARGE = 2 << 20;
    private static final Duration SPAN = Duration.ofHours(5);
    // Every deadline is over then, also by a clock that is an hour behind.
    private static final Duration END = SPAN.plusHours(7);
    private static final long START = 1_800_000_000_000L;

    private final SimulatedTime time = new SimulatedTime(START);
    private final Random random;
    private final SimulatedKore kore;
    private final List<ChaosBot> bots = new ArrayList<>();
    private final List<ChaosCheck> checks = new ArrayList<>();
    private final List<Season> seasons = new ArrayList<>();
    private int kills;

    /** A time in which Kore.ai gives nobody a status. */
    private record Season(String name, Instant from, Instant to) {
        // Checks end some time after what ended them.
        boolean explains(Instant now) {
            return now.isAfter(from) && now.isBefore(to.plusSeconds(120));
        }
    }

    ChaosSimulation(long seed) {
        random = new Random(seed);
        kore = new SimulatedKore(time.clock(), seed).varyUnknowns();
    }

    /** Runs so many checks, prints the table, and tells whether there was no mistake. */
    boolean run(int number) {
        outage(60, 10);
        outage(150, 30);
        outage(240, 1);
        Duration wait = Duration.ofMinutes(2);
        kore.faultsForAll(season("maintenance of 8 minutes", 20, 8, Faults.html(503))
                .then(season("a gateway's JSON for 8 minutes", 100, 8, Faults.foreignJson()))
                .then(FaultPlan.during(after(40), after(42), Faults.tooManyCalls()))
                .then(FaultPlan.during(after(44), after(46), Faults.tooManyCalls(RetryAfter.SECONDS, wait)))
                .then(FaultPlan.during(after(48), after(50), Faults.tooManyCalls(RetryAfter.HTTP_DATE, wait)))
                .then(FaultPlan.randomly(FAULTS, Faults.passing(TOO_LARGE))));
        for (int bot = 0; bot * CHECKS_PER_BOT < number; bot++) {
            bots.add(new ChaosBot(bot, time, kore, this::season, random));
        }
        for (int i = 0; i < number; i++) {
            int check = i;
            at(random.nextDouble(), () -> begin(check));
        }
        for (ChaosBot bot : bots) {
            bot.plan(SPAN);
        }
        for (int i = 0; i < Math.max(5, number / 50); i++) {
            at(1.5 * random.nextDouble(), this::kill);
        }
        time.runUntil(START + END.toMillis());
        return report();
    }

    private void outage(long minute, long lasts) {
        seasons.add(new Season("an outage of " + lasts + " min", after(minute), after(minute + lasts)));
        kore.outage(after(minute), after(minute + lasts));
    }

    private FaultPlan season(String name, long minute, long lasts, Fault fault) {
        seasons.add(new Season(name, after(minute), after(minute + lasts)));
        return FaultPlan.during(after(minute), after(minute + lasts), fault);
    }

    private String season() {
        Instant now = time.instant();
        return seasons.stream()
                .filter(season -> season.explains(now))
                .map(Season::name)
                .findFirst()
                .orElse(null);
    }

    private Instant after(long minutes) {
        return Instant.ofEpochMilli(START).plus(Duration.ofMinutes(minutes));
    }

    private void at(double share, Runnable event) {
        time.schedule((long) (share * SPAN.toMillis()), event);
    }

    private void begin(int number) {
        ChaosBot bot = bots.get(number % bots.size());
        ChaosCheck check = new ChaosCheck(number, bot.stream(), kore, longest(), time.instant(), random);
        checks.add(check);
        bot.process().begin(check);
    }

    /** How long a delivery of a check takes at most: a minute, ten, or an hour. */
    private Duration longest() {
        int kind = random.nextInt(20);
        return Duration.ofMinutes(kind < 9 ? 1 : kind < 19 ? 10 : 60);
    }

    private void kill() {
        kills++;
        bots.get(random.nextInt(bots.size())).process().killAndRestart();
    }

    private boolean report() {
        ChaosReport report = new ChaosReport("in simulated time", checks);
        report.row("simulated hours", END.toHours());
        report.calls(kore, bots.stream().map(ChaosBot::stream).toList());
        report.row("processes killed and restarted", kills);
        report.row("jumps of a wall clock, of an hour", sum(ChaosBot::jumps));
        report.row("secrets replaced", sum(ChaosBot::rotations));
        report.row("times that name servers hung", sum(ChaosBot::hangs));
        report.row("times that connections fell silent", sum(ChaosBot::silences));
        return report.fates();
    }

    private int sum(ToIntFunction<ChaosBot> of) {
        return bots.stream().mapToInt(of).sum();
    }
}
