package io.jenkins.plugins.korenotify.check;

import hudson.model.TaskListener;
import io.jenkins.plugins.korenotify.connection.ResolvedConnection;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.report.RunningCheck;
import io.jenkins.plugins.korenotify.step.BuildOutcome;

/** All who follow one check: the log and the page of its build, and every {@link CheckListener}. */
final class CheckObservers {
    private final CheckLog log;
    private final RunningCheck page;
    private final CheckEventDispatcher news;

    private CheckObservers(CheckLog log, RunningCheck page, CheckEventDispatcher news) {
        this.log = log;
        this.page = page;
        this.news = news;
    }

    /**
     * Tells that a check begins.
     *
     * @param listener the build's
     * @param key tells the check from the others of its build; the same after a restart
     */
    static CheckObservers began(
            CheckContext check, TaskListener listener, String key, ResolvedConnection connection, PollingState watch) {
        CheckLog log = new CheckLog(listener);
        log.onStarted(connection, watch);
        return of(check, log, RunningCheck.begin(check.run(), listener, key, connection.name(), watch), watch);
    }

    /** Tells that a check goes on after Jenkins was away. */
    static CheckObservers resumed(
            CheckContext check,
            TaskListener listener,
            String key,
            ResolvedConnection connection,
            PollingState watch,
            long now) {
        CheckLog log = new CheckLog(listener);
        log.onResumed(connection, watch, now);
        return of(check, log, RunningCheck.resume(check.run(), listener, key, connection.name(), watch, now), watch);
    }

    /**
     * The same without a word in the log.
     *
     * @param connection the name of the connection; may be null
     */
    static CheckObservers rejoined(
            CheckContext check, TaskListener listener, String key, String connection, PollingState watch, long now) {
        RunningCheck page = RunningCheck.resume(check.run(), listener, key, connection, watch, now);
        return of(check, new CheckLog(listener), page, watch);
    }

    private static CheckObservers of(CheckContext check, CheckLog log, RunningCheck page, PollingState watch) {
        CheckEventDispatcher news = new CheckEventDispatcher(check);
        news.onStarted(watch);
        return new CheckObservers(log, page, news);
    }

    /** Kore.ai gave a status. */
    void onStatus(PollingState now) {
        long at = System.currentTimeMillis();
        log.onStatus(now, at);
        page.onStatus(now, at);
        news.onStatus(now);
    }

    /** A question got no status. */
    void onPollFailure(String requestId, PollFailure failure, PollingState now) {
        long at = System.currentTimeMillis();
        log.onPollFailure(requestId, failure, now, at);
        page.onPollFailure(requestId, failure, now, at);
        news.onPollFailure(failure, now);
    }

    /** The check cannot go on; trouble that the watch does not know. */
    void lost(String requestId, PollFailure failure, long now) {
        log.print(failure.message());
    }

    /** There is a verdict. Stores it with the build, which may take its time. */
    void onCompleted(BuildOutcome consequence) {
        log.onCompleted(consequence.checked(), consequence.format());
        page.onCompleted(consequence.checked());
        news.onCompleted(consequence.checked(), consequence.result());
    }

    /** The check goes no further; says nothing once it has ended. */
    void onAborted() {
        page.dropped();
        news.onAborted();
    }
}
