package io.jenkins.plugins.korenotify.step;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.korenotify.check.CheckContext;
import io.jenkins.plugins.korenotify.check.CheckObservers;
import io.jenkins.plugins.korenotify.check.CredentialRefreshingFetcher;
import io.jenkins.plugins.korenotify.check.RunningChecks;
import io.jenkins.plugins.korenotify.connection.BackgroundTasks;
import io.jenkins.plugins.korenotify.connection.ConnectionResolver;
import io.jenkins.plugins.korenotify.connection.ResolvedConnection;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollListener;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.PollingTask;
import io.jenkins.plugins.korenotify.engine.result.CheckLabel;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A check that the calling thread waits for. */
final class BlockingCheck implements PollListener {
    // The scheduler ends every check at its deadline, or a minute later after a gap; this thread does not rely on it.
    private static final long MAX_OVERTIME = 120_000;
    private static final long MAX_STORING_SECONDS = 60;

    private final CompletableFuture<CheckResult> result = new CompletableFuture<>();
    private final ResolvedConnection connection;
    private final CheckObservers observers;

    private BlockingCheck(ResolvedConnection connection, CheckObservers observers) {
        this.connection = connection;
        this.observers = observers;
    }

    /**
     * Polls until there is a verdict, and publishes it.
     *
     * @throws InterruptedException if the build is aborted; polling has stopped then
     * @throws hudson.AbortException if connection or credentials are not usable
     */
    static BuildOutcome run(Run<?, ?> run, TaskListener listener, CheckSettings settings, ValidatedCheck check)
            throws InterruptedException, IOException {
        CredentialRefreshingFetcher.Lookup lookup = () ->
                ConnectionResolver.resolve(run, settings.connection(), settings.credentialsId(), settings.streamId());
        ResolvedConnection connection = lookup.resolve();
        PollingState state = check.start(connection.policy(), System.currentTimeMillis());
        String name = settings.name() == null ? check.requests().get(0).requestId() : settings.name();
        CheckContext context = new CheckContext(
                run,
                null,
                UUID.randomUUID().toString(),
                new CheckLabel(name, connection.name(), connection.endpoint().streamId()),
                settings.name());
        CheckObservers observers = CheckObservers.start(context, listener, settings.archive(), connection, state);
        BlockingCheck blocking = new BlockingCheck(connection, observers);
        PollingTask task = connection
                .scheduler()
                .start(
                        state,
                        new CredentialRefreshingFetcher(connection.source(), lookup, BackgroundTasks.LOOKUPS),
                        blocking,
                        connection.limits());
        Consumer<Boolean> abandon = store -> {
            task.cancel();
            observers.onAborted(store);
        };
        RunningChecks.add(run, abandon);
        try {
            CheckResult checked = blocking.result.get(
                    state.deadline() - state.startedAt() + MAX_OVERTIME, TimeUnit.MILLISECONDS);
            BuildOutcome outcome = BuildOutcome.of(checked, settings);
            CountDownLatch published = new CountDownLatch(1);
            BackgroundTasks.RESULTS.execute(() -> {
                observers.onCompleted(checked, outcome.result(), outcome.explanation());
                observers.afterEvents(published::countDown);
            });
            published.await(MAX_STORING_SECONDS, TimeUnit.SECONDS);
            return outcome;
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("The check came to no verdict", e);
        } finally {
            RunningChecks.remove(run, abandon);
            if (!blocking.result.isDone()) {
                abandon.accept(true);
            }
        }
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
        result.complete(CheckResult.of(
                connection.permitted(last),
                verdict,
                observers.check().label(),
                observers.history(),
                System.currentTimeMillis()));
    }
}
