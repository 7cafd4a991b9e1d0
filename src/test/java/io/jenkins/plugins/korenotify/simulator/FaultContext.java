package io.jenkins.plugins.korenotify.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a fault plan may look at when a status call arrives. */
public final class FaultContext {

    private final String requestId;
    private final int callNumber;
    private final int attempt;
    private final Instant now;
    private final Instant serverNow;
    private final List<Instant> earlier;
    private final long seed;

    FaultContext(
            String requestId,
            int callNumber,
            int attempt,
            Instant now,
            Duration clockOffset,
            List<Instant> earlier,
            long seed) {
        this.requestId = requestId;
        this.callNumber = callNumber;
        this.attempt = attempt;
        this.now = now;
        this.serverNow = now.plus(clockOffset);
        this.earlier = earlier;
        this.seed = seed;
    }

    /** The request asked for. */
    public String requestId() {
        return requestId;
    }

    /** Number of this call for this request, from 1; calls refused by token check or rate limit have no number. */
    public int callNumber() {
        return callNumber;
    }

    /** True time. */
    public Instant now() {
        return now;
    }

    /** Time by the server's own clock, which may be off. */
    public Instant serverNow() {
        return serverNow;
    }

    /** When call number {@code number} for this request arrived; only the first sixteen are remembered. */
    public Optional<Instant> callAt(int number) {
        if (number >= 1 && number <= earlier.size()) {
            return Optional.of(earlier.get(number - 1));
        }
        return number == callNumber ? Optional.of(now) : Optional.empty();
    }

    /** A number in [0, 1) fixed by seed, request and the number of calls so far, those that have no number included. */
    public double chance() {
        return Seeds.unit(Seeds.mix(seed, requestId), attempt);
    }
}
