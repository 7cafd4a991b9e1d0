package io.jenkins.plugins.korenotify.step;

import hudson.AbortException;
import io.jenkins.plugins.korenotify.Messages;
import java.util.Locale;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/**
 * A check did not pass, and the build is to fail for it. Carries the result, for scripts that catch the failure.
 *
 * <p>An error, not an interruption with a result of its own: so {@code catchError} and {@code warnError} give build and
 * stage the results that they were told to give.
 */
public final class CheckFailedException extends AbortException {
    private static final long serialVersionUID = 1L;

    private final KoreNotifyStatusResult result;

    CheckFailedException(KoreNotifyStatusResult result) {
        super(Messages.KoreNotifyStatus_notPassed(result.format(Locale.getDefault())));
        this.result = result;
    }

    /** What came of the check. */
    @Whitelisted
    public KoreNotifyStatusResult getResult() {
        return result;
    }
}
