package io.jenkins.plugins.korenotify;

import hudson.model.Result;
import io.jenkins.plugins.korenotify.gate.Verdict;
import io.jenkins.plugins.korenotify.result.CheckResult;

/**
 * What a result means for the build.
 *
 * @param checked what came of the check
 * @param result SUCCESS, UNSTABLE or FAILURE
 * @param inWords a line for the build log; empty where the verdict says it all
 */
record Consequence(CheckResult checked, Result result, String inWords) {
    /** What the user wants this result to mean. */
    static Consequence of(CheckResult checked, CheckSettings settings) {
        Consequence wanted = wanted(checked, settings);
        if (!settings.propagate() && wanted.result() != Result.SUCCESS) {
            return new Consequence(checked, Result.SUCCESS, Messages.Consequence_goesOnWithoutPropagation());
        }
        return wanted;
    }

    private static Consequence wanted(CheckResult checked, CheckSettings settings) {
        return switch (checked.level()) {
            case PASSED -> new Consequence(checked, Result.SUCCESS, "");
            case UNSTABLE -> new Consequence(checked, Result.UNSTABLE, "");
            case FAILED -> new Consequence(checked, Result.FAILURE, "");
            case INCONCLUSIVE ->
                checked.doubt() == Verdict.Doubt.TIME_UP
                        ? doubt(checked, "onTimeout", settings.onTimeout())
                        : doubt(checked, "onError", settings.onError());
        };
    }

    private static Consequence doubt(CheckResult checked, String parameter, OnDoubt what) {
        return new Consequence(
                checked,
                what.result(),
                switch (what) {
                    case FAILURE -> Messages.Consequence_fails(parameter, what);
                    case UNSTABLE -> Messages.Consequence_isUnstable(parameter, what);
                    case IGNORE -> Messages.Consequence_goesOn(parameter, what);
                });
    }
}
