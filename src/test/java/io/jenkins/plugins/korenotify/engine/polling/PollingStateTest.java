package io.jenkins.plugins.korenotify.engine.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.korenotify.engine.gate.Finding.ReasonCode;
import io.jenkins.plugins.korenotify.engine.gate.Finding;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.InconclusiveReason;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.Level;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollingStateTest {
    private static final long START = 1_000_000;
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String ID = "ds-1";

    private static PollingState watch(String... ids) {
        return watch(Thresholds.DEFAULT, true, ids);
    }

    private static PollingState watch(Thresholds thresholds, boolean waitForCompletion, String... ids) {
        return PollingState.begin(
                List.of(ids).stream().map(TrackedRequest::of).toList(),
                thresholds,
                PollingPolicy.DEFAULT,
                waitForCompletion,
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
        return new Answer(false, RecipientCounts.of(delivered, failed, pending), -1);
    }

    private static Answer finished(long delivered, long failed) {
        return new Answer(true, RecipientCounts.of(delivered, failed, 0), -1);
    }

    private static PollFailure failure(PollFailure.Kind kind) {
        return new PollFailure(kind, "words", 0);
    }

    private static PollingState statusReceived(PollingState watch, Answer answer, long at) {
        return watch.pollSent(ID, at).statusReceived(ID, answer, at, always(0.5));
    }

    private static PollingState pollFailed(PollingState watch, PollFailure failure, long at, double random) {
        return watch.pollSent(ID, at).pollFailed(ID, failure, at, always(random));
    }

    @Test
    void everyRequestIsDueAtOnce() {
        PollingState watch = watch("ds-1", "ds-2");

        assertThat(watch.requests()).extracting(RequestState::id).containsExactly("ds-1", "ds-2");
        assertThat(watch.requests()).extracting(RequestState::dueAt).containsOnly(START);
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
            assertThatThrownBy(() -> PollingState.begin(
                            List.of(TrackedRequest.of(ID)), Thresholds.DEFAULT, PollingPolicy.DEFAULT, true, START, none))
                    .hasMessage("The time limit must be above zero");
        }
        assertThatThrownBy(() -> watch().request("ds-9")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> watch("ds-1").request("ds-9")).hasMessageContaining("ds-9");
    }

    @Test
    void endsWhenAllRequestsAreFinishedAndJudgesThemTogether() {
        PollingState watch = watch(Thresholds.DEFAULT.withMinSuccessRate(new BigDecimal("98")), true, "ds-1", "ds-2");

        watch = watch.statusReceived("ds-1", finished(96, 4), START, always(0.5));
        assertThat(watch.verdict(START)).isEmpty();
        watch = watch.statusReceived("ds-2", finished(100, 0), START, always(0.5));

        assertThat(watch.verdict(START).orElseThrow().level()).isEqualTo(Level.PASSED);
        assertThat(watch.counts()).isEqualTo(RecipientCounts.of(196, 4, 0));
    }

    @Test
    void aSettledRequestStaysAsItIs() {
        PollingState watch = statusReceived(watch("ds-1", "ds-2"), finished(5, 0), START);

        assertThat(watch.statusReceived(ID, finished(0, 5), START + 1, always(0))).isSameAs(watch);
        assertThat(watch.pollFailed(ID, failure(PollFailure.Kind.FATAL), START + 1, always(0)))
                .isSameAs(watch);
        assertThat(watch.isSettled(watch.request(ID))).isTrue();
        assertThat(watch.isSettled(watch.request("ds-2"))).isFalse();
    }

    @Test
    @DisplayName("Time is up: INCONCLUSIVE at the deadline, not a moment before")
    void endsAtTheDeadline() {
        PollingState watch = statusReceived(watch("ds-1", "ds-2"), running(5, 0, 3), START);

        assertThat(watch.verdict(watch.deadline() - 1)).isEmpty();
        Verdict verdict = watch.verdict(watch.deadline()).orElseThrow();
        assertThat(verdict.level()).isEqualTo(Level.INCONCLUSIVE);
        assertThat(verdict.inconclusiveReason()).isEqualTo(InconclusiveReason.TIMEOUT);
        assertThat(verdict.reasons()).containsExactly(Finding.of(ReasonCode.TIMEOUT, "10 min", 2, 2, 3));
    }

    @Test
    void timeUpTellsTheTroubleThatCameBefore() {
        PollingState watch = pollFailed(watch(ID), new PollFailure(PollFailure.Kind.TRANSIENT, "HTTP 503", 0), START, 0.5);

        assertThat(watch.verdict(watch.deadline()).orElseThrow().reasons())
                .containsExactly(
                        Finding.of(ReasonCode.TIMEOUT, "10 min", 1, 1, 0), Finding.of(ReasonCode.NO_RESPONSE, ID, "HTTP 503"));
    }

    @Test
    void timeUpTellsNoTroubleThatHasPassed() {
        PollingState watch = pollFailed(watch("ds-1", "ds-2"), failure(PollFailure.Kind.TRANSIENT), START, 0.5);
        watch = statusReceived(watch, finished(5, 0), START + 2000);

        assertThat(watch.verdict(watch.deadline()).orElseThrow().reasons())
                .containsExactly(Finding.of(ReasonCode.TIMEOUT, "10 min", 1, 2, 0));
    }

    @ParameterizedTest
    @CsvSource({"1, 1 s", "90, 1 min 30 s", "600, 10 min", "3600, 1 h", "3725, 1 h 2 min 5 s", "0.4, 0 s"})
    void tellsTheTimeInWords(double seconds, String words) {
        PollingState watch = PollingState.begin(
                List.of(TrackedRequest.of(ID)),
                Thresholds.DEFAULT,
                PollingPolicy.DEFAULT,
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
        PollingState watch = statusReceived(watch(ID), running(5, 1, 94), START);

        assertThat(watch.verdict(START).orElseThrow().level()).isEqualTo(Level.FAILED);
    }

    @Test
    void withoutFailFastItWaitsForTheEndButSaysFailedThen() {
        PollingState watch = statusReceived(watch(Thresholds.DEFAULT.withFailFast(false), true, ID), running(5, 1, 94), START);

        assertThat(watch.verdict(START)).isEmpty();
        assertThat(watch.verdict(watch.deadline()).orElseThrow().level()).isEqualTo(Level.FAILED);
        PollingState given = pollFailed(watch, failure(PollFailure.Kind.FATAL), START + 2000, 0.5);
        assertThat(given.verdict(START + 2000).orElseThrow().level()).isEqualTo(Level.FAILED);
    }

    @Test
    @DisplayName("While the number of recipients is unknown, a request can still have up to 1000 of them")
    void doesNotFailFastOnAShareOfAnUnknownTotal() {
        Thresholds thresholds = Thresholds.DEFAULT.withMinSuccessRate(new BigDecimal("98"));

        assertThat(statusReceived(watch(thresholds, true, ID), running(0, 20, 0), START)
                        .verdict(START))
                .isEmpty();
        assertThat(statusReceived(watch(thresholds, true, ID), running(0, 21, 0), START)
                        .verdict(START))
                .isPresent();
        assertThat(statusReceived(watch(thresholds, true, ID, "ds-2"), running(0, 40, 0), START)
                        .verdict(START))
                .isEmpty();
        assertThat(statusReceived(watch(thresholds, true, ID, "ds-2"), running(0, 41, 0), START)
                        .verdict(START))
                .isPresent();
    }

    @Test
    @DisplayName("A known number of recipients makes an early verdict possible, and missing ones pending")
    void knowsHowManyRecipientsToExpect() {
        PollingState watch = PollingState.begin(
                List.of(new TrackedRequest(ID, 100)),
                Thresholds.DEFAULT.withMinSuccessRate(new BigDecimal("98")),
                PollingPolicy.DEFAULT,
                true,
                START,
                LIMIT);

        assertThat(watch.counts()).isEqualTo(RecipientCounts.of(0, 0, 100));
        assertThat(statusReceived(watch, running(1, 2, 0), START).verdict(START)).isEmpty();
        assertThat(statusReceived(watch, running(1, 3, 0), START)
                        .verdict(START)
                        .orElseThrow()
                        .level())
                .isEqualTo(Level.FAILED);
        Verdict verdict = statusReceived(watch, finished(99, 0), START).verdict(START).orElseThrow();
        assertThat(verdict.level()).isEqualTo(Level.INCONCLUSIVE);
        assertThat(verdict.reasons()).containsExactly(Finding.of(ReasonCode.WITHOUT_RESULT, 1, 100));
    }

    @Test
    void aFinishedRequestHasNoMoreRecipientsThanItHas() {
        Thresholds thresholds = Thresholds.DEFAULT.withMinSuccessRate(new BigDecimal("50"));
        PollingState watch = statusReceived(watch(thresholds, true, "ds-1", "ds-2"), finished(0, 900), START);

        assertThat(watch.verdict(START)).isEmpty();
        watch = watch.statusReceived("ds-2", running(0, 51, 0), START, always(0.5));
        assertThat(watch.verdict(START).orElseThrow().level()).isEqualTo(Level.FAILED);
    }

    @Test
    void withoutWaitingItJudgesTheFirstAnswers() {
        PollingState watch = watch(Thresholds.DEFAULT, false, "ds-1", "ds-2");

        watch = statusReceived(watch, running(5, 0, 3), START);
        assertThat(watch.verdict(START)).isEmpty();
        watch = watch.statusReceived("ds-2", finished(4, 0), START, always(0.5));

        Verdict verdict = watch.verdict(START).orElseThrow();
        assertThat(verdict.level()).isEqualTo(Level.INCONCLUSIVE);
        assertThat(verdict.inconclusiveReason()).isEqualTo(InconclusiveReason.TIMEOUT);
        assertThat(verdict.reasons()).containsExactly(Finding.of(ReasonCode.NOT_FINISHED, 1, 2, 3));
    }

    @Test
    void withoutWaitingFinishedRequestsAreJudgedAsUsual() {
        PollingState watch = statusReceived(watch(Thresholds.DEFAULT, false, ID), finished(4, 0), START);

        assertThat(watch.verdict(START).orElseThrow().level()).isEqualTo(Level.PASSED);
    }

    @Test
    void hopelessTroubleEndsTheWatchAtOnce() {
        PollingState watch = pollFailed(
                watch("ds-1", "ds-2"), new PollFailure(PollFailure.Kind.FATAL, "certificate not trusted", 0), START, 0.5);

        Verdict verdict = watch.verdict(START).orElseThrow();
        assertThat(verdict.level()).isEqualTo(Level.INCONCLUSIVE);
        assertThat(verdict.inconclusiveReason()).isEqualTo(InconclusiveReason.NO_RESPONSE);
        assertThat(verdict.reasons()).containsExactly(Finding.of(ReasonCode.NO_RESPONSE, "ds-1", "certificate not trusted"));
        assertThat(watch.errors()).isEqualTo(1);
    }

    @Test
    @DisplayName("Refused credentials: one more question with a fresh token, then the end")
    void refusedCredentialsAreTriedOnceMore() {
        PollingState once = pollFailed(watch(ID), failure(PollFailure.Kind.UNAUTHORIZED), START, 0.5);
        assertThat(once.verdict(START)).isEmpty();
        assertThat(once.request(ID).dueAt()).isEqualTo(START + 2000);

        assertThat(pollFailed(once, failure(PollFailure.Kind.UNAUTHORIZED), START + 2000, 0.5)
                        .verdict(START + 2000))
                .isPresent();
        PollingState healed = statusReceived(once, running(1, 0, 1), START + 2000);
        assertThat(pollFailed(healed, failure(PollFailure.Kind.UNAUTHORIZED), START + 9000, 0.5)
                        .verdict(START + 9000))
                .isEmpty();
    }

    @Test
    @DisplayName("An unknown request has a grace to become readable")
    void anUnknownRequestHasAGrace() {
        PollingState first = pollFailed(watch(ID), failure(PollFailure.Kind.NOT_FOUND), START, 0.5);
        assertThat(first.verdict(START)).isEmpty();

        assertThat(pollFailed(first, failure(PollFailure.Kind.NOT_FOUND), START + 29_999, 0.5)
                        .verdict(START + 29_999))
                .isEmpty();
        assertThat(pollFailed(first, failure(PollFailure.Kind.NOT_FOUND), START + 30_000, 0.5)
                        .verdict(START + 30_000))
                .isPresent();
    }

    @Test
    void theGraceBeginsWithTheFirstQuestionAndAnewWithEveryAnswer() {
        PollingState late = pollFailed(watch(ID), failure(PollFailure.Kind.NOT_FOUND), START + 60_000, 0.5);
        assertThat(late.verdict(START + 60_000)).isEmpty();

        PollingState known = statusReceived(watch(ID), running(1, 0, 1), START);
        known = statusReceived(known, running(1, 0, 1), START + 60_000);
        assertThat(pollFailed(known, failure(PollFailure.Kind.NOT_FOUND), START + 80_000, 0.5)
                        .verdict(START + 80_000))
                .isEmpty();
        assertThat(pollFailed(known, failure(PollFailure.Kind.NOT_FOUND), START + 90_000, 0.5)
                        .verdict(START + 90_000))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({"TRANSIENT", "RATE_LIMITED"})
    void passingTroubleIsBorneWithinTheBudgetWhichAnAnswerRenews(PollFailure.Kind kind) {
        PollingState watch = PollingState.begin(
                List.of(TrackedRequest.of(ID)), Thresholds.DEFAULT, PollingPolicy.DEFAULT.withRetries(2), true, START, LIMIT);

        watch = pollFailed(watch, failure(kind), START, 0.5);
        watch = pollFailed(watch, failure(kind), START + 2000, 0.5);
        assertThat(watch.verdict(START + 2000)).isEmpty();
        assertThat(pollFailed(watch, failure(kind), START + 4000, 0.5)
                        .verdict(START + 4000)
                        .orElseThrow()
                        .inconclusiveReason())
                .isEqualTo(InconclusiveReason.NO_RESPONSE);

        watch = statusReceived(watch, running(1, 0, 1), START + 4000);
        watch = pollFailed(watch, failure(kind), START + 6000, 0.5);
        watch = pollFailed(watch, failure(kind), START + 8000, 0.5);
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
        PollingState[] watch = {watch(ID)};
        long[] now = {START};
        return LongStream.range(0, 7)
                .map(i -> {
                    watch[0] = pollFailed(watch[0], failure(PollFailure.Kind.TRANSIENT), now[0], random);
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
        PollFailure limited = new PollFailure(PollFailure.Kind.RATE_LIMITED, "words", 20_000);

        assertThat(pollFailed(watch(ID), limited, START, 0).request(ID).dueAt()).isEqualTo(START + 20_000);
        assertThat(pollFailed(watch(ID), limited, START, 1).request(ID).dueAt()).isEqualTo(START + 24_000);
        assertThat(new PollFailure(PollFailure.Kind.TRANSIENT, "words", -5).floor()).isZero();
    }

    @Test
    @DisplayName("However long it is asked to wait, there is a last look just before the deadline")
    void takesALastLookBeforeTheDeadline() {
        PollFailure limited = new PollFailure(PollFailure.Kind.RATE_LIMITED, "words", 3_600_000);

        PollingState watch = pollFailed(watch(ID), limited, START, 0.5);
        assertThat(watch.request(ID).dueAt()).isEqualTo(watch.deadline() - 2_500);

        PollingState last = statusReceived(watch, running(1, 0, 1), watch.deadline() - 2_500);
        assertThat(last.request(ID).dueAt()).isEqualTo(watch.deadline() - 500);
    }

    @Test
    void aQuestionUnderWayIsNotRepeatedUntilItsAnswerIsOverdue() {
        PollingState watch = watch(ID).pollSent(ID, START);

        assertThat(watch.request(ID).dueAt()).isEqualTo(START + 120_000);
        assertThat(watch.request(ID).polls()).isEqualTo(1);
    }

    @Test
    @DisplayName("After a restart, questions under way are asked again, others when they are due")
    void asksAgainAfterARestart() {
        PollingState watch = watch("ds-1", "ds-2", "ds-3").pollSent("ds-1", START);
        watch = watch.pollSent("ds-2", START).statusReceived("ds-2", running(1, 0, 99), START + 100, always(0.5));
        long due = watch.request("ds-2").dueAt();

        assertThat(watch.resumed(START + 500).request("ds-1").dueAt()).isEqualTo(START + 2_000);
        assertThat(watch.resumed(START + 9_000).request("ds-1").dueAt()).isEqualTo(START + 9_000);
        assertThat(watch.resumed(START + 9_000).request("ds-2").dueAt()).isEqualTo(due);
        assertThat(watch.resumed(START + 9_000).request("ds-3").dueAt()).isEqualTo(START);
        assertThat(watch.resumed(START + 9_000).deadline()).isEqualTo(watch.deadline());
    }

    @Test
    void aRestartDoesNotForgetThatThereIsNoPoint() {
        PollingState watch =
                pollFailed(watch(ID), failure(PollFailure.Kind.FATAL), START, 0.5).resumed(START + 5000);

        assertThat(watch.verdict(START + 5000)).isPresent();
    }

    @Test
    void showsItselfInWords() {
        PollingState watch = statusReceived(watch(ID), running(1, 0, 1), START);

        assertThat(watch).hasToString("watch of 1 requests: 1 delivered, 0 failed, 1 pending of 2");
        assertThat(watch.request(ID)).hasToString("ds-1 running, 1 delivered, 0 failed, 1 pending of 2");
        assertThat(statusReceived(watch, finished(2, 0), START + 5000).request(ID))
                .hasToString("ds-1 finished, 2 delivered, 0 failed, 0 pending of 2");
        assertThat(failure(PollFailure.Kind.TRANSIENT)).hasToString("TRANSIENT: words");
        assertThat(watch.request(ID).failure()).isNull();
    }
}
