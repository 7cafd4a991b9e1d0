package io.jenkins.plugins.korenotify.step;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.korenotify.check.CheckContext;
import io.jenkins.plugins.korenotify.check.CheckObservers;
import io.jenkins.plugins.korenotify.check.CredentialRefreshingFetcher;
import io.jenkins.plugins.korenotify.connection.ConnectionResolver;
import io.jenkins.plugins.korenotify.connection.ResolvedConnection;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollListener;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.PollingTask;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A check that the calling thread waits for. */
final class BlockingCheck implements PollListener {
    // The driver ends every watch at its deadline; the thread does not rely on that alone.
    private static final long SLACK = 60_000;

    private final CompletableFuture<CheckResult> result = new CompletableFuture<>();
    private final ResolvedConnection connection;
    private final CheckObservers audience;

    private BlockingCheck(ResolvedConnection connection, CheckObservers audience) {
        this.connection = connection;
        this.audience = audience;
    }

    /**
     * Watches until there is a verdict, and tells everybody of it.
     *
     * @throws InterruptedException if the build is aborted; nothing is asked any more then
     * @throws AbortException if connection or credentials are not usable
     */
    static BuildOutcome run(Run<?, ?> run, TaskListener listener, CheckSettings settings, ValidatedCheck check)
            throws InterruptedException, IOException {
        CredentialRefreshingFetcher.Lookup lookup = () ->
                ConnectionResolver.resolve(run, settings.connection(), settings.credentialsId(), settings.streamId());
        ResolvedConnection connection = lookup.resolve();
        long now = System.currentTimeMillis();
        PollingState watch = check.begin(connection.pollPlan(), now);
        String key = UUID.randomUUID().toString();
        CheckObservers audience = CheckObservers.began(new CheckContext(run, null), listener, key, connection, watch);
        BlockingCheck waiting = new BlockingCheck(connection, audience);
        PollingTask running = connection.driver().start(watch, new CredentialRefreshingFetcher(connection, lookup), waiting);
        try {
            CheckResult checked = waiting.result.get(watch.deadline() - now + SLACK, TimeUnit.MILLISECONDS);
            BuildOutcome consequence = BuildOutcome.of(checked, settings);
            audience.onCompleted(consequence);
            return consequence;
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("The check came to no verdict", e);
        } finally {
            running.cancel();
            audience.onAborted();
        }
    }

    @Override
    public void onStatus(String requestId, PollingState now) {
        audience.onStatus(connection.permitted(now));
    }

    @Override
    public void onPollFailure(String requestId, PollFailure failure, PollingState now) {
        audience.onPollFailure(requestId, failure, connection.permitted(now));
    }

    @Override
    public void onCompleted(Verdict verdict, PollingState last) {
        result.complete(CheckResult.of(connection.permitted(last), verdict, System.currentTimeMillis()));
    }
}
