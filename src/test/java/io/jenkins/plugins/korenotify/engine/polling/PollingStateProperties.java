package io.jenkins.plugins.korenotify.engine.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.trials.JavaForm;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.Level;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A watch against a made-up Kore.ai that answers, fails and lies, in simulated time, all from a seed. */
class PollingStateProperties {
    private static final long START = 5_000_000;

    /** The end of a watch in which no answer is lost: long enough for a last question of every request. */
    private static final long ANSWERS_KEPT = 10_000;

    /** What becomes of one request: everything that the right verdict depends on. */
    private record Fate(String id, int recipients, int failures, long finishAfter, boolean totalVisible) {
        RecipientCounts at(long elapsed) {
            double share = Math.min(1, (double) elapsed / finishAfter);
            int done = elapsed >= finishAfter ? recipients : (int) (share * (recipients - 1));
            int failed = Math.min(failures, done);
            return RecipientCounts.of(done - failed, failed, totalVisible || done == recipients ? recipients - done : 0);
        }

        Answer answer(long elapsed) {
            return new Answer(elapsed >= finishAfter, at(elapsed), -1);
        }
    }

    /** How a run ended. */
    private record End(Verdict verdict, long at, PollingState watch, int steps) {}

    private static List<Fate> fates(Random random) {
        List<Fate> fates = new ArrayList<>();
        int requests = 1 + random.nextInt(4);
        for (int i = 0; i < requests; i++) {
            int recipients = 1 + random.nextInt(200);
            fates.add(new Fate(
                    "ds-" + i,
                    recipients,
                    random.nextInt(3) > 0 ? 0 : random.nextInt(recipients + 1),
                    1 + random.nextInt(900_000),
                    random.nextBoolean()));
        }
        return fates;
    }

    private static Thresholds thresholds(Random random) {
        BigDecimal min = BigDecimal.valueOf(random.nextInt(1001), 1);
        BigDecimal unstable = random.nextBoolean() ? null : min.multiply(BigDecimal.valueOf(random.nextInt(11), 1));
        Long most = random.nextInt(3) > 0 ? null : (long) random.nextInt(50);
        return Thresholds.of(min, unstable, most, 1 + random.nextInt(3), random.nextBoolean());
    }

    private static PollingState begin(List<Fate> fates, Thresholds thresholds, Random random) {
        return PollingState.begin(
                fates.stream()
                        .map(fate -> new TrackedRequest(fate.id(), random.nextBoolean() ? fate.recipients() : TrackedRequest.UNKNOWN))
                        .toList(),
                thresholds,
                PollingPolicy.DEFAULT,
                true,
                START,
                Duration.ofMillis(5_000 + random.nextInt(1_200_000)));
    }

    /** What happens to a watch on its way, each with its probability at a step. */
    private record InternalErrorHandler(double errors, double restores, double lostAnswers) {
        static final InternalErrorHandler NONE = new InternalErrorHandler(0, 0, 0);

        static InternalErrorHandler errors(double share) {
            return new InternalErrorHandler(share, 0, 0);
        }
    }

    /** Drives a watch to its end, checking on the way what must always hold. */
    private static End start(PollingState watch, List<Fate> fates, Random random, InternalErrorHandler errorHandler) throws Exception {
        // Of its own seed, so that a watch with mishaps is else driven as one without.
        Random fortune = new Random(random.nextLong());
        Map<String, Fate> byId = new HashMap<>();
        fates.forEach(fate -> byId.put(fate.id(), fate));
        Map<String, Long> lastAsked = new HashMap<>();
        long now = START;
        for (int steps = 1; ; steps++) {
            if (fortune.nextDouble() < errorHandler.restores()) {
                watch = restored(watch).resumed(now);
            }
            Optional<Verdict> verdict = watch.verdict(now);
            if (verdict.isPresent()) {
                return new End(verdict.get(), now, watch, steps);
            }
            PollingState current = watch;
            RequestState next = watch.requests().stream()
                    .filter(request -> !current.isSettled(request))
                    .min(Comparator.comparingLong(RequestState::dueAt))
                    .orElseThrow();
            now = Math.max(now, Math.min(next.dueAt(), watch.deadline()));
            if (now >= watch.deadline()) {
                continue;
            }
            String id = next.id();
            if (lastAsked.containsKey(id)) {
                assertThat(now - lastAsked.get(id))
                        .as("time between two questions")
                        .isGreaterThanOrEqualTo(2_000);
            }
            lastAsked.put(id, now);
            watch = watch.pollSent(id, now);
            now += 50 + random.nextInt(400);
            if (now < watch.deadline() - ANSWERS_KEPT && fortune.nextDouble() < errorHandler.lostAnswers()) {
                watch = restored(watch).resumed(now);
            } else if (fortune.nextDouble() < errorHandler.errors()) {
                PollFailure.Kind kind = random.nextBoolean() ? PollFailure.Kind.TRANSIENT : PollFailure.Kind.RATE_LIMITED;
                watch = watch.pollFailed(id, new PollFailure(kind, "words", random.nextInt(90_000)), now, random);
            } else {
                watch = watch.statusReceived(id, byId.get(id).answer(now - START), now, random);
            }
        }
    }

    private static PollingState restored(PollingState watch) throws Exception {
        byte[] bytes = JavaForm.of(watch);
        assertThat(bytes.length).as("bytes of a stored watch").isLessThan(12_000);
        return (PollingState) JavaForm.read(bytes);
    }

    private static Level truth(List<Fate> fates, Thresholds thresholds) {
        RecipientCounts all = fates.stream().map(fate -> fate.at(fate.finishAfter())).reduce(RecipientCounts.NONE, RecipientCounts::plus);
        return thresholds.evaluate(all).level();
    }

    private static void check(End end, List<Fate> fates, Thresholds thresholds) {
        PollingState watch = end.watch();
        assertThat(end.at()).as("end").isLessThanOrEqualTo(watch.deadline() + 450);
        Level right = truth(fates, thresholds);
        switch (end.verdict().level()) {
            case PASSED, UNSTABLE -> assertThat(end.verdict().level()).isEqualTo(right);
            case FAILED -> assertThat(right).isEqualTo(Level.FAILED);
            case INCONCLUSIVE -> {
                if (end.verdict().inconclusiveReason() == Verdict.InconclusiveReason.TIMEOUT) {
                    assertThat(end.at()).isGreaterThanOrEqualTo(watch.deadline());
                }
            }
        }
    }

    @Property(tries = 2_000)
    void everyWatchEndsByItsDeadlineWithTheRightVerdict(@ForAll long seed, @ForAll @IntRange(max = 60) int errorPercent)
            throws Exception {
        Random random = new Random(seed);
        List<Fate> fates = fates(random);
        Thresholds thresholds = thresholds(random);

        End end = start(begin(fates, thresholds, random), fates, random, InternalErrorHandler.errors(errorPercent / 100.0));

        check(end, fates, thresholds);
    }

    @Property(tries = 500)
    void withoutErrorsAVerdictInTimeIsNeverInconclusive(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        List<Fate> fates = fates(random);
        Thresholds thresholds = thresholds(random);
        PollingState watch = begin(fates, thresholds, random);
        long lastFinish = fates.stream().mapToLong(Fate::finishAfter).max().orElseThrow();

        End end = start(watch, fates, random, InternalErrorHandler.NONE);

        if (lastFinish < watch.deadline() - START - 2_500) {
            assertThat(end.verdict().level()).isEqualTo(truth(fates, thresholds));
        }
    }

    @Property(tries = 500)
    void aWatchStoredAndRestoredAtAnyPointEndsTheSame(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        List<Fate> fates = fates(random);
        Thresholds thresholds = thresholds(random);
        PollingState watch = begin(fates, thresholds, random);

        End undisturbed = start(watch, fates, new Random(seed), InternalErrorHandler.NONE);
        End restored = start(watch, fates, new Random(seed), new InternalErrorHandler(0, 0.3, 0));

        assertThat(restored).usingRecursiveComparison().isEqualTo(undisturbed);
    }

    @Property(tries = 1_000)
    void answersLostToARestartDelayTheVerdictAndDoNotChangeIt(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        List<Fate> fates = fates(random);
        Thresholds thresholds = thresholds(random);
        PollingState watch = begin(fates, thresholds, random);
        long lastFinish = fates.stream().mapToLong(Fate::finishAfter).max().orElseThrow();

        End end = start(watch, fates, random, new InternalErrorHandler(0, 0.1, 0.3));

        check(end, fates, thresholds);
        assertThat(end.watch().deadline()).isEqualTo(watch.deadline());
        if (lastFinish < watch.deadline() - START - ANSWERS_KEPT) {
            assertThat(end.verdict().level()).isEqualTo(truth(fates, thresholds));
        }
    }

    @Property(tries = 300)
    void restoringWhileNothingIsUnderWayChangesNothingAtAll(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        List<Fate> fates = fates(random);
        PollingState watch = begin(fates, thresholds(random), random);
        for (Fate fate : fates) {
            watch = watch.pollSent(fate.id(), START).statusReceived(fate.id(), fate.answer(10_000), START + 100, random);
        }

        PollingState restored = restored(watch).resumed(START + 150);

        assertThat(restored).usingRecursiveComparison().isEqualTo(watch);
    }

    @Property(tries = 1, generation = net.jqwik.api.GenerationMode.RANDOMIZED)
    void aMillionStepsWithoutAWrongVerdict(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        long steps = 0;
        while (steps < 1_000_000) {
            List<Fate> fates = fates(random);
            Thresholds thresholds = thresholds(random);
            double errors = random.nextInt(4) == 0 ? 0.4 : 0.05;
            End end = start(begin(fates, thresholds, random), fates, random, InternalErrorHandler.errors(errors));
            check(end, fates, thresholds);
            steps += end.steps();
        }
        assertThat(steps).isGreaterThanOrEqualTo(1_000_000);
    }
}
