package io.jenkins.plugins.korenotify;

import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** Why a build went no further: a check did not pass. Carries the result, for scripts that catch the failure. */
public final class CheckFailure extends CauseOfInterruption {
    private static final long serialVersionUID = 1L;

    private final KoreNotifyStatusResult result;

    CheckFailure(KoreNotifyStatusResult result) {
        this.result = result;
    }

    /** What came of the check. */
    @Whitelisted
    public KoreNotifyStatusResult getResult() {
        return result;
    }

    @Override
    public String getShortDescription() {
        return Messages.CheckFailure_description(result);
    }
}
