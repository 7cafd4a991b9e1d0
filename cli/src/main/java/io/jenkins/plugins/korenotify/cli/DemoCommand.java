package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.simulator.Scenarios;
import io.jenkins.plugins.korenotify.simulator.SimulatorServer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: a simulated Kore.ai and a check of it in one process. */
@Command(name = "demo")
final class DemoCommand implements Callable<Integer> {
    private static final String SECRET = "KORE_SECRET";
    private static final String CAMPAIGN =
            "ds-large-campaign-1 ds-large-campaign-2 ds-large-campaign-3 --min-success-rate 99 --timeout 2m";

    private final CliEnvironment environment;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N")
    private Long seed;

    DemoCommand(CliEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        Output output = environment.output();
        int code;
        try (SimulatorServer server = SimulatorServer.start(0, Scenarios.kore(InstantSource.system(), seed))) {
            output.line(
                    "A simulated Kore.ai runs at " + server.url() + ". Three requests with 1000 recipients each were");
            output.line("just sent through it. They are checked by:");
            String arguments = "check --url " + server.url() + " --stream-id " + Scenarios.STREAM_ID + " --client-id "
                    + Scenarios.CLIENT_ID + " --client-secret-env " + SECRET + " " + CAMPAIGN;
            output.line("  " + Main.launchCommand() + " " + arguments);
            output.line("");
            Map<String, String> variables = Map.of(SECRET, Scenarios.SIMULATED_SECRET);
            code = Main.run(new CliEnvironment(output, environment.input(), variables), arguments.split(" "));
        }
        output.line("");
        output.line("Next, start a simulated Kore.ai that lists requests to check:");
        output.line("  " + Main.launchCommand() + " simulate");
        output.line("or see how to check your own environment:");
        output.line("  " + Main.launchCommand() + " check --help");
        return code;
    }
}
