package io.jenkins.plugins.korenotify;

import hudson.model.TaskListener;
import io.jenkins.plugins.korenotify.connection.ResolvedConnection;
import io.jenkins.plugins.korenotify.report.OpenCheck;
import io.jenkins.plugins.korenotify.watch.Trouble;
import io.jenkins.plugins.korenotify.watch.Watch;

/** All who follow one check: the log and the page of its build, and every {@link CheckListener}. */
final class CheckAudience {
    private final CheckLog log;
    private final OpenCheck page;
    private final CheckNews news;

    private CheckAudience(CheckLog log, OpenCheck page, CheckNews news) {
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
    static CheckAudience began(
            BuildCheck check, TaskListener listener, String key, ResolvedConnection connection, Watch watch) {
        CheckLog log = new CheckLog(listener);
        log.began(connection, watch);
        return of(check, log, OpenCheck.begin(check.run(), listener, key, connection.name(), watch), watch);
    }

    /** Tells that a check goes on after Jenkins was away. */
    static CheckAudience resumed(
            BuildCheck check, TaskListener listener, String key, ResolvedConnection connection, Watch watch, long now) {
        CheckLog log = new CheckLog(listener);
        log.resumed(connection, watch, now);
        return of(check, log, OpenCheck.resume(check.run(), listener, key, connection.name(), watch, now), watch);
    }

    /**
     * The same without a word in the log.
     *
     * @param connection the name of the connection; may be null
     */
    static CheckAudience rejoined(
            BuildCheck check, TaskListener listener, String key, String connection, Watch watch, long now) {
        OpenCheck page = OpenCheck.resume(check.run(), listener, key, connection, watch, now);
        return of(check, new CheckLog(listener), page, watch);
    }

    private static CheckAudience of(BuildCheck check, CheckLog log, OpenCheck page, Watch watch) {
        CheckNews news = new CheckNews(check);
        news.began(watch);
        return new CheckAudience(log, page, news);
    }

    /** Kore.ai gave a status. */
    void answered(Watch now) {
        long at = System.currentTimeMillis();
        log.answered(now, at);
        page.answered(now, at);
        news.answered(now);
    }

    /** A question got no status. */
    void troubled(String requestId, Trouble trouble, Watch now) {
        long at = System.currentTimeMillis();
        log.troubled(requestId, trouble, at);
        page.troubled(requestId, trouble, now, at);
        news.troubled(trouble, now);
    }

    /** The check cannot go on; trouble that the watch does not know. */
    void lost(String requestId, Trouble trouble, long now) {
        log.troubled(requestId, trouble, now);
    }

    /** There is a verdict. Stores it with the build, which may take its time. */
    void ended(Consequence consequence) {
        log.ended(consequence.checked(), consequence.inWords());
        page.ended(consequence.checked());
        news.ended(consequence.checked(), consequence.result());
    }

    /** The check goes no further; says nothing once it has ended. */
    void stopped() {
        page.dropped();
        news.stopped();
    }
}
