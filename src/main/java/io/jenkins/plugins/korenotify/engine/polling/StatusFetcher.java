package io.jenkins.plugins.korenotify.engine.polling;

import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import java.util.concurrent.CompletableFuture;

/** Fetches the status of a request; {@code KoreClient::fetch} is one. */
@FunctionalInterface
public interface StatusFetcher {
    /**
     * Polls once, without blocking.
     *
     * @return the status, or a {@link io.jenkins.plugins.korenotify.engine.client.KoreException} as the future's
     *     exception; it completes within a bounded time, and cancelling it ends the HTTP exchange
     */
    CompletableFuture<RequestStatus> fetch(String requestId);
}
