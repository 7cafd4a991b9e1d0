package io.jenkins.plugins.korenotify.watch;

import io.jenkins.plugins.korenotify.gate.Tally;

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
    static Progress of(Tally tally, double percentComplete) {
        long done = tally.delivered() + tally.failed();
        if (tally.pending() > 0) {
            return new Progress(done, tally.total());
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
