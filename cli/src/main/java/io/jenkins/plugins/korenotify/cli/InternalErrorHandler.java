package io.jenkins.plugins.korenotify.cli;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Reports what should not happen, with where it happened, but without the texts of exceptions. */
final class InternalErrorHandler implements IExecutionExceptionHandler {
    private static final int MAX_FRAMES = 12;

    private final Output output;

    InternalErrorHandler(Output output) {
        this.output = output;
    }

    @Override
    public int handleExecutionException(Exception error, CommandLine command, ParseResult arguments) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        output.errorLine("Internal error, please report it: " + cause.getClass().getName());
        StackTraceElement[] frames = cause.getStackTrace();
        for (int i = 0; i < Math.min(MAX_FRAMES, frames.length); i++) {
            output.errorLine("  at " + frames[i]);
        }
        return ExitCode.INCONCLUSIVE.code();
    }
}
