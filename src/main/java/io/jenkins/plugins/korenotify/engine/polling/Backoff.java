package io.jenkins.plugins.korenotify.engine.polling;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import java.util.random.RandomGenerator;

/**
 * How long to wait after failed polls: exponential with full jitter, so that polls that failed together are not sent
 * again together, on top of what Kore.ai asks for. All times are milliseconds.
 */
final class Backoff {
    private static final long INITIAL_DELAY = 2_000;
    private static final long MAX_DELAY = 60_000;
    // Credentials are being replaced: the new ones are to be noticed soon.
    private static final long MAX_AUTHENTICATION_DELAY = 15_000;
    private static final long MAX_RETRY_AFTER = 900_000;

    private Backoff() {}

    /** The wait before the next poll of a request, after so many failed polls in a row, this one included. */
    static long delay(int failures, PollFailure failure, RandomGenerator random) {
        boolean unauthorized = failure.kind() == KoreException.Kind.AUTHENTICATION;
        long maxDelay = unauthorized ? MAX_AUTHENTICATION_DELAY : MAX_DELAY;
        return delay(failures, maxDelay, failure.retryAfterMillis(), random);
    }

    /** The pause of the whole bot after so many refusals in a row, at least 1. */
    static long pause(int refusals, long retryAfter, RandomGenerator random) {
        return delay(refusals, MAX_DELAY, retryAfter, random);
    }

    private static long delay(int failures, long maxDelay, long retryAfter, RandomGenerator random) {
        long ceiling = Math.min(maxDelay, INITIAL_DELAY << Math.min(failures - 1, 10));
        return Math.min(retryAfter, MAX_RETRY_AFTER) + (long) (random.nextDouble() * ceiling);
    }
}
