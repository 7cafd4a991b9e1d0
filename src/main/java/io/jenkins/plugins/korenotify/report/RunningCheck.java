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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * A check that runs, as its build shows it. How far it is lives in memory alone; the build is stored once, with the
 * result. No problem here makes a check fail.
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
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile PollingState state;

    private RunningCheck(
            Run<?, ?> run, TaskListener listener, String key, CheckLabel label, boolean archive, PollingState state) {
        this.run = run;
        this.listener = listener;
        this.key = key;
        this.label = label;
        this.archive = archive;
        this.state = state;
        history.onStarted(state);
    }

    /**
     * A check starts; from now on its build shows it.
     *
     * @param listener notified if the document cannot be archived
     * @param key tells it from the other checks of the build; the same after a restart
     * @param archive whether the document is archived with the build
     */
    public static RunningCheck start(
            Run<?, ?> run, TaskListener listener, String key, CheckLabel label, boolean archive, PollingState state) {
        RunningCheck check = new RunningCheck(run, listener, key, label, archive, state);
        KoreNotifyStatusAction.of(run).show(check);
        return check;
    }

    /** The same for a check that goes on after a restart; {@code now} is in milliseconds since the epoch, here and below. */
    public static RunningCheck resume(
            Run<?, ?> run,
            TaskListener listener,
            String key,
            CheckLabel label,
            boolean archive,
            PollingState state,
            long now) {
        RunningCheck check = new RunningCheck(run, listener, key, label, archive, state);
        check.history.onResumed(state, now);
        KoreNotifyStatusAction.of(run).show(check);
        return check;
    }

    /** Kore.ai reported a status. */
    public void onStatus(PollingState current, long now) {
        state = current;
        history.onStatus(current, now);
    }

    /** A poll gave no status. */
    public void onPollFailure(String requestId, PollFailure failure, PollingState current, long now) {
        state = current;
        history.onPollFailure(requestId, failure, current, now);
    }

    /** The check has ended: stores its result with the build and with the job's trend, and archives the document. */
    public void onCompleted(CheckResult result) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        KoreNotifyStatusAction action = KoreNotifyStatusAction.of(run);
        StoredCheck stored = action.store(this, result);
        if (stored == null || isDeleted()) {
            return;
        }
        try {
            run.save();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot store the result of a check with " + run);
        }
        JobTrend.put(run, action.getResults());
        // Last: an artifact store may hang.
        if (archive && !isDeleted()) {
            ReportArchive.archive(run, listener, stored.document, result);
        }
    }

    /** Whether the build was deleted meanwhile: to store anything would create it anew. */
    private boolean isDeleted() {
        return !run.getRootDir().isDirectory();
    }

    /** The result of a check that ends without a verdict: what is known so far. */
    public CheckResult aborted(long now) {
        Verdict aborted = Verdict.of(Verdict.Level.ABORTED, List.of(LocalizableMessage.of("check.aborted")));
        return CheckResult.of(state, aborted, label, history, now);
    }

    /** Whether its build has had no other check so far. */
    public boolean isOnlyOne() {
        return KoreNotifyStatusAction.of(run).size() <= 1;
    }

    /** What happened so far. */
    public PollHistory history() {
        return history;
    }

    String key() {
        return key;
    }

    boolean isArchived() {
        return archive;
    }

    /** How far it is. */
    CheckResult progress(long now) {
        return CheckResult.of(state, null, label, history, now);
    }

    /** The time until the next poll in milliseconds; 0: one is due or its response is awaited. */
    long nextPollIn(long tick) {
        PollingState last = state;
        return last.requests().stream()
                .filter(last::isPollable)
                .mapToLong(request -> request.isInFlight() ? 0 : Math.max(0, request.nextPollAt() - tick))
                .min()
                .orElse(0);
    }
}
