package io.jenkins.plugins.korenotify.step;

import hudson.AbortException;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.korenotify.check.CheckObservers;
import io.jenkins.plugins.korenotify.check.RunningChecks;
import io.jenkins.plugins.korenotify.connection.BackgroundTasks;
import io.jenkins.plugins.korenotify.connection.PollSchedulerRegistry;
import io.jenkins.plugins.korenotify.connection.ResolvedConnection;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.PollingTask;
import io.jenkins.plugins.korenotify.engine.result.CheckLabel;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.report.RunningCheck;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.actions.ThreadNameAction;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A check that waits in a Pipeline. It occupies no thread: the scheduler of the bot calls it back.
 *
 * <p>Stored with the build are the settings and the polling state as it is at the moment of storing; a poll by itself
 * stores nothing. Connection and credentials are looked up again after a restart.
 */
final class KoreNotifyStatusExecution extends StepExecution implements RunningChecks.Check {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(KoreNotifyStatusExecution.class.getName());

    // A lookup that hangs is given up this long after the deadline, when a check that polls would have ended.
    private static final long LOOKUP_OVERTIME_MILLIS = 1_000;
    // After a restart a lookup has this long, even if the deadline has passed.
    private static final long MIN_LOOKUP_MILLIS = 60_000;

    private final KoreNotifyStatusStep settings;
    private long startedAt;
    // Null until the connection has been looked up. Updated by writeObject.
    private PollingState state;
    // Null until there is a verdict. Stored before anything else happens with it, so that a Jenkins that is killed
    // before
    // the step has ended comes to the same verdict, whatever Kore.ai and the clock say then.
    private CheckResult storedResult;

    private transient Jenkins jenkins;
    private transient Run<?, ?> run;
    private transient Future<?> lookupTimeout;
    private transient ResolvedConnection connection;
    private transient CheckObservers observers;
    private transient PollingTask task;
    // Whether the check has a verdict, failed, or was aborted: it polls no more.
    private transient boolean ended;
    // Whether the step has returned, failed, or was aborted.
    private transient boolean completed;

    /** Work that looks a connection up first; may block. */
    @FunctionalInterface
    private interface Lookup {
        void run() throws IOException, InterruptedException;
    }

    KoreNotifyStatusExecution(KoreNotifyStatusStep settings, StepContext context) throws AbortException {
        super(context);
        // What is stored with the build has IDs and numbers, not the text that the user gave.
        this.settings = settings.withRequests(ValidatedCheck.of(settings).requests());
    }

    @Override
    public boolean start() throws IOException, InterruptedException {
        ValidatedCheck check = ValidatedCheck.of(settings);
        startedAt = System.currentTimeMillis();
        register();
        lookUp(() -> startPolling(check), check.timeout().toMillis());
        return false;
    }

    @Override
    public void onResume() {
        lookUp(this::resumePolling, MIN_LOOKUP_MILLIS);
    }

    @Override
    public void stop(Throwable cause) throws Exception {
        abort(CheckObservers::onAborted);
        // A check that has its verdict, and hangs in storing it, can be aborted as well.
        if (tryComplete()) {
            super.stop(cause);
        }
    }

    @Override
    public void onBuildEnded(boolean deleted) {
        abort(notified -> notified.onBuildEnded(deleted));
        tryComplete();
    }

    @Override
    public String getStatus() {
        PollingState now = state();
        return now == null ? "looking up the Kore.ai connection" : "polling Kore.ai: " + now.counts();
    }

    private void register() throws IOException, InterruptedException {
        Run<?, ?> build = getContext().get(Run.class);
        synchronized (this) {
            run = build;
        }
        RunningChecks.add(build, this);
    }

    private void lookUp(Lookup work, long timeoutMillis) {
        Jenkins current = Jenkins.get();
        synchronized (this) {
            jenkins = current;
            lookupTimeout = Timer.get()
                    .schedule(
                            () -> BackgroundTasks.RESULTS.execute(this::lookupTimedOut),
                            timeoutMillis + LOOKUP_OVERTIME_MILLIS,
                            TimeUnit.MILLISECONDS);
        }
        BackgroundTasks.LOOKUPS.execute(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException | RuntimeException | LinkageError e) {
                fail(e);
            } finally {
                cancelLookupTimeout();
            }
        });
    }

    private synchronized void cancelLookupTimeout() {
        if (lookupTimeout != null) {
            lookupTimeout.cancel(false);
            lookupTimeout = null;
        }
    }

    private void lookupTimedOut() {
        PollingState stored;
        synchronized (this) {
            if (task != null) {
                return;
            }
            stored = state;
        }
        String message = Messages.KoreNotifyStatusExecution_lookupTimeout();
        if (stored == null) {
            fail(new AbortException(message));
            return;
        }
        try {
            failUnresolvable(stored, message, System.currentTimeMillis());
        } catch (IOException | InterruptedException e) {
            fail(e);
        }
    }

    /** Ends the step without a result. */
    private void fail(Throwable cause) {
        // What was looked up while Jenkins was ending is looked up again by the next one.
        if (!BackgroundTasks.isEnding(jenkins) && tryEnd() && tryComplete()) {
            getContext().onFailure(cause);
        }
    }

    private void startPolling(ValidatedCheck check) throws IOException, InterruptedException {
        ResolvedConnection found = resolve();
        PollingState first = check.start(found.policy(), startedAt);
        RunningCheck running = running(found);
        attach(found, first, () -> CheckObservers.start(running, found, first));
    }

    private void resumePolling() throws IOException, InterruptedException {
        register();
        PollingState stored = state();
        long now = System.currentTimeMillis();
        CheckResult result = storedResult();
        if (result != null) {
            republish(result, stored, now);
            return;
        }
        ResolvedConnection found;
        try {
            found = resolve();
        } catch (AbortException e) {
            failUnresolvable(stored, e.getMessage(), now);
            return;
        }
        PollingState next = stored == null
                ? initialState(found.policy())
                : found.permitted(stored.restored(now, PollSchedulerRegistry.tick()));
        RunningCheck running = running(found);
        attach(found, next, () -> CheckObservers.resume(running, found, next, now));
    }

    private PollingState initialState(PollingPolicy policy) throws AbortException {
        return ValidatedCheck.of(settings).start(policy, startedAt);
    }

    /** Polls from now on, unless the check has ended or Jenkins is ending: then nothing shows that it was about to. */
    private synchronized void attach(ResolvedConnection found, PollingState from, Supplier<CheckObservers> attached) {
        if (ended || BackgroundTasks.isEnding(jenkins)) {
            return;
        }
        state = from;
        connection = found;
        CheckObservers notified = attached.get();
        observers = notified;
        // Storing may block, which the scheduler's threads must not.
        task = new CheckPolling(
                        found,
                        notified,
                        (verdict, last) -> BackgroundTasks.RESULTS.execute(() -> onVerdict(verdict, last, notified)))
                .start(from, this::resolve);
    }

    /** Publishes a verdict that was there before the restart. */
    private void republish(CheckResult result, PollingState stored, long now) throws IOException, InterruptedException {
        CheckObservers attached = reattach(stored, now);
        if (attached != null && tryEnd()) {
            complete(result, attached);
        }
    }

    /** What was valid at the start no longer is: {@code onError} decides what that means. */
    private void failUnresolvable(PollingState stored, String message, long now)
            throws IOException, InterruptedException {
        // Without a connection, nothing allows to keep recipients.
        PollingState last = (stored == null ? initialState(PollingPolicy.DEFAULT) : stored.withoutRecipients())
                .fatalFailure(LocalizableMessage.of("text", message));
        CheckObservers attached = reattach(last, now);
        if (attached != null) {
            onVerdict(last.verdict(now).orElseThrow(), last, attached);
        }
    }

    /** Observers of a check that polls no more; null if it has ended. */
    private CheckObservers reattach(PollingState last, long now) throws IOException, InterruptedException {
        RunningCheck running = running(null);
        synchronized (this) {
            if (ended) {
                return null;
            }
            observers = CheckObservers.resume(running, null, last, now);
            return observers;
        }
    }

    private ResolvedConnection resolve() throws IOException, InterruptedException {
        return ResolvedConnection.resolve(
                run(), settings.getConnection(), settings.getCredentialsId(), settings.getStreamId());
    }

    private synchronized Run<?, ?> run() {
        return run;
    }

    /**
     * The log of the step. If Jenkins was killed between storing the program and storing the build, Pipeline takes the
     * step's node for finished and refuses its log; the log of the build is open all the same.
     */
    private TaskListener listener() throws IOException, InterruptedException {
        try {
            return getContext().get(TaskListener.class);
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> "No log of the step; the log of the build is used");
            return getContext().get(FlowExecution.class).getOwner().getListener();
        }
    }

    private RunningCheck running(ResolvedConnection found) throws IOException, InterruptedException {
        FlowNode node = getContext().get(FlowNode.class);
        String name = settings.getName() == null ? defaultName(node) : settings.getName();
        CheckLabel label = found == null
                ? new CheckLabel(name, settings.getConnection(), settings.getStreamId())
                : new CheckLabel(name, found.name(), found.endpoint().streamId());
        return new RunningCheck(run(), getContext(), listener(), node.getId(), label, settings.isArchive());
    }

    /** The name of the enclosing stage or parallel branch, else the first request ID. */
    private String defaultName(FlowNode node) throws AbortException {
        for (FlowNode block : node.iterateEnclosingBlocks()) {
            LabelAction label = block.getPersistentAction(LabelAction.class);
            if (label != null) {
                return label instanceof ThreadNameAction branch ? branch.getThreadName() : label.getDisplayName();
            }
        }
        return ValidatedCheck.of(settings).requests().get(0).requestId();
    }

    /** Stops polling, if the check has no end yet. */
    private void abort(Consumer<CheckObservers> notification) {
        if (!tryEnd()) {
            return;
        }
        PollingTask cancelled;
        CheckObservers notified;
        synchronized (this) {
            cancelled = task;
            notified = observers;
        }
        if (cancelled != null) {
            cancelled.cancel();
        }
        if (notified != null) {
            notification.accept(notified);
        }
    }

    /** Claims the end of the check; false if it has ended. */
    private boolean tryEnd() {
        synchronized (this) {
            if (ended) {
                return false;
            }
            ended = true;
        }
        cancelLookupTimeout();
        return true;
    }

    /** Claims the end of the step; false if it has ended. */
    private boolean tryComplete() {
        Run<?, ?> build;
        synchronized (this) {
            if (completed) {
                return false;
            }
            completed = true;
            build = run;
        }
        if (build != null) {
            RunningChecks.remove(build, this);
        }
        return true;
    }

    private void onVerdict(Verdict verdict, PollingState last, CheckObservers notified) {
        if (!tryEnd()) {
            return;
        }
        try {
            CheckResult result = notified.result(last, verdict);
            synchronized (this) {
                state = last;
                task = null;
                storedResult = result.bounded(KoreNotifyStatusResult.MAX_REQUESTS);
            }
            complete(result, notified);
        } catch (RuntimeException | LinkageError e) {
            if (tryComplete()) {
                getContext().onFailure(e);
            }
        }
    }

    /** Stores and reports the result, then ends the step, even if storing or reporting hangs. */
    private void complete(CheckResult result, CheckObservers notified) {
        BuildOutcome outcome = BuildOutcome.of(result, settings);
        Runnable completion = () -> complete(result, outcome);
        Future<?> timeout = Timer.get()
                .schedule(
                        () -> BackgroundTasks.RESULTS.execute(completion),
                        BlockingCheck.MAX_STORING_SECONDS,
                        TimeUnit.SECONDS);
        Runnable publication = () -> {
            try {
                notified.onCompleted(result, outcome.result(), outcome.explanation());
            } catch (RuntimeException | LinkageError e) {
                LOGGER.log(Level.WARNING, "The result of a check was not stored", e);
            }
            notified.afterEvents(() -> {
                timeout.cancel(false);
                completion.run();
            });
        };
        // Whether or not the program could be stored: only what a Jenkins that is killed now would do depends on it.
        getContext().saveState().addListener(publication, BackgroundTasks.RESULTS);
    }

    private void complete(CheckResult result, BuildOutcome outcome) {
        if (!tryComplete()) {
            return;
        }
        KoreNotifyStatusResult returned = new KoreNotifyStatusResult(result);
        if (outcome.result() == Result.FAILURE) {
            getContext().onFailure(new CheckFailedException(returned));
            return;
        }
        if (outcome.result() == Result.UNSTABLE) {
            try {
                WarningAction warning = new WarningAction(Result.UNSTABLE).withMessage(returned.toMessage());
                getContext().get(FlowNode.class).addOrReplaceAction(warning);
            } catch (IOException | InterruptedException e) {
                getContext().onFailure(e);
                return;
            }
            run().setResult(Result.UNSTABLE);
        }
        getContext().onSuccess(returned);
    }

    private synchronized CheckResult storedResult() {
        return storedResult;
    }

    private synchronized PollingState state() {
        return task == null ? state : connection.permitted(task.state());
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        synchronized (this) {
            state = state();
            out.defaultWriteObject();
        }
    }
}
