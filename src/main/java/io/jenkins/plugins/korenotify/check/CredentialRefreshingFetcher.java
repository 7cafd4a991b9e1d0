package io.jenkins.plugins.korenotify.check;

import hudson.AbortException;
import io.jenkins.plugins.korenotify.connection.ResolvedConnection;
import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.polling.StatusFetcher;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Polls with the credentials that were valid at the start. Once they are refused, connection and credentials are looked up
 * again before the next poll: once for all requests of the check, however many were refused. So a secret can be replaced
 * while builds wait.
 */
@Restricted(NoExternalUse.class)
public final class CredentialRefreshingFetcher implements StatusFetcher {
    private final Lookup lookup;
    private final Executor executor;
    private StatusFetcher current;
    // Whether the present credentials were refused.
    private boolean refused;
    // Null unless one is in flight.
    private CompletableFuture<StatusFetcher> refresh;

    /** Looks a connection up; may block. */
    @FunctionalInterface
    public interface Lookup {
        /**
         * Looks the connection up.
         *
         * @throws AbortException if connection or credentials are not usable, with a message to the user
         */
        ResolvedConnection resolve() throws IOException, InterruptedException;
    }

    /**
     * Creates a fetcher.
     *
     * @param first as it was looked up at the start
     * @param lookup looks it up again, in the same way
     * @param executor runs the look-up
     */
    public CredentialRefreshingFetcher(StatusFetcher first, Lookup lookup, Executor executor) {
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
            refreshed = refused ? refresh() : null;
        }
        if (refreshed == null) {
            return fetch(fetcher, requestId);
        }
        CompletableFuture<RequestStatus> result = new CompletableFuture<>();
        refreshed.whenComplete((next, failure) -> {
            if (failure != null) {
                result.completeExceptionally(unwrap(failure));
            } else if (!result.isDone()) {
                CompletableFuture<RequestStatus> response = fetch(next, requestId);
                response.whenComplete((status, thrown) -> {
                    if (thrown == null) {
                        result.complete(status);
                    } else {
                        result.completeExceptionally(thrown);
                    }
                });
                result.whenComplete((status, thrown) -> response.cancel(true));
            }
        });
        return result;
    }

    private CompletableFuture<RequestStatus> fetch(StatusFetcher fetcher, String requestId) {
        CompletableFuture<RequestStatus> response = fetcher.fetch(requestId);
        response.whenComplete((status, thrown) -> {
            if (unwrap(thrown) instanceof KoreException known && known.kind() == KoreException.Kind.AUTHENTICATION) {
                onRefused(fetcher);
            }
        });
        return response;
    }

    private synchronized void onRefused(StatusFetcher fetcher) {
        // A late refusal of credentials that were replaced meanwhile says nothing about the present ones.
        refused |= fetcher == current;
    }

    private CompletableFuture<StatusFetcher> refresh() {
        if (refresh == null) {
            CompletableFuture<StatusFetcher> started = new CompletableFuture<>();
            refresh = started;
            executor.execute(() -> lookUp(started));
        }
        return refresh;
    }

    private void lookUp(CompletableFuture<StatusFetcher> started) {
        StatusFetcher found = null;
        Throwable failure = null;
        try {
            found = lookup.resolve().source();
        } catch (AbortException e) {
            failure = new KoreException(
                    KoreException.Kind.AUTHENTICATION, LocalizableMessage.of("text", e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = e;
        } catch (IOException | RuntimeException | LinkageError e) {
            failure = e;
        }
        synchronized (this) {
            refresh = null;
            if (found != null) {
                current = found;
                refused = false;
            }
        }
        if (found != null) {
            started.complete(found);
        } else {
            started.completeExceptionally(failure);
        }
    }

    private static Throwable unwrap(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }
}
