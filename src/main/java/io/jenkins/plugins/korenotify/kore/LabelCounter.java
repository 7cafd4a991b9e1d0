package io.jenkins.plugins.korenotify.kore;

import io.jenkins.plugins.korenotify.gate.Counts;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Counts recipients by a label that arrives as characters, without making an object of a label seen before.
 *
 * <p>As many labels as {@link #MOST_RAW} are remembered in the form they came in; others are cleaned each time. The
 * counts are the same either way.
 */
final class LabelCounter {
    /** What {@link #index} gives for no label. */
    static final int NO_LABEL = -1;

    private static final int MOST_RAW = 128;
    // Most answers have one channel and a handful of reasons.
    private static final int FEW = 8;
    // Slots of the table per label that there is room for.
    private static final int SPARSE = 4;
    // A longer label is not remembered, so that what is remembered stays small.
    private static final int LONGEST_RAW = 512;

    private final UnaryOperator<String> clean;
    private char[][] raw = new char[FEW][];
    private String[] labels = new String[FEW];
    private short[] slots = emptySlots(FEW);
    private int size;
    private int latest;

    LabelCounter(UnaryOperator<String> clean) {
        this.clean = clean;
    }

    /** The index of a label; {@link #NO_LABEL} if it cannot be remembered. */
    int index(char[] text, int offset, int length) {
        if (length > LONGEST_RAW) {
            return NO_LABEL;
        }
        // Recipients in a row mostly share their label.
        if (size > 0 && is(latest, text, offset, length)) {
            return latest;
        }
        int slot = firstSlot(text, offset, length);
        while (slots[slot] >= 0) {
            if (is(slots[slot], text, offset, length)) {
                latest = slots[slot];
                return latest;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return size == MOST_RAW ? NO_LABEL : remember(Arrays.copyOfRange(text, offset, offset + length));
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
            labels = Arrays.copyOf(labels, 2 * size);
            slots = emptySlots(2 * size);
            for (int i = 0; i < size; i++) {
                slots[freeSlot(raw[i])] = (short) i;
            }
        }
        slots[freeSlot(label)] = (short) size;
        raw[size] = label;
        labels[size] = clean.apply(new String(label));
        return size++;
    }

    private int freeSlot(char[] label) {
        int slot = firstSlot(label, 0, label.length);
        while (slots[slot] >= 0) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private static short[] emptySlots(int labels) {
        short[] slots = new short[SPARSE * labels];
        Arrays.fill(slots, (short) -1);
        return slots;
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
        private long[] counts = new long[FEW];
        private Counts rest = Counts.NONE;
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
        Counts total() {
            Counts sum = rest.plus(Counts.unlabelled(unlabelled));
            for (int i = 0; i < Math.min(size, counts.length); i++) {
                sum = sum.plus(counted(labels[i], counts[i]));
            }
            return sum;
        }

        private Counts counted(String label, long count) {
            return label.isEmpty() ? Counts.unlabelled(count) : Counts.of(label, count);
        }
    }
}
