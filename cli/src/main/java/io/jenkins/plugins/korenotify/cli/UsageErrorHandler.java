package io.jenkins.plugins.korenotify.cli;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line. What somebody put behind a mistyped option may be a secret: not shown. */
final class UsageErrorHandler implements IParameterExceptionHandler {
    private final Output output;

    UsageErrorHandler(Output output) {
        this.output = output;
    }

    @Override
    public int handleParseException(ParameterException error, String[] arguments) {
        CommandLine command = error.getCommandLine();
        output.errorLine("Error: " + message(error));
        output.errorLine("Run '" + command.getCommandSpec().qualifiedName() + " --help' for help.");
        return ExitCode.USAGE.code();
    }

    private static String message(ParameterException error) {
        if (error instanceof UnmatchedArgumentException unmatched) {
            return "There is no option or command "
                    + names(unmatched.getUnmatched())
                    + suggestions(unmatched.getSuggestions());
        }
        // Messages about groups of options begin with the word themselves.
        return error.getMessage().replaceFirst("^Error: ", "");
    }

    private static String names(List<String> unmatched) {
        return unmatched.stream()
                .filter(argument -> argument.startsWith("-") || unmatched.size() == 1)
                .map(argument -> argument.split("=", 2)[0])
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String suggestions(List<String> similar) {
        return similar.isEmpty() ? "" : "; did you mean " + String.join(" or ", similar) + "?";
    }
}
