package io.jenkins.plugins.korenotify.chaos;

import io.jenkins.plugins.korenotify.simulator.Fault;
import io.jenkins.plugins.korenotify.simulator.FaultPlan;
import io.jenkins.plugins.korenotify.simulator.Faults;
import io.jenkins.plugins.korenotify.simulator.RetryAfter;
import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** What goes wrong at the simulated Kore.ai, and when: fixed by the seed, in relation to the start. */
final class FaultSchedule {
    private static final double FAULTS = 0.25;
    private static final Duration BURST = Duration.ofSeconds(6);
    private static final Duration ADVISED = Duration.ofSeconds(3);
    private static final Fault[] BURSTS = {
        Faults.tooManyCalls(),
        Faults.tooManyCalls(RetryAfter.SECONDS, ADVISED),
        Faults.tooManyCalls(RetryAfter.HTTP_DATE, ADVISED)
    };
    private static final int MAX_SECONDS_OFF = 120;

    private final SimulatedKore kore;
    private final Random random;
    private int jumps;

    FaultSchedule(SimulatedKore kore, Random random) {
        this.kore = kore;
        this.random = random;
    }

    /**
     * Begins, and goes on for an hour.
     *
     * @param outage how long nobody answers, each time
     * @param between from one outage to the next
     */
    void begin(Duration outage, Duration between) {
        Instant now = Instant.now();
        Instant end = now.plus(Duration.ofHours(1));
        FaultPlan plan = FaultPlan.none();
        for (Instant at = now.plusSeconds(20); at.isBefore(end); at = at.plusSeconds(30 + random.nextInt(90))) {
            plan = plan.then(FaultPlan.during(at, at.plus(BURST), BURSTS[random.nextInt(BURSTS.length)]));
        }
        kore.faultsForAll(plan.then(FaultPlan.randomly(FAULTS, Faults.passing(32 << 20))));
        for (Instant at = now.plusSeconds(45); at.isBefore(end); at = at.plus(between)) {
            kore.outage(at, at.plus(outage));
        }
    }

    /** The server's clock jumps, by minutes at most: what is further off is refused for its token, and rightly so. */
    void jump() {
        jumps++;
        kore.clockOffset(Duration.ofSeconds(random.nextInt(2 * MAX_SECONDS_OFF + 1) - MAX_SECONDS_OFF));
    }

    /** How often the clock has jumped. */
    int jumps() {
        return jumps;
    }
}
