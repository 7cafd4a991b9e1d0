package io.jenkins.plugins.korenotify;

import hudson.model.Result;
import io.jenkins.plugins.korenotify.gate.Verdict;
import io.jenkins.plugins.korenotify.result.CheckResult;

/**
 * What a result means for the build.
 *
 * @param result SUCCESS, UNSTABLE or FAILURE
 * @param inWords a line for the build log; empty where the verdict says it all
 */
record Consequence(Result result, String inWords) {
    /** What the user wants this result to mean. */
    static Consequence of(CheckResult checked, CheckSettings settings) {
        Consequence wanted = wanted(checked, settings);
        if (!settings.propagate() && wanted.result() != Result.SUCCESS) {
            return new Consequence(Result.SUCCESS, "The build goes on, as propagate is false");
        }
        return wanted;
    }

    private static Consequence wanted(CheckResult checked, CheckSettings settings) {
        return switch (checked.level()) {
            case PASSED -> new Consequence(Result.SUCCESS, "");
            case UNSTABLE -> new Consequence(Result.UNSTABLE, "");
            case FAILED -> new Consequence(Result.FAILURE, "");
            case INCONCLUSIVE ->
                checked.doubt() == Verdict.Doubt.TIME_UP
                        ? doubt("onTimeout", settings.onTimeout())
                        : doubt("onError", settings.onError());
        };
    }

    private static Consequence doubt(String parameter, OnDoubt what) {
        String asked = "as " + parameter + " is " + what;
        return new Consequence(
                what.result(),
                switch (what) {
                    case FAILURE -> "The build fails, " + asked;
                    case UNSTABLE -> "The build is marked unstable, " + asked;
                    case IGNORE -> "The build goes on, " + asked;
                });
    }
}
