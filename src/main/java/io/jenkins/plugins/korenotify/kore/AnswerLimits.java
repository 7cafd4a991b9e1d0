package io.jenkins.plugins.korenotify.kore;

import java.time.Duration;

/**
 * How much of the other side's time and bytes is taken, and how much of its recipients is kept.
 *
 * @param most from the question to the last byte of the answer; more than zero
 * @param mostBytes the size of an answer; a request has 1000 recipients at most, which is about half a megabyte
 * @param mostUnreached how many recipients that were not reached are kept, masked; 0: nothing of any recipient is
 */
public record AnswerLimits(Duration most, long mostBytes, int mostUnreached) {
    /** 30 seconds, 16 MiB, no recipient. */
    public static final AnswerLimits DEFAULT = new AnswerLimits(Duration.ofSeconds(30), 16L << 20);

    /** Limits, checked. */
    public AnswerLimits {
        if (most.isNegative() || most.isZero() || mostBytes < 1) {
            throw new IllegalArgumentException("Limits must be above zero: " + most + ", " + mostBytes + " bytes");
        }
        if (mostUnreached < 0) {
            throw new IllegalArgumentException("The number of recipients kept cannot be negative: " + mostUnreached);
        }
    }

    /** Limits; nothing of any recipient is kept. */
    public AnswerLimits(Duration most, long mostBytes) {
        this(most, mostBytes, 0);
    }

    /** The same limits; so many recipients that were not reached are kept, masked. */
    public AnswerLimits keeping(int unreached) {
        return new AnswerLimits(most, mostBytes, unreached);
    }
}
