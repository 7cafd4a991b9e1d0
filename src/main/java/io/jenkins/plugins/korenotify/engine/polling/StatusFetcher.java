package io.jenkins.plugins.korenotify.engine.polling;

import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import java.util.concurrent.CompletableFuture;

/** Where the status of a request comes from; {@code KoreClient::fetch} is one. */
@FunctionalInterface
public interface StatusFetcher {
    /**
     * Asks once, without blocking.
     *
     * @return the status, or a {@link io.jenkins.plugins.korenotify.engine.client.KoreException} as the future's exception; it
     *     completes within a bounded time, and cancelling it ends the exchange
     */
    CompletableFuture<RequestStatus> fetch(String requestId);
}
