package io.jenkins.plugins.korenotify.engine.gate;

import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The outcome of a check: a level and the reasons for it. Immutable. */
public final class Verdict implements Serializable {
    private static final long serialVersionUID = 1L;

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

    private final Level level;
    // Null unless the level is INCONCLUSIVE.
    private final InconclusiveReason inconclusiveReason;
    private final ArrayList<LocalizableMessage> reasons;

    private Verdict(Level level, InconclusiveReason inconclusiveReason, List<LocalizableMessage> reasons) {
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("A verdict has a reason");
        }
        this.level = level;
        this.inconclusiveReason = inconclusiveReason;
        this.reasons = new ArrayList<>(reasons);
    }

    /** A verdict of any level but INCONCLUSIVE, with at least one reason. */
    public static Verdict of(Level level, List<LocalizableMessage> reasons) {
        if (level == Level.INCONCLUSIVE) {
            throw new IllegalArgumentException("An inconclusive verdict has an inconclusive reason");
        }
        return new Verdict(level, null, reasons);
    }

    /** INCONCLUSIVE, with at least one reason. */
    public static Verdict inconclusive(InconclusiveReason reason, List<LocalizableMessage> reasons) {
        return new Verdict(Level.INCONCLUSIVE, Objects.requireNonNull(reason, "reason"), reasons);
    }

    /** The level. */
    public Level level() {
        return level;
    }

    /** Why the outcome is not known; null unless the level is INCONCLUSIVE. */
    public InconclusiveReason inconclusiveReason() {
        return inconclusiveReason;
    }

    /** The reasons, at least one, the most important first. */
    public List<LocalizableMessage> reasons() {
        return List.copyOf(reasons);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Verdict that
                && that.level == level
                && that.inconclusiveReason == inconclusiveReason
                && that.reasons.equals(reasons);
    }

    @Override
    public int hashCode() {
        return Objects.hash(level, inconclusiveReason, reasons);
    }

    @Override
    public String toString() {
        return level + (inconclusiveReason == null ? " " : " " + inconclusiveReason + " ") + reasons;
    }
}
