package io.jenkins.plugins.korenotify.check;

import hudson.AbortException;
import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.StatusFetcher;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Polls with the credentials that were valid at the start. Once they are refused, connection and credentials are looked up
 * again before the next poll: once for all requests of the check, however many were refused. So a secret can be replaced
 * while builds wait. A lookup that fails is a failed poll, and the next poll repeats it.
 */
@Restricted(NoExternalUse.class)
public final class CredentialRefreshingFetcher implements StatusFetcher {
    /** How long a poll waits for a lookup. */
    static final long MAX_LOOKUP_SECONDS = 60;

    private final Callable<StatusFetcher> lookup;
    private final Executor executor;
    private StatusFetcher current;
    // Whether the current credentials were refused after the last refresh began.
    private boolean refused;
    // Null unless one is in flight.
    private CompletableFuture<StatusFetcher> refresh;

    /**
     * Creates a fetcher.
     *
     * @param first as it was looked up at the start
     * @param lookup looks it up again, in the same way; may block, and throws an {@link AbortException} with a message to the
     *     user if connection or credentials are not usable
     * @param executor runs the lookup
     */
    public CredentialRefreshingFetcher(StatusFetcher first, Callable<StatusFetcher> lookup, Executor executor) {
        this.current = first;
        this.lookup = lookup;
        this.executor = executor;
    }

    @Override
    public CompletableFuture<RequestStatus> fetch(String requestId) {
        StatusFetcher fetcher;
        CompletableFuture<StatusFetcher> refreshed;
        synchronized (this) {
            fetcher = current;
            refreshed = refused || refresh != null ? refresh() : null;
        }
        return refreshed == null ? send(fetcher, requestId) : sendAfter(refreshed, requestId);
    }

    private CompletableFuture<RequestStatus> send(StatusFetcher fetcher, String requestId) {
        CompletableFuture<RequestStatus> response = fetcher.fetch(requestId);
        response.whenComplete((status, failure) -> {
            if (failure != null && PollFailure.from(failure).kind() == KoreException.Kind.AUTHENTICATION) {
                onRefused(fetcher);
            }
        });
        return response;
    }

    private CompletableFuture<RequestStatus> sendAfter(CompletableFuture<StatusFetcher> refreshed, String requestId) {
        CompletableFuture<RequestStatus> result = new CompletableFuture<>();
        refreshed.copy().orTimeout(MAX_LOOKUP_SECONDS, TimeUnit.SECONDS).whenComplete((fetcher, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (!result.isDone()) {
                CompletableFuture<RequestStatus> response = send(fetcher, requestId);
                response.handle((status, thrown) ->
                        thrown == null ? result.complete(status) : result.completeExceptionally(thrown));
                result.whenComplete((status, thrown) -> response.cancel(true));
            }
        });
        return result;
    }

    private synchronized void onRefused(StatusFetcher fetcher) {
        // A late refusal of credentials that were replaced meanwhile says nothing about the current ones.
        refused |= fetcher == current;
    }

    /** The refresh in flight, or a new one. Called with the lock held. */
    private CompletableFuture<StatusFetcher> refresh() {
        if (refresh == null) {
            CompletableFuture<StatusFetcher> started = new CompletableFuture<>();
            refresh = started;
            refused = false;
            executor.execute(() -> lookUp(started));
        }
        return refresh;
    }

    private void lookUp(CompletableFuture<StatusFetcher> started) {
        StatusFetcher found = null;
        Throwable failure = null;
        try {
            found = lookup.call();
        } catch (AbortException e) {
            failure =
                    new KoreException(KoreException.Kind.AUTHENTICATION, LocalizableMessage.of("text", e.getMessage()));
        } catch (Exception | LinkageError e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            failure = e;
        }
        synchronized (this) {
            refresh = null;
            if (found == null) {
                refused = true;
            } else {
                current = found;
            }
        }
        if (found == null) {
            started.completeExceptionally(failure);
        } else {
            started.complete(found);
        }
    }
}
