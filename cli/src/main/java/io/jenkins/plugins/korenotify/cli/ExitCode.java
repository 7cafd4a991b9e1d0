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
    static ExitCode of(CheckResult result, InconclusiveExit onError, InconclusiveExit onTimeout) {
        return switch (result.getVerdict()) {
            case PASSED -> PASSED;
            case FAILED -> FAILED;
            case UNSTABLE -> UNSTABLE;
            case INCONCLUSIVE, ABORTED ->
                ofInconclusive(result.getInconclusiveReason() == InconclusiveReason.TIMEOUT ? onTimeout : onError);
        };
    }

    private static ExitCode ofInconclusive(InconclusiveExit chosen) {
        if (chosen == null) {
            return INCONCLUSIVE;
        }
        return switch (chosen) {
            case FAILURE -> FAILED;
            case UNSTABLE -> UNSTABLE;
            case IGNORE -> PASSED;
        };
    }
}
