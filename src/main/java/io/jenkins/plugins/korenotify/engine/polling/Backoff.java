package io.jenkins.plugins.korenotify.engine.polling;

import java.util.random.RandomGenerator;

/**
 * How long to wait after an error: exponential with full jitter, so that many watches that failed together do not
 * come back together.
 */
final class Backoff {
    private static final long INITIAL_DELAY = 2_000;
    private static final long MAX_DELAY = 60_000;
    // Beyond the floor that the other side asks for, a share of it at random, for the same reason.
    private static final double FLOOR_JITTER = 0.2;

    private Backoff() {}

    /**
     * The wait before the next poll, in milliseconds: at least what Kore.ai asks for.
     *
     * @param failures failed polls in a row, this one included, at least 1
     */
    static long delay(int failures, PollFailure failure, RandomGenerator random) {
        long ceiling = Math.min(MAX_DELAY, INITIAL_DELAY << Math.min(failures - 1, 10));
        long jittered = (long) (random.nextDouble() * ceiling);
        long floor = failure.retryAfterMillis();
        return Math.max(jittered, floor + (long) (random.nextDouble() * FLOOR_JITTER * floor));
    }
}
