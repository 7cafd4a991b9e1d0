package io.jenkins.plugins.korenotify.chaos;

import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import java.time.Instant;

/** How a build was ended by hand, and what its Jenkins still did about it. Times are milliseconds since the epoch. */
final class HandMade {
    /** For so long, polls that were under way may arrive, and verdicts that were there be told. */
    static final long GRACE = 5_000;

    private final ChaosBuild build;
    // When Jenkins had said that it did it; 0 if it was killed before it did.
    private final long at;
    private long settledAt;
    private long lastPoll;

    HandMade(ChaosBuild build, long at) {
        this.build = build;
        this.at = at;
    }

    ChaosBuild build() {
        return build;
    }

    PlannedEnd.Way way() {
        return build.plannedEnd().way();
    }

    /** Its Jenkins is about to be killed, or the trial is over: what comes later is not its doing. */
    void settle(SimulatedKore kore) {
        if (settledAt == 0) {
            settledAt = System.currentTimeMillis();
            lastPoll = lastPoll(kore);
        }
    }

    /** Whether its Jenkins lived on for long enough to be blamed for what it did later. */
    boolean isBinding() {
        return at > 0 && settledAt - at >= GRACE;
    }

    /** How many milliseconds later the last poll arrived that its Jenkins sent; 0 if all came earlier. */
    long lastPollAfter() {
        return Math.max(0, lastPoll - at);
    }

    /** Whether a Jenkins that was started later polled for it. */
    boolean isPolledByAnother(SimulatedKore kore) {
        return lastPoll(kore) > settledAt;
    }

    /** Whether an event came later than it may. */
    boolean isTooLate(long event) {
        return event > at + GRACE;
    }

    private long lastPoll(SimulatedKore kore) {
        return build.ids()
                .flatMap(id -> kore.lastCallTo(id).stream())
                .mapToLong(Instant::toEpochMilli)
                .max()
                .orElse(0);
    }

    @Override
    public String toString() {
        return way() + " at " + at + ", watched until " + settledAt + ", last poll " + lastPoll;
    }
}
