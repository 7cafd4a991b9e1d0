package io.jenkins.plugins.korenotify.step;

import hudson.model.Result;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;

/**
 * What the result of a check means for the build.
 *
 * @param checked the result of the check
 * @param result SUCCESS, UNSTABLE or FAILURE
 * @param explanation a line for the build log; empty where the verdict says it all
 */
record BuildOutcome(CheckResult checked, Result result, String explanation) {
    /** The outcome that the user chose for this result. */
    static BuildOutcome of(CheckResult checked, KoreNotifyStatusStep settings) {
        BuildOutcome chosen = chosen(checked, settings);
        if (!settings.isPropagate() && chosen.result() != Result.SUCCESS) {
            return new BuildOutcome(checked, Result.SUCCESS, Messages.BuildOutcome_goesOnWithoutPropagation());
        }
        return chosen;
    }

    private static BuildOutcome chosen(CheckResult checked, KoreNotifyStatusStep settings) {
        return switch (checked.verdict) {
            case PASSED -> new BuildOutcome(checked, Result.SUCCESS, "");
            case UNSTABLE -> new BuildOutcome(checked, Result.UNSTABLE, "");
            case FAILED, ABORTED -> new BuildOutcome(checked, Result.FAILURE, "");
            case INCONCLUSIVE ->
                checked.inconclusiveReason == Verdict.InconclusiveReason.TIMEOUT
                        ? inconclusive(checked, "onTimeout", settings.getOnTimeout())
                        : inconclusive(checked, "onError", settings.getOnError());
        };
    }

    private static BuildOutcome inconclusive(CheckResult checked, String parameter, InconclusiveAction action) {
        return new BuildOutcome(
                checked,
                action.result(),
                switch (action) {
                    case FAILURE -> Messages.BuildOutcome_fails(parameter, action);
                    case UNSTABLE -> Messages.BuildOutcome_isUnstable(parameter, action);
                    case IGNORE -> Messages.BuildOutcome_goesOn(parameter, action);
                });
    }
}
