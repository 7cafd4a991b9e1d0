package io.jenkins.plugins.korenotify;

import hudson.model.Result;

/** What an INCONCLUSIVE verdict means for the build; users choose. */
public enum OnDoubt {
    /** As if FAILED. */
    FAILURE(Result.FAILURE),
    /** As if UNSTABLE. */
    UNSTABLE(Result.UNSTABLE),
    /** As if PASSED. */
    IGNORE(Result.SUCCESS);

    private final transient Result result;

    OnDoubt(Result result) {
        this.result = result;
    }

    Result result() {
        return result;
    }
}
