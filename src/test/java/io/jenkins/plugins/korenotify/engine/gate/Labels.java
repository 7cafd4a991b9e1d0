package io.jenkins.plugins.korenotify.engine.gate;

import java.util.List;
import java.util.Map;

/** Short ways to write and read counts in tests. */
public final class Labels {
    private Labels() {}

    /** One label and its count. */
    public static LabelCounts of(String label, long count) {
        return LabelCounts.of(Map.of(label, count), 0);
    }

    /** A count without a label. */
    public static LabelCounts unlabelled(long count) {
        return LabelCounts.of(Map.of(), count);
    }

    /** The sum of both. */
    public static LabelCounts plus(LabelCounts one, LabelCounts other) {
        return LabelCounts.sum(List.of(one, other));
    }

    /** All recipients, with a label or without. */
    public static long total(LabelCounts counts) {
        return counts.byLabel().values().stream().reduce(counts.others(), Math::addExact);
    }

    /** The same numbers, broken down by channel and, for failed recipients, by reason. */
    public static RecipientCounts detailed(
            RecipientCounts counts,
            LabelCounts deliveredByChannel,
            LabelCounts failedByChannel,
            LabelCounts failedByReason) {
        return new RecipientCounts(
                counts.delivered(),
                counts.failed(),
                counts.pending(),
                deliveredByChannel,
                failedByChannel,
                failedByReason);
    }
}
