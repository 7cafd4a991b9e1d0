package io.jenkins.plugins.korenotify.engine.gate;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What the thresholds say of a tally: a level and the reasons for it. Immutable. */
public final class Verdict implements Serializable {
    private static final long serialVersionUID = 1L;

    /** How a check ended. From worst to best: FAILED, INCONCLUSIVE, UNSTABLE, PASSED. */
    public enum Level {
        /** A condition does not hold, finally. */
        FAILED,
        /** Nobody can say: no answer, no authority, no time, or an answer that leaves recipients open. */
        INCONCLUSIVE,
        /** The lower of two success rates is reached, the higher is not. */
        UNSTABLE,
        /** Every condition holds. */
        PASSED
    }

    /** Why nobody can say; users choose what to do about it. */
    public enum InconclusiveReason {
        /** The verdict is not in doubt. */
        NONE,
        /** Kore.ai did not answer, or refused to. */
        NO_RESPONSE,
        /** Time was up before the requests were finished. */
        TIMEOUT,
        /** The requests are finished, but leave recipients open or contradict themselves. */
        INCOMPLETE
    }

    private final Level level;
    private final InconclusiveReason inconclusiveReason;
    private final Finding[] reasons;

    private Verdict(Level level, InconclusiveReason inconclusiveReason, List<Finding> reasons) {
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("A verdict has a reason");
        }
        this.level = level;
        this.inconclusiveReason = inconclusiveReason;
        this.reasons = reasons.toArray(new Finding[0]);
    }

    /** A verdict that is in no doubt: any level but INCONCLUSIVE, with at least one reason. */
    static Verdict certain(Level level, List<Finding> reasons) {
        if (level == Level.INCONCLUSIVE) {
            throw new IllegalArgumentException("An inconclusive verdict says what is in doubt");
        }
        return new Verdict(level, InconclusiveReason.NONE, reasons);
    }

    /** INCONCLUSIVE, with what is in doubt (any but NONE) and at least one reason. */
    public static Verdict inconclusive(InconclusiveReason inconclusiveReason, List<Finding> reasons) {
        if (inconclusiveReason == InconclusiveReason.NONE) {
            throw new IllegalArgumentException("An inconclusive verdict says what is in doubt");
        }
        return new Verdict(Level.INCONCLUSIVE, inconclusiveReason, reasons);
    }

    /** How the check ended. */
    public Level level() {
        return level;
    }

    /** What is in doubt; NONE unless the level is INCONCLUSIVE. */
    public InconclusiveReason inconclusiveReason() {
        return inconclusiveReason;
    }

    /** The reasons, at least one, the most important first. */
    public List<Finding> reasons() {
        return List.of(reasons);
    }

    /** The reasons in words, in the language closest to {@code locale}. */
    public List<String> format(Locale locale) {
        return reasons().stream().map(reason -> reason.format(locale)).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Verdict
                && ((Verdict) other).level == level
                && ((Verdict) other).inconclusiveReason == inconclusiveReason
                && ((Verdict) other).reasons().equals(reasons());
    }

    @Override
    public int hashCode() {
        return Objects.hash(level, inconclusiveReason, reasons());
    }

    @Override
    public String toString() {
        return level + " " + reasons();
    }
}
