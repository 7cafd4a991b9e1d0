package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.InconclusiveReason;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.Level;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.CheckResultJson;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check}: polls requests and evaluates their deliveries. */
@Command(name = "check", abbreviateSynopsis = true, parameterListHeading = "%nRequests:%n")
final class CheckCommand implements Callable<Integer> {
    private final CliEnvironment environment;

    @Spec
    private CommandSpec command;

    @Parameters(arity = "1..*", paramLabel = "ID")
    private List<String> ids;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private ThresholdOptions thresholds;

    @Option(names = "--name", paramLabel = "NAME")
    private String name;

    @Option(names = "--timeout", defaultValue = "30m", paramLabel = "TIME")
    private Duration timeout;

    @Option(names = "--wait-for-completion", negatable = true, defaultValue = "true", fallbackValue = "true")
    private boolean waitForCompletion;

    @Option(names = "--retries", paramLabel = "N")
    private Long retries;

    @Option(names = "--on-error", paramLabel = "failure|unstable|ignore")
    private ExitCode.OnInconclusive onError;

    @Option(names = "--on-timeout", paramLabel = "failure|unstable|ignore")
    private ExitCode.OnInconclusive onTimeout;

    @Option(names = "--keep-masked-recipients")
    private boolean keepMaskedRecipients;

    @Option(names = "--json")
    private boolean json;

    CheckCommand(CliEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException, IOException {
        Check.Options options = options();
        Output output = environment.output();
        ProgressView view = output.terminal() && !json
                ? new TerminalProgress(output, Check::ticks)
                : new PlainProgress(json ? output::errorLine : output::line, Clock.systemDefaultZone(), Check::ticks);
        CheckResult result = Check.run(options, view, output);
        ResultTable.of(result).forEach(json ? output::errorLine : output::line);
        if (json) {
            CheckResultJson.write(result, output.out());
        }
        ExitCode code = ExitCode.of(result, onError, onTimeout);
        if (result.verdict == Level.INCONCLUSIVE && code != ExitCode.INCONCLUSIVE) {
            boolean timedOut = result.inconclusiveReason == InconclusiveReason.TIMEOUT;
            output.errorLine("Exit code " + code.code() + " because of "
                    + (timedOut ? "--on-timeout " + onTimeout : "--on-error " + onError).toLowerCase(Locale.ROOT));
        }
        if (json && output.out().checkError()) {
            output.errorLine("The JSON document could not be written to standard output.");
            // Who reads the document does not know that the check passed.
            return (code == ExitCode.PASSED ? ExitCode.INCONCLUSIVE : code).code();
        }
        return code.code();
    }

    private Check.Options options() {
        try {
            List<TrackedRequest> requests = RequestArguments.parse(ids, environment.input());
            return new Check.Options(
                    name == null ? requests.get(0).requestId() : name,
                    connection.endpoint(),
                    connection.app(environment.variables()),
                    requests,
                    thresholds.thresholds(),
                    policy(),
                    waitForCompletion,
                    timeout,
                    keepMaskedRecipients);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage());
        }
    }

    private PollingPolicy policy() {
        if (retries == null) {
            return PollingPolicy.DEFAULT;
        }
        if (retries < 0 || retries > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("--retries must be 0 or more");
        }
        return PollingPolicy.DEFAULT.withRetries(retries.intValue());
    }
}
