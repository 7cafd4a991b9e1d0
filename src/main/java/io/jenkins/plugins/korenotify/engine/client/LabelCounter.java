package io.jenkins.plugins.korenotify.engine.client;

import io.jenkins.plugins.korenotify.engine.gate.LabelCounts;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Counts recipients by a label that arrives as characters, without making an object of a label seen before.
 *
 * <p>As many labels as {@link #MAX_RAW} are remembered in the form they came in; others are cleaned each time. The
 * counts are the same either way.
 */
final class LabelCounter {
    /** What {@link #index} gives for no label. */
    static final int NO_LABEL = -1;

    private static final int MAX_RAW = 128;
    // A longer label is not remembered, so that what is remembered stays small.
    private static final int MAX_RAW_LENGTH = 512;
    // Most answers have one channel and a handful of reasons: up to as many are looked for one by one, without a table.
    private static final int FEW = 4;
    // Slots of the table per label that there is room for.
    private static final int SPARSE = 4;

    private static final long[] NOTHING = {};

    private final UnaryOperator<String> clean;
    private char[][] raw = new char[FEW][];
    // The labels in the form they are shown in, which only labels that are counted need.
    private String[] labels;
    // Where in raw a label is, by its hash; null while there are few.
    private short[] slots;
    private int size;
    private int latest;

    LabelCounter(UnaryOperator<String> clean) {
        this.clean = clean;
    }

    /** The index of a label; {@link #NO_LABEL} if it cannot be remembered. */
    int index(char[] text, int offset, int length) {
        // Recipients in a row mostly share their label.
        if (size > 0 && is(latest, text, offset, length)) {
            return latest;
        }
        if (length > MAX_RAW_LENGTH) {
            return NO_LABEL;
        }
        int known = slots == null ? among(text, offset, length) : inTable(text, offset, length);
        if (known == NO_LABEL && size < MAX_RAW) {
            known = remember(Arrays.copyOfRange(text, offset, offset + length));
        }
        if (known != NO_LABEL) {
            latest = known;
        }
        return known;
    }

    private int among(char[] text, int offset, int length) {
        for (int i = 0; i < size; i++) {
            if (is(i, text, offset, length)) {
                return i;
            }
        }
        return NO_LABEL;
    }

    private int inTable(char[] text, int offset, int length) {
        int slot = firstSlot(text, offset, length);
        while (slots[slot] >= 0) {
            if (is(slots[slot], text, offset, length)) {
                return slots[slot];
            }
            slot = slot + 1 & slots.length - 1;
        }
        return NO_LABEL;
    }

    private boolean is(int index, char[] text, int offset, int length) {
        char[] known = raw[index];
        return Arrays.equals(known, 0, known.length, text, offset, offset + length);
    }

    private int firstSlot(char[] text, int offset, int length) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + text[i];
        }
        return (hash ^ hash >>> 15) & slots.length - 1;
    }

    private int remember(char[] label) {
        if (size == raw.length) {
            raw = Arrays.copyOf(raw, 2 * size);
            slots = new short[SPARSE * raw.length];
            Arrays.fill(slots, (short) NO_LABEL);
            for (int i = 0; i < size; i++) {
                slots[freeSlot(raw[i])] = (short) i;
            }
        }
        if (slots != null) {
            slots[freeSlot(label)] = (short) size;
        }
        raw[size] = label;
        return size++;
    }

    private int freeSlot(char[] label) {
        int slot = firstSlot(label, 0, label.length);
        while (slots[slot] >= 0) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    /** The label of an index in the form it is shown in; the same object each time. */
    String label(int index) {
        if (labels == null || labels.length < size) {
            labels = labels == null ? new String[size] : Arrays.copyOf(labels, size);
        }
        if (labels[index] == null) {
            labels[index] = clean.apply(new String(raw[index]));
        }
        return labels[index];
    }

    /** The cleaned form of a label that has no index. */
    String cleaned(char[] text, int offset, int length) {
        return clean.apply(new String(text, offset, length));
    }

    /** Counts of one kind over this counter's labels. */
    Column column() {
        return new Column();
    }

    /** How many recipients had each label. */
    final class Column {
        private long[] counts = NOTHING;
        private LabelCounts rest = LabelCounts.NONE;
        private long unlabelled;

        /** One more recipient with the label of this index. */
        void add(int index) {
            if (index >= counts.length) {
                counts = Arrays.copyOf(counts, raw.length);
            }
            counts[index]++;
        }

        /** One more recipient with a label that has no index. */
        void add(String cleaned) {
            rest = rest.plus(counted(cleaned, 1));
        }

        /** One more recipient without a label. */
        void addUnlabelled() {
            unlabelled++;
        }

        /** All of them. */
        LabelCounts total() {
            LabelCounts sum = rest.plus(LabelCounts.unlabelled(unlabelled));
            for (int i = 0; i < Math.min(size, counts.length); i++) {
                if (counts[i] > 0) {
                    sum = sum.plus(counted(label(i), counts[i]));
                }
            }
            return sum;
        }

        private LabelCounts counted(String label, long count) {
            return label.isEmpty() ? LabelCounts.unlabelled(count) : LabelCounts.of(label, count);
        }
    }
}
