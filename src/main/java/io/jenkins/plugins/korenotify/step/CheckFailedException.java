package io.jenkins.plugins.korenotify.step;

import hudson.AbortException;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/**
 * A check did not pass, and the build fails for it. Carries the result, for scripts that catch the exception.
 *
 * <p>An error, not an interruption with a result of its own: so {@code catchError} and {@code warnError} give build and
 * stage the results that they are configured to give.
 */
public final class CheckFailedException extends AbortException {
    private static final long serialVersionUID = 1L;

    private final KoreNotifyStatusResult result;

    CheckFailedException(KoreNotifyStatusResult result) {
        super(result.toMessage());
        this.result = result.bounded();
    }

    /** The result of the check; of many requests, some. */
    @Whitelisted
    public KoreNotifyStatusResult getResult() {
        return result;
    }
}
