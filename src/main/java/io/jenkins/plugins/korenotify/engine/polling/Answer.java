package io.jenkins.plugins.korenotify.engine.polling;

import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import java.util.Objects;

/**
 * What a watch is told of one request.
 *
 * @param finished whether Kore.ai calls the request finished
 * @param tally its recipients
 * @param percentComplete how much is done, 0 to 100, where the answer says so; else negative
 * @param unreached recipients who were not reached, masked; null where nothing of a recipient may be kept
 */
public record Answer(boolean finished, RecipientCounts counts, double percentComplete, UndeliveredSample undelivered) {
    /** An answer. */
    public Answer {
        Objects.requireNonNull(counts, "tally");
    }

    /** An answer of counts alone. */
    public Answer(boolean finished, RecipientCounts counts, double percentComplete) {
        this(finished, counts, percentComplete, null);
    }
}
