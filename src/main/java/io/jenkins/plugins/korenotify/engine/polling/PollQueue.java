package io.jenkins.plugins.korenotify.engine.polling;

import java.util.Comparator;
import java.util.TreeSet;

/**
 * The requests of one check between two polls. A request first waits until its next poll is due, then for its turn; it is
 * urgent from the time on at which it is expected to be finished.
 */
final class PollQueue {
    /** For a time that is not known. */
    static final long NEVER = Long.MAX_VALUE;

    private final TreeSet<Entry> timers = new TreeSet<>(
            Comparator.comparingLong((Entry entry) -> entry.timer).thenComparingLong(entry -> entry.number));
    private TurnQueue<Entry> ready = new TurnQueue<>();
    private long numbers;

    /** One request, for as long as the check is polled. */
    static final class Entry extends TurnQueue.Member {
        final String requestId;
        private final long number;
        // When it becomes ready; once it is, when it becomes urgent.
        private long timer;

        private Entry(String requestId, long number) {
            this.requestId = requestId;
            this.number = number;
        }
    }

    Entry newEntry(String requestId) {
        return new Entry(requestId, numbers++);
    }

    void clear() {
        timers.clear();
        ready = new TurnQueue<>();
    }

    /**
     * Adds a request that is not in the queue.
     *
     * @param dueAt when it may be polled next
     * @param expectedAt when it is expected to be finished, or {@link #NEVER}
     */
    void add(Entry entry, long dueAt, long expectedAt) {
        entry.timer = dueAt;
        entry.expectedAt = expectedAt;
        timers.add(entry);
    }

    /** When {@link #advance} has something to do, or {@link #NEVER}. */
    long nextTimer() {
        return timers.isEmpty() ? NEVER : timers.first().timer;
    }

    /** Takes note of the time. */
    void advance(long tick) {
        while (nextTimer() <= tick) {
            Entry entry = timers.pollFirst();
            ready.put(entry, entry.expectedAt <= tick, entry.expectedAt);
            if (entry.expectedAt > tick && entry.expectedAt != NEVER) {
                entry.timer = entry.expectedAt;
                timers.add(entry);
            }
        }
    }

    boolean isReady() {
        return !ready.isEmpty();
    }

    /** The request whose turn it is, where a poll is due. */
    Entry first() {
        return ready.first();
    }

    /** Removes the request whose turn it is. */
    Entry take() {
        Entry entry = ready.take();
        timers.remove(entry);
        return entry;
    }
}
