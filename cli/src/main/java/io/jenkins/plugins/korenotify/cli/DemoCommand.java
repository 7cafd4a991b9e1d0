package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.client.ApiVersion;
import io.jenkins.plugins.korenotify.engine.client.JwtAlgorithm;
import io.jenkins.plugins.korenotify.engine.client.JwtApp;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.simulator.Scenarios;
import io.jenkins.plugins.korenotify.simulator.SimulatorServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: a simulated Kore.ai and a check of it in one process. */
@Command(
        name = "demo",
        header = "Check a simulated campaign; needs no account.",
        description = {
            "",
            "Starts a simulated Kore.ai in this process and checks three requests with 1000 recipients each: polls"
                    + " until they are finished, and requires a success rate of 99 percent. Takes about 25 seconds."
        },
        exitCodeList = {"0:The verdict is PASSED, as expected.", "1..4:It is not; see 'check --help'."},
        footer = "")
final class DemoCommand implements Callable<Integer> {
    private final CliEnvironment environment;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Determines the simulated deliveries. Default: ${DEFAULT-VALUE}.")
    private Long seed;

    DemoCommand(CliEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        Output output = environment.output();
        CheckResult result;
        try (SimulatorServer server = SimulatorServer.start(0, Scenarios.kore(InstantSource.system(), seed))) {
            output.line(
                    "A simulated Kore.ai runs at " + server.url() + ". Three requests with 1000 recipients each were");
            output.line("just sent through it.");
            output.line("");
            ProgressView view = output.terminal()
                    ? new TerminalProgress(output, Check::ticks)
                    : new PlainProgress(output::line, Clock.systemDefaultZone(), Check::ticks);
            result = Check.run(options(server.url()), view, output);
        }
        output.line("");
        ResultTable.of(result).forEach(output::line);
        output.line("");
        output.line("Next, start a simulated Kore.ai that lists requests to check:");
        output.line("  " + LaunchCommand.format() + " simulate");
        output.line("or see how to check your own environment:");
        output.line("  " + LaunchCommand.format() + " check --help");
        return ExitCode.of(result, null, null).code();
    }

    private static CheckOptions options(URI url) {
        return new CheckOptions(
                "campaign",
                KoreEndpoint.of(url.toString(), Scenarios.STREAM_ID, ApiVersion.V2),
                new JwtApp(Scenarios.CLIENT_ID, Scenarios.SIMULATED_SECRET, JwtAlgorithm.HS256, null),
                Stream.of("ds-large-campaign-1", "ds-large-campaign-2", "ds-large-campaign-3")
                        .map(TrackedRequest::of)
                        .toList(),
                Thresholds.DEFAULT.withMinSuccessRate(BigDecimal.valueOf(99)),
                PollingPolicy.DEFAULT,
                true,
                Duration.ofMinutes(2),
                false);
    }
}
