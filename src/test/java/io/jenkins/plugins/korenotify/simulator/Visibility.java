package io.jenkins.plugins.korenotify.simulator;

/**
 * What a status reply shows while the request is still running. Kore.ai publishes no sample of a running status, so a
 * client has to cope with all of these.
 */
public enum Visibility {
    /** The log grows by one entry per recipient done; {@code count} is the number of all recipients from the start. */
    LOGS_WITH_TOTAL,
    /** The log grows; {@code count} is the number of entries so far. */
    LOGS_GROWING,
    /** Empty log, {@code count} 0 and no percentage until finished, as in the documented send replies. */
    HIDDEN
}
