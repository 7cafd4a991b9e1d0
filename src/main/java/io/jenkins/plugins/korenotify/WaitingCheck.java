package io.jenkins.plugins.korenotify;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.korenotify.connection.ConnectionResolver;
import io.jenkins.plugins.korenotify.connection.ResolvedConnection;
import io.jenkins.plugins.korenotify.drive.DrivenWatch;
import io.jenkins.plugins.korenotify.drive.WatchListener;
import io.jenkins.plugins.korenotify.gate.Verdict;
import io.jenkins.plugins.korenotify.result.CheckResult;
import io.jenkins.plugins.korenotify.watch.Trouble;
import io.jenkins.plugins.korenotify.watch.Watch;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A check that the calling thread waits for. */
final class WaitingCheck implements WatchListener {
    // The driver ends every watch at its deadline; the thread does not rely on that alone.
    private static final long SLACK = 60_000;

    private final CompletableFuture<CheckResult> result = new CompletableFuture<>();
    private final CheckLog log;

    private WaitingCheck(CheckLog log) {
        this.log = log;
    }

    /**
     * Watches until there is a verdict.
     *
     * @throws InterruptedException if the build is aborted; nothing is asked any more then
     * @throws AbortException if connection or credentials are not usable
     */
    static CheckResult run(Run<?, ?> run, CheckSettings settings, PreparedCheck check, CheckLog log)
            throws InterruptedException, IOException {
        RenewedSource.Lookup lookup = () ->
                ConnectionResolver.resolve(run, settings.connection(), settings.credentialsId(), settings.streamId());
        ResolvedConnection connection = lookup.resolve();
        long now = System.currentTimeMillis();
        Watch watch = check.begin(connection.pollPlan(), now);
        log.began(connection, watch);
        WaitingCheck waiting = new WaitingCheck(log);
        DrivenWatch driven = connection.driver().drive(watch, new RenewedSource(connection, lookup), waiting);
        try {
            return waiting.result.get(watch.deadline() - now + SLACK, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("The check came to no verdict", e);
        } finally {
            driven.cancel();
        }
    }

    @Override
    public void answered(String requestId, Watch watch) {
        log.answered(watch, System.currentTimeMillis());
    }

    @Override
    public void troubled(String requestId, Trouble trouble, Watch watch) {
        log.troubled(requestId, trouble, System.currentTimeMillis());
    }

    @Override
    public void ended(Verdict verdict, Watch watch) {
        result.complete(CheckResult.of(watch, verdict, System.currentTimeMillis()));
    }
}
