package io.jenkins.plugins.korenotify.chaos;

import java.util.ArrayList;
import java.util.List;

/** When Jenkins was there. Times are milliseconds since the epoch. Thread-safe. */
final class Uptime {
    private final List<long[]> spans = new ArrayList<>();

    /** It is there from now on. */
    synchronized void up() {
        spans.add(new long[] {System.currentTimeMillis(), Long.MAX_VALUE});
    }

    /** It is gone from now on; it may not have been there at all. */
    synchronized void down() {
        if (!spans.isEmpty()) {
            long[] last = spans.get(spans.size() - 1);
            last[1] = Math.min(last[1], System.currentTimeMillis());
        }
    }

    /** Whether it is there. */
    synchronized boolean isUp() {
        return !spans.isEmpty() && spans.get(spans.size() - 1)[1] == Long.MAX_VALUE;
    }

    /** How often it has come up so far. */
    synchronized int count() {
        return spans.size();
    }

    /** For how many milliseconds of a time it was there. */
    synchronized long within(long from, long to) {
        return spans.stream()
                .mapToLong(span -> Math.max(0, Math.min(to, span[1]) - Math.max(from, span[0])))
                .sum();
    }
}
