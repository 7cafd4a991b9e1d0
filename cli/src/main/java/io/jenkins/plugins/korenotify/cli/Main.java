package io.jenkins.plugins.korenotify.cli;

import java.io.PrintWriter;
import picocli.CommandLine;

/** Runs the command line and ends the process with its exit code. */
public final class Main {
    private Main() {}

    /** Runs one command. */
    public static void main(String[] arguments) {
        int code = run(CliEnvironment.ofProcess(), arguments);
        System.exit(code);
    }

    /** Runs one command and gives its exit code. */
    static int run(CliEnvironment surroundings, String... arguments) {
        Output output = surroundings.output();
        CommandLine commands = new CommandLine(new RootCommand())
                .addSubcommand(new CheckCommand(surroundings))
                .addSubcommand(new SimulateCommand(surroundings))
                .addSubcommand(new DemoCommand(surroundings))
                .setCaseInsensitiveEnumValuesAllowed(true)
                // @FILE names a file of request IDs, not of arguments.
                .setExpandAtFiles(false)
                .setUsageHelpWidth(100)
                .setOut(new PrintWriter(output.out(), true))
                .setErr(new PrintWriter(output.err(), true))
                .setParameterExceptionHandler(new UsageErrorHandler(output))
                .setExecutionExceptionHandler(new InternalErrorHandler(output));
        int code = commands.execute(arguments);
        output.flush();
        return code;
    }
}
