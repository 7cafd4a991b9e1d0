package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.gate.Verdict.InconclusiveReason;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;

/** The exit codes, as the help text and {@code docs/command-line.md} list them. */
enum ExitCode {
    /** The verdict is PASSED; or the command has done its work. */
    PASSED(0),
    /** The verdict is FAILED. */
    FAILED(1),
    /** The command line, the client secret or the request IDs cannot be used. */
    USAGE(2),
    /** The verdict is UNSTABLE. */
    UNSTABLE(3),
    /** The verdict is INCONCLUSIVE. */
    INCONCLUSIVE(4);

    /** The values of {@code --on-error} and {@code --on-timeout}: those of the step's parameters. */
    enum OnInconclusive {
        FAILURE(ExitCode.FAILED),
        UNSTABLE(ExitCode.UNSTABLE),
        IGNORE(ExitCode.PASSED);

        private final ExitCode exitCode;

        OnInconclusive(ExitCode exitCode) {
            this.exitCode = exitCode;
        }
    }

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /**
     * The exit code for a result.
     *
     * @param onError the choice for INCONCLUSIVE with the reason NO_RESPONSE or INCOMPLETE; null: {@link #INCONCLUSIVE}
     * @param onTimeout the choice for INCONCLUSIVE with the reason TIMEOUT; null: {@link #INCONCLUSIVE}
     */
    static ExitCode of(CheckResult result, OnInconclusive onError, OnInconclusive onTimeout) {
        OnInconclusive chosen = result.inconclusiveReason == InconclusiveReason.TIMEOUT ? onTimeout : onError;
        return switch (result.verdict) {
            case PASSED -> PASSED;
            case FAILED -> FAILED;
            case UNSTABLE -> UNSTABLE;
            case INCONCLUSIVE, ABORTED -> chosen == null ? INCONCLUSIVE : chosen.exitCode;
        };
    }
}
