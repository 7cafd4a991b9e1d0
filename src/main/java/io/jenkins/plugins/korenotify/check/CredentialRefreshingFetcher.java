package io.jenkins.plugins.korenotify.check;

import hudson.AbortException;
import io.jenkins.plugins.korenotify.connection.BackgroundTasks;
import io.jenkins.plugins.korenotify.connection.ResolvedConnection;
import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import io.jenkins.plugins.korenotify.engine.polling.StatusFetcher;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * Asks with the credentials that were right at the start for as long as they are: once they are refused, connection and
 * credentials are looked up again before the next question. So a secret may be replaced while builds wait.
 */
final class CredentialRefreshingFetcher implements StatusFetcher {
    private final Lookup lookup;
    private volatile StatusFetcher source;
    private volatile boolean refused;

    /** Looks a connection up. */
    @FunctionalInterface
    interface Lookup {
        ResolvedConnection resolve() throws IOException, InterruptedException;
    }

    /**
     * A source.
     *
     * @param first as it was looked up at the start
     * @param lookup looks it up again, in the same way
     */
    CredentialRefreshingFetcher(ResolvedConnection first, Lookup lookup) {
        this.source = first.source();
        this.lookup = lookup;
    }

    @Override
    public CompletableFuture<RequestStatus> fetch(String requestId) {
        if (!refused) {
            return watched(source.fetch(requestId));
        }
        refused = false;
        CompletableFuture<RequestStatus> answer = new CompletableFuture<>();
        BackgroundTasks.submit(() -> {
            if (!answer.isDone()) {
                renewAndFetch(requestId, answer);
            }
        });
        return answer;
    }

    private void renewAndFetch(String requestId, CompletableFuture<RequestStatus> answer) {
        try {
            source = lookup.resolve().source();
        } catch (AbortException e) {
            answer.completeExceptionally(new KoreException(KoreException.Kind.CONFIGURATION, e.getMessage()));
            return;
        } catch (IOException | InterruptedException | RuntimeException e) {
            answer.completeExceptionally(e);
            return;
        }
        CompletableFuture<RequestStatus> question = watched(source.fetch(requestId));
        question.whenComplete((status, thrown) -> {
            if (thrown == null) {
                answer.complete(status);
            } else {
                answer.completeExceptionally(thrown);
            }
        });
        // The driver cancels what it was given.
        answer.whenComplete((status, thrown) -> question.cancel(true));
    }

    /** The same future, so that cancelling it ends the exchange. */
    private CompletableFuture<RequestStatus> watched(CompletableFuture<RequestStatus> question) {
        question.whenComplete((status, thrown) -> {
            if (thrown instanceof KoreException known && known.kind() == KoreException.Kind.AUTHENTICATION) {
                refused = true;
            }
        });
        return question;
    }
}
