package io.jenkins.plugins.korenotify.step;

import io.jenkins.plugins.korenotify.check.CheckObservers;
import io.jenkins.plugins.korenotify.check.CredentialRefreshingFetcher;
import io.jenkins.plugins.korenotify.connection.BackgroundTasks;
import io.jenkins.plugins.korenotify.connection.ResolvedConnection;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollListener;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.PollingTask;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;

/**
 * The polling of one check by its connection. Events reach the observers, with recipients only if they may be kept.
 *
 * @param onVerdict called on a thread of the scheduler, which must not block
 */
record CheckPolling(
        ResolvedConnection connection, CheckObservers observers, BiConsumer<Verdict, PollingState> onVerdict)
        implements PollListener {
    /** Starts polling; {@code lookup} looks the connection up again where Kore.ai refuses its credentials. */
    PollingTask start(PollingState from, Callable<ResolvedConnection> lookup) {
        CredentialRefreshingFetcher fetcher = new CredentialRefreshingFetcher(
                connection.source(), () -> lookup.call().source(), BackgroundTasks.LOOKUPS);
        return connection.scheduler().start(from, fetcher, this, connection.limits());
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
        onVerdict.accept(verdict, connection.permitted(last));
    }
}
