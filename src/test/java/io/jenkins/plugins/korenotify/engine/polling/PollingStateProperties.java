package io.jenkins.plugins.korenotify.engine.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.client.KoreException.Kind;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus.Outcome;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.ThresholdsOf;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.Level;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.trials.JavaForm;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Checks against a made-up Kore.ai that delivers, lags, fails and is away, in simulated time, all from a seed. */
class PollingStateProperties {
    private static final long START = 5_000_000;

    /** What becomes of one request. */
    private record Fate(
            String id, int recipients, int failures, long finishedAfter, long listedAfter, boolean pendingListed) {
        Outcome outcome() {
            return failures == 0 ? Outcome.SUCCESS : failures == recipients ? Outcome.FAILURE : Outcome.PARTIAL_SUCCESS;
        }

        /** The status after a time: entries may be written after the final word. */
        RequestStatus status(long elapsed) {
            int done = (int) Math.min(recipients, recipients * (double) elapsed / listedAfter);
            int failed = Math.min(failures, done);
            int pending = pendingListed ? recipients - done : 0;
            Outcome now = elapsed >= finishedAfter ? outcome() : Outcome.RUNNING;
            return new RequestStatus(
                    now,
                    now == Outcome.RUNNING ? "IN_PROGRESS" : now.name(),
                    RecipientCounts.of(done - failed, failed, pending),
                    now == Outcome.RUNNING ? -1 : recipients,
                    -1,
                    null);
        }
    }

    /** How a check ended. */
    private record End(Verdict verdict, long at, PollingState state) {}

    private static List<Fate> fates(Random random) {
        List<Fate> fates = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            int recipients = 1 + random.nextInt(200);
            long finished = 1 + random.nextInt(900_000);
            fates.add(new Fate(
                    "ds-" + i,
                    recipients,
                    random.nextInt(3) > 0 ? 0 : random.nextInt(recipients + 1),
                    finished,
                    random.nextInt(3) > 0 ? finished : finished + random.nextInt(20_000),
                    random.nextBoolean()));
        }
        return fates;
    }

    private static Thresholds thresholds(Random random) {
        BigDecimal min = BigDecimal.valueOf(random.nextInt(1001), 1);
        BigDecimal unstable = random.nextBoolean() ? null : min.multiply(BigDecimal.valueOf(random.nextInt(11), 1));
        Long maxFailures = random.nextInt(3) > 0 ? null : (long) random.nextInt(50);
        return new Thresholds(min, unstable, maxFailures, random.nextInt(4), random.nextBoolean());
    }

    private static PollingState start(List<Fate> fates, Thresholds thresholds, Random random) {
        return PollingState.start(
                fates.stream()
                        .map(fate -> new TrackedRequest(
                                fate.id(),
                                random.nextBoolean() ? OptionalLong.of(fate.recipients()) : OptionalLong.empty()))
                        .toList(),
                thresholds,
                PollingPolicy.DEFAULT,
                true,
                START,
                START,
                Duration.ofMillis(5_000 + random.nextInt(1_200_000)));
    }

    /** Polls until there is a verdict; each share is the probability of its event at a poll. */
    private static End run(PollingState state, List<Fate> fates, Random random, double failures, double restarts) {
        Map<String, Fate> byId = new HashMap<>();
        fates.forEach(fate -> byId.put(fate.id(), fate));
        Map<String, Long> polledAt = new HashMap<>();
        long now = START;
        while (true) {
            if (random.nextDouble() < restarts) {
                now += random.nextInt(100_000);
                state = ((PollingState) JavaForm.read(JavaForm.of(state))).restored(now, now);
            }
            state = state.deadlineReached(now, now);
            Optional<Verdict> verdict = state.verdict(now);
            if (verdict.isPresent()) {
                return new End(verdict.get(), now, state);
            }
            PollingState current = state;
            Optional<RequestState> next = state.requests().stream()
                    .filter(current::isPollable)
                    .min(Comparator.comparingLong(RequestState::nextPollAt));
            long at = next.map(RequestState::nextPollAt).orElse(Long.MAX_VALUE);
            if (now < state.deadline() && at >= state.deadline()) {
                now = state.deadline();
                continue;
            }
            String id = next.orElseThrow().id();
            now = Math.max(now, at);
            if (polledAt.containsKey(id) && restarts == 0) {
                assertThat(now - polledAt.get(id)).as("interval").isGreaterThanOrEqualTo(2_000);
            }
            polledAt.put(id, now);
            state = state.pollSent(id, now);
            now += 50 + random.nextInt(400);
            if (random.nextDouble() < failures) {
                Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
                long retryAfter = random.nextInt(90_000);
                state = state.pollFailed(
                        id, new PollFailure(kind, LocalizableMessage.of("text", "failed"), retryAfter), now, random);
            } else {
                state = state.statusReceived(id, byId.get(id).status(now - START), now, random);
            }
        }
    }

    private static Level truth(List<Fate> fates, Thresholds thresholds) {
        long delivered = fates.stream()
                .mapToLong(fate -> fate.recipients() - fate.failures())
                .sum();
        long failed = fates.stream().mapToLong(Fate::failures).sum();
        BigDecimal rate = BigDecimal.valueOf(delivered * 100);
        BigDecimal total = BigDecimal.valueOf(delivered + failed);
        BigDecimal lower = thresholds.unstableSuccessRate().orElse(thresholds.minSuccessRate());
        if (total.longValue() < thresholds.minRecipients()
                || thresholds.maxFailures().map(max -> failed > max).orElse(false)
                || rate.compareTo(lower.multiply(total)) < 0) {
            return Level.FAILED;
        }
        return rate.compareTo(thresholds.minSuccessRate().multiply(total)) < 0 ? Level.UNSTABLE : Level.PASSED;
    }

    private static void assertRight(End end, List<Fate> fates, Thresholds thresholds) {
        Level truth = truth(fates, thresholds);
        switch (end.verdict().level()) {
            case PASSED, UNSTABLE -> {
                assertThat(end.verdict().level()).isEqualTo(truth);
                assertThat(end.state().counts().total())
                        .isEqualTo(fates.stream().mapToLong(Fate::recipients).sum());
                assertThat(end.state().counts().pending()).isZero();
            }
            case FAILED -> assertThat(truth).isEqualTo(Level.FAILED);
            default -> assertThat(end.verdict().inconclusiveReason()).isNotNull();
        }
    }

    @Property(tries = 2_000)
    void noVerdictIsWrong(@ForAll long seed, @ForAll @IntRange(max = 60) int failurePercent) {
        Random random = new Random(seed);
        List<Fate> fates = fates(random);
        Thresholds thresholds = thresholds(random);

        End end = run(start(fates, thresholds, random), fates, random, failurePercent / 100.0, 0);

        assertRight(end, fates, thresholds);
        assertThat(end.at()).as("end").isLessThanOrEqualTo(end.state().deadline() + 60_450);
    }

    @Property(tries = 1_000)
    void restartsMakeNoVerdictWrong(@ForAll long seed, @ForAll @IntRange(max = 30) int restartPercent) {
        Random random = new Random(seed);
        List<Fate> fates = fates(random);
        Thresholds thresholds = thresholds(random);
        PollingState state = start(fates, thresholds, random);

        End end = run(state, fates, random, 0.1, restartPercent / 100.0);

        assertRight(end, fates, thresholds);
        assertThat(end.state().deadline()).isEqualTo(state.deadline());
    }

    @Property(tries = 500)
    void whatIsFinishedInTimeIsNeverInconclusive(@ForAll long seed) {
        Random random = new Random(seed);
        List<Fate> fates = fates(random);
        Thresholds thresholds = thresholds(random);
        PollingState state = start(fates, thresholds, random);
        long last = fates.stream().mapToLong(Fate::listedAfter).max().orElseThrow();

        End end = run(state, fates, random, 0, 0);

        if (last < state.deadline() - START - 2_500
                && fates.stream().allMatch(fate -> fate.listedAfter() == fate.finishedAfter())) {
            assertThat(end.verdict().level()).isEqualTo(truth(fates, thresholds));
        }
    }

    @Property(tries = 500)
    void theOrderOfTheRequestsDoesNotMatter(@ForAll long seed) {
        Random random = new Random(seed);
        List<Fate> fates = fates(random);
        Thresholds thresholds = ThresholdsOf.withFailFast(thresholds(random), false);
        List<Fate> shuffled = new ArrayList<>(fates);
        Collections.shuffle(shuffled, random);

        PollingState one = start(fates, thresholds, new Random(seed));
        PollingState other = start(shuffled, thresholds, new Random(seed));
        for (Fate fate : fates) {
            one = one.statusReceived(fate.id(), fate.status(1_000_000), START, random);
        }
        for (Fate fate : shuffled) {
            other = other.statusReceived(fate.id(), fate.status(1_000_000), START, random);
        }

        assertThat(one.outlook()).isEqualTo(other.outlook());
        assertThat(one.verdict(START)).isEqualTo(other.verdict(START));
    }

    @Property(tries = 300)
    void isTheSameAfterItWasStored(@ForAll long seed) {
        Random random = new Random(seed);
        List<Fate> fates = fates(random);
        PollingState state = start(fates, thresholds(random), random);
        for (Fate fate : fates) {
            state = state.pollSent(fate.id(), START)
                    .statusReceived(fate.id(), fate.status(random.nextInt(900_000)), START + 100, random);
        }
        byte[] stored = JavaForm.of(state);

        assertThat(JavaForm.read(stored)).usingRecursiveComparison().isEqualTo(state);
        assertThat(stored.length).as("bytes").isLessThan(12_000);
    }
}
