package io.jenkins.plugins.korenotify.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.korenotify.gate.Finding;
import io.jenkins.plugins.korenotify.gate.Finding.Rule;
import io.jenkins.plugins.korenotify.gate.Tally;
import io.jenkins.plugins.korenotify.gate.Thresholds;
import io.jenkins.plugins.korenotify.gate.Verdict;
import io.jenkins.plugins.korenotify.gate.Verdict.Doubt;
import io.jenkins.plugins.korenotify.gate.Verdict.Level;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchTest {
    private static final long START = 1_000_000;
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String ID = "ds-1";

    private static Watch watch(String... ids) {
        return watch(Thresholds.DEFAULT, true, ids);
    }

    private static Watch watch(Thresholds thresholds, boolean untilFinished, String... ids) {
        return Watch.begin(
                List.of(ids).stream().map(Wanted::of).toList(),
                thresholds,
                PollPlan.DEFAULT,
                untilFinished,
                START,
                LIMIT);
    }

    /** Every random number is this one, from 0 to 1. */
    private static RandomGenerator always(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new IllegalStateException("only doubles are drawn");
            }

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }

    private static Answer running(long delivered, long failed, long pending) {
        return new Answer(false, Tally.of(delivered, failed, pending), -1);
    }

    private static Answer finished(long delivered, long failed) {
        return new Answer(true, Tally.of(delivered, failed, 0), -1);
    }

    private static Trouble trouble(Trouble.Kind kind) {
        return new Trouble(kind, "words", 0);
    }

    private static Watch answered(Watch watch, Answer answer, long at) {
        return watch.asked(ID, at).answered(ID, answer, at, always(0.5));
    }

    private static Watch troubled(Watch watch, Trouble trouble, long at, double random) {
        return watch.asked(ID, at).troubled(ID, trouble, at, always(random));
    }

    @Test
    void everyRequestIsDueAtOnce() {
        Watch watch = watch("ds-1", "ds-2");

        assertThat(watch.requests()).extracting(WatchedRequest::id).containsExactly("ds-1", "ds-2");
        assertThat(watch.requests()).extracting(WatchedRequest::dueAt).containsOnly(START);
        assertThat(watch.startedAt()).isEqualTo(START);
        assertThat(watch.deadline()).isEqualTo(START + LIMIT.toMillis());
        assertThat(watch.verdict(START)).isEmpty();
        assertThat(watch.polls()).isZero();
        assertThat(watch.thresholds()).isEqualTo(Thresholds.DEFAULT);
    }

    @Test
    void aRequestNamedTwiceIsWatchedOnce() {
        assertThat(watch("ds-1", "ds-2", "ds-1").requests()).hasSize(2);
    }

    @Test
    void needsARequestAndTime() {
        assertThatThrownBy(() -> watch()).hasMessage("There is no request to watch");
        for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatThrownBy(() -> Watch.begin(
                            List.of(Wanted.of(ID)), Thresholds.DEFAULT, PollPlan.DEFAULT, true, START, none))
                    .hasMessage("The time limit must be above zero");
        }
        assertThatThrownBy(() -> watch().request("ds-9")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> watch("ds-1").request("ds-9")).hasMessageContaining("ds-9");
    }

    @Test
    void endsWhenAllRequestsAreFinishedAndJudgesThemTogether() {
        Watch watch = watch(Thresholds.DEFAULT.withMinSuccessRate(new BigDecimal("98")), true, "ds-1", "ds-2");

        watch = watch.answered("ds-1", finished(96, 4), START, always(0.5));
        assertThat(watch.verdict(START)).isEmpty();
        watch = watch.answered("ds-2", finished(100, 0), START, always(0.5));

        assertThat(watch.verdict(START).orElseThrow().level()).isEqualTo(Level.PASSED);
        assertThat(watch.tally()).isEqualTo(Tally.of(196, 4, 0));
    }

    @Test
    void aSettledRequestStaysAsItIs() {
        Watch watch = answered(watch("ds-1", "ds-2"), finished(5, 0), START);

        assertThat(watch.answered(ID, finished(0, 5), START + 1, always(0))).isSameAs(watch);
        assertThat(watch.troubled(ID, trouble(Trouble.Kind.HOPELESS), START + 1, always(0)))
                .isSameAs(watch);
        assertThat(watch.isSettled(watch.request(ID))).isTrue();
        assertThat(watch.isSettled(watch.request("ds-2"))).isFalse();
    }

    @Test
    @DisplayName("Time is up: INCONCLUSIVE at the deadline, not a moment before")
    void endsAtTheDeadline() {
        Watch watch = answered(watch("ds-1", "ds-2"), running(5, 0, 3), START);

        assertThat(watch.verdict(watch.deadline() - 1)).isEmpty();
        Verdict verdict = watch.verdict(watch.deadline()).orElseThrow();
        assertThat(verdict.level()).isEqualTo(Level.INCONCLUSIVE);
        assertThat(verdict.doubt()).isEqualTo(Doubt.TIME_UP);
        assertThat(verdict.reasons()).containsExactly(Finding.of(Rule.TIME_UP, "10 min", 2, 2, 3));
    }

    @Test
    void timeUpTellsTheTroubleThatCameBefore() {
        Watch watch = troubled(watch(ID), new Trouble(Trouble.Kind.PASSING, "HTTP 503", 0), START, 0.5);

        assertThat(watch.verdict(watch.deadline()).orElseThrow().reasons())
                .containsExactly(
                        Finding.of(Rule.TIME_UP, "10 min", 1, 1, 0), Finding.of(Rule.NO_ANSWER, ID, "HTTP 503"));
    }

    @Test
    void timeUpTellsNoTroubleThatHasPassed() {
        Watch watch = troubled(watch("ds-1", "ds-2"), trouble(Trouble.Kind.PASSING), START, 0.5);
        watch = answered(watch, finished(5, 0), START + 2000);

        assertThat(watch.verdict(watch.deadline()).orElseThrow().reasons())
                .containsExactly(Finding.of(Rule.TIME_UP, "10 min", 1, 2, 0));
    }

    @ParameterizedTest
    @CsvSource({"1, 1 s", "90, 1 min 30 s", "600, 10 min", "3600, 1 h", "3725, 1 h 2 min 5 s", "0.4, 0 s"})
    void tellsTheTimeInWords(double seconds, String words) {
        Watch watch = Watch.begin(
                List.of(Wanted.of(ID)),
                Thresholds.DEFAULT,
                PollPlan.DEFAULT,
                true,
                START,
                Duration.ofMillis(Math.round(seconds * 1000)));

        assertThat(watch.verdict(watch.deadline())
                        .orElseThrow()
                        .reasons()
                        .get(0)
                        .values()
                        .get(0))
                .isEqualTo(words);
    }

    @Test
    void failsFastWhenNoLaterDeliveryCanMendIt() {
        Watch watch = answered(watch(ID), running(5, 1, 94), START);

        assertThat(watch.verdict(START).orElseThrow().level()).isEqualTo(Level.FAILED);
    }

    @Test
    void withoutFailFastItWaitsForTheEndButSaysFailedThen() {
        Watch watch = answered(watch(Thresholds.DEFAULT.withFailFast(false), true, ID), running(5, 1, 94), START);

        assertThat(watch.verdict(START)).isEmpty();
        assertThat(watch.verdict(watch.deadline()).orElseThrow().level()).isEqualTo(Level.FAILED);
        Watch given = troubled(watch, trouble(Trouble.Kind.HOPELESS), START + 2000, 0.5);
        assertThat(given.verdict(START + 2000).orElseThrow().level()).isEqualTo(Level.FAILED);
    }

    @Test
    @DisplayName("While the number of recipients is unknown, a request can still have up to 1000 of them")
    void doesNotFailFastOnAShareOfAnUnknownTotal() {
        Thresholds thresholds = Thresholds.DEFAULT.withMinSuccessRate(new BigDecimal("98"));

        assertThat(answered(watch(thresholds, true, ID), running(0, 20, 0), START)
                        .verdict(START))
                .isEmpty();
        assertThat(answered(watch(thresholds, true, ID), running(0, 21, 0), START)
                        .verdict(START))
                .isPresent();
        assertThat(answered(watch(thresholds, true, ID, "ds-2"), running(0, 40, 0), START)
                        .verdict(START))
                .isEmpty();
        assertThat(answered(watch(thresholds, true, ID, "ds-2"), running(0, 41, 0), START)
                        .verdict(START))
                .isPresent();
    }

    @Test
    @DisplayName("A known number of recipients makes an early verdict possible, and missing ones pending")
    void knowsHowManyRecipientsToExpect() {
        Watch watch = Watch.begin(
                List.of(new Wanted(ID, 100)),
                Thresholds.DEFAULT.withMinSuccessRate(new BigDecimal("98")),
                PollPlan.DEFAULT,
                true,
                START,
                LIMIT);

        assertThat(watch.tally()).isEqualTo(Tally.of(0, 0, 100));
        assertThat(answered(watch, running(1, 2, 0), START).verdict(START)).isEmpty();
        assertThat(answered(watch, running(1, 3, 0), START)
                        .verdict(START)
                        .orElseThrow()
                        .level())
                .isEqualTo(Level.FAILED);
        Verdict verdict = answered(watch, finished(99, 0), START).verdict(START).orElseThrow();
        assertThat(verdict.level()).isEqualTo(Level.INCONCLUSIVE);
        assertThat(verdict.reasons()).containsExactly(Finding.of(Rule.WITHOUT_RESULT, 1, 100));
    }

    @Test
    void aFinishedRequestHasNoMoreRecipientsThanItHas() {
        Thresholds thresholds = Thresholds.DEFAULT.withMinSuccessRate(new BigDecimal("50"));
        Watch watch = answered(watch(thresholds, true, "ds-1", "ds-2"), finished(0, 900), START);

        assertThat(watch.verdict(START)).isEmpty();
        watch = watch.answered("ds-2", running(0, 51, 0), START, always(0.5));
        assertThat(watch.verdict(START).orElseThrow().level()).isEqualTo(Level.FAILED);
    }

    @Test
    void withoutWaitingItJudgesTheFirstAnswers() {
        Watch watch = watch(Thresholds.DEFAULT, false, "ds-1", "ds-2");

        watch = answered(watch, running(5, 0, 3), START);
        assertThat(watch.verdict(START)).isEmpty();
        watch = watch.answered("ds-2", finished(4, 0), START, always(0.5));

        Verdict verdict = watch.verdict(START).orElseThrow();
        assertThat(verdict.level()).isEqualTo(Level.INCONCLUSIVE);
        assertThat(verdict.doubt()).isEqualTo(Doubt.TIME_UP);
        assertThat(verdict.reasons()).containsExactly(Finding.of(Rule.NOT_FINISHED, 1, 2, 3));
    }

    @Test
    void withoutWaitingFinishedRequestsAreJudgedAsUsual() {
        Watch watch = answered(watch(Thresholds.DEFAULT, false, ID), finished(4, 0), START);

        assertThat(watch.verdict(START).orElseThrow().level()).isEqualTo(Level.PASSED);
    }

    @Test
    void hopelessTroubleEndsTheWatchAtOnce() {
        Watch watch = troubled(
                watch("ds-1", "ds-2"), new Trouble(Trouble.Kind.HOPELESS, "certificate not trusted", 0), START, 0.5);

        Verdict verdict = watch.verdict(START).orElseThrow();
        assertThat(verdict.level()).isEqualTo(Level.INCONCLUSIVE);
        assertThat(verdict.doubt()).isEqualTo(Doubt.NO_ANSWER);
        assertThat(verdict.reasons()).containsExactly(Finding.of(Rule.NO_ANSWER, "ds-1", "certificate not trusted"));
        assertThat(watch.errors()).isEqualTo(1);
    }

    @Test
    @DisplayName("Refused credentials: one more question with a fresh token, then the end")
    void refusedCredentialsAreTriedOnceMore() {
        Watch once = troubled(watch(ID), trouble(Trouble.Kind.REFUSED), START, 0.5);
        assertThat(once.verdict(START)).isEmpty();
        assertThat(once.request(ID).dueAt()).isEqualTo(START + 2000);

        assertThat(troubled(once, trouble(Trouble.Kind.REFUSED), START + 2000, 0.5)
                        .verdict(START + 2000))
                .isPresent();
        Watch healed = answered(once, running(1, 0, 1), START + 2000);
        assertThat(troubled(healed, trouble(Trouble.Kind.REFUSED), START + 9000, 0.5)
                        .verdict(START + 9000))
                .isEmpty();
    }

    @Test
    @DisplayName("An unknown request has a grace to become readable")
    void anUnknownRequestHasAGrace() {
        Watch first = troubled(watch(ID), trouble(Trouble.Kind.UNKNOWN_REQUEST), START, 0.5);
        assertThat(first.verdict(START)).isEmpty();

        assertThat(troubled(first, trouble(Trouble.Kind.UNKNOWN_REQUEST), START + 29_999, 0.5)
                        .verdict(START + 29_999))
                .isEmpty();
        assertThat(troubled(first, trouble(Trouble.Kind.UNKNOWN_REQUEST), START + 30_000, 0.5)
                        .verdict(START + 30_000))
                .isPresent();
    }

    @Test
    void theGraceBeginsWithTheFirstQuestionAndAnewWithEveryAnswer() {
        Watch late = troubled(watch(ID), trouble(Trouble.Kind.UNKNOWN_REQUEST), START + 60_000, 0.5);
        assertThat(late.verdict(START + 60_000)).isEmpty();

        Watch known = answered(watch(ID), running(1, 0, 1), START);
        known = answered(known, running(1, 0, 1), START + 60_000);
        assertThat(troubled(known, trouble(Trouble.Kind.UNKNOWN_REQUEST), START + 80_000, 0.5)
                        .verdict(START + 80_000))
                .isEmpty();
        assertThat(troubled(known, trouble(Trouble.Kind.UNKNOWN_REQUEST), START + 90_000, 0.5)
                        .verdict(START + 90_000))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({"PASSING", "RATE_LIMITED"})
    void passingTroubleIsBorneWithinTheBudgetWhichAnAnswerRenews(Trouble.Kind kind) {
        Watch watch = Watch.begin(
                List.of(Wanted.of(ID)), Thresholds.DEFAULT, PollPlan.DEFAULT.withErrorBudget(2), true, START, LIMIT);

        watch = troubled(watch, trouble(kind), START, 0.5);
        watch = troubled(watch, trouble(kind), START + 2000, 0.5);
        assertThat(watch.verdict(START + 2000)).isEmpty();
        assertThat(troubled(watch, trouble(kind), START + 4000, 0.5)
                        .verdict(START + 4000)
                        .orElseThrow()
                        .doubt())
                .isEqualTo(Doubt.NO_ANSWER);

        watch = answered(watch, running(1, 0, 1), START + 4000);
        watch = troubled(watch, trouble(kind), START + 6000, 0.5);
        watch = troubled(watch, trouble(kind), START + 8000, 0.5);
        assertThat(watch.verdict(START + 8000)).isEmpty();
        assertThat(watch.errors()).isEqualTo(4);
        assertThat(watch.polls()).isEqualTo(5);
    }

    @Test
    @DisplayName("Back-off: from the least gap up to a ceiling that doubles from 2 s to 60 s, by chance")
    void backsOffWithFullJitter() {
        assertThat(waits(0)).containsOnly(2_000L);
        assertThat(waits(1)).containsExactly(2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 60_000L, 60_000L);
        assertThat(waits(0.5)).containsExactly(2_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L);
    }

    private static List<Long> waits(double random) {
        Watch[] watch = {watch(ID)};
        long[] now = {START};
        return LongStream.range(0, 7)
                .map(i -> {
                    watch[0] = troubled(watch[0], trouble(Trouble.Kind.PASSING), now[0], random);
                    long wait = watch[0].request(ID).dueAt() - now[0];
                    now[0] += wait;
                    return wait;
                })
                .boxed()
                .toList();
    }

    @Test
    @DisplayName("Retry-After is a floor, with up to a fifth on top by chance")
    void waitsAtLeastAsLongAsAsked() {
        Trouble limited = new Trouble(Trouble.Kind.RATE_LIMITED, "words", 20_000);

        assertThat(troubled(watch(ID), limited, START, 0).request(ID).dueAt()).isEqualTo(START + 20_000);
        assertThat(troubled(watch(ID), limited, START, 1).request(ID).dueAt()).isEqualTo(START + 24_000);
        assertThat(new Trouble(Trouble.Kind.PASSING, "words", -5).floor()).isZero();
    }

    @Test
    @DisplayName("However long it is asked to wait, there is a last look just before the deadline")
    void takesALastLookBeforeTheDeadline() {
        Trouble limited = new Trouble(Trouble.Kind.RATE_LIMITED, "words", 3_600_000);

        Watch watch = troubled(watch(ID), limited, START, 0.5);
        assertThat(watch.request(ID).dueAt()).isEqualTo(watch.deadline() - 2_500);

        Watch last = answered(watch, running(1, 0, 1), watch.deadline() - 2_500);
        assertThat(last.request(ID).dueAt()).isEqualTo(watch.deadline() - 500);
    }

    @Test
    void aQuestionUnderWayIsNotRepeatedUntilItsAnswerIsOverdue() {
        Watch watch = watch(ID).asked(ID, START);

        assertThat(watch.request(ID).dueAt()).isEqualTo(START + 120_000);
        assertThat(watch.request(ID).polls()).isEqualTo(1);
    }

    @Test
    @DisplayName("After a restart, questions under way are asked again, others when they are due")
    void asksAgainAfterARestart() {
        Watch watch = watch("ds-1", "ds-2", "ds-3").asked("ds-1", START);
        watch = watch.asked("ds-2", START).answered("ds-2", running(1, 0, 99), START + 100, always(0.5));
        long due = watch.request("ds-2").dueAt();

        assertThat(watch.resumed(START + 500).request("ds-1").dueAt()).isEqualTo(START + 2_000);
        assertThat(watch.resumed(START + 9_000).request("ds-1").dueAt()).isEqualTo(START + 9_000);
        assertThat(watch.resumed(START + 9_000).request("ds-2").dueAt()).isEqualTo(due);
        assertThat(watch.resumed(START + 9_000).request("ds-3").dueAt()).isEqualTo(START);
        assertThat(watch.resumed(START + 9_000).deadline()).isEqualTo(watch.deadline());
    }

    @Test
    void aRestartDoesNotForgetThatThereIsNoPoint() {
        Watch watch =
                troubled(watch(ID), trouble(Trouble.Kind.HOPELESS), START, 0.5).resumed(START + 5000);

        assertThat(watch.verdict(START + 5000)).isPresent();
    }

    @Test
    void showsItselfInWords() {
        Watch watch = answered(watch(ID), running(1, 0, 1), START);

        assertThat(watch).hasToString("watch of 1 requests: 1 delivered, 0 failed, 1 pending of 2");
        assertThat(watch.request(ID)).hasToString("ds-1 running, 1 delivered, 0 failed, 1 pending of 2");
        assertThat(answered(watch, finished(2, 0), START + 5000).request(ID))
                .hasToString("ds-1 finished, 2 delivered, 0 failed, 0 pending of 2");
        assertThat(trouble(Trouble.Kind.PASSING)).hasToString("PASSING: words");
        assertThat(watch.request(ID).trouble()).isNull();
    }
}
