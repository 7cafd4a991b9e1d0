package io.jenkins.plugins.korenotify.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line as a whole; does nothing itself. */
@Command(
        name = "kore-notify-status",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Watches Kore.ai outbound notification requests until they are finished, adds up who was reached,"
                    + " and judges that against your thresholds."
        },
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Start with 'kore-notify-status demo': it needs nothing.",
            "'kore-notify-status COMMAND --help' explains a command. 'kore-notify-status' stands for"
                    + " 'java -jar kore-notify-status.jar' everywhere."
        })
final class RootCommand implements Runnable {
    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        command.commandLine().usage(command.commandLine().getErr());
        throw new ParameterException(command.commandLine(), "There is no command; say check, simulate or demo");
    }
}
