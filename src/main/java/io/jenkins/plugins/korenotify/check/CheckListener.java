package io.jenkins.plugins.korenotify.check;

import hudson.ExtensionPoint;
import hudson.model.Result;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.report.RunningCheck;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Is notified of the events of every check of every build. For one check, one event at a time and in order: {@link
 * #onStarted} first, then any number of statuses and failures, at last {@link #onCompleted} or {@link #onAborted}, once.
 *
 * <p>The threads that notify are few and serve all checks, so every method returns at once: no network, no disk, no
 * waiting. An exception is logged and has no other effect.
 */
@Restricted(NoExternalUse.class)
public interface CheckListener extends ExtensionPoint {
    /** A check starts to wait, or goes on after a restart. */
    default void onStarted(RunningCheck check, PollingState state) {}

    /** Kore.ai reported the status of a request; {@code state} includes it. */
    default void onStatus(RunningCheck check, PollingState state) {}

    /** A poll gave no status; {@code state} includes that. */
    default void onPollFailure(RunningCheck check, PollFailure failure, PollingState state) {}

    /**
     * The check has its verdict.
     *
     * @param outcome what it means for the build: SUCCESS, UNSTABLE or FAILURE
     */
    default void onCompleted(RunningCheck check, CheckResult result, Result outcome) {}

    /** The check ends without a verdict, as when its build is aborted. */
    default void onAborted(RunningCheck check) {}
}
