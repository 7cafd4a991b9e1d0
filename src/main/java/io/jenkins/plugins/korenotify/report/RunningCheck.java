package io.jenkins.plugins.korenotify.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.result.CheckLabel;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.PollHistory;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * A check that runs, as its build shows it; equal to itself alone. How far it is lives in memory alone; the build is
 * stored once, with the result. After a restart the same check is another object. No problem here makes a check fail.
 */
@Restricted(NoExternalUse.class)
public final class RunningCheck {
    private static final Logger LOGGER = Logger.getLogger(RunningCheck.class.getName());

    private final Run<?, ?> run;
    private final StepContext step;
    private final TaskListener listener;
    final String key;
    private final CheckLabel label;
    final boolean archive;
    private final PollHistory history = new PollHistory();
    private volatile PollingState state;

    /**
     * A check that has not started yet.
     *
     * @param step null outside of Pipeline steps
     * @param listener the log of the check
     * @param key tells it from the other checks of the build; the same after a restart
     * @param archive whether its result is archived with the build as a JSON document
     */
    public RunningCheck(
            Run<?, ?> run,
            @CheckForNull StepContext step,
            TaskListener listener,
            String key,
            CheckLabel label,
            boolean archive) {
        this.run = run;
        this.step = step;
        this.listener = listener;
        this.key = key;
        this.label = label;
        this.archive = archive;
    }

    /** The check starts; from now on its build shows it. */
    public void onStarted(PollingState first) {
        state = first;
        history.onStarted(first);
        KoreNotifyStatusAction.of(run).show(this);
    }

    /** The check goes on after a restart; {@code now} is in milliseconds since the epoch, here and below. */
    public void onResumed(PollingState current, long now) {
        onStarted(current);
        history.onResumed(current, now);
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

    /** The check has ended, once: stores its result with the build and with the job's trend, and archives the document. */
    public void onCompleted(CheckResult result) {
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

    /** Its result with a verdict; with null, how far it is. */
    public CheckResult result(@CheckForNull Verdict verdict, long now) {
        return result(state, verdict, now);
    }

    /** Its result with a verdict on its last state. */
    public CheckResult result(PollingState last, @CheckForNull Verdict verdict, long now) {
        return new CheckResult(last, verdict, label, history, now);
    }

    /** Whether its build has had no other check so far. */
    public boolean isOnlyOne() {
        return KoreNotifyStatusAction.of(run).getCheckCount() <= 1;
    }

    /** Its build. */
    public Run<?, ?> run() {
        return run;
    }

    /** Its log. */
    public TaskListener listener() {
        return listener;
    }

    /** What tells it from the other checks of the build, for people. */
    public CheckLabel label() {
        return label;
    }

    /**
     * What the blocks around the step provide; empty outside of Pipeline steps. May be called when the check starts, not
     * later: the step may be over by then.
     */
    public <T> Optional<T> fromBlocks(Class<T> type) {
        if (step == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(step.get(type));
        } catch (IOException | InterruptedException e) {
            LOGGER.log(Level.FINE, e, () -> "Cannot get " + type + " in " + run);
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        }
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

    @Override
    public String toString() {
        return "check of " + run;
    }
}
