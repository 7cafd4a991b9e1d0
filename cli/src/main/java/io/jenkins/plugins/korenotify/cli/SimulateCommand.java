package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.polling.Durations;
import io.jenkins.plugins.korenotify.simulator.Scenario;
import io.jenkins.plugins.korenotify.simulator.Scenarios;
import io.jenkins.plugins.korenotify.simulator.SimulatorServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code simulate}: a simulated Kore.ai on a port of this machine. */
@Command(name = "simulate")
final class SimulateCommand implements Callable<Integer> {
    private static final int MAX_PORT = 65_535;
    private static final String CATALOG = """
            A simulated Kore.ai. Nothing here is real, not even the secret.

            URL            %s
            Stream IDs     %s
                           %s (the documentation's sample)
                           %s (no client ID below belongs to it)
            Client IDs     %s
                           %s (signs with HS512)
                           %s (requires a jti)
                           %s (lacks the scope: refused)
            Client secret  %s (the same for all)

            Request IDs; the delivery starts with the first poll:
            """;

    private final CliEnvironment environment;

    @Spec
    private CommandSpec command;

    @Option(names = "--port", defaultValue = "8765", paramLabel = "P")
    private Long port;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N")
    private Long seed;

    @Option(names = "--for", paramLabel = "TIME")
    private Duration duration;

    SimulateCommand(CliEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > MAX_PORT) {
            throw new ParameterException(command.commandLine(), "--port: must be from 0 to " + MAX_PORT);
        }
        Output output = environment.output();
        try (SimulatorServer server = start()) {
            describe(server.url(), output);
            output.line("");
            output.line(duration == null ? "Stop with Ctrl-C." : "Stops after " + Durations.format(duration) + ".");
            output.flush();
            Thread.sleep(duration == null ? Long.MAX_VALUE : duration.toMillis());
        }
        return ExitCode.PASSED.code();
    }

    private static void describe(URI url, Output output) {
        CATALOG.formatted(
                        url,
                        Scenarios.STREAM_ID,
                        Scenarios.SAMPLE_STREAM_ID,
                        Scenarios.OTHER_STREAM_ID,
                        Scenarios.CLIENT_ID,
                        Scenarios.CLIENT_ID_HS512,
                        Scenarios.CLIENT_ID_ENFORCED_JTI,
                        Scenarios.CLIENT_ID_NO_SCOPE,
                        Scenarios.SIMULATED_SECRET)
                .lines()
                .forEach(output::line);
        for (Scenario scenario : Scenarios.all()) {
            output.line("  " + scenario.requestId());
            output.line("      " + scenario.description());
        }
        output.line("");
        output.line("To check one, in another terminal:");
        describeCheck(url, Scenarios.STREAM_ID, "ds-2-of-100-failed --min-success-rate 98", output);
        output.line("");
        output.line("The documentation's sample:");
        describeCheck(url, Scenarios.SAMPLE_STREAM_ID, Scenarios.SAMPLE_REQUEST_ID, output);
    }

    private static void describeCheck(URI url, String streamId, String arguments, Output output) {
        output.line("  export KORE_SECRET='" + Scenarios.SIMULATED_SECRET + "'");
        output.line("  " + Main.launchCommand() + " check --url " + url + " \\");
        output.line("      --stream-id " + streamId + " --client-id " + Scenarios.CLIENT_ID + " \\");
        output.line("      --client-secret-env KORE_SECRET " + arguments);
    }

    private SimulatorServer start() {
        try {
            return SimulatorServer.start(port.intValue(), Scenarios.kore(InstantSource.system(), seed));
        } catch (IOException e) {
            throw new ParameterException(
                    command.commandLine(), "--port: cannot listen on port " + port + "; is it taken?", e);
        }
    }
}
