package io.jenkins.plugins.korenotify.engine.gate;

import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.util.List;
import java.util.Objects;

/**
 * The outcome of a check: a level and the reasons for it.
 *
 * @param inconclusiveReason why the outcome is not known; null unless the level is INCONCLUSIVE
 * @param reasons at least one, the most important first
 */
public record Verdict(Level level, InconclusiveReason inconclusiveReason, List<LocalizableMessage> reasons) {
    /** The levels, from the most to the least severe. */
    public enum Level {
        /** A threshold is not met, whatever may still happen. */
        FAILED,
        /** The outcome is not known; see {@link InconclusiveReason}. */
        INCONCLUSIVE,
        /** The check was aborted before it had an outcome. */
        ABORTED,
        /** The success rate is between the two minima. */
        UNSTABLE,
        /** Every recipient is accounted for and every threshold is met. */
        PASSED
    }

    /** Why the outcome is not known; the user chooses what it means for the build. */
    public enum InconclusiveReason {
        /** Kore.ai gave no usable status. */
        NO_RESPONSE,
        /** The requests were not finished when the timeout was reached. */
        TIMEOUT,
        /** The requests are finished, but the verdict depends on recipients without a result. */
        INCOMPLETE
    }

    /** Checks that there is a reason, and an inconclusive reason exactly where the level is INCONCLUSIVE. */
    public Verdict {
        if (reasons.isEmpty() || (level == Level.INCONCLUSIVE) != (inconclusiveReason != null)) {
            throw new IllegalArgumentException("Not a verdict: " + level + " " + inconclusiveReason + " " + reasons);
        }
        reasons = List.copyOf(reasons);
    }

    /** A verdict of any level but INCONCLUSIVE, with at least one reason. */
    public static Verdict of(Level level, List<LocalizableMessage> reasons) {
        return new Verdict(level, null, reasons);
    }

    /** INCONCLUSIVE, with at least one reason. */
    public static Verdict inconclusive(InconclusiveReason reason, List<LocalizableMessage> reasons) {
        return new Verdict(Level.INCONCLUSIVE, Objects.requireNonNull(reason, "reason"), reasons);
    }

    @Override
    public String toString() {
        return level + (inconclusiveReason == null ? " " : " " + inconclusiveReason + " ") + reasons;
    }
}
