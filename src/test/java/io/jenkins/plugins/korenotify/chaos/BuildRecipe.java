package io.jenkins.plugins.korenotify.chaos;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What a job is made of.
 *
 * @param script of a Pipeline; empty of a freestyle job
 */
record BuildRecipe(BuildKind kind, String script, ArrayList<CheckRecipe> checks) implements Serializable {

    /**
     * A build in one of several shapes.
     *
     * @param parallel whether a Pipeline has its checks in branches beside each other
     */
    static BuildRecipe of(BuildKind kind, List<CheckRecipe> checks, boolean parallel, Random random) {
        String script = "";
        if (kind.isPipeline()) {
            script = parallel ? branches(checks, random.nextBoolean()) : sequence(checks, random.nextBoolean());
        }
        return new BuildRecipe(kind, script, new ArrayList<>(checks));
    }

    private static String branches(List<CheckRecipe> checks, boolean beside) {
        return checks.stream()
                .map(check -> check.name() + ": { " + check.step() + " }")
                .collect(
                        Collectors.joining(", ", "parallel(", beside ? ", beside: { sleep 15; echo 'beside' })" : ")"));
    }

    private static String sequence(List<CheckRecipe> checks, boolean inBlocks) {
        String steps = checks.stream().map(CheckRecipe::step).collect(Collectors.joining("; "));
        return inBlocks ? "stage('reached') { timeout(time: 1, unit: 'HOURS') { " + steps + " } }" : steps;
    }
}
