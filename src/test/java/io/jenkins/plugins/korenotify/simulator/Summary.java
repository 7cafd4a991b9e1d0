package io.jenkins.plugins.korenotify.simulator;

/**
 * The truth about a request at one instant, whatever a status reply shows of it.
 *
 * @param total all recipients
 * @param delivered recipients notified
 * @param failed recipients that could not be notified
 * @param finished whether every recipient is done
 */
public record Summary(int total, int delivered, int failed, boolean finished) {

    /** Recipients delivered or failed. */
    public int done() {
        return delivered + failed;
    }

    /** Recipients neither delivered nor failed yet. */
    public int pending() {
        return total - done();
    }
}
