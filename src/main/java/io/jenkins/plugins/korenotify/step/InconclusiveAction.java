package io.jenkins.plugins.korenotify.step;

import hudson.model.Result;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.DoNotUse;

/** What an INCONCLUSIVE verdict means for the build, as the user chose. */
public enum InconclusiveAction {
    /** As if FAILED. */
    FAILURE(Result.FAILURE),
    /** As if UNSTABLE. */
    UNSTABLE(Result.UNSTABLE),
    /** As if PASSED. */
    IGNORE(Result.SUCCESS);

    private final transient Result result;

    InconclusiveAction(Result result) {
        this.result = result;
    }

    Result result() {
        return result;
    }

    /** Its effect, for a form. */
    @Restricted(DoNotUse.class) // Jelly
    public String getDescription() {
        return switch (this) {
            case FAILURE -> Messages.InconclusiveAction_failure();
            case UNSTABLE -> Messages.InconclusiveAction_unstable();
            case IGNORE -> Messages.InconclusiveAction_ignore();
        };
    }
}
