package io.jenkins.plugins.korenotify.cli;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ScopeType;

/** Runs one command and ends the process with its exit code. */
@Command(
        name = "kore-notify-status",
        scope = ScopeType.INHERIT,
        resourceBundle = "io.jenkins.plugins.korenotify.cli.Help",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%n")
public final class Main {
    private Main() {}

    /** Runs one command. */
    public static void main(String[] arguments) {
        System.exit(run(CliEnvironment.ofProcess(), arguments));
    }

    /** Runs one command and returns its exit code. */
    static int run(CliEnvironment environment, String... arguments) {
        Output output = environment.output();
        ErrorHandler errors = new ErrorHandler(output);
        CommandLine commands = new CommandLine(new Main())
                .addSubcommand(new CheckCommand(environment))
                .addSubcommand(new SimulateCommand(environment))
                .addSubcommand(new DemoCommand(environment))
                .setCaseInsensitiveEnumValuesAllowed(true)
                // @FILE names a file of request IDs, not of arguments.
                .setExpandAtFiles(false)
                .setUsageHelpWidth(100)
                .registerConverter(Long.class, Converters::parseWholeNumber)
                .registerConverter(BigDecimal.class, Converters::parsePercent)
                .registerConverter(Duration.class, Converters::parseDuration)
                .setOut(new PrintWriter(output.out(), true))
                .setErr(new PrintWriter(output.err(), true))
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
        int code = commands.execute(arguments);
        output.flush();
        return code;
    }

    /** The beginning of a command line, for example {@code java -jar cli/target/kore-notify-status.jar}. */
    static String launchCommand() {
        CodeSource source = Main.class.getProtectionDomain().getCodeSource();
        if (source == null || !source.getLocation().getPath().endsWith(".jar")) {
            return "kore-notify-status";
        }
        try {
            Path jar = Path.of(source.getLocation().toURI());
            Path here = Path.of("").toAbsolutePath();
            String text = (jar.startsWith(here) ? here.relativize(jar) : jar).toString();
            return "java -jar " + (text.matches("[A-Za-z0-9._/\\\\:+-]+") ? text : "'" + text + "'");
        } catch (URISyntaxException e) {
            return "kore-notify-status";
        }
    }

    /** The version that the jar was built as. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"kore-notify-status " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
