package io.jenkins.plugins.korenotify.engine.result;

import io.jenkins.plugins.korenotify.engine.gate.ThresholdOutcome;
import io.jenkins.plugins.korenotify.engine.gate.ThresholdResult;
import java.io.Serializable;
import java.math.BigDecimal;

/** One threshold beside the value that it was compared with. Immutable. */
public final class EvaluatedThreshold implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The name of the parameter that sets it, for example {@code minSuccessRate}. */
    public final String threshold;

    /** Its value: percent, or a number of recipients. */
    public final BigDecimal required;

    /** The actual value, in the same unit; null if there is none yet. */
    public final BigDecimal actual;

    /** Whether it is met; OPEN if that depends on recipients without a result. */
    public final ThresholdOutcome outcome;

    EvaluatedThreshold(ThresholdResult result) {
        threshold = result.threshold().parameter();
        required = new BigDecimal(result.required());
        actual = result.actual().isEmpty() ? null : new BigDecimal(result.actual());
        outcome = result.outcome();
    }
}
