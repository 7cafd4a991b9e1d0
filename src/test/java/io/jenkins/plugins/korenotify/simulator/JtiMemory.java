package io.jenkins.plugins.korenotify.simulator;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The token IDs one app has used, each remembered until its token expires. Bounded: beyond a million live IDs the
 * simulated Kore.ai gives up rather than forget one. Not thread-safe.
 */
final class JtiMemory {

    private static final int MOST = 1_000_000;
    private static final int SWEEP_EVERY = 4096;

    private final Map<String, Instant> expiryById = new HashMap<>();
    private int sinceSweep;

    /** Remembers an ID; false when it is known and its token has not expired. */
    boolean use(String id, Instant expiry, Instant now) {
        if (++sinceSweep >= SWEEP_EVERY && sinceSweep >= expiryById.size() / 2) {
            expiryById.values().removeIf(end -> !end.isAfter(now));
            sinceSweep = 0;
        }
        Instant known = expiryById.get(id);
        if (known != null && known.isAfter(now)) {
            return false;
        }
        if (expiryById.size() >= MOST) {
            throw new IllegalStateException("more than " + MOST + " live token IDs");
        }
        expiryById.put(id, expiry);
        return true;
    }
}
