package io.jenkins.plugins.korenotify.report;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.korenotify.result.CheckResult;
import io.jenkins.plugins.korenotify.watch.Trouble;
import io.jenkins.plugins.korenotify.watch.Watch;
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
public final class OpenCheck {
    private static final Logger LOGGER = Logger.getLogger(OpenCheck.class.getName());

    private final Run<?, ?> run;
    private final TaskListener listener;
    private final String key;
    private final String connection;
    private final Timeline timeline = new Timeline();
    private volatile Watch watch;

    OpenCheck(Run<?, ?> run, TaskListener listener, String key, String connection, Watch watch) {
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
    public static OpenCheck begin(Run<?, ?> run, TaskListener listener, String key, String connection, Watch watch) {
        OpenCheck check = new OpenCheck(run, listener, key, connection, watch);
        check.timeline.started(watch.startedAt(), watch.tally());
        KoreNotifyStatusAction.of(run).show(check);
        return check;
    }

    /** The same for a check that goes on after Jenkins was away. */
    public static OpenCheck resume(
            Run<?, ?> run, TaskListener listener, String key, String connection, Watch watch, long now) {
        OpenCheck check = new OpenCheck(run, listener, key, connection, watch);
        check.timeline.started(watch.startedAt(), watch.tally());
        check.timeline.resumed(now, watch.tally());
        KoreNotifyStatusAction.of(run).show(check);
        return check;
    }

    /** Kore.ai gave a status. */
    public void answered(Watch now, long at) {
        watch = now;
        timeline.answered(at, now.tally());
    }

    /** A question got no status. */
    public void troubled(String requestId, Trouble trouble, Watch now, long at) {
        watch = now;
        timeline.troubled(at, now.tally(), requestId, trouble);
    }

    /** There is a verdict: keeps the record with the build, its figures with the job, and archives the document. */
    public void ended(CheckResult result) {
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
        Watch last = watch;
        // What it would come to if time were up now; only its counts are shown.
        CheckResult soFar = CheckResult.of(
                last, last.verdict(Math.max(now, last.deadline())).orElseThrow(), now);
        return CheckRecord.waiting(this, soFar, timeline.kept(), last.deadline());
    }
}
