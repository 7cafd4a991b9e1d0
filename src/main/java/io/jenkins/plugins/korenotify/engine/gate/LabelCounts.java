package io.jenkins.plugins.korenotify.engine.gate;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Recipients counted by a label (a channel, a reason), bounded in size however many labels the remote side invents.
 *
 * <p>Adding up is commutative and associative, the bound included: of all labels ever added the {@value #MAX_LABELS}
 * first in alphabetical order keep their own count, everything else is counted under {@link #others()}. A label among
 * the first of the whole is among the first of every part, so it never lost a recipient on the way.
 */
public final class LabelCounts implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The largest number of labels with a count of their own. */
    public static final int MAX_LABELS = 32;

    /** Nothing counted. */
    public static final LabelCounts NONE = new LabelCounts(new TreeMap<>(), 0);

    private final TreeMap<String, Long> byLabel;
    private final long others;

    private LabelCounts(TreeMap<String, Long> byLabel, long others) {
        this.byLabel = byLabel;
        this.others = others;
    }

    /**
     * One label, counted.
     *
     * @param label what is counted, never null
     * @param count how many, at least 0; 0 gives {@link #NONE}
     */
    public static LabelCounts of(String label, long count) {
        if (count < 0) {
            throw new IllegalArgumentException("A count cannot be negative: " + count);
        }
        if (count == 0) {
            return NONE;
        }
        TreeMap<String, Long> one = new TreeMap<>();
        one.put(label, count);
        return new LabelCounts(one, 0);
    }

    /** A count without a label of its own, at least 0. */
    public static LabelCounts unlabelled(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("A count cannot be negative: " + count);
        }
        return count == 0 ? NONE : new LabelCounts(new TreeMap<>(), count);
    }

    /** Both, added up label by label. */
    public LabelCounts plus(LabelCounts that) {
        if (that.isEmpty()) {
            return this;
        }
        if (isEmpty()) {
            return that;
        }
        TreeMap<String, Long> sum = new TreeMap<>(byLabel);
        that.byLabel.forEach((label, count) -> sum.merge(label, count, Math::addExact));
        long rest = Math.addExact(others, that.others);
        while (sum.size() > MAX_LABELS) {
            rest = Math.addExact(rest, sum.pollLastEntry().getValue());
        }
        return new LabelCounts(sum, rest);
    }

    /** The labels with a count of their own, in alphabetical order; every count is at least 1. */
    public SortedMap<String, Long> byLabel() {
        return Collections.unmodifiableSortedMap(byLabel);
    }

    /** How many are counted under no label of their own. */
    public long others() {
        return others;
    }

    /** How many are counted in all. */
    public long total() {
        long total = others;
        for (Map.Entry<String, Long> entry : byLabel.entrySet()) {
            total = Math.addExact(total, entry.getValue());
        }
        return total;
    }

    /** Whether nothing is counted. */
    public boolean isEmpty() {
        return byLabel.isEmpty() && others == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelCounts && ((LabelCounts) other).others == others && ((LabelCounts) other).byLabel.equals(byLabel);
    }

    @Override
    public int hashCode() {
        return 31 * byLabel.hashCode() + Long.hashCode(others);
    }

    @Override
    public String toString() {
        return others == 0 ? byLabel.toString() : byLabel + "+" + others;
    }
}
