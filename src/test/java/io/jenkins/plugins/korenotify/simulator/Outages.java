package io.jenkins.plugins.korenotify.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The spans of time in which the simulated Kore.ai is gone. Not thread-safe. */
final class Outages {

    private static final int MOST = 10_000;

    private final List<Instant[]> spans = new ArrayList<>();

    void add(Instant from, Instant to) {
        if (spans.size() >= MOST) {
            throw new IllegalStateException("more than " + MOST + " outages");
        }
        spans.add(new Instant[] {from, to});
    }

    boolean at(Instant now) {
        for (Instant[] span : spans) {
            if (!now.isBefore(span[0]) && now.isBefore(span[1])) {
                return true;
            }
        }
        return false;
    }
}
