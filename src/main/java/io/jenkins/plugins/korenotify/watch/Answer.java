package io.jenkins.plugins.korenotify.watch;

import io.jenkins.plugins.korenotify.gate.Tally;
import io.jenkins.plugins.korenotify.gate.Unreached;
import java.util.Objects;

/**
 * What a watch is told of one request.
 *
 * @param finished whether Kore.ai calls the request finished
 * @param tally its recipients
 * @param percentComplete how much is done, 0 to 100, where the answer says so; else negative
 * @param unreached recipients who were not reached, masked; null where nothing of a recipient may be kept
 */
public record Answer(boolean finished, Tally tally, double percentComplete, Unreached unreached) {
    /** An answer. */
    public Answer {
        Objects.requireNonNull(tally, "tally");
    }

    /** An answer of counts alone. */
    public Answer(boolean finished, Tally tally, double percentComplete) {
        this(finished, tally, percentComplete, null);
    }
}
