package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.client.ApiVersion;
import io.jenkins.plugins.korenotify.engine.client.JwtAlgorithm;
import io.jenkins.plugins.korenotify.engine.client.JwtApp;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.simulator.Scenarios;
import io.jenkins.plugins.korenotify.simulator.SimulatorServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: a simulated Kore.ai and a check of it in one process. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        header = "See a campaign being watched and judged; needs nothing.",
        description = {
            "",
            "Starts a simulated Kore.ai in this process, watches a campaign of three requests with 1000 recipients"
                    + " each until they are finished, judges them against a success rate of 99 percent, and says how to"
                    + " go on. Takes about 25 seconds."
        },
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:The verdict is PASSED, as it should be.", "1..4:It is not; see 'check --help'."})
final class DemoCommand implements Callable<Integer> {
    private static final List<String> CAMPAIGN =
            List.of("ds-large-campaign-1", "ds-large-campaign-2", "ds-large-campaign-3");
    private static final BigDecimal MIN_SUCCESS_RATE = BigDecimal.valueOf(99);
    private static final Duration TIME_LIMIT = Duration.ofMinutes(2);

    private final CliEnvironment surroundings;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            converter = WholeNumber.class,
            description = "A number that fixes the deliveries; another one gives others. Default: ${DEFAULT-VALUE}.")
    private Long seed;

    DemoCommand(CliEnvironment surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        Output output = surroundings.output();
        CheckResult result;
        try (SimulatorServer server = SimulatorServer.start(0, Scenarios.kore(InstantSource.system(), seed))) {
            introduce(output, server.url());
            result = Check.run(settings(server.url()), ProgressView.on(output), output);
        }
        output.line("");
        ResultTable.of(result).forEach(output::line);
        goOn(output);
        return ExitCode.of(result, null, null).code();
    }

    private static CheckOptions settings(URI url) {
        return new CheckOptions(
                KoreEndpoint.of(url.toString(), Scenarios.STREAM_ID, ApiVersion.V2),
                new JwtApp(Scenarios.CLIENT_ID, Scenarios.SIMULATED_SECRET, JwtAlgorithm.HS256, null),
                CAMPAIGN.stream().map(TrackedRequest::of).toList(),
                Thresholds.DEFAULT.withMinSuccessRate(MIN_SUCCESS_RATE),
                true,
                TIME_LIMIT,
                false);
    }

    private static void introduce(Output output, URI url) {
        output.line("A simulated Kore.ai is at " + url + ". A campaign has just been sent through it: three requests");
        output.line("with 1000 recipients each. It is watched until it is finished; at least 99 % must be reached.");
        output.line("");
    }

    private static void goOn(Output output) {
        output.line("");
        output.line("To go on, start a simulated Kore.ai; it prints requests to check and how:");
        output.line("  " + LaunchCommand.format() + " simulate");
        output.line("and see what a check of your own environment takes:");
        output.line("  " + LaunchCommand.format() + " check --help");
    }
}
