package io.jenkins.plugins.korenotify.simulator;

/** What a status reply lists of the recipients of a request. */
public enum Listing {
    /** One entry for each recipient that is done. */
    ENTRIES,
    /** Nothing: {@code statusLogs} is an empty array, {@code count} is 0. */
    EMPTY,
    /** Nothing: {@code statusLogs} is null, {@code count} is 0. */
    NULL,
    /** Nothing: there is no {@code statusLogs}; {@code count} is 0. */
    MISSING,
    /** Nothing: the overall word is all there is. */
    WORD_ONLY
}
