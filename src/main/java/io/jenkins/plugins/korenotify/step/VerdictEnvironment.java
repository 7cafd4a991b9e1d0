package io.jenkins.plugins.korenotify.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.model.EnvironmentContributingAction;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import java.math.BigDecimal;
import java.util.TreeMap;

/**
 * The outcome of a build's checks as environment variables, for later build steps and post-build actions. Of several
 * checks it is the most severe.
 */
final class VerdictEnvironment extends InvisibleAction implements EnvironmentContributingAction {
    private final Verdict.Level verdict;
    private final TreeMap<String, String> variables = new TreeMap<>();

    private VerdictEnvironment(CheckResult result) {
        BigDecimal rate = result.getSuccessRate();
        verdict = result.verdict;
        variables.put("KORE_NOTIFY_VERDICT", verdict.name());
        variables.put("KORE_NOTIFY_SUCCESS_RATE", rate == null ? "" : rate.toPlainString());
        variables.put("KORE_NOTIFY_TOTAL", Long.toString(result.getTotal()));
        variables.put("KORE_NOTIFY_DELIVERED", Long.toString(result.delivered));
        variables.put("KORE_NOTIFY_FAILED", Long.toString(result.failed));
        variables.put("KORE_NOTIFY_PENDING", Long.toString(result.pending));
    }

    /** Adds a result, unless a more severe one is there. */
    static void add(Run<?, ?> run, CheckResult result) {
        VerdictEnvironment known = run.getAction(VerdictEnvironment.class);
        if (known == null || result.verdict.compareTo(known.verdict) < 0) {
            run.addOrReplaceAction(new VerdictEnvironment(result));
        }
    }

    @Override
    public void buildEnvironment(@NonNull Run<?, ?> run, @NonNull EnvVars env) {
        env.putAll(variables);
    }
}
