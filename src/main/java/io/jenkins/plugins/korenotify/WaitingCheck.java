package io.jenkins.plugins.korenotify;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.korenotify.connection.ConnectionResolver;
import io.jenkins.plugins.korenotify.connection.ResolvedConnection;
import io.jenkins.plugins.korenotify.drive.DrivenWatch;
import io.jenkins.plugins.korenotify.drive.WatchListener;
import io.jenkins.plugins.korenotify.gate.Verdict;
import io.jenkins.plugins.korenotify.report.OpenCheck;
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
    private final CheckSettings settings;
    private final CheckLog log;
    private final OpenCheck shown;
    private final CheckNews news;

    private WaitingCheck(CheckSettings settings, CheckLog log, OpenCheck shown, CheckNews news) {
        this.settings = settings;
        this.log = log;
        this.shown = shown;
        this.news = news;
    }

    /**
     * Watches until there is a verdict.
     *
     * @throws InterruptedException if the build is aborted; nothing is asked any more then
     * @throws AbortException if connection or credentials are not usable
     */
    static CheckResult run(
            Run<?, ?> run,
            TaskListener listener,
            CheckSettings settings,
            PreparedCheck check,
            CheckLog log,
            CheckNews news)
            throws InterruptedException, IOException {
        RenewedSource.Lookup lookup = () ->
                ConnectionResolver.resolve(run, settings.connection(), settings.credentialsId(), settings.streamId());
        ResolvedConnection connection = lookup.resolve();
        long now = System.currentTimeMillis();
        Watch watch = check.begin(connection.pollPlan(), now);
        log.began(connection, watch);
        String key = UUID.randomUUID().toString();
        OpenCheck shown = OpenCheck.begin(run, listener, key, connection.name(), watch);
        news.began(watch);
        WaitingCheck waiting = new WaitingCheck(settings, log, shown, news);
        DrivenWatch driven = connection.driver().drive(watch, new RenewedSource(connection, lookup), waiting);
        try {
            CheckResult checked = waiting.result.get(watch.deadline() - now + SLACK, TimeUnit.MILLISECONDS);
            shown.ended(checked);
            return checked;
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("The check came to no verdict", e);
        } finally {
            driven.cancel();
            shown.dropped();
            news.stopped();
        }
    }

    @Override
    public void answered(String requestId, Watch watch) {
        long at = System.currentTimeMillis();
        log.answered(watch, at);
        shown.answered(watch, at);
        news.answered(watch);
    }

    @Override
    public void troubled(String requestId, Trouble trouble, Watch watch) {
        long at = System.currentTimeMillis();
        log.troubled(requestId, trouble, at);
        shown.troubled(requestId, trouble, watch, at);
        news.troubled(trouble, watch);
    }

    @Override
    public void ended(Verdict verdict, Watch watch) {
        CheckResult checked = CheckResult.of(watch, verdict, System.currentTimeMillis());
        news.ended(checked, Consequence.of(checked, settings).result());
        result.complete(checked);
    }
}
