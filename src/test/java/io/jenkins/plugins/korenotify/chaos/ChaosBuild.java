package io.jenkins.plugins.korenotify.chaos;

import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** One build of a chaos run: its kind, its checks, and whether its result fits their verdicts. */
final class ChaosBuild {
    private static final int MAX_CHECKS = 3;
    private static final List<String> RESULTS = List.of("SUCCESS", "UNSTABLE", "FAILURE", "ABORTED");

    private final String name;
    private final List<ChaosCheck> checks = new ArrayList<>();
    private final BuildRecipe recipe;
    private final PlannedEnd plannedEnd;

    /** A build at random, whose requests are sent now; {@code longest} is how long a delivery takes at most. */
    ChaosBuild(int number, String stream, SimulatedKore kore, Duration longest, Random random) {
        name = "chaos-" + number;
        BuildKind kind = BuildKind.any(random);
        boolean parallel = kind.isPipeline() && random.nextBoolean();
        int size = 1 + random.nextInt(MAX_CHECKS);
        for (int i = 0; i < size; i++) {
            // One after the other, all are reached only if none but the last ends the build.
            boolean mayPropagate = parallel || i == size - 1;
            checks.add(new ChaosCheck(name, "check" + i, stream, kore, longest, mayPropagate, random));
        }
        recipe = BuildRecipe.of(kind, checks.stream().map(ChaosCheck::recipe).toList(), parallel, random);
        plannedEnd = PlannedEnd.of(number, kind, longest, random);
    }

    String name() {
        return name;
    }

    BuildKind kind() {
        return recipe.kind();
    }

    List<ChaosCheck> checks() {
        return checks;
    }

    BuildRecipe recipe() {
        return recipe;
    }

    /** How it is to be ended by hand; null if it is not. */
    PlannedEnd plannedEnd() {
        return plannedEnd;
    }

    /** Whether the build's result is what the worst of its verdicts means for it. */
    boolean fits(Ended ended) {
        return ended.kept().isEmpty()
                || ended.result() == null
                || ended.result()
                        .equals(checks.stream()
                                .flatMap(check ->
                                        ended.kept(check).stream().limit(1).map(check::required))
                                .max(Comparator.comparing(RESULTS::indexOf))
                                .orElse(""));
    }

    /** All IDs of requests in it. */
    Stream<String> ids() {
        return checks.stream().flatMap(check -> check.recipe().ids().stream());
    }

    @Override
    public String toString() {
        return name + ": " + recipe.kind() + " " + checks + " " + recipe.script();
    }
}
