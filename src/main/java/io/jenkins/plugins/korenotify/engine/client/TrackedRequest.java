package io.jenkins.plugins.korenotify.engine.client;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * A request whose status is polled.
 *
 * @param requestId {@code ds-…}
 * @param recipients how many recipients it was sent to ({@code store.identitiesCount} of the send response), 1 or more;
 *     empty if that is not known
 */
public record TrackedRequest(String requestId, OptionalLong recipients) {
    /** Checks that nothing is missing. */
    public TrackedRequest {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(recipients, "recipients");
    }

    /** A request of which only the ID is known. */
    public static TrackedRequest of(String requestId) {
        return new TrackedRequest(requestId, OptionalLong.empty());
    }

    /** Of two mentions of one request, the one with more recipients: too few could hide some that got no result. */
    public TrackedRequest larger(TrackedRequest again) {
        return again.recipients.orElse(0) > recipients.orElse(0) ? again : this;
    }
}
