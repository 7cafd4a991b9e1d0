package io.jenkins.plugins.korenotify.check;

import hudson.ExtensionPoint;
import hudson.model.Result;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Told what happens in every check of every build. Of one check it is told one thing at a time and in order: {@link
 * #began} first, then any number of answers and troubles, at last {@link #ended} or {@link #stopped}, once.
 *
 * <p>The threads that tell are few and drive all checks of Jenkins, so every method returns at once: no network, no
 * disk, no waiting. What a listener throws is logged and harms nobody else.
 */
@Restricted(NoExternalUse.class)
public interface CheckListener extends ExtensionPoint {
    /** A check begins to wait, or goes on waiting after Jenkins was away. */
    default void onStarted(CheckContext check, PollingState watch) {}

    /** Kore.ai gave a status of a request; the watch knows it. */
    default void onStatus(CheckContext check, PollingState watch) {}

    /** A question got no status; the watch knows it. */
    default void onPollFailure(CheckContext check, PollFailure failure, PollingState watch) {}

    /**
     * There is a verdict.
     *
     * @param consequence what it means for the build: SUCCESS, UNSTABLE or FAILURE
     */
    default void onCompleted(CheckContext check, CheckResult result, Result consequence) {}

    /** The check goes no further and has no verdict, as when its build is aborted. */
    default void onAborted(CheckContext check) {}
}
