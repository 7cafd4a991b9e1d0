package io.jenkins.plugins.korenotify.trials;

import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.RecipientOutlook;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.Level;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import io.jenkins.plugins.korenotify.simulator.SimulatedRequest;
import io.jenkins.plugins.korenotify.simulator.Visibility;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** One check of a chaos run: what is asked, what the right verdict is, what was stored of it, and what came of it. */
final class ChaosCheck {
    private static final DeliveryCurve[] CURVES = DeliveryCurve.values();

    /** What became of a check. */
    enum Fate {
        RIGHT,
        INCONCLUSIVE,
        WRONG,
        LOST
    }

    private final List<TrackedRequest> required = new ArrayList<>();
    private final Thresholds thresholds;
    private final Duration timeout;
    // Null where nobody can know: an unknown request, or one that never finishes.
    private final Level truth;
    // Whether even the best end of what nobody can know is a failure.
    private final boolean failureCertain;
    private byte[] stored;
    private Verdict verdict;
    private int verdicts;
    private long overrun;

    /** A check at random; {@code longest} is how long a delivery takes at most. */
    ChaosCheck(int number, String stream, SimulatedKore kore, Duration longest, Random random) {
        boolean knowable = true;
        RecipientOutlook all = RecipientOutlook.NONE;
        for (int i = 0; i <= random.nextInt(8) / 6; i++) {
            String id = "ds-" + number + "-" + i;
            required.add(TrackedRequest.of(id));
            int recipients = 1 + random.nextInt(60);
            int failures = random.nextInt(3) > 0 ? 0 : random.nextInt(recipients + 1);
            if (random.nextInt(100) == 0) {
                knowable = false;
                all = all.plus(new RecipientOutlook(0, 0, 0, 1000, 0, 0));
                continue;
            }
            DeliveryCurve curve = CURVES[random.nextInt(CURVES.length)];
            knowable &= curve != DeliveryCurve.NEVER;
            kore.addRequest(SimulatedRequest.named(id).stream(stream)
                    .recipients(recipients)
                    .failures(failures)
                    .visibility(Visibility.values()[random.nextInt(Visibility.values().length)])
                    .becomesReadableAfter(Duration.ofMillis(random.nextInt(5) == 0 ? random.nextInt(5_000) : 0))
                    .delivering(curve, Duration.ofMillis(random.nextInt((int) longest.toMillis())))
                    .startsAt(Instant.now()));
            all = all.plus(
                    curve == DeliveryCurve.NEVER
                            ? new RecipientOutlook(0, failures, recipients - failures, 0, 0, 0)
                            : RecipientOutlook.certain(recipients - failures, failures));
        }
        thresholds = Thresholds.of(
                BigDecimal.valueOf(random.nextInt(1001), 1),
                null,
                random.nextInt(3) > 0 ? null : (long) random.nextInt(20),
                1L,
                random.nextBoolean());
        timeout = random.nextInt(20) == 0 ? longest.dividedBy(3) : longest.multipliedBy(4);
        failureCertain = thresholds.failed(all).isPresent();
        truth = knowable ? thresholds.verdict(all, List.of()).level() : null;
    }

    /** A watch that begins now; it is stored at once, as a build's program is. */
    synchronized PollingState begin(long now, long tick) {
        PollingState watch = PollingState.start(required, thresholds, PollingPolicy.DEFAULT, true, now, tick, timeout);
        store(watch);
        return watch;
    }

    /** The watch as it was last stored, which may have been long ago, gone on with now. */
    synchronized PollingState resume(long now, long tick) {
        return ((PollingState) JavaForm.read(stored)).restored(now, tick);
    }

    synchronized void store(PollingState watch) {
        stored = JavaForm.of(watch);
    }

    synchronized void onCompleted(Verdict given, PollingState last, long now) {
        verdict = given;
        verdicts++;
        overrun = Math.max(0, now - last.deadline());
    }

    synchronized boolean isOver() {
        return verdicts > 0;
    }

    synchronized int verdicts() {
        return verdicts;
    }

    /** How long after its deadline the verdict came, in milliseconds. */
    synchronized long overrun() {
        return overrun;
    }

    /** Why there is no verdict on the recipients, without what differs from check to check. */
    synchronized String inconclusiveReason() {
        String reason = verdict.reasons().get(0).format(Locale.ROOT);
        String why = reason.contains(": ") ? reason.substring(reason.indexOf(": ") + 2) : reason;
        return (truth == null ? "unknowable" : "knowable") + ", " + verdict.inconclusiveReason() + ", "
                + why.replaceAll("[0-9]+", "N");
    }

    /** Whether the verdict is the one that the truth at the simulated Kore.ai demands. */
    synchronized Fate fate() {
        if (verdict == null) {
            return Fate.LOST;
        }
        if (verdict.level() == Level.INCONCLUSIVE) {
            return Fate.INCONCLUSIVE;
        }
        boolean right = truth == null ? failureCertain && verdict.level() == Level.FAILED : verdict.level() == truth;
        return right ? Fate.RIGHT : Fate.WRONG;
    }

    @Override
    public synchronized String toString() {
        return required + ", " + thresholds + ", right " + truth + ", given " + verdict;
    }
}
