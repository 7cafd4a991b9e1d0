package io.jenkins.plugins.korenotify.chaos;

import io.jenkins.plugins.korenotify.chaos.ChaosController.Ended;
import io.jenkins.plugins.korenotify.chaos.ChaosController.Kept;
import io.jenkins.plugins.korenotify.engine.gate.RecipientOutlook;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import io.jenkins.plugins.korenotify.simulator.SimulatedRequest;
import io.jenkins.plugins.korenotify.simulator.Visibility;
import io.jenkins.plugins.korenotify.step.InconclusiveAction;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One Pipeline of a chaos run: its script, the right verdict, and whether what came of it is right. */
final class ChaosBuild {
    private static final DeliveryCurve[] CURVES = DeliveryCurve.values();
    private static final Visibility[] VISIBILITIES = Visibility.values();
    private static final InconclusiveAction[] ON_DOUBT = InconclusiveAction.values();

    /** What became of a check. */
    enum Fate {
        RIGHT,
        INCONCLUSIVE,
        WRONG,
        LOST
    }

    private final String name;
    private final List<String> ids = new ArrayList<>();
    private final Thresholds thresholds;
    private final Duration timeout;
    private final boolean propagate;
    private final InconclusiveAction onTimeout;
    private final InconclusiveAction onError;
    // Null where nobody can know: an unknown request, or one that never finishes.
    private final String truth;
    // Whether even the best end of what nobody can know is a failure.
    private final boolean failureCertain;
    // When its last request is finished, in milliseconds since the epoch; 0 where nobody can know.
    private final long knowableAt;
    private final String script;

    /** A build at random, whose requests are sent now; {@code longest} is how long a delivery takes at most. */
    ChaosBuild(int number, String stream, SimulatedKore kore, Duration longest, Random random) {
        name = "chaos-" + number;
        boolean knowable = true;
        RecipientOutlook all = RecipientOutlook.NONE;
        for (int i = 0; i <= random.nextInt(8) / 6; i++) {
            String id = "ds-" + number + "-" + i;
            ids.add(id);
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
                    .visibility(VISIBILITIES[random.nextInt(VISIBILITIES.length)])
                    .becomesReadableAfter(Duration.ofMillis(random.nextInt(5) == 0 ? random.nextInt(5_000) : 0))
                    .delivering(curve, Duration.ofMillis(random.nextInt((int) longest.toMillis())))
                    .startsAt(Instant.now()));
            all = all.plus(
                    curve == DeliveryCurve.NEVER
                            ? new RecipientOutlook(0, failures, recipients - failures, 0, 0, 0)
                            : RecipientOutlook.certain(recipients - failures, failures));
        }
        BigDecimal rate = BigDecimal.valueOf(random.nextInt(1001), 1);
        BigDecimal unstable = random.nextInt(3) > 0
                ? null
                : rate.divide(BigDecimal.valueOf(2)).setScale(1, RoundingMode.DOWN);
        Long failures = random.nextInt(3) > 0 ? null : (long) random.nextInt(20);
        boolean failFast = random.nextBoolean();
        thresholds = Thresholds.of(rate, unstable, failures, 1L, failFast);
        timeout = random.nextInt(20) == 0 ? longest.dividedBy(3) : longest.multipliedBy(4);
        propagate = random.nextInt(4) > 0;
        onTimeout = ON_DOUBT[random.nextInt(ON_DOUBT.length)];
        onError = ON_DOUBT[random.nextInt(ON_DOUBT.length)];
        failureCertain = thresholds.failed(all).isPresent();
        truth = knowable ? thresholds.verdict(all, List.of()).level().name() : null;
        knowableAt = knowable
                ? ids.stream()
                        .map(id -> kore.request(id)
                                .flatMap(SimulatedRequest::finishInstant)
                                .orElseThrow())
                        .mapToLong(Instant::toEpochMilli)
                        .max()
                        .orElseThrow()
                : 0;
        String step = "koreNotifyStatus(connection: '" + ChaosController.CONNECTION + "', streamId: '" + stream
                + "', requestIds: ['" + String.join("', '", ids) + "'], minSuccessRate: '" + rate + "'"
                + (unstable == null ? "" : ", unstableSuccessRate: '" + unstable + "'")
                + (failures == null ? "" : ", maxFailures: " + failures)
                + ", failFast: " + failFast + ", timeout: " + timeout.toSeconds() + ", unit: 'SECONDS', onTimeout: '"
                + onTimeout + "', onError: '" + onError + "', propagate: " + propagate + ")";
        script = around(step, random.nextInt(3));
    }

    private static String around(String step, int shape) {
        return switch (shape) {
            case 0 -> "def r = " + step + "; echo \"went on: ${r.verdict}\"";
            case 1 ->
                "stage('reached') { timeout(time: 1, unit: 'HOURS') { def r = " + step
                        + "; echo \"went on: ${r.verdict}\" } }";
            default ->
                "parallel(check: { def r = " + step
                        + "; echo \"went on: ${r.verdict}\" }, beside: { sleep 15; echo 'beside' })";
        };
    }

    String name() {
        return name;
    }

    String script() {
        return script;
    }

    Duration timeout() {
        return timeout;
    }

    /** Whether the kept verdict is the one that the truth at the simulated Kore.ai demands. */
    Fate fate(Ended ended) {
        if (ended.checking() || ended.kept().isEmpty()) {
            return Fate.LOST;
        }
        Kept kept = ended.kept().get(0);
        if (kept.verdict().equals("INCONCLUSIVE")) {
            return Fate.INCONCLUSIVE;
        }
        boolean right = truth == null
                ? failureCertain && kept.verdict().equals("FAILED")
                : kept.verdict().equals(truth);
        return right ? Fate.RIGHT : Fate.WRONG;
    }

    /** Why there is no verdict on the recipients, without what differs from check to check. */
    String inconclusiveReason(Kept kept) {
        String why = kept.reason().contains(": ")
                ? kept.reason().substring(kept.reason().indexOf(": ") + 2)
                : kept.reason();
        return knowable(kept) + ", " + kept.inconclusiveReason() + ", " + why.replaceAll("[0-9]+", "N");
    }

    private String knowable(Kept kept) {
        if (truth == null) {
            return "unknowable";
        }
        long early = kept.startedAt() + timeout.toMillis() - knowableAt;
        if (early < 0) {
            return "knowable after the time limit";
        }
        return "knowable " + (early < 60_000 ? "less" : "more") + " than a minute before the time limit";
    }

    /** Whether the build's result is what such a verdict means for it. */
    boolean fits(Ended ended) {
        return ended.kept().isEmpty()
                || ended.result() == null
                || ended.result().equals(required(ended.kept().get(0)));
    }

    private String required(Kept kept) {
        if (!propagate) {
            return "SUCCESS";
        }
        return switch (kept.verdict()) {
            case "PASSED" -> "SUCCESS";
            case "UNSTABLE" -> "UNSTABLE";
            case "FAILED" -> "FAILURE";
            default ->
                switch (kept.inconclusiveReason().equals("TIMEOUT") ? onTimeout : onError) {
                    case FAILURE -> "FAILURE";
                    case UNSTABLE -> "UNSTABLE";
                    case IGNORE -> "SUCCESS";
                };
        };
    }

    @Override
    public String toString() {
        return name + ": " + script + ", right " + truth;
    }
}
