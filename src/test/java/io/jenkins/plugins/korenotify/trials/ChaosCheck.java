package io.jenkins.plugins.korenotify.trials;

import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.Level;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * One check of a chaos run: its requests, its thresholds, what was stored of it, and what came of it. Whether that is
 * right is told by the truth at the simulated Kore.ai and the rules of {@code docs/verdicts.md}, not by the engine.
 */
final class ChaosCheck {
    /** What became of a check. */
    enum Fate {
        RIGHT,
        INCONCLUSIVE,
        WRONG,
        LOST
    }

    private final List<ChaosRequest> requests = new ArrayList<>();
    // In tenths of a percent.
    private final int minRate;
    private final Integer unstableRate;
    private final Integer maxFailures;
    private final int minRecipients;
    private final boolean failFast;
    private final Duration timeout;
    private byte[] stored;
    private Verdict verdict;
    private Instant endedAt;
    private int verdicts;
    private long overrun;
    private String trouble;
    private boolean killed;
    private int clockChanges;

    /** A check at random; {@code longest} is how long a delivery takes at most. */
    ChaosCheck(int number, String stream, SimulatedKore kore, Duration longest, Instant now, Random random) {
        for (int i = 0; i <= random.nextInt(8) / 6; i++) {
            requests.add(new ChaosRequest("ds-" + number + "-" + i, stream, kore, longest, now, random));
        }
        minRate = random.nextInt(4) == 0 ? 1000 : random.nextInt(1001);
        unstableRate = random.nextInt(3) > 0 ? null : random.nextInt(minRate + 1);
        maxFailures = random.nextInt(3) > 0 ? null : random.nextInt(20);
        minRecipients = random.nextInt(4) > 0 ? 1 : random.nextInt(30);
        failFast = random.nextBoolean();
        timeout = random.nextInt(20) == 0 ? longest.dividedBy(3) : longest.multipliedBy(4);
    }

    List<ChaosRequest> requests() {
        return requests;
    }

    Duration timeout() {
        return timeout;
    }

    /**
     * The state of a check that begins now; it is stored at once, as a build's program is.
     *
     * @param changes how often the clock was set before
     */
    synchronized PollingState begin(long now, long tick, int changes) {
        clockChanges = changes;
        Thresholds thresholds = new Thresholds(
                BigDecimal.valueOf(minRate, 1),
                unstableRate == null ? null : BigDecimal.valueOf(unstableRate, 1),
                maxFailures == null ? null : Long.valueOf(maxFailures),
                minRecipients,
                failFast);
        PollingState state = PollingState.start(
                requests.stream().map(ChaosRequest::tracked).toList(),
                thresholds,
                PollingPolicy.DEFAULT,
                true,
                now,
                tick,
                timeout);
        store(state);
        return state;
    }

    /** The state as it was last stored, which may have been long ago. */
    synchronized PollingState resume(long now, long tick) {
        killed = true;
        return ((PollingState) JavaForm.read(stored)).restored(now, tick);
    }

    synchronized void store(PollingState state) {
        stored = JavaForm.of(state);
    }

    /**
     * There is a verdict.
     *
     * @param now by the clock of the process, which may be wrong
     * @param at the true time
     * @param changes how often the clock was set by now
     * @param reported why the process may have been unable to poll; null if it was able to
     */
    synchronized void onCompleted(
            Verdict given, PollingState last, long now, Instant at, int changes, String reported) {
        verdict = given;
        verdicts++;
        endedAt = at;
        // The deadline is one of the wall clock, so it says nothing where that was set.
        overrun = changes == clockChanges ? Math.max(0, now - last.deadline()) : 0;
        trouble = reported;
    }

    synchronized boolean isOver() {
        return verdicts > 0;
    }

    synchronized int verdicts() {
        return verdicts;
    }

    /** How long after its deadline the verdict came, in milliseconds; 0 where the clock was set meanwhile. */
    synchronized long overrun() {
        return overrun;
    }

    /** Whether the verdict is one that the rules allow for the truth at the simulated Kore.ai. */
    synchronized Fate fate() {
        if (verdict == null) {
            return Fate.LOST;
        }
        return switch (verdict.level()) {
            case INCONCLUSIVE -> Fate.INCONCLUSIVE;
            case FAILED -> level(best()) == Level.FAILED ? Fate.RIGHT : Fate.WRONG;
            default ->
                accounted().filter(counts -> level(counts) == verdict.level()).isPresent() ? Fate.RIGHT : Fate.WRONG;
        };
    }

    private long[] best() {
        return sum(requests.stream().map(request -> request.best(endedAt)).toList());
    }

    private Optional<long[]> accounted() {
        List<long[]> counts = new ArrayList<>();
        for (ChaosRequest request : requests) {
            Optional<long[]> count = request.accounted(endedAt, minRecipients == 0);
            if (count.isEmpty()) {
                return Optional.empty();
            }
            counts.add(count.get());
        }
        return Optional.of(sum(counts));
    }

    private static long[] sum(List<long[]> counts) {
        return new long[] {
            counts.stream().mapToLong(count -> count[0]).sum(),
            counts.stream().mapToLong(count -> count[1]).sum()
        };
    }

    /** The thresholds, applied to so many delivered and failed. */
    private Level level(long[] counts) {
        long delivered = counts[0];
        long failed = counts[1];
        long total = delivered + failed;
        if (total < minRecipients || maxFailures != null && failed > maxFailures) {
            return Level.FAILED;
        }
        if (delivered * 1000 >= minRate * total) {
            return Level.PASSED;
        }
        return unstableRate != null && delivered * 1000 >= unstableRate * total ? Level.UNSTABLE : Level.FAILED;
    }

    /** What at the simulated Kore.ai explains that there is no verdict on the recipients; empty if nothing does. */
    synchronized Optional<String> cause() {
        Optional<String> cause = Optional.empty();
        for (ChaosRequest request : requests) {
            cause = cause.or(() -> cause(request));
        }
        return cause.map(text -> verdict.inconclusiveReason() + ": " + text);
    }

    private Optional<String> cause(ChaosRequest request) {
        return switch (verdict.inconclusiveReason()) {
            case NO_RESPONSE ->
                request.silence()
                        .or(() -> Optional.ofNullable(trouble))
                        .or(() -> Optional.of("never a proper reply").filter(text -> request.neverAnswered()))
                        .or(() -> Optional.of("a kill that lost the only reply").filter(text -> killed));
            case INCOMPLETE ->
                request.obstacle()
                        .or(() -> Optional.of("a spoilt reply that listed more").filter(text -> request.isSmall()));
            case TIMEOUT ->
                request.obstacle()
                        .or(() -> Optional.of("not finished in time")
                                .filter(text -> request.accounted(endedAt, true).isEmpty()))
                        .or(() -> Optional.of("a spoilt reply that listed more").filter(text -> request.isSmall()))
                        .or(() -> Optional.of("no complete reply in time" + (trouble == null ? "" : ", " + trouble))
                                .filter(text -> request.neverToldAll(endedAt)));
        };
    }

    @Override
    public synchronized String toString() {
        return requests + ", rate " + minRate + "/" + unstableRate + ", failures " + maxFailures + ", recipients "
                + minRecipients + ", " + (failFast ? "early" : "late") + ", at " + endedAt + ", given " + verdict;
    }
}
