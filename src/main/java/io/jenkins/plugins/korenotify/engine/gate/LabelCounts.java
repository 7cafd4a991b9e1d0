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
 *
 * @param byLabel the labels with a count of their own, in alphabetical order; every count is at least 1
 * @param others recipients without a label of their own
 */
public record LabelCounts(SortedMap<String, Long> byLabel, long others) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The largest number of labels with a count of their own. */
    public static final int MAX_LABELS = 2000;

    /** No recipient. */
    public static final LabelCounts NONE = new LabelCounts(Collections.emptySortedMap(), 0);

    private static final Comparator<Map.Entry<String, Long>> LARGEST_FIRST = Map.Entry.<String, Long>comparingByValue(
                    Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey());

    /** Checks that no count is negative, and leaves out those of zero. */
    public LabelCounts {
        byLabel = new TreeMap<>(byLabel);
        byLabel.values().removeIf(count -> count == 0);
        long least = byLabel.values().stream().reduce(others, Math::min);
        if (least < 0) {
            throw new IllegalArgumentException("A count cannot be negative: " + least);
        }
    }

    /**
     * Labels and their counts.
     *
     * @param byLabel counts of at least 0; labels beyond the largest {@value #MAX_LABELS} go to the others
     * @param others recipients without a label of their own, at least 0
     */
    public static LabelCounts of(Map<String, Long> byLabel, long others) {
        LabelCounts counts = new LabelCounts(new TreeMap<>(byLabel), others);
        return counts.isEmpty() ? NONE : counts.largest(MAX_LABELS);
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
        SortedMap<String, Long> kept = new TreeMap<>();
        largestFirst().subList(0, max).forEach(entry -> kept.put(entry.getKey(), entry.getValue()));
        long total = byLabel.values().stream().reduce(others, Math::addExact);
        return new LabelCounts(kept, kept.values().stream().reduce(total, (rest, count) -> rest - count));
    }

    /** The labels and their counts, largest count first. */
    public List<Map.Entry<String, Long>> largestFirst() {
        return byLabel.entrySet().stream().sorted(LARGEST_FIRST).toList();
    }

    @Override
    public SortedMap<String, Long> byLabel() {
        return Collections.unmodifiableSortedMap(byLabel);
    }

    /** Whether there is no recipient. */
    public boolean isEmpty() {
        return byLabel.isEmpty() && others == 0;
    }

    @Override
    public String toString() {
        return others == 0 ? byLabel.toString() : byLabel + "+" + others;
    }
}
