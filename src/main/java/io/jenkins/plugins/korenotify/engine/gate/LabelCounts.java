package io.jenkins.plugins.korenotify.engine.gate;

import java.io.Serializable;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Recipients counted by a label (a channel, a reason). Immutable. Exact for up to {@value #MAX_LABELS} labels, which is
 * more than one request has recipients; recipients with further labels are counted as {@link #others()}.
 */
public final class LabelCounts implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The largest number of labels with a count of their own. */
    public static final int MAX_LABELS = 2000;

    /** No recipient. */
    public static final LabelCounts NONE = new LabelCounts(new TreeMap<>(), 0);

    private static final Comparator<Map.Entry<String, Long>> LARGEST_FIRST = Map.Entry.<String, Long>comparingByValue(
                    Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey());

    private final TreeMap<String, Long> byLabel;
    private final long others;

    private LabelCounts(TreeMap<String, Long> byLabel, long others) {
        this.byLabel = byLabel;
        this.others = others;
    }

    /**
     * One label and its count.
     *
     * @param count at least 0; 0 gives {@link #NONE}
     */
    public static LabelCounts of(String label, long count) {
        return of(Map.of(label, count), 0);
    }

    /** A count without a label, at least 0. */
    public static LabelCounts unlabelled(long count) {
        return of(Map.of(), count);
    }

    /**
     * Labels and their counts.
     *
     * @param byLabel counts of at least 0; labels beyond the largest {@value #MAX_LABELS} go to the others
     * @param others recipients without a label of their own, at least 0
     */
    public static LabelCounts of(Map<String, Long> byLabel, long others) {
        TreeMap<String, Long> counts = new TreeMap<>();
        for (Map.Entry<String, Long> entry : byLabel.entrySet()) {
            if (entry.getValue() < 0) {
                throw new IllegalArgumentException("A count cannot be negative: " + entry.getValue());
            }
            if (entry.getValue() > 0) {
                counts.put(entry.getKey(), entry.getValue());
            }
        }
        if (others < 0) {
            throw new IllegalArgumentException("A count cannot be negative: " + others);
        }
        return counts.isEmpty() && others == 0 ? NONE : new LabelCounts(counts, others).largest(MAX_LABELS);
    }

    /** The sum of both, label by label. */
    public LabelCounts plus(LabelCounts that) {
        return that.isEmpty() ? this : isEmpty() ? that : sum(List.of(this, that));
    }

    /** The sum of all, label by label; labels beyond the largest {@value #MAX_LABELS} of the sum go to the others. */
    public static LabelCounts sum(Collection<LabelCounts> all) {
        Map<String, Long> byLabel = new HashMap<>();
        long others = 0;
        for (LabelCounts one : all) {
            one.byLabel.forEach((label, count) -> byLabel.merge(label, count, Math::addExact));
            others = Math.addExact(others, one.others);
        }
        return of(byLabel, others);
    }

    /** The same counts, with only the {@code max} largest labels on their own; of equal counts the alphabetically first. */
    public LabelCounts largest(int max) {
        if (byLabel.size() <= max) {
            return this;
        }
        TreeMap<String, Long> kept = new TreeMap<>();
        long rest = others;
        for (Map.Entry<String, Long> entry : largestFirst()) {
            if (kept.size() < max) {
                kept.put(entry.getKey(), entry.getValue());
            } else {
                rest = Math.addExact(rest, entry.getValue());
            }
        }
        return new LabelCounts(kept, rest);
    }

    /** The labels and their counts, largest count first. */
    public List<Map.Entry<String, Long>> largestFirst() {
        return byLabel.entrySet().stream().sorted(LARGEST_FIRST).toList();
    }

    /** The labels with a count of their own, in alphabetical order; every count is at least 1. */
    public SortedMap<String, Long> byLabel() {
        return Collections.unmodifiableSortedMap(byLabel);
    }

    /** Recipients without a label of their own. */
    public long others() {
        return others;
    }

    /** All recipients. */
    public long total() {
        long total = others;
        for (long count : byLabel.values()) {
            total = Math.addExact(total, count);
        }
        return total;
    }

    /** Whether there is no recipient. */
    public boolean isEmpty() {
        return byLabel.isEmpty() && others == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelCounts that && that.others == others && that.byLabel.equals(byLabel);
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
