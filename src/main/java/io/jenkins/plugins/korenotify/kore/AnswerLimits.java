package io.jenkins.plugins.korenotify.kore;

import java.time.Duration;

/**
 * How much of the other side's time and bytes is taken.
 *
 * @param most from the question to the last byte of the answer; more than zero
 * @param mostBytes the size of an answer; a request has 1000 recipients at most, which is about half a megabyte
 */
public record AnswerLimits(Duration most, long mostBytes) {
    /** 30 seconds, 16 MiB. */
    public static final AnswerLimits DEFAULT = new AnswerLimits(Duration.ofSeconds(30), 16L << 20);

    /** Limits, checked. */
    public AnswerLimits {
        if (most.isNegative() || most.isZero() || mostBytes < 1) {
            throw new IllegalArgumentException("Limits must be above zero: " + most + ", " + mostBytes + " bytes");
        }
    }
}
