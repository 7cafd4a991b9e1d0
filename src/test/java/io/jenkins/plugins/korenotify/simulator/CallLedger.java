package io.jenkins.plugins.korenotify.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** The calls for one request ID, and when they arrived. Not thread-safe. */
final class CallLedger {

    /** How many calls' instants are kept. */
    static final int REMEMBERED = 16;

    private int calls;
    private int admitted;
    private Instant last;
    private Duration shortestGap;
    private int soundReplies;
    private Instant toldAllSince;
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

    /**
     * Counts a call that was answered properly.
     *
     * @param all whether the reply lists all recipients of a finished request
     */
    void sound(Instant now, boolean all) {
        soundReplies++;
        if (all && toldAllSince == null) {
            toldAllSince = now;
        }
    }

    int soundReplies() {
        return soundReplies;
    }

    /** When the first reply was given that lists all recipients of a finished request. */
    Optional<Instant> toldAllSince() {
        return Optional.ofNullable(toldAllSince);
    }

    int calls() {
        return calls;
    }

    /** When the last call arrived. */
    Optional<Instant> last() {
        return Optional.ofNullable(last);
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
