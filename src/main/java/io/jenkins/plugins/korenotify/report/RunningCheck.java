package io.jenkins.plugins.korenotify.report;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.PollHistory;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * A check that waits, as its build shows it. How far it is lives in memory alone; the build is stored once, with the
 * verdict. Nothing here makes a check fail.
 */
@Restricted(NoExternalUse.class)
public final class RunningCheck {
    private static final Logger LOGGER = Logger.getLogger(RunningCheck.class.getName());

    private final Run<?, ?> run;
    private final TaskListener listener;
    private final String key;
    private final String connection;
    private final PollHistory history = new PollHistory();
    private volatile PollingState watch;

    RunningCheck(Run<?, ?> run, TaskListener listener, String key, String connection, PollingState watch) {
        this.run = run;
        this.listener = listener;
        this.key = key;
        this.connection = connection;
        this.watch = watch;
    }

    /**
     * A check begins; from now on its build shows it.
     *
     * @param listener told if the document cannot be archived
     * @param key tells it from the other checks of the build; the same after a restart
     * @param connection the name of the connection that is asked; may be null
     */
    public static RunningCheck begin(
            Run<?, ?> run, TaskListener listener, String key, String connection, PollingState watch) {
        RunningCheck check = new RunningCheck(run, listener, key, connection, watch);
        check.history.onStarted(watch);
        KoreNotifyStatusAction.of(run).show(check);
        return check;
    }

    /** The same for a check that goes on after Jenkins was away. */
    public static RunningCheck resume(
            Run<?, ?> run, TaskListener listener, String key, String connection, PollingState watch, long now) {
        RunningCheck check = new RunningCheck(run, listener, key, connection, watch);
        check.history.onStarted(watch);
        check.history.onResumed(watch, now);
        KoreNotifyStatusAction.of(run).show(check);
        return check;
    }

    /** Kore.ai gave a status. */
    public void onStatus(PollingState now, long at) {
        watch = now;
        history.onStatus(now, at);
    }

    /** A question got no status. */
    public void onPollFailure(String requestId, PollFailure failure, PollingState now, long at) {
        watch = now;
        history.onPollFailure(requestId, failure, now, at);
    }

    /** There is a verdict: keeps the record with the build, its figures with the job, and archives the document. */
    public void onCompleted(CheckResult result) {
        KoreNotifyStatusAction action = KoreNotifyStatusAction.of(run);
        int number = action.keep(this, result, timeline.kept());
        if (number == 0) {
            return;
        }
        ReportArchive.archive(run, listener, number, result);
        try {
            run.save();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot store what came of a check with " + run);
        }
        JobTrend.keep(run, action.getChecks());
    }

    /** It ends without a verdict, if it has not ended: nothing is kept of it. */
    public void dropped() {
        KoreNotifyStatusAction.of(run).hide(this);
    }

    String key() {
        return key;
    }

    String connection() {
        return connection;
    }

    /** How far it is at a time. */
    CheckRecord standing(long now) {
        PollingState last = watch;
        // What it would come to if time were up now; only its counts are shown.
        CheckResult soFar = CheckResult.of(
                last, last.verdict(Math.max(now, last.deadline())).orElseThrow(), now);
        return CheckRecord.waiting(this, soFar, timeline.kept(), last.deadline());
    }
}
