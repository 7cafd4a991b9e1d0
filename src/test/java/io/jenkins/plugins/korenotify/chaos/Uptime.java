package io.jenkins.plugins.korenotify.chaos;

import java.util.ArrayList;
import java.util.List;

/** When Jenkins was there. Times are milliseconds since the epoch. */
final class Uptime {
    private final List<long[]> spans = new ArrayList<>();

    /** It is there from now on. */
    void up() {
        spans.add(new long[] {System.currentTimeMillis(), Long.MAX_VALUE});
    }

    /** It is gone from now on; it may not have been there at all. */
    void down() {
        if (!spans.isEmpty()) {
            long[] last = spans.get(spans.size() - 1);
            last[1] = Math.min(last[1], System.currentTimeMillis());
        }
    }

    /** For how many milliseconds of a time it was there. */
    long within(long from, long to) {
        return spans.stream()
                .mapToLong(span -> Math.max(0, Math.min(to, span[1]) - Math.max(from, span[0])))
                .sum();
    }
}
