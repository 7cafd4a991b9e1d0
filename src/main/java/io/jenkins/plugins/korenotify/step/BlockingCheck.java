package io.jenkins.plugins.korenotify.step;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.korenotify.check.CheckObservers;
import io.jenkins.plugins.korenotify.check.RunningChecks;
import io.jenkins.plugins.korenotify.connection.BackgroundTasks;
import io.jenkins.plugins.korenotify.connection.ResolvedConnection;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.PollingTask;
import io.jenkins.plugins.korenotify.engine.result.CheckLabel;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.report.RunningCheck;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A check that the calling thread waits for. */
final class BlockingCheck implements RunningChecks.Check {
    /** How long storing and archiving a result may delay the end of a step. */
    static final long MAX_STORING_SECONDS = 60;

    private static final Logger LOGGER = Logger.getLogger(BlockingCheck.class.getName());
    // The scheduler ends every check at its deadline, or a minute later after a gap; this thread does not rely on it.
    private static final long MAX_OVERTIME_MILLIS = 120_000;

    private final Run<?, ?> run;
    private final CheckObservers observers;
    private final CompletableFuture<CheckResult> result = new CompletableFuture<>();

    private BlockingCheck(Run<?, ?> run, CheckObservers observers) {
        this.run = run;
        this.observers = observers;
    }

    /**
     * Polls until there is a verdict, and publishes it.
     *
     * @throws InterruptedException if the build is aborted or deleted; polling has stopped then
     * @throws AbortException if connection or credentials are not usable
     */
    static BuildOutcome run(Run<?, ?> run, TaskListener listener, KoreNotifyStatusStep settings, ValidatedCheck check)
            throws InterruptedException, IOException {
        long startedAt = System.currentTimeMillis();
        Callable<ResolvedConnection> lookup = () -> ResolvedConnection.resolve(
                run, settings.getConnection(), settings.getCredentialsId(), settings.getStreamId());
        ResolvedConnection connection = lookUp(lookup, check.timeout().toMillis());
        PollingState state = check.start(connection.policy(), startedAt);
        String name = settings.getName() == null ? check.requests().get(0).requestId() : settings.getName();
        CheckLabel label =
                new CheckLabel(name, connection.name(), connection.endpoint().streamId());
        RunningCheck running =
                new RunningCheck(run, null, listener, UUID.randomUUID().toString(), label, settings.isArchive());
        BlockingCheck blocking = new BlockingCheck(run, CheckObservers.start(running, connection, state));
        CheckResult checked = blocking.poll(state, connection, lookup);
        BuildOutcome outcome = BuildOutcome.of(checked, settings);
        blocking.publish(outcome);
        return outcome;
    }

    /** Looks a connection up on a thread that may hang. */
    private static ResolvedConnection lookUp(Callable<ResolvedConnection> lookup, long timeoutMillis)
            throws IOException, InterruptedException {
        FutureTask<ResolvedConnection> found = new FutureTask<>(lookup);
        BackgroundTasks.LOOKUPS.execute(found);
        try {
            return found.get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof AbortException refused
                    ? refused
                    : new IOException("The connection could not be looked up", e.getCause());
        } catch (TimeoutException e) {
            throw new AbortException(Messages.KoreNotifyStatusExecution_lookupTimeout());
        }
    }

    private CheckResult poll(PollingState state, ResolvedConnection connection, Callable<ResolvedConnection> lookup)
            throws IOException, InterruptedException {
        PollingTask task = new CheckPolling(connection, observers, this::onVerdict).start(state, lookup);
        RunningChecks.add(run, this);
        try {
            return result.get(state.deadline() - state.startedAt() + MAX_OVERTIME_MILLIS, TimeUnit.MILLISECONDS);
        } catch (CancellationException e) {
            throw new InterruptedException("The build was deleted");
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("The check came to no verdict", e);
        } finally {
            RunningChecks.remove(run, this);
            task.cancel();
            if (!result.isDone()) {
                observers.onAborted();
            }
        }
    }

    private void publish(BuildOutcome outcome) throws InterruptedException {
        CompletableFuture<Void> published = new CompletableFuture<>();
        BackgroundTasks.RESULTS.execute(() -> {
            observers.onCompleted(outcome.checked(), outcome.result(), outcome.explanation());
            observers.afterEvents(() -> published.complete(null));
        });
        try {
            published.get(MAX_STORING_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.log(Level.WARNING, e, () -> "The result of a check is not yet stored with " + run);
        }
    }

    @Override
    public void onBuildEnded(boolean deleted) {
        observers.onBuildEnded(deleted);
        result.cancel(false);
    }

    private void onVerdict(Verdict verdict, PollingState last) {
        result.complete(observers.result(last, verdict));
    }
}
