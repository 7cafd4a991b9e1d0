package io.jenkins.plugins.korenotify.engine.gate;

import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;

/**
 * One threshold, evaluated.
 *
 * @param threshold which one
 * @param required its value: percent, or a number of recipients
 * @param actual the present value of what it looks at, as plain text; empty where there is none yet
 * @param outcome what it says over everything that may still happen
 * @param message the reason for a verdict that follows from it
 */
public record ThresholdResult(
        Threshold threshold, String required, String actual, ThresholdOutcome outcome, LocalizableMessage message) {
    /** The thresholds that users set. */
    public enum Threshold {
        /** The success rate below which a check does not pass, in percent. */
        MIN_SUCCESS_RATE("minSuccessRate"),
        /** The success rate below which a check fails instead of being unstable, in percent. */
        UNSTABLE_SUCCESS_RATE("unstableSuccessRate"),
        /** The largest allowed number of failed recipients. */
        MAX_FAILURES("maxFailures"),
        /** The smallest allowed number of recipients. */
        MIN_RECIPIENTS("minRecipients");

        private final String parameter;

        Threshold(String parameter) {
            this.parameter = parameter;
        }

        /** The name of the parameter that sets it. */
        public String parameter() {
            return parameter;
        }
    }

    /** Whether it can no longer be met. */
    public boolean isBroken() {
        return outcome == ThresholdOutcome.BROKEN;
    }
}
