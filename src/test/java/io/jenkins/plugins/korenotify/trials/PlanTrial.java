package io.jenkins.plugins.korenotify.trials;

import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.polling.Answer;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import io.jenkins.plugins.korenotify.simulator.SimulatedRequest;
import io.jenkins.plugins.korenotify.simulator.Summary;
import io.jenkins.plugins.korenotify.simulator.Visibility;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;

/**
 * One request, delivered along a curve, asked for by one plan until it is finished.
 *
 * <p>Delivery takes 20 s to 10 min (1 to 10 s where it happens at once), to 20 to 1000 recipients, both evenly
 * distributed on a logarithmic scale; an answer takes 75 to 225 ms.
 */
final class PlanTrial {
    private static final String ID = "ds-trial";
    private static final long LONGEST = 3_600_000;

    /**
     * What a plan achieved.
     *
     * @param requests questions asked, the one that found the end included
     * @param lag milliseconds from the true finish to the answer that showed it
     * @param shortestGap milliseconds between two questions
     */
    record Outcome(int requests, long lag, long shortestGap) {}

    private final SimulatedRequest request;
    private final Visibility visibility;
    private final SplittableRandom random;

    PlanTrial(DeliveryCurve curve, Visibility visibility, long seed) {
        this.random = new SplittableRandom(seed * 31 + curve.ordinal());
        boolean atOnce = curve == DeliveryCurve.AT_ONCE;
        long duration = atOnce ? between(1_000, 10_000) : between(20_000, 600_000);
        this.request = new SimulatedKore(InstantSource.fixed(Instant.EPOCH), seed)
                .addRequest(SimulatedRequest.named(ID)
                        .recipients((int) between(20, 1000))
                        .delivering(curve, Duration.ofMillis(duration))
                        .failureShare(0.02)
                        .visibility(visibility)
                        .startsAt(Instant.EPOCH)
                        .seed(seed));
        this.visibility = visibility;
    }

    private long between(double least, double most) {
        return Math.round(Math.exp(Math.log(least) + random.nextDouble() * Math.log(most / least)));
    }

    /** The outcome of the adaptive plan. */
    Outcome adaptive(PollingPolicy plan) {
        Thresholds lenient = Thresholds.DEFAULT.withFailFast(false);
        PollingState watch = PollingState.begin(List.of(TrackedRequest.of(ID)), lenient, plan, true, 0, Duration.ofMillis(LONGEST));
        long shortest = Long.MAX_VALUE;
        long askedAt = Long.MIN_VALUE / 2;
        while (true) {
            long now = watch.request(ID).dueAt();
            shortest = Math.min(shortest, now - askedAt);
            askedAt = now;
            watch = watch.pollSent(ID, now);
            long answeredAt = now + latency();
            Summary truth = request.summary(Instant.ofEpochMilli(answeredAt));
            watch = watch.statusReceived(ID, answer(truth), answeredAt, random);
            if (truth.finished()) {
                return new Outcome(watch.polls(), answeredAt - finish(), shortest);
            }
        }
    }

    /** The outcome of a plan that asks at given times: each gives, after a question at a time, the time of the next. */
    Outcome scheduled(LongUnaryOperator next) {
        long now = 0;
        long shortest = Long.MAX_VALUE;
        for (int requests = 1; ; requests++) {
            long answeredAt = now + latency();
            if (request.summary(Instant.ofEpochMilli(answeredAt)).finished()) {
                return new Outcome(requests, answeredAt - finish(), shortest);
            }
            long then = next.applyAsLong(now);
            shortest = Math.min(shortest, then - now);
            now = then;
        }
    }

    private long latency() {
        return 75 + random.nextInt(150);
    }

    private long finish() {
        return request.finishInstant().orElseThrow().toEpochMilli();
    }

    private Answer answer(Summary truth) {
        long done = truth.delivered() + truth.failed();
        RecipientCounts counts;
        if (truth.finished() || visibility == Visibility.LOGS_WITH_TOTAL) {
            counts = RecipientCounts.of(truth.delivered(), truth.failed(), truth.total() - done);
        } else {
            counts = visibility == Visibility.LOGS_GROWING ? RecipientCounts.of(truth.delivered(), truth.failed(), 0) : RecipientCounts.NONE;
        }
        return new Answer(truth.finished(), counts, -1);
    }
}
