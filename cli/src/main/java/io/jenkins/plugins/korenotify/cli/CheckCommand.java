package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.CheckResultJson;
import java.io.IOException;
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

/** {@code check}: watches requests and judges them. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        header = "Watch notification requests until they are finished, and judge who was reached.",
        description = {
            "",
            "Asks Kore.ai for the status of every request, first at once, then at a pace that fits the delivery and the"
                    + " rate limits, until all are finished, the verdict cannot change any more, or time is up. All"
                    + " recipients of all requests are judged together."
        },
        parameterListHeading = "%nRequests:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:PASSED: every condition holds.",
            "1:FAILED: a condition does not hold.",
            "2:The command line, the secret's source or the request IDs cannot be used; nothing was asked.",
            "3:UNSTABLE: --unstable-success-rate is reached, --min-success-rate is not.",
            "4:INCONCLUSIVE: no answer, no authority or no time to judge; see --on-error and --on-timeout.",
            "130:Interrupted (Ctrl-C); 143 when terminated. Nothing is printed on standard output then with --json."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ('kore-notify-status' stands for 'java -jar kore-notify-status.jar'.)",
            "",
            "  The request of a send call whose answer was saved as sent.json, with the secret in the",
            "  environment variable KORE_SECRET:",
            "    kore-notify-status check --url https://platform.kore.ai --stream-id st-... --client-id cs-... \\",
            "        --client-secret-env KORE_SECRET @sent.json",
            "",
            "  98.5 percent will do, 95 is worth a warning; read IDs from a pipe, write JSON for a program:",
            "    list-ids | kore-notify-status check --url https://platform.kore.ai --stream-id st-... \\",
            "        --client-id cs-... --client-secret-file secret.txt --min-success-rate 98.5 \\",
            "        --unstable-success-rate 95 --timeout 1h30m --json - > result.json",
            "",
            "  Through a proxy (the JDK's settings hold):",
            "    java -Dhttps.proxyHost=proxy.example.com -Dhttps.proxyPort=3128 \\",
            "        -jar kore-notify-status.jar check ...",
            "",
            "  Without an account: 'kore-notify-status simulate' prints requests to check."
        })
final class CheckCommand implements Callable<Integer> {
    private final CliEnvironment surroundings;

    @Spec
    private CommandSpec command;

    @Parameters(
            arity = "1..*",
            paramLabel = "ID",
            description = {
                "Request IDs, ds-...: the _id of a send call's answer. '@FILE' reads IDs from a file, '-' from standard"
                        + " input: saved answers of send calls (JSON; their number of recipients is expected then), or"
                        + " IDs separated by white space or commas, with # comments. At most 10000."
            })
    private List<String> ids;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private ThresholdOptions conditions;

    @Option(
            names = "--timeout",
            defaultValue = "10m",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "The most time to wait for the verdict, like 90s, 10m or 1h30m. Default: ${DEFAULT-VALUE}.")
    private Duration timeout;

    @Option(
            names = "--no-wait",
            description = {
                "Ask for every request once and judge that. A request that is not finished then is INCONCLUSIVE"
                        + " as if time were up."
            })
    private boolean noWait;

    @Option(
            names = "--on-error",
            paramLabel = "failure|unstable|ignore",
            description = {
                "The exit code where Kore.ai does not answer, refuses the credentials, does not know a request, or"
                        + " leaves recipients open: failure 1, unstable 3, ignore 0. Default: 4. The verdict stays"
                        + " INCONCLUSIVE."
            })
    private InconclusiveExit onError;

    @Option(
            names = "--on-timeout",
            paramLabel = "failure|unstable|ignore",
            description = "The same where time is up before the requests are finished.")
    private InconclusiveExit onTimeout;

    @Option(
            names = "--masked-recipients",
            description = {
                "Also list recipients who were not reached, masked like j***@***: at most 20 of a request, 100 in all."
                        + " Without this, nothing of any recipient is kept."
            })
    private boolean maskedRecipients;

    @Option(
            names = "--json",
            description = {
                "Print one JSON document with the result on standard output; everything else goes to standard error."
            })
    private boolean json;

    CheckCommand(CliEnvironment surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException, IOException {
        CheckOptions settings = settings();
        Output output = surroundings.output();
        ProgressView view = json ? PlainProgress.on(output.err()) : ProgressView.on(output);
        CheckResult result = Check.run(settings, view, output);
        ExitCode code = ExitCode.of(result, onError, onTimeout);
        if (json) {
            CheckResultJson.write(result, output.out());
        } else {
            ResultTable.of(result).forEach(output::line);
        }
        explain(result, code);
        return code.code();
    }

    private CheckOptions settings() {
        try {
            return new CheckOptions(
                    connection.endpoint(),
                    connection.app(surroundings.environment()),
                    new RequestArguments(surroundings.input()).read(ids),
                    conditions.thresholds(),
                    !noWait,
                    timeout,
                    maskedRecipients);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage());
        }
    }

    /** An exit code that is not the verdict's own is explained. */
    private void explain(CheckResult result, ExitCode code) {
        if (result.level() == Verdict.Level.INCONCLUSIVE && code != ExitCode.INCONCLUSIVE) {
            boolean timeIsUp = result.inconclusiveReason() == Verdict.InconclusiveReason.TIMEOUT;
            surroundings
                    .output()
                    .errorLine("Exit code " + code.code() + ", because of "
                            + (timeIsUp ? "--on-timeout " + onTimeout : "--on-error " + onError) + ".");
        }
    }
}
