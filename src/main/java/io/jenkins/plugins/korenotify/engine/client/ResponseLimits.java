package io.jenkins.plugins.korenotify.engine.client;

import java.time.Duration;

/**
 * Limits of a response: its time, its size, and the recipients that are kept of it.
 *
 * @param timeout from the poll to the last byte of the response; more than zero
 * @param maxBytes the size of a response; a request has at most 1000 recipients, which is about half a megabyte
 * @param maxUndelivered how many undelivered recipients are kept, masked; 0: nothing of any recipient is
 */
public record ResponseLimits(Duration timeout, long maxBytes, int maxUndelivered) {
    /** 30 seconds, 16 MiB, no recipient. */
    public static final ResponseLimits DEFAULT = new ResponseLimits(Duration.ofSeconds(30), 16L << 20);

    /** Limits, checked. */
    public ResponseLimits {
        if (timeout.isNegative() || timeout.isZero() || maxBytes < 1) {
            throw new IllegalArgumentException("Limits must be above zero: " + timeout + ", " + maxBytes + " bytes");
        }
        if (maxUndelivered < 0) {
            throw new IllegalArgumentException("The number of recipients kept cannot be negative: " + maxUndelivered);
        }
    }

    /** Limits; nothing of any recipient is kept. */
    public ResponseLimits(Duration timeout, long maxBytes) {
        this(timeout, maxBytes, 0);
    }

    /** The same limits; so many undelivered recipients are kept, masked. */
    public ResponseLimits keeping(int undelivered) {
        return new ResponseLimits(timeout, maxBytes, undelivered);
    }
}
