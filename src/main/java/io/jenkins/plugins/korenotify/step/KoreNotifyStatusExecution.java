package io.jenkins.plugins.korenotify.step;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import hudson.AbortException;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.korenotify.Messages;
import io.jenkins.plugins.korenotify.check.CheckContext;
import io.jenkins.plugins.korenotify.check.CheckObservers;
import io.jenkins.plugins.korenotify.check.CredentialRefreshingFetcher;
import io.jenkins.plugins.korenotify.connection.BackgroundTasks;
import io.jenkins.plugins.korenotify.connection.ConnectionResolver;
import io.jenkins.plugins.korenotify.connection.ResolvedConnection;
import io.jenkins.plugins.korenotify.engine.gate.Finding;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollListener;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.PollingTask;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A check under way in a Pipeline. It occupies no thread: the connection's driver calls it back.
 *
 * <p>What is stored with the build is what was asked and how far the watch has come, as it stands at the moment of
 * storing; nothing is stored for the sake of a poll. Connection and credentials are looked up afresh when Jenkins comes
 * back.
 */
final class KoreNotifyStatusExecution extends StepExecution {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(KoreNotifyStatusExecution.class.getName());

    private final CheckSettings settings;
    private long startedAt;
    // Null until the connection has been looked up, and after a kill if that was later than the last storing. Kept up
    // to date by writeObject.
    private PollingState watch;
    // Null until there is a verdict. Stored before anybody is told, so that it stays what it is if Jenkins is killed
    // before the step is over, whatever Kore.ai and the clock say by then.
    private CheckResult ended;

    // The Jenkins that this goes on in.
    private transient Jenkins home;
    private transient PollingTask running;
    private transient ResolvedConnection pollSent;
    private transient CheckObservers audience;
    private transient boolean over;

    KoreNotifyStatusExecution(CheckSettings settings, StepContext context) {
        super(context);
        this.settings = settings;
    }

    @Override
    public boolean start() throws AbortException {
        ValidatedCheck check = ValidatedCheck.of(settings);
        startedAt = System.currentTimeMillis();
        lookUp(() -> begin(check));
        return false;
    }

    @Override
    public void onResume() {
        lookUp(this::resume);
    }

    @Override
    public void stop(Throwable cause) throws Exception {
        PollingTask cancelled;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            cancelled = running;
        }
        if (cancelled != null) {
            cancelled.cancel();
        }
        publishAborted();
        super.stop(cause);
    }

    @Override
    public String getStatus() {
        PollingState now = current();
        return now == null ? "looking up the Kore.ai connection" : "waiting for Kore.ai: " + now.counts();
    }

    private void lookUp(Callable<Void> work) {
        Jenkins jenkins = Jenkins.get();
        synchronized (this) {
            home = jenkins;
        }
        BackgroundTasks.submit(() -> {
            try {
                work.call();
            } catch (Exception | LinkageError e) {
                if (!BackgroundTasks.isEnding(jenkins) && claim()) {
                    publishAborted();
                    getContext().onFailure(e);
                }
            }
        });
    }

    private Void begin(ValidatedCheck check) throws IOException, InterruptedException {
        ResolvedConnection connection = resolve();
        PollingState begun = check.begin(connection.pollPlan(), startedAt);
        CheckObservers observers = CheckObservers.began(buildCheck(), listener(), key(), connection, begun);
        follow(observers);
        start(begun, connection, observers);
        return null;
    }

    private Void resume() throws IOException, InterruptedException {
        PollingState stored = current();
        long now = System.currentTimeMillis();
        CheckResult given = given();
        if (given != null) {
            CheckObservers observers = rejoin(stored, now);
            if (claim()) {
                complete(given, observers);
            }
            return null;
        }
        ResolvedConnection connection;
        try {
            connection = resolve();
        } catch (AbortException e) {
            // Without a connection, nobody says that recipients may be kept.
            lose(stored == null ? begun(PollingPolicy.DEFAULT) : stored.withoutRecipients(), e.getMessage(), now);
            return null;
        }
        PollingState from = stored == null ? begun(connection.pollPlan()) : connection.permitted(stored.resumed(now));
        CheckObservers observers = CheckObservers.resumed(buildCheck(), listener(), key(), connection, from, now);
        follow(observers);
        start(from, connection, observers);
        return null;
    }

    /** The watch as it began: of a Jenkins that was killed, no more may be stored than when that was. */
    private PollingState begun(PollingPolicy plan) throws AbortException {
        return ValidatedCheck.of(settings).begin(plan, startedAt);
    }

    /** What was right at the start no longer is: trouble on the way, and onError says what to do about it. */
    private void lose(PollingState last, String why, long now) throws IOException, InterruptedException {
        String open = last.requests().stream()
                .filter(request -> !last.isSettled(request))
                .findFirst()
                .orElse(last.requests().get(0))
                .id();
        CheckObservers observers = rejoin(last, now);
        observers.lost(open, new PollFailure(KoreException.Kind.FATAL, why, 0), now);
        Finding lost = Finding.of(Finding.ReasonCode.NO_RESPONSE, open, why);
        end(Verdict.inconclusive(Verdict.InconclusiveReason.NO_RESPONSE, List.of(lost)), last, observers);
    }

    /** Gathers all who follow the check, without asking for the connection. */
    private CheckObservers rejoin(PollingState last, long now) throws IOException, InterruptedException {
        CheckObservers observers = CheckObservers.rejoined(buildCheck(), listener(), key(), settings.connection(), last, now);
        follow(observers);
        return observers;
    }

    private ResolvedConnection resolve() throws IOException, InterruptedException {
        return ConnectionResolver.resolve(run(), settings.connection(), settings.credentialsId(), settings.streamId());
    }

    private Run<?, ?> run() throws IOException, InterruptedException {
        return getContext().get(Run.class);
    }

    /**
     * The step's log. A Jenkins that was killed between storing the program and storing the build takes the step's node for
     * finished, and lets nobody write to its log; the step waits all the same, and the build's own log is open.
     */
    private TaskListener listener() throws IOException, InterruptedException {
        try {
            return getContext().get(TaskListener.class);
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> "No log of the step, so the build's is written to");
            return getContext().get(FlowExecution.class).getOwner().getListener();
        }
    }

    /** What tells this check from the others of its build, also after a restart. */
    private String key() throws IOException, InterruptedException {
        return getContext().get(FlowNode.class).getId();
    }

    private CheckContext buildCheck() throws IOException, InterruptedException {
        return new CheckContext(run(), getContext());
    }

    /** Who is told from now on. An abort while they gathered is news for them. */
    private void follow(CheckObservers observers) {
        boolean late;
        synchronized (this) {
            audience = observers;
            late = over;
        }
        if (late) {
            observers.onAborted();
        }
    }

    private void publishAborted() {
        CheckObservers observers;
        synchronized (this) {
            observers = audience;
        }
        if (observers != null) {
            observers.onAborted();
        }
    }

    private synchronized void start(PollingState from, ResolvedConnection connection, CheckObservers observers) {
        // What was looked up while Jenkins went is for the next one to ask.
        if (!over && !BackgroundTasks.isEnding(home)) {
            watch = from;
            pollSent = connection;
            running = connection
                    .driver()
                    .start(from, new CredentialRefreshingFetcher(connection, this::resolve), new Listener(connection, observers));
        }
    }

    private void end(Verdict verdict, PollingState last, CheckObservers observers) {
        if (!claim()) {
            return;
        }
        try {
            CheckResult result = CheckResult.of(last, verdict, System.currentTimeMillis());
            synchronized (this) {
                watch = last;
                running = null;
                ended = result;
            }
            // Whether that could be stored or not: all that depends on it is what a Jenkins killed now would do.
            getContext().saveState().addListener(() -> complete(result, observers), BackgroundTasks::submit);
        } catch (RuntimeException | LinkageError e) {
            fail(e, observers);
        }
    }

    private void complete(CheckResult checked, CheckObservers observers) {
        try {
            BuildOutcome consequence = BuildOutcome.of(checked, settings);
            observers.onCompleted(consequence);
            KoreNotifyStatusResult result = new KoreNotifyStatusResult(checked);
            if (consequence.result() == Result.FAILURE) {
                getContext().onFailure(new CheckFailedException(result));
                return;
            }
            if (consequence.result() == Result.UNSTABLE) {
                warn(result);
            }
            getContext().onSuccess(result);
        } catch (IOException | InterruptedException | RuntimeException | LinkageError e) {
            fail(e, observers);
        }
    }

    private void fail(Throwable why, CheckObservers observers) {
        observers.onAborted();
        getContext().onFailure(why);
    }

    private void warn(KoreNotifyStatusResult result) throws IOException, InterruptedException {
        getContext()
                .get(FlowNode.class)
                .addOrReplaceAction(new WarningAction(Result.UNSTABLE)
                        .withMessage(Messages.KoreNotifyStatus_notPassed(result.format(Locale.getDefault()))));
        getContext().get(Run.class).setResult(Result.UNSTABLE);
    }

    /** True for the first who wants to complete the step, and for nobody else. */
    private synchronized boolean claim() {
        boolean first = !over;
        over = true;
        return first;
    }

    private synchronized CheckResult given() {
        return ended;
    }

    private synchronized PollingState current() {
        return running == null ? watch : pollSent.permitted(running.state());
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        synchronized (this) {
            watch = current();
            out.defaultWriteObject();
        }
    }

    /** Passes on what the driver tells. */
    private final class Listener implements PollListener {
        private final ResolvedConnection connection;
        private final CheckObservers observers;

        Listener(ResolvedConnection connection, CheckObservers observers) {
            this.connection = connection;
            this.observers = observers;
        }

        @Override
        public void onStatus(String requestId, PollingState now) {
            observers.onStatus(connection.permitted(now));
        }

        @Override
        public void onPollFailure(String requestId, PollFailure failure, PollingState now) {
            observers.onPollFailure(requestId, failure, connection.permitted(now));
        }

        @Override
        public void onCompleted(Verdict verdict, PollingState last) {
            // Storing the build and its document may take its time, which the driver's threads do not have.
            BackgroundTasks.submit(() -> end(verdict, connection.permitted(last), observers));
        }
    }
}
