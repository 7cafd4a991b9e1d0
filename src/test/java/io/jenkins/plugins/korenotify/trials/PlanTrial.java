package io.jenkins.plugins.korenotify.trials;

import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus.Outcome;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.ThresholdsOf;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;

/**
 * One request, delivered along a curve, polled until it is finished.
 *
 * <p>Delivery takes 20 s to 10 min (1 to 10 s where it happens at once), to 20 to 1000 recipients, both evenly
 * distributed on a logarithmic scale; a response takes 75 to 225 ms.
 */
final class PlanTrial {
    private static final String ID = "ds-trial";
    private static final Duration TIMEOUT = Duration.ofHours(1);
    private static final int GRID = 2048;
    private static final double NOISE = 0.02;

    /** The share of recipients that are done, rising from 0 at time 0 to 1 at time 1. */
    @FunctionalInterface
    interface Curve {
        double share(double time, long seed);
    }

    /**
     * What was achieved.
     *
     * @param polls the one that showed the end included
     * @param lag milliseconds from the true end to the response that showed it
     * @param shortestInterval milliseconds between two polls
     */
    record Result(int polls, long lag, long shortestInterval) {}

    private final SplittableRandom random;
    private final boolean visible;
    private final long[] doneAt;

    /**
     * Creates a trial.
     *
     * @param visible whether a status of a running request shows how many recipients there are
     */
    PlanTrial(Curve curve, boolean atOnce, boolean visible, long seed) {
        this.random = new SplittableRandom(seed);
        this.visible = visible;
        long duration = atOnce ? between(1_000, 10_000) : between(20_000, 600_000);
        doneAt = new long[(int) between(20, 1_000)];
        double before = 0;
        double here = curve.share(0, seed);
        int cell = 0;
        for (int i = 0; i < doneAt.length; i++) {
            double share = (i + 0.5) / doneAt.length;
            while (here < share && cell < GRID) {
                before = here;
                here = curve.share(++cell / (double) GRID, seed);
            }
            double within = here > before ? (share - before) / (here - before) : 1;
            double time = (cell - 1 + within) / GRID + NOISE * (random.nextDouble() - 0.5);
            doneAt[i] = Math.round(Math.max(0, Math.min(1, time)) * duration);
        }
        if (atOnce) {
            Arrays.fill(doneAt, doneAt[doneAt.length - 1]);
        } else {
            doneAt[doneAt.length - 1] = duration;
            Arrays.sort(doneAt);
        }
    }

    private long between(double min, double max) {
        return Math.round(Math.exp(Math.log(min) + random.nextDouble() * Math.log(max / min)));
    }

    /** The outcome of the plugin's polling. */
    Result adaptive(PollingPolicy policy) {
        Thresholds lenient = ThresholdsOf.withFailFast(Thresholds.DEFAULT, false);
        PollingState state = PollingState.start(List.of(TrackedRequest.of(ID)), lenient, policy, true, 0, 0, TIMEOUT);
        long shortest = Long.MAX_VALUE;
        long sentAt = Long.MIN_VALUE / 2;
        while (true) {
            long tick = state.request(ID).nextPollAt();
            shortest = Math.min(shortest, tick - sentAt);
            sentAt = tick;
            state = state.pollSent(ID, tick);
            long receivedAt = tick + latency();
            state = state.statusReceived(ID, status(receivedAt), receivedAt, random);
            if (receivedAt >= end()) {
                return new Result(state.polls(), receivedAt - end(), shortest);
            }
        }
    }

    /** The outcome of polls at given times: each time gives the next one. */
    Result scheduled(LongUnaryOperator next) {
        long tick = 0;
        long shortest = Long.MAX_VALUE;
        for (int polls = 1; ; polls++) {
            long receivedAt = tick + latency();
            if (receivedAt >= end()) {
                return new Result(polls, receivedAt - end(), shortest);
            }
            long then = next.applyAsLong(tick);
            shortest = Math.min(shortest, then - tick);
            tick = then;
        }
    }

    private long latency() {
        return 75 + random.nextInt(150);
    }

    private long end() {
        return doneAt[doneAt.length - 1];
    }

    private RequestStatus status(long tick) {
        long done = Arrays.stream(doneAt).filter(at -> at <= tick).count();
        boolean finished = done == doneAt.length;
        long listed = finished || visible ? done : 0;
        return new RequestStatus(
                finished ? Outcome.SUCCESS : Outcome.RUNNING,
                finished ? "SUCCESS" : "IN_PROGRESS",
                RecipientCounts.of(listed, 0, 0),
                finished || visible ? doneAt.length : 0,
                -1,
                null);
    }
}
