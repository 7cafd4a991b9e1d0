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
@Command(
        name = "check",
        abbreviateSynopsis = true,
        header = "Poll notification requests until they are finished, and evaluate the deliveries.",
        description = {
            "",
            "Polls the status of every request within Kore.ai's rate limits until all are finished, a threshold can no"
                    + " longer be met, or the timeout is reached. The recipients of all requests are evaluated together."
        },
        parameterListHeading = "%nRequests:%n",
        exitCodeList = {
            "0:PASSED: every threshold is met.",
            "1:FAILED: a threshold is not met.",
            "2:The command line, the client secret or the request IDs cannot be used; nothing was polled.",
            "3:UNSTABLE: --unstable-success-rate is met, --min-success-rate is not.",
            "4:INCONCLUSIVE: the outcome is not known; see --on-error and --on-timeout.",
            "130:Interrupted (Ctrl-C); 143 when terminated. Standard output is empty then with --json."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  The request of a send call whose response was saved as sent.json:",
            "    kore-notify-status check --url https://platform.kore.ai --stream-id st-... --client-id cs-... \\",
            "        --client-secret-env KORE_SECRET @sent.json",
            "",
            "  Request IDs from a pipe, 98.5%% to pass, 95%% to be unstable, the result as JSON:",
            "    list-ids | kore-notify-status check --url https://platform.kore.ai --stream-id st-... \\",
            "        --client-id cs-... --client-secret-file secret.txt --min-success-rate 98.5 \\",
            "        --unstable-success-rate 95 --timeout 1h30m --json - > result.json",
            "",
            "  Through a proxy (the JDK's settings apply):",
            "    java -Dhttps.proxyHost=proxy.example.com -Dhttps.proxyPort=3128 \\",
            "        -jar kore-notify-status.jar check ...",
            "",
            "  Without an account: 'kore-notify-status simulate' lists requests to check."
        })
final class CheckCommand implements Callable<Integer> {
    private final CliEnvironment environment;

    @Spec
    private CommandSpec command;

    @Parameters(
            arity = "1..*",
            paramLabel = "ID",
            description = {
                "Request IDs, ds-...: the _id in the response of a send call. '@FILE' reads a file, '-' standard"
                        + " input: saved responses of send calls (JSON, which also tell the number of recipients), or"
                        + " IDs separated by white space or commas, with # comments. At most 10000."
            })
    private List<String> ids;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private ThresholdOptions thresholds;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "A name for the check in its result. Default: the first request ID.")
    private String name;

    @Option(
            names = "--timeout",
            defaultValue = "30m",
            paramLabel = "TIME",
            description =
                    "The longest time to wait for the verdict, like 90s, 10m or 1h30m. Default: ${DEFAULT-VALUE}.")
    private Duration timeout;

    @Option(
            names = "--wait-for-completion",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = {
                "Poll until the requests are finished. Default: yes; --no-wait-for-completion evaluates the first"
                        + " status of every request, and a request that is not finished is INCONCLUSIVE (TIMEOUT)."
            })
    private boolean waitForCompletion;

    @Option(
            names = "--retries",
            paramLabel = "N",
            description = {
                "How many failed polls in a row are tolerated. Default: a request that has never responded is given"
                        + " up after 15 failed polls, others are polled until the timeout."
            })
    private Long retries;

    @Option(
            names = "--on-error",
            paramLabel = "failure|unstable|ignore",
            description = {
                "The exit code for INCONCLUSIVE if Kore.ai gives no status (NO_RESPONSE) or leaves recipients without"
                        + " a result (INCOMPLETE): failure 1, unstable 3, ignore 0. Default: 4. The verdict stays INCONCLUSIVE."
            })
    private InconclusiveExit onError;

    @Option(
            names = "--on-timeout",
            paramLabel = "failure|unstable|ignore",
            description = "The same if the timeout is reached (TIMEOUT).")
    private InconclusiveExit onTimeout;

    @Option(
            names = "--keep-masked-recipients",
            description = {
                "List undelivered recipients, masked like j***@***: at most 20 of a request, 100 in all.",
                "Default: nothing of any recipient is kept."
            })
    private boolean keepMaskedRecipients;

    @Option(
            names = "--json",
            description = "Print the result as JSON to standard output, everything else to standard error.")
    private boolean json;

    CheckCommand(CliEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException, IOException {
        CheckOptions options = options();
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
        if (result.getVerdict() == Level.INCONCLUSIVE && code != ExitCode.INCONCLUSIVE) {
            boolean timedOut = result.getInconclusiveReason() == InconclusiveReason.TIMEOUT;
            output.errorLine("Exit code " + code.code() + " because of "
                    + (timedOut ? "--on-timeout " + onTimeout : "--on-error " + onError));
        }
        return code.code();
    }

    private CheckOptions options() {
        try {
            List<TrackedRequest> requests = RequestArguments.parse(ids, environment.input());
            return new CheckOptions(
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
