package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import java.math.BigDecimal;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say what is good enough. */
final class ThresholdOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--min-success-rate",
            defaultValue = "100",
            paramLabel = "P",
            converter = PercentConverter.class,
            description = {
                "Percent of all recipients who must be reached to pass; 0 to 100, at most four decimals.",
                "Default: ${DEFAULT-VALUE}."
            })
    private BigDecimal minSuccessRate;

    @Option(
            names = "--unstable-success-rate",
            paramLabel = "P",
            converter = PercentConverter.class,
            description = {
                "Percent who must be reached for UNSTABLE instead of FAILED; not above --min-success-rate.",
                "Default: there is no UNSTABLE."
            })
    private BigDecimal unstableSuccessRate;

    @Option(
            names = "--max-failures",
            paramLabel = "N",
            converter = WholeNumber.class,
            description = "The most recipients who may fail, whatever the rate. Default: any number.")
    private Long maxFailures;

    @Option(
            names = "--min-recipients",
            defaultValue = "1",
            paramLabel = "N",
            converter = WholeNumber.class,
            description = "The fewest recipients to judge at all; fewer is FAILED. Default: ${DEFAULT-VALUE}.")
    private Long minRecipients;

    @Option(
            names = "--no-fail-fast",
            description = {
                "Wait until the requests are finished even when too many recipients have failed already.",
                "Default: FAILED is given as soon as no later delivery can mend it."
            })
    private boolean noFailFast;

    /**
     * The conditions.
     *
     * @throws ParameterException naming the option that is out of range
     */
    Thresholds thresholds() {
        try {
            return Thresholds.of(minSuccessRate, unstableSuccessRate, maxFailures, minRecipients, !noFailFast);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), asOptions(e.getMessage()));
        }
    }

    /** The message with the options' names in place of the parameters'. */
    private static String asOptions(String message) {
        return message.replace("unstableSuccessRate", "--unstable-success-rate")
                .replace("minSuccessRate", "--min-success-rate")
                .replace("maxFailures", "--max-failures")
                .replace("minRecipients", "--min-recipients");
    }
}
