package io.jenkins.plugins.korenotify.watch;

import io.jenkins.plugins.korenotify.gate.Tally;
import java.util.Objects;

/**
 * What a watch is told of one request.
 *
 * @param finished whether Kore.ai calls the request finished
 * @param tally its recipients
 * @param percentComplete how much is done, 0 to 100, where the answer says so; else negative
 */
public record Answer(boolean finished, Tally tally, double percentComplete) {
    /** An answer. */
    public Answer {
        Objects.requireNonNull(tally, "tally");
    }
}
