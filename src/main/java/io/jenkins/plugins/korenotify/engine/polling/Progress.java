package io.jenkins.plugins.korenotify.engine.polling;

import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;

/**
 * How far a request is, as far as an answer lets one see.
 *
 * @param done recipients, or points of percent, that are done
 * @param total what {@code done} grows to; 0 where nobody knows
 */
record Progress(double done, double total) {
    /**
     * The progress in a tally of a running request. Only where recipients are known to be pending is the total known:
     * Kore.ai's {@code count} may be the number of recipients listed so far.
     */
    static Progress of(RecipientCounts counts, double percentComplete) {
        long done = counts.delivered() + counts.failed();
        if (counts.pending() > 0) {
            return new Progress(done, counts.total());
        }
        if (percentComplete > 0 && done == 0) {
            return new Progress(percentComplete, 100);
        }
        if (percentComplete > 0 && percentComplete < 100) {
            return new Progress(done, done * 100 / percentComplete);
        }
        return new Progress(done, 0);
    }

    boolean isTotalKnown() {
        return total > 0;
    }

    double remaining() {
        return total - done;
    }
}
