package io.jenkins.plugins.korenotify.cli;

import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Reports a bug: the type of the exception and where it was thrown, but not its message, which may hold a secret. */
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
        Arrays.stream(cause.getStackTrace()).limit(MAX_FRAMES).forEach(frame -> output.errorLine("  at " + frame));
        return ExitCode.INCONCLUSIVE.code();
    }
}
