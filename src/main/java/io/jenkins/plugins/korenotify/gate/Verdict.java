package io.jenkins.plugins.korenotify.gate;

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
    public enum Doubt {
        /** The verdict is not in doubt. */
        NONE,
        /** Kore.ai did not answer, or refused to. */
        NO_ANSWER,
        /** Time was up before the requests were finished. */
        TIME_UP,
        /** The requests are finished, but leave recipients open or contradict themselves. */
        UNACCOUNTED
    }

    private final Level level;
    private final Doubt doubt;
    private final Finding[] reasons;

    private Verdict(Level level, Doubt doubt, List<Finding> reasons) {
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("A verdict has a reason");
        }
        this.level = level;
        this.doubt = doubt;
        this.reasons = reasons.toArray(new Finding[0]);
    }

    /** A verdict that is in no doubt: any level but INCONCLUSIVE, with at least one reason. */
    static Verdict certain(Level level, List<Finding> reasons) {
        if (level == Level.INCONCLUSIVE) {
            throw new IllegalArgumentException("An inconclusive verdict says what is in doubt");
        }
        return new Verdict(level, Doubt.NONE, reasons);
    }

    /** INCONCLUSIVE, with what is in doubt (any but NONE) and at least one reason. */
    public static Verdict inconclusive(Doubt doubt, List<Finding> reasons) {
        if (doubt == Doubt.NONE) {
            throw new IllegalArgumentException("An inconclusive verdict says what is in doubt");
        }
        return new Verdict(Level.INCONCLUSIVE, doubt, reasons);
    }

    /** How the check ended. */
    public Level level() {
        return level;
    }

    /** What is in doubt; NONE unless the level is INCONCLUSIVE. */
    public Doubt doubt() {
        return doubt;
    }

    /** The reasons, at least one, the most important first. */
    public List<Finding> reasons() {
        return List.of(reasons);
    }

    /** The reasons in words, in the language closest to {@code locale}. */
    public List<String> inWords(Locale locale) {
        return reasons().stream().map(reason -> reason.inWords(locale)).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Verdict
                && ((Verdict) other).level == level
                && ((Verdict) other).doubt == doubt
                && ((Verdict) other).reasons().equals(reasons());
    }

    @Override
    public int hashCode() {
        return Objects.hash(level, doubt, reasons());
    }

    @Override
    public String toString() {
        return level + " " + reasons();
    }
}
