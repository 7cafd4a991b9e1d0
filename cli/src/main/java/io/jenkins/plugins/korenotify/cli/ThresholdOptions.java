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

    @Option(names = "--min-success-rate", defaultValue = "100", paramLabel = "P")
    private BigDecimal minSuccessRate;

    @Option(names = "--unstable-success-rate", paramLabel = "P")
    private BigDecimal unstableSuccessRate;

    @Option(names = "--max-failures", paramLabel = "N")
    private Long maxFailures;

    @Option(names = "--min-recipients", defaultValue = "1", paramLabel = "N")
    private Long minRecipients;

    @Option(names = "--fail-fast", negatable = true, defaultValue = "true", fallbackValue = "true")
    private boolean failFast;

    /** Creates the thresholds, or throws {@link ParameterException} naming the option that is out of range. */
    Thresholds thresholds() {
        try {
            return new Thresholds(minSuccessRate, unstableSuccessRate, maxFailures, minRecipients, failFast);
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
