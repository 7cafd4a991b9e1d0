package io.jenkins.plugins.korenotify.report;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.result.CheckLabel;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.PollHistory;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * A running check, as its build shows it. Its progress is in memory alone; the build is stored once, with the result.
 * Nothing here makes a check fail.
 */
@Restricted(NoExternalUse.class)
public final class RunningCheck {
    private static final Logger LOGGER = Logger.getLogger(RunningCheck.class.getName());

    private final Run<?, ?> run;
    private final TaskListener listener;
    private final String key;
    private final CheckLabel label;
    private final boolean archive;
    private final PollHistory history = new PollHistory();
    private volatile PollingState state;
    private volatile boolean ended;

    private RunningCheck(
            Run<?, ?> run, TaskListener listener, String key, CheckLabel label, boolean archive, PollingState state) {
        this.run = run;
        this.listener = listener;
        this.key = key;
        this.label = label;
        this.archive = archive;
        this.state = state;
    }

    /**
     * A check starts; from now on its build shows it.
     *
     * @param listener informed if the result cannot be archived
     * @param key tells the check from the others of the build, also after a restart
     * @param archive whether the result is archived
     */
    public static RunningCheck start(
            Run<?, ?> run, TaskListener listener, String key, CheckLabel label, boolean archive, PollingState state) {
        RunningCheck check = new RunningCheck(run, listener, key, label, archive, state);
        check.history.onStarted(state);
        KoreNotifyStatusAction.of(run).show(check);
        return check;
    }

    /** The same for a check that goes on after a restart. */
    public static RunningCheck resume(
            Run<?, ?> run,
            TaskListener listener,
            String key,
            CheckLabel label,
            boolean archive,
            PollingState state,
            long now) {
        RunningCheck check = new RunningCheck(run, listener, key, label, archive, state);
        check.history.onStarted(state);
        check.history.onResumed(state, now);
        KoreNotifyStatusAction.of(run).show(check);
        return check;
    }

    /** Kore.ai reported a status. */
    public void onStatus(PollingState now, long at) {
        state = now;
        history.onStatus(now, at);
    }

    /** A poll gave no status. */
    public void onPollFailure(String requestId, PollFailure failure, PollingState now, long at) {
        state = now;
        history.onPollFailure(requestId, failure, now, at);
    }

    /** The check has its verdict: stores it with the build and with the job, and archives it; may block. */
    public void onCompleted(CheckResult result) {
        if (markEnded()) {
            store(result);
        }
    }

    /** The check was aborted: stores what is known; may block. Does nothing if the check has ended. */
    public void onAborted(long now) {
        if (markEnded()) {
            Verdict aborted = Verdict.of(Verdict.Level.ABORTED, List.of(LocalizableMessage.of("check.aborted")));
            store(CheckResult.of(state, aborted, label, history, now));
        }
    }

    private synchronized boolean markEnded() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    private void store(CheckResult result) {
        KoreNotifyStatusAction action = KoreNotifyStatusAction.of(run);
        int number = action.store(this, result);
        // The directory of a build that was deleted must not come back.
        if (number == 0 || !run.getRootDir().isDirectory()) {
            return;
        }
        try {
            run.save();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot store the result of a check with " + run);
        }
        JobTrend.store(run, action.getResults());
        if (archive) {
            ReportArchive.archive(run, listener, number, result);
        }
    }

    /** What happened so far. */
    public PollHistory history() {
        return history;
    }

    boolean isArchived() {
        return archive;
    }

    String key() {
        return key;
    }

    PollingState state() {
        return state;
    }

    /** What is known at a time. */
    CheckResult snapshot(long now) {
        return CheckResult.of(state, null, label, history, now);
    }
}
