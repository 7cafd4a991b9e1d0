package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.message.InvalidInputException;
import java.math.BigDecimal;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The thresholds as options. */
final class ThresholdOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--min-success-rate",
            defaultValue = "100",
            paramLabel = "P",
            description = {
                "Minimum percentage of recipients that must be delivered; 0 to 100, at most four decimals.",
                "Default: ${DEFAULT-VALUE}."
            })
    private BigDecimal minSuccessRate;

    @Option(
            names = "--unstable-success-rate",
            paramLabel = "P",
            description = {
                "Minimum percentage for UNSTABLE instead of FAILED; not above --min-success-rate.",
                "Default: the verdict is never UNSTABLE."
            })
    private BigDecimal unstableSuccessRate;

    @Option(
            names = "--max-failures",
            paramLabel = "N",
            description = "Maximum number of failed recipients, whatever the rate. Default: no maximum.")
    private Long maxFailures;

    @Option(
            names = "--min-recipients",
            defaultValue = "1",
            paramLabel = "N",
            description = "Minimum number of recipients; fewer is FAILED. Default: ${DEFAULT-VALUE}.")
    private Long minRecipients;

    @Option(
            names = "--fail-fast",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = {
                "Stop with FAILED as soon as a threshold can no longer be met. Default: yes;"
                        + " --no-fail-fast goes on until the requests are finished."
            })
    private boolean failFast;

    /**
     * Creates the thresholds.
     *
     * @throws ParameterException naming the option that is out of range
     */
    Thresholds thresholds() {
        try {
            return Thresholds.of(minSuccessRate, unstableSuccessRate, maxFailures, minRecipients, failFast);
        } catch (InvalidInputException e) {
            throw new ParameterException(
                    command.commandLine(), e.toMessage().map(this::optionName).toString());
        }
    }

    /** The option of a parameter's name; other text as it is. */
    private String optionName(String text) {
        String option = "--" + text.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        return command.optionsMap().containsKey(option) ? option : text;
    }
}
