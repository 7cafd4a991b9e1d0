package io.jenkins.plugins.korenotify.cli;

/** The values of {@code --on-error} and {@code --on-timeout}: those of the step's parameters. */
enum InconclusiveExit {
    /** As if FAILED. */
    FAILURE,
    /** As if UNSTABLE. */
    UNSTABLE,
    /** As if PASSED. */
    IGNORE
}
