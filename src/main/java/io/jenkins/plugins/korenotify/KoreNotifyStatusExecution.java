package io.jenkins.plugins.korenotify;

import hudson.AbortException;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.korenotify.connection.ConnectionResolver;
import io.jenkins.plugins.korenotify.connection.Lookups;
import io.jenkins.plugins.korenotify.connection.ResolvedConnection;
import io.jenkins.plugins.korenotify.drive.DrivenWatch;
import io.jenkins.plugins.korenotify.drive.WatchListener;
import io.jenkins.plugins.korenotify.gate.Finding;
import io.jenkins.plugins.korenotify.gate.Verdict;
import io.jenkins.plugins.korenotify.result.CheckResult;
import io.jenkins.plugins.korenotify.watch.PollPlan;
import io.jenkins.plugins.korenotify.watch.Trouble;
import io.jenkins.plugins.korenotify.watch.Watch;
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
    private Watch watch;
    // Null until there is a verdict. Stored before anybody is told, so that it stays what it is if Jenkins is killed
    // before the step is over, whatever Kore.ai and the clock say by then.
    private CheckResult ended;

    // The Jenkins that this goes on in.
    private transient Jenkins home;
    private transient DrivenWatch driven;
    private transient ResolvedConnection asked;
    private transient CheckAudience audience;
    private transient boolean over;

    KoreNotifyStatusExecution(CheckSettings settings, StepContext context) {
        super(context);
        this.settings = settings;
    }

    @Override
    public boolean start() throws AbortException {
        PreparedCheck check = PreparedCheck.of(settings);
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
        DrivenWatch cancelled;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            cancelled = driven;
        }
        if (cancelled != null) {
            cancelled.cancel();
        }
        tellStopped();
        super.stop(cause);
    }

    @Override
    public String getStatus() {
        Watch now = current();
        return now == null ? "looking up the Kore.ai connection" : "waiting for Kore.ai: " + now.tally();
    }

    private void lookUp(Callable<Void> work) {
        Jenkins jenkins = Jenkins.get();
        synchronized (this) {
            home = jenkins;
        }
        Lookups.submit(() -> {
            try {
                work.call();
            } catch (Exception | LinkageError e) {
                if (!Lookups.isEnding(jenkins) && claim()) {
                    tellStopped();
                    getContext().onFailure(e);
                }
            }
        });
    }

    private Void begin(PreparedCheck check) throws IOException, InterruptedException {
        ResolvedConnection connection = resolve();
        Watch begun = check.begin(connection.pollPlan(), startedAt);
        CheckAudience told = CheckAudience.began(buildCheck(), listener(), key(), connection, begun);
        follow(told);
        drive(begun, connection, told);
        return null;
    }

    private Void resume() throws IOException, InterruptedException {
        Watch stored = current();
        long now = System.currentTimeMillis();
        CheckResult given = given();
        if (given != null) {
            CheckAudience told = rejoin(stored, now);
            if (claim()) {
                tell(given, told);
            }
            return null;
        }
        ResolvedConnection connection;
        try {
            connection = resolve();
        } catch (AbortException e) {
            // Without a connection, nobody says that recipients may be kept.
            lose(stored == null ? begun(PollPlan.DEFAULT) : stored.withoutRecipients(), e.getMessage(), now);
            return null;
        }
        Watch from = stored == null ? begun(connection.pollPlan()) : connection.permitted(stored.resumed(now));
        CheckAudience told = CheckAudience.resumed(buildCheck(), listener(), key(), connection, from, now);
        follow(told);
        drive(from, connection, told);
        return null;
    }

    /** The watch as it began: of a Jenkins that was killed, no more may be stored than when that was. */
    private Watch begun(PollPlan plan) throws AbortException {
        return PreparedCheck.of(settings).begin(plan, startedAt);
    }

    /** What was right at the start no longer is: trouble on the way, and onError says what to do about it. */
    private void lose(Watch last, String why, long now) throws IOException, InterruptedException {
        String open = last.requests().stream()
                .filter(request -> !last.isSettled(request))
                .findFirst()
                .orElse(last.requests().get(0))
                .id();
        CheckAudience told = rejoin(last, now);
        told.lost(open, new Trouble(Trouble.Kind.HOPELESS, why, 0), now);
        Finding lost = Finding.of(Finding.Rule.NO_ANSWER, open, why);
        end(Verdict.inconclusive(Verdict.Doubt.NO_ANSWER, List.of(lost)), last, told);
    }

    /** Gathers all who follow the check, without asking for the connection. */
    private CheckAudience rejoin(Watch last, long now) throws IOException, InterruptedException {
        CheckAudience told = CheckAudience.rejoined(buildCheck(), listener(), key(), settings.connection(), last, now);
        follow(told);
        return told;
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

    private BuildCheck buildCheck() throws IOException, InterruptedException {
        return new BuildCheck(run(), getContext());
    }

    /** Who is told from now on. An abort while they gathered is news for them. */
    private void follow(CheckAudience told) {
        boolean late;
        synchronized (this) {
            audience = told;
            late = over;
        }
        if (late) {
            told.stopped();
        }
    }

    private void tellStopped() {
        CheckAudience told;
        synchronized (this) {
            told = audience;
        }
        if (told != null) {
            told.stopped();
        }
    }

    private synchronized void drive(Watch from, ResolvedConnection connection, CheckAudience told) {
        // What was looked up while Jenkins went is for the next one to ask.
        if (!over && !Lookups.isEnding(home)) {
            watch = from;
            asked = connection;
            driven = connection
                    .driver()
                    .drive(from, new RenewedSource(connection, this::resolve), new Listener(connection, told));
        }
    }

    private void end(Verdict verdict, Watch last, CheckAudience told) {
        if (!claim()) {
            return;
        }
        try {
            CheckResult result = CheckResult.of(last, verdict, System.currentTimeMillis());
            synchronized (this) {
                watch = last;
                driven = null;
                ended = result;
            }
            // Whether that could be stored or not: all that depends on it is what a Jenkins killed now would do.
            getContext().saveState().addListener(() -> tell(result, told), Lookups::submit);
        } catch (RuntimeException | LinkageError e) {
            fail(e, told);
        }
    }

    private void tell(CheckResult checked, CheckAudience told) {
        try {
            Consequence consequence = Consequence.of(checked, settings);
            told.ended(consequence);
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
            fail(e, told);
        }
    }

    private void fail(Throwable why, CheckAudience told) {
        told.stopped();
        getContext().onFailure(why);
    }

    private void warn(KoreNotifyStatusResult result) throws IOException, InterruptedException {
        getContext()
                .get(FlowNode.class)
                .addOrReplaceAction(new WarningAction(Result.UNSTABLE)
                        .withMessage(Messages.KoreNotifyStatus_notPassed(result.inWords(Locale.getDefault()))));
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

    private synchronized Watch current() {
        return driven == null ? watch : asked.permitted(driven.watch());
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        synchronized (this) {
            watch = current();
            out.defaultWriteObject();
        }
    }

    /** Passes on what the driver tells. */
    private final class Listener implements WatchListener {
        private final ResolvedConnection connection;
        private final CheckAudience told;

        Listener(ResolvedConnection connection, CheckAudience told) {
            this.connection = connection;
            this.told = told;
        }

        @Override
        public void answered(String requestId, Watch now) {
            told.answered(connection.permitted(now));
        }

        @Override
        public void troubled(String requestId, Trouble trouble, Watch now) {
            told.troubled(requestId, trouble, connection.permitted(now));
        }

        @Override
        public void ended(Verdict verdict, Watch last) {
            // Storing the build and its document may take its time, which the driver's threads do not have.
            Lookups.submit(() -> end(verdict, connection.permitted(last), told));
        }
    }
}
