package io.jenkins.plugins.korenotify.engine.client;

import io.jenkins.plugins.korenotify.engine.gate.LabelCounts;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * Counts recipients by a label that arrives as characters in the parser's buffer; a known label is found without making an
 * object. Several labels can arrive that are shown as one. Exact for {@link LabelCounts#MAX_LABELS} labels as they arrive,
 * and for {@value #MAX_FURTHER} recipients with further ones that are shown as at most as many labels; all others are
 * counted without a label, so that memory and work are bounded.
 */
final class LabelCounter {
    /** The largest number of recipients whose label is sanitized for them alone. */
    static final int MAX_FURTHER = 20_000;

    private static final int USUAL_LABELS = 4;

    private final UnaryOperator<String> sanitizer;
    private final int maxLength;
    // The first labels, as they arrive.
    private final Map<Label, Label> labels = new HashMap<>(USUAL_LABELS);
    // Further labels, as they are shown.
    private final Map<String, Label> furtherLabels = new HashMap<>();
    private int further;
    private final Label key = new Label(null);
    /** What recipients without a label have. */
    final Label none = new Label("");

    private Label latest = none;

    /** Creates a counter; what the sanitizer makes of a label depends on its first {@code maxLength} characters alone. */
    LabelCounter(UnaryOperator<String> sanitizer, int maxLength) {
        this.sanitizer = sanitizer;
        this.maxLength = maxLength;
    }

    /** The label that these characters spell; {@link #none} if there were too many. */
    Label find(char[] buffer, int offset, int fullLength) {
        int length = Math.min(fullLength, maxLength);
        // Consecutive recipients mostly have the same label.
        if (latest.is(buffer, offset, length)) {
            return latest;
        }
        key.set(buffer, offset, length);
        Label label = labels.get(key);
        if (label == null) {
            if (labels.size() == LabelCounts.MAX_LABELS) {
                return findFurther(buffer, offset, length);
            }
            label = new Label(null);
            label.set(Arrays.copyOfRange(buffer, offset, offset + length), 0, length);
            labels.put(label, label);
        }
        latest = label;
        return label;
    }

    private Label findFurther(char[] buffer, int offset, int length) {
        if (further == MAX_FURTHER) {
            return none;
        }
        further++;
        String text = sanitizer.apply(new String(buffer, offset, length));
        return furtherLabels.size() < LabelCounts.MAX_LABELS
                ? furtherLabels.computeIfAbsent(text, Label::new)
                : furtherLabels.getOrDefault(text, none);
    }

    /** The recipients of one kind by their label: {@code count} of each label, {@code total} with those without one. */
    LabelCounts counts(ToLongFunction<Label> count, long total) {
        if (total == 0) {
            return LabelCounts.NONE;
        }
        Map<String, Long> counts = new HashMap<>(USUAL_LABELS);
        for (Collection<Label> some : List.of(labels.values(), furtherLabels.values())) {
            for (Label label : some) {
                long recipients = count.applyAsLong(label);
                if (recipients > 0 && !label.text().isEmpty()) {
                    counts.merge(label.text(), recipients, Long::sum);
                }
            }
        }
        long labelled = counts.values().stream().mapToLong(Long::longValue).sum();
        return LabelCounts.of(counts, total - labelled);
    }

    /** A label and the recipients with it; a key of a map by its characters. */
    final class Label implements Comparable<Label> {
        long delivered;
        long failed;

        private char[] buffer = {};
        private int offset;
        private int length;
        // Null until it is needed.
        private String text;

        private Label(String text) {
            this.text = text;
        }

        private void set(char[] newBuffer, int newOffset, int newLength) {
            buffer = newBuffer;
            offset = newOffset;
            length = newLength;
        }

        /** The label as it is shown; empty if there is nothing to show. */
        String text() {
            if (text == null) {
                text = sanitizer.apply(new String(buffer, offset, length));
            }
            return text;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Label that && is(that.buffer, that.offset, that.length);
        }

        private boolean is(char[] otherBuffer, int otherOffset, int otherLength) {
            return Arrays.equals(buffer, offset, offset + length, otherBuffer, otherOffset, otherOffset + otherLength);
        }

        @Override
        public int hashCode() {
            int hash = 0;
            for (int i = offset; i < offset + length; i++) {
                hash = 31 * hash + buffer[i];
            }
            return hash;
        }

        /** Lets a map find a key among many of the same hash, which a hostile response can have. */
        @Override
        public int compareTo(Label that) {
            return Arrays.compare(buffer, offset, offset + length, that.buffer, that.offset, that.offset + that.length);
        }
    }
}
