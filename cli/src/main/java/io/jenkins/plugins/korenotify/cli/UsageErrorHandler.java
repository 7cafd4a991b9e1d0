package io.jenkins.plugins.korenotify.cli;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports what is wrong with a command line. The value of a misspelt option is not shown: it may be a secret. */
final class UsageErrorHandler implements IParameterExceptionHandler {
    private final Output output;

    UsageErrorHandler(Output output) {
        this.output = output;
    }

    @Override
    public int handleParseException(ParameterException error, String[] arguments) {
        CommandLine command = error.getCommandLine();
        // Messages about groups of options already begin with the word.
        output.errorLine("Error: " + message(error).replaceFirst("^Error: ", ""));
        output.errorLine("Run '" + command.getCommandSpec().qualifiedName() + " --help' for help.");
        return ExitCode.USAGE.code();
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
