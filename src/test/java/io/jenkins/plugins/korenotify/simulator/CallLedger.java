package io.jenkins.plugins.korenotify.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** What was asked about one request ID, and when. Not thread-safe. */
final class CallLedger {

    /** How many calls' instants are kept. */
    static final int REMEMBERED = 16;

    private int calls;
    private int admitted;
    private Instant last;
    private Duration shortestGap;
    private Instant[] admittedAt = new Instant[2];

    /** Counts a call, refused or not. */
    void call(Instant now) {
        calls++;
        if (last != null) {
            Duration gap = Duration.between(last, now);
            shortestGap = shortestGap == null || gap.compareTo(shortestGap) < 0 ? gap : shortestGap;
        }
        last = now;
    }

    /** Counts a call that got past token check and rate limits. */
    void admit(Instant now) {
        if (admitted < REMEMBERED) {
            if (admitted == admittedAt.length) {
                admittedAt = Arrays.copyOf(admittedAt, admittedAt.length * 2);
            }
            admittedAt[admitted] = now;
        }
        admitted++;
    }

    int calls() {
        return calls;
    }

    int admitted() {
        return admitted;
    }

    Optional<Duration> shortestGap() {
        return Optional.ofNullable(shortestGap);
    }

    /** Instants of the first admitted calls, at most {@link #REMEMBERED}. */
    Instant[] admittedAt() {
        return Arrays.copyOf(admittedAt, Math.min(admitted, REMEMBERED));
    }
}
