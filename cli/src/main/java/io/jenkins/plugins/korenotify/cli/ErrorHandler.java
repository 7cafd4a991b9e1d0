package io.jenkins.plugins.korenotify.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports errors without anything that may hold a secret. */
final class ErrorHandler implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final int MAX_FRAMES = 12;

    private final Output output;

    ErrorHandler(Output output) {
        this.output = output;
    }

    /** Reports what is wrong with a command line. The value of a misspelt option is not shown: it may be a secret. */
    @Override
    public int handleParseException(ParameterException error, String[] arguments) {
        CommandLine command = error.getCommandLine();
        // Messages about groups of options already begin with the word.
        output.errorLine("Error: " + message(error).replaceFirst("^Error: ", ""));
        output.errorLine("Run '" + command.getCommandSpec().qualifiedName() + " --help' for help.");
        return ExitCode.USAGE.code();
    }

    /** Reports a bug: the type of the exception and where it was thrown, but not its message. */
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

    private static String message(ParameterException error) {
        if (!(error instanceof UnmatchedArgumentException unmatched)) {
            return error.getMessage();
        }
        List<String> similar = unmatched.getSuggestions();
        return "There is no option or command " + names(unmatched.getUnmatched())
                + (similar.isEmpty() ? "" : "; did you mean " + String.join(" or ", similar) + "?");
    }

    private static String names(List<String> unmatched) {
        return unmatched.stream()
                .filter(argument -> argument.startsWith("-") || unmatched.size() == 1)
                .map(argument -> argument.split("=", 2)[0])
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
