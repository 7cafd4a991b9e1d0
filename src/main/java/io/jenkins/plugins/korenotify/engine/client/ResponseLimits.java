package io.jenkins.plugins.korenotify.engine.client;

import java.time.Duration;

/**
 * How much of the other side's time and bytes is taken, and how much of its recipients is kept.
 *
 * @param most from the question to the last byte of the answer; more than zero
 * @param mostBytes the size of an answer; a request has 1000 recipients at most, which is about half a megabyte
 * @param mostUnreached how many recipients that were not reached are kept, masked; 0: nothing of any recipient is
 */
public record ResponseLimits(Duration most, long maxBytes, int maxUndelivered) {
    /** 30 seconds, 16 MiB, no recipient. */
    public static final ResponseLimits DEFAULT = new ResponseLimits(Duration.ofSeconds(30), 16L << 20);

    /** Limits, checked. */
    public ResponseLimits {
        if (most.isNegative() || most.isZero() || maxBytes < 1) {
            throw new IllegalArgumentException("Limits must be above zero: " + most + ", " + maxBytes + " bytes");
        }
        if (maxUndelivered < 0) {
            throw new IllegalArgumentException("The number of recipients kept cannot be negative: " + maxUndelivered);
        }
    }

    /** Limits; nothing of any recipient is kept. */
    public ResponseLimits(Duration most, long maxBytes) {
        this(most, maxBytes, 0);
    }

    /** The same limits; so many recipients that were not reached are kept, masked. */
    public ResponseLimits keeping(int undelivered) {
        return new ResponseLimits(most, maxBytes, undelivered);
    }
}
