package io.jenkins.plugins.korenotify.cli;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Reports what should not happen, with where it happened, but without the texts of exceptions. */
final class Mishaps implements IExecutionExceptionHandler {
    private static final int MOST_FRAMES = 12;

    private final Output output;

    Mishaps(Output output) {
        this.output = output;
    }

    @Override
    public int handleExecutionException(Exception mishap, CommandLine command, ParseResult arguments) {
        Throwable cause = mishap;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        output.errorLine("Internal error, please report it: " + cause.getClass().getName());
        StackTraceElement[] frames = cause.getStackTrace();
        for (int i = 0; i < Math.min(MOST_FRAMES, frames.length); i++) {
            output.errorLine("  at " + frames[i]);
        }
        return ExitCode.INCONCLUSIVE.code();
    }
}
