package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;

/** What a command tells its caller. */
enum ExitCode {
    /** The verdict is PASSED; or the command did what it was asked to do. */
    PASSED(0),
    /** The verdict is FAILED. */
    FAILED(1),
    /** The command line, the secret's source or the request IDs cannot be used. */
    USAGE(2),
    /** The verdict is UNSTABLE. */
    UNSTABLE(3),
    /** Nobody can say: no answer, no authority or no time to judge. */
    INCONCLUSIVE(4);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The number. */
    int code() {
        return code;
    }

    /**
     * The code for a result.
     *
     * @param onError what INCONCLUSIVE means where Kore.ai did not answer, refused to, or left recipients open; null:
     *     nothing else
     * @param onTimeout what INCONCLUSIVE means where time was up; null: nothing else
     */
    static ExitCode of(CheckResult result, InconclusiveExit onError, InconclusiveExit onTimeout) {
        return switch (result.level()) {
            case PASSED -> PASSED;
            case FAILED -> FAILED;
            case UNSTABLE -> UNSTABLE;
            case ABORTED -> INCONCLUSIVE;
            case INCONCLUSIVE ->
                ofDoubt(result.inconclusiveReason() == Verdict.InconclusiveReason.TIMEOUT ? onTimeout : onError);
        };
    }

    private static ExitCode ofDoubt(InconclusiveExit required) {
        return required == null ? INCONCLUSIVE : required.exitCode();
    }
}
