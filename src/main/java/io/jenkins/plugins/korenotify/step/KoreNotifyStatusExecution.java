package io.jenkins.plugins.korenotify.step;

import hudson.AbortException;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.korenotify.check.CheckContext;
import io.jenkins.plugins.korenotify.check.CheckObservers;
import io.jenkins.plugins.korenotify.check.CredentialRefreshingFetcher;
import io.jenkins.plugins.korenotify.check.RunningChecks;
import io.jenkins.plugins.korenotify.connection.BackgroundTasks;
import io.jenkins.plugins.korenotify.connection.ConnectionResolver;
import io.jenkins.plugins.korenotify.connection.PollSchedulerRegistry;
import io.jenkins.plugins.korenotify.connection.ResolvedConnection;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollListener;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.PollingTask;
import io.jenkins.plugins.korenotify.engine.result.CheckLabel;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
 * <p>Stored with the build are the settings and the polling state as it is at the moment of storing; nothing is stored for
 * the sake of a poll. Connection and credentials are looked up again after a restart.
 */
final class KoreNotifyStatusExecution extends StepExecution {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(KoreNotifyStatusExecution.class.getName());

    /** How long storing and archiving a result may delay the end of the step. */
    private static final long MAX_STORING_SECONDS = 60;

    private final CheckSettings settings;
    private long startedAt;
    // Null until the connection has been looked up. Brought up to date by writeObject.
    private PollingState state;
    // Null until there is a verdict. Stored before anything else happens with it, so that a Jenkins that is killed before
    // the step has ended comes to the same verdict, whatever Kore.ai and the clock say then.
    private CheckResult storedResult;

    private transient Jenkins jenkins;
    private transient PollingTask task;
    private transient ResolvedConnection connection;
    private transient CheckObservers observers;
    private transient Future<?> lookupTimeout;
    private transient Consumer<Boolean> abandon;
    // Whether there is a verdict, or the step was aborted or failed.
    private transient boolean ended;
    private transient boolean completed;

    KoreNotifyStatusExecution(CheckSettings settings, StepContext context) throws AbortException {
        super(context);
        // What is stored with the build has IDs and numbers, not the text that the user gave.
        this.settings = settings.withRequests(ValidatedCheck.of(settings).requests());
    }

    @Override
    public boolean start() throws AbortException {
        ValidatedCheck check = ValidatedCheck.of(settings);
        startedAt = System.currentTimeMillis();
        lookUp(() -> startPolling(check), check);
        return false;
    }

    @Override
    public void onResume() {
        lookUp(this::resumePolling, null);
    }

    @Override
    public void stop(Throwable cause) throws Exception {
        // A step that has its verdict and hangs in storing it can be aborted, too.
        end(true);
        synchronized (this) {
            if (completed) {
                return;
            }
            completed = true;
        }
        super.stop(cause);
    }

    @Override
    public String getStatus() {
        PollingState now = state();
        return now == null ? "looking up the Kore.ai connection" : "polling Kore.ai: " + now.counts();
    }

    private void lookUp(Callable<Void> work, ValidatedCheck check) {
        Jenkins current = Jenkins.get();
        synchronized (this) {
            jenkins = current;
            if (check != null) {
                lookupTimeout = Timer.get()
                        .schedule(
                                this::lookupTimedOut, check.timeout().toMillis() + 1_000, TimeUnit.MILLISECONDS);
            }
        }
        BackgroundTasks.LOOKUPS.execute(() -> {
            try {
                work.call();
            } catch (Exception | LinkageError e) {
                if (!BackgroundTasks.isEnding(current) && end(false)) {
                    complete(() -> getContext().onFailure(e));
                }
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
        BackgroundTasks.RESULTS.execute(() -> {
            if (end(false)) {
                complete(() -> getContext()
                        .onFailure(new AbortException(Messages.KoreNotifyStatusExecution_lookupTimeout())));
            }
        });
    }

    private Void startPolling(ValidatedCheck check) throws IOException, InterruptedException {
        ResolvedConnection found = resolve();
        PollingState first = check.start(found.policy(), startedAt);
        if (isEnded()) {
            return null;
        }
        poll(first, found, CheckObservers.start(context(found), listener(), settings.archive(), found, first));
        return null;
    }

    private Void resumePolling() throws IOException, InterruptedException {
        PollingState stored = state();
        long now = System.currentTimeMillis();
        CheckResult result = storedResult();
        if (result != null) {
            CheckObservers resumed = resume(null, stored, now);
            attach(resumed);
            if (end(null)) {
                publish(result, resumed);
            }
            return null;
        }
        ResolvedConnection found;
        try {
            found = resolve();
        } catch (AbortException e) {
            failUnresolvable(stored, e.getMessage(), now);
            return null;
        }
        PollingState next = stored == null
                ? ValidatedCheck.of(settings).start(found.policy(), startedAt)
                : found.permitted(stored.restored(now, PollSchedulerRegistry.tick()));
        poll(next, found, resume(found, next, now));
        return null;
    }

    private CheckObservers resume(ResolvedConnection found, PollingState from, long now)
            throws IOException, InterruptedException {
        return CheckObservers.resume(context(found), listener(), settings.archive(), found, from, now);
    }

    /** What was valid at the start no longer is: {@code onError} decides what that means. */
    private void failUnresolvable(PollingState stored, String message, long now)
            throws IOException, InterruptedException {
        // Without a connection, nothing allows to keep recipients.
        PollingState last = (stored == null
                        ? ValidatedCheck.of(settings).start(PollingPolicy.DEFAULT, startedAt)
                        : stored.withoutRecipients())
                .fatalFailure(LocalizableMessage.of("text", message));
        CheckObservers resumed = resume(null, last, now);
        attach(resumed);
        onVerdict(last.verdict(now).orElseThrow(), last, resumed);
    }

    private ResolvedConnection resolve() throws IOException, InterruptedException {
        return ConnectionResolver.resolve(run(), settings.connection(), settings.credentialsId(), settings.streamId());
    }

    private Run<?, ?> run() throws IOException, InterruptedException {
        return getContext().get(Run.class);
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

    private CheckContext context(ResolvedConnection found) throws IOException, InterruptedException {
        FlowNode node = getContext().get(FlowNode.class);
        String name = settings.name() == null ? defaultName(node) : settings.name();
        CheckLabel label = found == null
                ? new CheckLabel(name, settings.connection(), settings.streamId())
                : new CheckLabel(name, found.name(), found.endpoint().streamId());
        return new CheckContext(run(), getContext(), node.getId(), label, settings.name());
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

    private void poll(PollingState from, ResolvedConnection found, CheckObservers followers)
            throws IOException, InterruptedException {
        attach(followers);
        synchronized (this) {
            // What was looked up while Jenkins was ending is polled by the next one.
            if (ended || BackgroundTasks.isEnding(jenkins)) {
                return;
            }
            state = from;
            connection = found;
            task = found.scheduler()
                    .start(
                            from,
                            new CredentialRefreshingFetcher(found.source(), this::resolve, BackgroundTasks.LOOKUPS),
                            new Listener(found, followers),
                            found.limits());
        }
    }

    /** Publishes events from now on, and notices an abort that came before. */
    private void attach(CheckObservers followers) throws IOException, InterruptedException {
        Run<?, ?> run = run();
        boolean late;
        synchronized (this) {
            observers = followers;
            abandon = store -> {
                end(store);
                synchronized (this) {
                    completed = true;
                }
            };
            late = ended;
        }
        RunningChecks.add(run, abandon);
        if (late) {
            followers.onAborted(true);
            RunningChecks.remove(run, abandon);
        }
    }

    /**
     * Ends polling; false if that was done before.
     *
     * @param store whether observers are notified of an abort, and if so, whether it is stored; null: there is a verdict
     */
    private boolean end(Boolean store) {
        PollingTask cancelled;
        CheckObservers followers;
        synchronized (this) {
            if (ended) {
                return false;
            }
            ended = true;
            cancelled = task;
            followers = observers;
        }
        cancelLookupTimeout();
        if (cancelled != null && store != null) {
            cancelled.cancel();
        }
        if (followers != null && store != null) {
            followers.onAborted(store);
        }
        return true;
    }

    private void onVerdict(Verdict verdict, PollingState last, CheckObservers followers) {
        if (!end(null)) {
            return;
        }
        try {
            CheckResult result = CheckResult.of(
                    last, verdict, followers.check().label(), followers.history(), System.currentTimeMillis());
            synchronized (this) {
                state = last;
                task = null;
                storedResult = result.bounded(KoreNotifyStatusResult.MAX_REQUESTS);
            }
            // Whether or not the program could be stored: only what a Jenkins that is killed now would do depends on it.
            getContext().saveState().addListener(() -> publish(result, followers), BackgroundTasks.RESULTS);
        } catch (RuntimeException | LinkageError e) {
            complete(() -> getContext().onFailure(e));
        }
    }

    /** Stores and reports the result, then completes the step, even if storing it hangs. */
    private void publish(CheckResult result, CheckObservers followers) {
        BuildOutcome outcome = BuildOutcome.of(result, settings);
        Runnable completion = () -> complete(() -> complete(result, outcome));
        Future<?> late = Timer.get()
                .schedule(
                        () -> BackgroundTasks.RESULTS.execute(completion), MAX_STORING_SECONDS, TimeUnit.SECONDS);
        try {
            followers.onCompleted(result, outcome.result(), outcome.explanation());
        } catch (RuntimeException | LinkageError e) {
            LOGGER.log(Level.WARNING, "The result of a check was not stored", e);
        }
        followers.afterEvents(() -> {
            late.cancel(false);
            completion.run();
        });
    }

    private void complete(CheckResult result, BuildOutcome outcome) {
        KoreNotifyStatusResult returned = new KoreNotifyStatusResult(result);
        try {
            if (outcome.result() == Result.FAILURE) {
                getContext().onFailure(new CheckFailedException(returned));
                return;
            }
            if (outcome.result() == Result.UNSTABLE) {
                getContext()
                        .get(FlowNode.class)
                        .addOrReplaceAction(
                                new WarningAction(Result.UNSTABLE).withMessage(returned.toMessage()));
                run().setResult(Result.UNSTABLE);
            }
            getContext().onSuccess(returned);
        } catch (IOException | InterruptedException e) {
            getContext().onFailure(e);
        }
    }

    /** Completes the step unless that was done before. */
    private void complete(Runnable completion) {
        Consumer<Boolean> registered;
        synchronized (this) {
            if (completed) {
                return;
            }
            completed = true;
            registered = abandon;
        }
        try {
            if (registered != null) {
                RunningChecks.remove(run(), registered);
            }
        } catch (IOException | InterruptedException e) {
            LOGGER.log(Level.FINE, "The build of a check is gone", e);
        }
        completion.run();
    }

    private synchronized boolean isEnded() {
        return ended;
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

    /** Passes on the events of polling. */
    private final class Listener implements PollListener {
        private final ResolvedConnection found;
        private final CheckObservers followers;

        Listener(ResolvedConnection found, CheckObservers followers) {
            this.found = found;
            this.followers = followers;
        }

        @Override
        public void onStatus(String requestId, PollingState now) {
            followers.onStatus(found.permitted(now));
        }

        @Override
        public void onPollFailure(String requestId, PollFailure failure, PollingState now) {
            followers.onPollFailure(requestId, failure, found.permitted(now));
        }

        @Override
        public void onCompleted(Verdict verdict, PollingState last) {
            // Storing may block, which the scheduler's threads must not.
            BackgroundTasks.RESULTS.execute(() -> onVerdict(verdict, found.permitted(last), followers));
        }
    }
}
