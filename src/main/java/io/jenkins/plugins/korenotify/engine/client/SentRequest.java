package io.jenkins.plugins.korenotify.engine.client;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * A request that a send call began.
 *
 * @param requestId {@code ds-…}
 * @param recipients how many recipients it was sent to ({@code store.identitiesCount}), 1 or more; empty if nobody says
 */
public record SentRequest(String requestId, OptionalLong recipients) {
    /** A request. */
    public SentRequest {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(recipients, "recipients");
    }
}
