package io.jenkins.plugins.korenotify.engine.polling;

/**
 * A request to watch.
 *
 * @param requestId {@code ds-…}
 * @param recipients how many recipients it was sent to, as the send call answered ({@code store.identitiesCount});
 *     {@link #UNKNOWN} if nobody knows
 */
public record TrackedRequest(String requestId, long recipients) {
    /** The number of recipients is not known beforehand. */
    public static final long UNKNOWN = -1;

    /** A request of which only the ID is known. */
    public static TrackedRequest of(String requestId) {
        return new TrackedRequest(requestId, UNKNOWN);
    }
}
