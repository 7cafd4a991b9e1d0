package io.jenkins.plugins.korenotify.cli;

import java.util.Locale;

/** The values of {@code --on-error} and {@code --on-timeout}, as the step's parameters have them. */
enum InconclusiveExit {
    /** As if FAILED. */
    FAILURE(ExitCode.FAILED),
    /** As if UNSTABLE. */
    UNSTABLE(ExitCode.UNSTABLE),
    /** As if PASSED. */
    IGNORE(ExitCode.PASSED);

    private final ExitCode exitCode;

    InconclusiveExit(ExitCode exitCode) {
        this.exitCode = exitCode;
    }

    ExitCode exitCode() {
        return exitCode;
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
