package io.jenkins.plugins.korenotify;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.korenotify.connection.ConnectionResolver;
import io.jenkins.plugins.korenotify.connection.ResolvedConnection;
import io.jenkins.plugins.korenotify.drive.DrivenWatch;
import io.jenkins.plugins.korenotify.drive.WatchListener;
import io.jenkins.plugins.korenotify.gate.Verdict;
import io.jenkins.plugins.korenotify.result.CheckResult;
import io.jenkins.plugins.korenotify.watch.Trouble;
import io.jenkins.plugins.korenotify.watch.Watch;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A check that the calling thread waits for. */
final class WaitingCheck implements WatchListener {
    // The driver ends every watch at its deadline; the thread does not rely on that alone.
    private static final long SLACK = 60_000;

    private final CompletableFuture<CheckResult> result = new CompletableFuture<>();
    private final ResolvedConnection connection;
    private final CheckAudience audience;

    private WaitingCheck(ResolvedConnection connection, CheckAudience audience) {
        this.connection = connection;
        this.audience = audience;
    }

    /**
     * Watches until there is a verdict, and tells everybody of it.
     *
     * @throws InterruptedException if the build is aborted; nothing is asked any more then
     * @throws AbortException if connection or credentials are not usable
     */
    static Consequence run(Run<?, ?> run, TaskListener listener, CheckSettings settings, PreparedCheck check)
            throws InterruptedException, IOException {
        RenewedSource.Lookup lookup = () ->
                ConnectionResolver.resolve(run, settings.connection(), settings.credentialsId(), settings.streamId());
        ResolvedConnection connection = lookup.resolve();
        long now = System.currentTimeMillis();
        Watch watch = check.begin(connection.pollPlan(), now);
        String key = UUID.randomUUID().toString();
        CheckAudience audience = CheckAudience.began(new BuildCheck(run, null), listener, key, connection, watch);
        WaitingCheck waiting = new WaitingCheck(connection, audience);
        DrivenWatch driven = connection.driver().drive(watch, new RenewedSource(connection, lookup), waiting);
        try {
            CheckResult checked = waiting.result.get(watch.deadline() - now + SLACK, TimeUnit.MILLISECONDS);
            Consequence consequence = Consequence.of(checked, settings);
            audience.ended(consequence);
            return consequence;
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("The check came to no verdict", e);
        } finally {
            driven.cancel();
            audience.stopped();
        }
    }

    @Override
    public void answered(String requestId, Watch now) {
        audience.answered(connection.permitted(now));
    }

    @Override
    public void troubled(String requestId, Trouble trouble, Watch now) {
        audience.troubled(requestId, trouble, connection.permitted(now));
    }

    @Override
    public void ended(Verdict verdict, Watch last) {
        result.complete(CheckResult.of(connection.permitted(last), verdict, System.currentTimeMillis()));
    }
}
