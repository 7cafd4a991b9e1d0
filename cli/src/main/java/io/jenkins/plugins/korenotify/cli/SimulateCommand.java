package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.polling.Durations;
import io.jenkins.plugins.korenotify.simulator.Scenarios;
import io.jenkins.plugins.korenotify.simulator.SimulatorServer;
import java.io.IOException;
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
            ScenarioCatalog.of(server.url()).forEach(output::line);
            output.line("");
            output.line(duration == null ? "Stop with Ctrl-C." : "Stops after " + Durations.format(duration) + ".");
            output.flush();
            Thread.sleep(duration == null ? Long.MAX_VALUE : duration.toMillis());
        }
        return ExitCode.PASSED.code();
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
