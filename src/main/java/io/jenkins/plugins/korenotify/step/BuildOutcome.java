package io.jenkins.plugins.korenotify.step;

import hudson.model.Result;
import io.jenkins.plugins.korenotify.Messages;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;

/**
 * What a result means for the build.
 *
 * @param checked what came of the check
 * @param result SUCCESS, UNSTABLE or FAILURE
 * @param inWords a line for the build log; empty where the verdict says it all
 */
record BuildOutcome(CheckResult checked, Result result, String format) {
    /** What the user wants this result to mean. */
    static BuildOutcome of(CheckResult checked, CheckSettings settings) {
        BuildOutcome required = required(checked, settings);
        if (!settings.propagate() && required.result() != Result.SUCCESS) {
            return new BuildOutcome(checked, Result.SUCCESS, Messages.BuildOutcome_goesOnWithoutPropagation());
        }
        return required;
    }

    private static BuildOutcome required(CheckResult checked, CheckSettings settings) {
        return switch (checked.level()) {
            case PASSED -> new BuildOutcome(checked, Result.SUCCESS, "");
            case UNSTABLE -> new BuildOutcome(checked, Result.UNSTABLE, "");
            case FAILED -> new BuildOutcome(checked, Result.FAILURE, "");
            case INCONCLUSIVE ->
                checked.inconclusiveReason() == Verdict.InconclusiveReason.TIMEOUT
                        ? inconclusiveReason(checked, "onTimeout", settings.onTimeout())
                        : inconclusiveReason(checked, "onError", settings.onError());
        };
    }

    private static BuildOutcome inconclusiveReason(CheckResult checked, String parameter, InconclusiveAction what) {
        return new BuildOutcome(
                checked,
                what.result(),
                switch (what) {
                    case FAILURE -> Messages.BuildOutcome_fails(parameter, what);
                    case UNSTABLE -> Messages.BuildOutcome_isUnstable(parameter, what);
                    case IGNORE -> Messages.BuildOutcome_goesOn(parameter, what);
                });
    }
}
