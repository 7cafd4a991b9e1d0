package io.jenkins.plugins.korenotify.check;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.ExtensionList;
import hudson.model.Result;
import io.jenkins.plugins.korenotify.connection.BackgroundTasks;
import io.jenkins.plugins.korenotify.connection.PollSchedulerRegistry;
import io.jenkins.plugins.korenotify.connection.ResolvedConnection;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.SerialExecutor;
import io.jenkins.plugins.korenotify.engine.result.CheckLabel;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.ProgressLog;
import io.jenkins.plugins.korenotify.engine.result.ProgressMessages;
import io.jenkins.plugins.korenotify.report.RunningCheck;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Passes the events of one check on to the build's log, to its page and to every {@link CheckListener}: one event at a
 * time and in order. The page is up to date at once; everything else follows on other threads, so that neither polling nor
 * a Pipeline ever waits for it.
 */
@Restricted(NoExternalUse.class)
public final class CheckObservers {
    private static final Logger LOGGER = Logger.getLogger(CheckObservers.class.getName());

    private final RunningCheck check;
    private final ProgressLog log = new ProgressLog(PollSchedulerRegistry::tick, this::print);
    private final SerialExecutor events =
            new SerialExecutor(BackgroundTasks.EVENTS, e -> LOGGER.log(Level.WARNING, "An event was not handled", e));
    private boolean ended;
    private volatile boolean aborted;
    // Whether a reminder is scheduled. Used by events only.
    private boolean reminding;

    private CheckObservers(RunningCheck check) {
        this.check = check;
    }

    /** A check starts. */
    public static CheckObservers start(RunningCheck check, ResolvedConnection connection, PollingState state) {
        CheckObservers observers = new CheckObservers(check);
        check.onStarted(state);
        observers.publish(() -> observers.log.onStarted(
                state,
                ProgressMessages.connection(connection.name()),
                connection.endpoint().streamId()));
        observers.notifyListeners(each -> each.onStarted(check, state));
        return observers;
    }

    /**
     * A check goes on after a restart.
     *
     * @param connection null if there is nothing to say of it in the log
     */
    public static CheckObservers resume(
            RunningCheck check, @CheckForNull ResolvedConnection connection, PollingState state, long now) {
        CheckObservers observers = new CheckObservers(check);
        check.onResumed(state, now);
        if (connection != null) {
            observers.publish(
                    () -> observers.log.onResumed(state, ProgressMessages.connection(connection.name()), now));
        }
        observers.notifyListeners(each -> each.onStarted(check, state));
        return observers;
    }

    /** The result of the check with a verdict on its last state. */
    public CheckResult result(PollingState last, Verdict verdict) {
        return check.result(last, verdict, System.currentTimeMillis());
    }

    /** Kore.ai reported a status. */
    public void onStatus(PollingState state) {
        long now = System.currentTimeMillis();
        check.onStatus(state, now);
        publish(() -> log.onStatus(state, now));
        notifyListeners(each -> each.onStatus(check, state));
    }

    /** A poll gave no status. */
    public void onPollFailure(String requestId, PollFailure failure, PollingState state) {
        long now = System.currentTimeMillis();
        check.onPollFailure(requestId, failure, state, now);
        publish(() -> {
            log.onPollFailure(requestId, failure, state, now);
            if (!reminding) {
                remind();
            }
        });
        notifyListeners(each -> each.onPollFailure(check, failure, state));
    }

    /**
     * The check has its verdict. Stores it with the build, which may take its time.
     *
     * @param outcome what it means for the build
     * @param explanation a line for the log; empty where the verdict says it all
     */
    public void onCompleted(CheckResult result, Result outcome, String explanation) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        events.execute(() -> {
            log.onCompleted(result);
            if (!explanation.isEmpty()) {
                print(explanation);
            }
        });
        events.execute(() -> all(each -> each.onCompleted(check, result, outcome)));
        check.onCompleted(result);
    }

    /** The check ends without a verdict, while the build goes on to its own end. Does nothing if it has ended. */
    public void onAborted() {
        abort(true, true);
    }

    /**
     * The build ended, so the check ends without a verdict. Does nothing if it has ended.
     *
     * @param deleted whether nothing may be stored with the build
     */
    public void onBuildEnded(boolean deleted) {
        abort(false, !deleted);
    }

    private void abort(boolean logIsOpen, boolean store) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        Verdict verdict = Verdict.of(Verdict.Level.ABORTED, List.of(LocalizableMessage.of("check.aborted")));
        CheckResult result = check.result(verdict, System.currentTimeMillis());
        if (logIsOpen) {
            // At once: the log may be closed before an event is handled.
            log.onCompleted(result);
        }
        aborted = true;
        if (store) {
            BackgroundTasks.RESULTS.execute(() -> check.onCompleted(result));
        }
        events.execute(() -> all(each -> each.onAborted(check)));
    }

    /** Runs a task after all earlier events. */
    public void afterEvents(Runnable task) {
        events.execute(task);
    }

    private synchronized void publish(Runnable event) {
        if (!ended) {
            events.execute(event);
        }
    }

    /** While polls fail, the log is not silent for long. Called by events only. */
    private void remind() {
        long delay = log.onSilence();
        reminding = delay > 0;
        if (reminding) {
            Timer.get().schedule(() -> publish(this::remind), delay, TimeUnit.MILLISECONDS);
        }
    }

    private void notifyListeners(Consumer<CheckListener> event) {
        publish(() -> all(event));
    }

    private void all(Consumer<CheckListener> event) {
        for (CheckListener each : ExtensionList.lookup(CheckListener.class)) {
            try {
                event.accept(each);
            } catch (RuntimeException | LinkageError e) {
                LOGGER.log(Level.WARNING, e, () -> each + " failed at the " + check);
            }
        }
    }

    private void print(LocalizableMessage line) {
        print(line.format(Locale.getDefault()));
    }

    /** Nothing is written after an abort: the log may be closed. */
    private void print(String line) {
        if (aborted) {
            return;
        }
        try {
            check.listener().getLogger().println(prefix() + line);
        } catch (RuntimeException e) {
            LOGGER.log(Level.FINE, "Cannot write to the build log", e);
        }
    }

    /** Names the check, unless its name is a request ID and the build has no other check. */
    private String prefix() {
        String name = check.label().name();
        return name == null || check.isOnlyOne() && CheckLabel.lastingName(name).isEmpty()
                ? "[Kore.ai] "
                : "[Kore.ai " + name + "] ";
    }
}
