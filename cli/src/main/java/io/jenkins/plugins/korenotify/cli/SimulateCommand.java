package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.simulator.Scenarios;
import io.jenkins.plugins.korenotify.simulator.SimulatorServer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code simulate}: a simulated Kore.ai on a port of this machine. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        header = "Serve a simulated Kore.ai on this machine, to try checks against.",
        description = {
            "",
            "Knows the public rules of Kore.ai's notification status API: tokens, scopes, rate limits, V1 and V2"
                    + " answers, errors. Offers a catalogue of requests, from one that is all delivered to servers that"
                    + " refuse, break off or go away. Prints it with a command line to begin with, and runs until it is"
                    + " stopped (Ctrl-C).",
            "Reachable from this machine only."
        },
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The time of --for is over.",
            "2:The command line cannot be used, or the port is taken.",
            "130:Interrupted (Ctrl-C); 143 when terminated."
        },
        footerHeading = "%nExample:%n",
        footer = {"    kore-notify-status simulate --port 8765"})
final class SimulateCommand implements Callable<Integer> {
    private static final int MAX_PORTS = 65_535;

    private final CliEnvironment surroundings;

    @Spec
    private CommandSpec command;

    @Option(
            names = "--port",
            defaultValue = "8765",
            paramLabel = "P",
            converter = WholeNumber.class,
            description = "The port to serve on; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    private Long port;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            converter = WholeNumber.class,
            description = {
                "A number that fixes all that is random: the same seed gives the same deliveries.",
                "Default: ${DEFAULT-VALUE}."
            })
    private Long seed;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Stop after this time, like 60s. Default: run until stopped.")
    private Duration length;

    SimulateCommand(CliEnvironment surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > MAX_PORTS) {
            throw new ParameterException(command.commandLine(), "--port: must be from 0 to " + MAX_PORTS);
        }
        try (SimulatorServer server = start()) {
            ScenarioCatalog.of(server.url()).forEach(surroundings.output()::line);
            surroundings.output().line("");
            surroundings
                    .output()
                    .line(
                            length == null
                                    ? "Stop with Ctrl-C."
                                    : "Stops after " + DurationConverter.format(length) + ".");
            surroundings.output().flush();
            CountDownLatch never = new CountDownLatch(1);
            if (length == null) {
                never.await();
            } else {
                never.await(length.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
        return ExitCode.PASSED.code();
    }

    private SimulatorServer start() {
        try {
            return SimulatorServer.start(port.intValue(), Scenarios.kore(InstantSource.system(), seed));
        } catch (IOException e) {
            throw new ParameterException(
                    command.commandLine(), "--port: port " + port + " cannot be served; is it taken?");
        }
    }
}
