package io.jenkins.plugins.korenotify.chaos;

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

/** One check of a chaos run: its parameters, the right verdict, and whether a verdict is right. */
final class ChaosCheck {
    private static final DeliveryCurve[] CURVES = DeliveryCurve.values();
    private static final Visibility[] VISIBILITIES = Visibility.values();
    private static final InconclusiveAction[] ON_DOUBT = InconclusiveAction.values();

    private final String build;
    private final CheckRecipe recipe;
    // Null where nobody can know: an unknown request, or one that never finishes.
    private final String truth;
    // Whether even the best end of what nobody can know is a failure.
    private final boolean failureCertain;
    // When its last request is finished, in milliseconds since the epoch; 0 where nobody can know.
    private final long knowableAt;

    /**
     * A check at random, whose requests are sent now.
     *
     * @param build the name of its build
     * @param longest how long a delivery takes at most
     * @param mayPropagate whether its verdict may end the build
     */
    ChaosCheck(
            String build,
            String name,
            String stream,
            SimulatedKore kore,
            Duration longest,
            boolean mayPropagate,
            Random random) {
        this.build = build;
        ArrayList<String> ids = new ArrayList<>();
        boolean knowable = true;
        RecipientOutlook all = RecipientOutlook.NONE;
        for (int i = 0; i <= random.nextInt(8) / 6; i++) {
            String id = "ds-" + build + "-" + name + "-" + i;
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
                            : new RecipientOutlook(recipients - failures, failures, 0, 0, 0, 0));
        }
        BigDecimal rate = BigDecimal.valueOf(random.nextInt(1001), 1);
        BigDecimal unstable = random.nextInt(3) > 0
                ? null
                : rate.divide(BigDecimal.valueOf(2)).setScale(1, RoundingMode.DOWN);
        Long failures = random.nextInt(3) > 0 ? null : (long) random.nextInt(20);
        boolean failFast = random.nextBoolean();
        Thresholds thresholds = new Thresholds(rate, unstable, failures, 1L, failFast);
        recipe = new CheckRecipe(
                name,
                stream,
                ids,
                rate,
                unstable,
                failures,
                failFast,
                (int) (random.nextInt(20) == 0 ? longest.dividedBy(3) : longest.multipliedBy(4)).toSeconds(),
                ON_DOUBT[random.nextInt(ON_DOUBT.length)],
                ON_DOUBT[random.nextInt(ON_DOUBT.length)],
                random.nextInt(4) > 0 && mayPropagate);
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
    }

    /** The name of its build. */
    String build() {
        return build;
    }

    /** What tells it from the other checks of the build. */
    String name() {
        return recipe.name();
    }

    CheckRecipe recipe() {
        return recipe;
    }

    /** The time after which it ends, in milliseconds. */
    long timeout() {
        return recipe.timeout() * 1000L;
    }

    /** Whether a verdict on the recipients is the one that the truth at the simulated Kore.ai demands. */
    boolean isRight(String verdict) {
        return truth == null ? failureCertain && verdict.equals("FAILED") : verdict.equals(truth);
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
        long early = kept.startedAt() + timeout() - knowableAt;
        if (early < 0) {
            return "knowable after the time limit";
        }
        return "knowable " + (early < 60_000 ? "less" : "more") + " than a minute before the time limit";
    }

    /** The result of a build that has this verdict alone. */
    String required(Kept kept) {
        if (!recipe.propagate()) {
            return "SUCCESS";
        }
        return switch (kept.verdict()) {
            case "PASSED" -> "SUCCESS";
            case "UNSTABLE" -> "UNSTABLE";
            case "FAILED" -> "FAILURE";
            case "ABORTED" -> "ABORTED";
            default ->
                switch (kept.inconclusiveReason().equals("TIMEOUT") ? recipe.onTimeout() : recipe.onError()) {
                    case FAILURE -> "FAILURE";
                    case UNSTABLE -> "UNSTABLE";
                    case IGNORE -> "SUCCESS";
                };
        };
    }

    @Override
    public String toString() {
        return build + " " + name() + " (right " + truth + ")";
    }
}
