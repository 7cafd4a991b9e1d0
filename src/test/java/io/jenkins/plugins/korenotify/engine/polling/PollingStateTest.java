package io.jenkins.plugins.korenotify.engine.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.korenotify.engine.client.KoreException.Kind;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus.Outcome;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.ThresholdsOf;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.InconclusiveReason;
import io.jenkins.plugins.korenotify.engine.gate.Verdict.Level;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.trials.JavaForm;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PollingStateTest {
    private static final long START = 1_000_000;
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final String ID = "ds-1";
    private static final RandomGenerator HALF = new RandomGenerator() {
        @Override
        public long nextLong() {
            throw new IllegalStateException("only doubles are drawn");
        }

        @Override
        public double nextDouble() {
            return 0.5;
        }
    };

    private static PollingState check(String... ids) {
        return check(Thresholds.DEFAULT, PollingPolicy.DEFAULT, true, ids);
    }

    private static PollingState check(
            Thresholds thresholds, PollingPolicy policy, boolean waitForCompletion, String... ids) {
        return PollingState.start(
                Stream.of(ids).map(TrackedRequest::of).toList(),
                thresholds,
                policy,
                waitForCompletion,
                START,
                START,
                TIMEOUT);
    }

    private static Thresholds min(String percent) {
        return ThresholdsOf.withMinSuccessRate(Thresholds.DEFAULT, new BigDecimal(percent));
    }

    private static RequestStatus status(Outcome outcome, long delivered, long failed, long pending, long count) {
        String word = outcome == Outcome.RUNNING ? "IN_PROGRESS" : outcome.name();
        return new RequestStatus(outcome, word, RecipientCounts.of(delivered, failed, pending), count, -1, null);
    }

    private static RequestStatus running(long delivered, long failed, long pending) {
        return status(Outcome.RUNNING, delivered, failed, pending, -1);
    }

    private static RequestStatus success(long delivered, long failed) {
        return status(Outcome.SUCCESS, delivered, failed, 0, delivered + failed);
    }

    private static PollFailure failure(Kind kind) {
        return new PollFailure(kind, LocalizableMessage.of("answer.status", 503), 0);
    }

    private static PollingState receive(PollingState state, RequestStatus status, long tick) {
        return state.pollSent(ID, tick).statusReceived(ID, status, tick, HALF);
    }

    private static PollingState fail(PollingState state, Kind kind, long tick) {
        return state.pollSent(ID, tick).pollFailed(ID, failure(kind), tick, HALF);
    }

    private static String words(PollingState state, long now) {
        return state.verdict(now).orElseThrow().reasons().toString();
    }

    @Test
    void everyRequestIsPolledAtOnce() {
        PollingState state = check("ds-1", "ds-2", "ds-1");

        assertThat(state.requests()).extracting(RequestState::id).containsExactly("ds-1", "ds-2");
        assertThat(state.requests()).extracting(RequestState::nextPollAt).containsOnly(START);
        assertThat(state.deadline()).isEqualTo(START + TIMEOUT.toMillis());
        assertThat(state.verdict(START)).isEmpty();
        assertThat(state.polls()).isZero();
    }

    @Test
    void needsARequestAndTime() {
        assertThatThrownBy(() -> check()).hasMessage("There is no request to poll");
        assertThatThrownBy(() -> PollingState.start(
                        List.of(TrackedRequest.of(ID)),
                        Thresholds.DEFAULT,
                        PollingPolicy.DEFAULT,
                        true,
                        START,
                        START,
                        Duration.ZERO))
                .hasMessage("The timeout must be above zero");
        assertThatThrownBy(() -> check(ID).request("ds-9")).hasMessageContaining("ds-9");
    }

    @Test
    void allRequestsAreEvaluatedTogether() {
        PollingState state = check(min("98"), PollingPolicy.DEFAULT, true, "ds-1", "ds-2");

        state = state.statusReceived("ds-1", success(96, 4), START, HALF);
        assertThat(state.verdict(START)).isEmpty();
        state = state.statusReceived("ds-2", success(100, 0), START, HALF);

        assertThat(state.verdict(START).orElseThrow().level()).isEqualTo(Level.PASSED);
        assertThat(state.counts()).isEqualTo(RecipientCounts.of(196, 4, 0));
        assertThat(state.finishedRequests()).isEqualTo(2);
    }

    @Test
    void aFinishedRequestStaysAsItIs() {
        PollingState state = receive(check("ds-1", "ds-2"), success(5, 0), START);

        assertThat(state.statusReceived(ID, success(0, 5), START + 1, HALF)).isSameAs(state);
        assertThat(state.pollFailed(ID, failure(Kind.CONFIGURATION), START + 1, HALF))
                .isSameAs(state);
        assertThat(state.isPollable(state.request(ID))).isFalse();
        assertThat(state.isPollable(state.request("ds-2"))).isTrue();
    }

    @Test
    @DisplayName("A final status without all of its recipients is polled again, and believed when received three times")
    void anIncompleteFinalStatusIsConfirmed() {
        RequestStatus incomplete = status(Outcome.SUCCESS, 90, 0, 0, 100);
        PollingState state = receive(check(ID), incomplete, START);
        assertThat(state.verdict(START)).isEmpty();
        assertThat(state.request(ID).nextPollAt()).isEqualTo(START + 5_000);

        state = receive(state, incomplete, START + 5_000);
        assertThat(state.verdict(START)).isEmpty();
        assertThat(state.request(ID).nextPollAt()).isEqualTo(START + 15_000);

        state = receive(state, incomplete, START + 15_000);
        assertThat(state.verdict(START).orElseThrow().inconclusiveReason()).isEqualTo(InconclusiveReason.INCOMPLETE);
        assertThat(words(state, START))
                .contains("Request ds-1 is finished (SUCCESS), but 10 of its 100 recipients have no result");
    }

    @Test
    void entriesThatFollowTheFinalStatusCount() {
        PollingState state = receive(check(ID), status(Outcome.SUCCESS, 90, 0, 0, 100), START);
        state = receive(state, status(Outcome.SUCCESS, 95, 0, 0, 100), START + 5_000);
        state = receive(state, status(Outcome.SUCCESS, 95, 0, 0, 100), START + 10_000);
        assertThat(state.verdict(START)).isEmpty();

        state = receive(state, success(100, 0), START + 20_000);

        assertThat(state.verdict(START).orElseThrow().level()).isEqualTo(Level.PASSED);
    }

    @Test
    @DisplayName("A request that failed as a whole without listing anybody never passes beside one that was delivered")
    void aFailedRequestWithoutRecipientsDoesNotPass() {
        PollingState state = check("ds-1", "ds-2").statusReceived("ds-2", success(1, 0), START, HALF);
        RequestStatus empty = status(Outcome.FAILURE, 0, 0, 0, 0);
        for (int i = 0; i < 3; i++) {
            state = receive(state, empty, START + i * 10_000L);
        }

        assertThat(state.verdict(START).orElseThrow().level()).isEqualTo(Level.FAILED);
    }

    @Test
    void aRequestWithoutRecipientsIsNotAccountedForUnlessThatIsAllowed() {
        RequestStatus empty = status(Outcome.SUCCESS, 0, 0, 0, 0);
        PollingState state = check("ds-1", "ds-2").statusReceived("ds-2", success(1, 0), START, HALF);
        PollingState allowed =
                check(ThresholdsOf.withMinRecipients(Thresholds.DEFAULT, 0), PollingPolicy.DEFAULT, true, ID);
        for (int i = 0; i < 3; i++) {
            state = receive(state, empty, START + i * 10_000L);
            allowed = receive(allowed, empty, START + i * 10_000L);
        }

        assertThat(state.verdict(START).orElseThrow().inconclusiveReason()).isEqualTo(InconclusiveReason.INCOMPLETE);
        assertThat(words(state, START)).contains("Request ds-1 is finished without any recipient");
        assertThat(allowed.verdict(START).orElseThrow().level()).isEqualTo(Level.PASSED);
    }

    @Test
    @DisplayName("The sent number of recipients bounds what may still come; a larger list disproves it")
    void knowsHowManyRecipientsToExpect() {
        PollingState state = PollingState.start(
                List.of(new TrackedRequest(ID, OptionalLong.of(100))),
                min("95"),
                PollingPolicy.DEFAULT,
                true,
                START,
                START,
                TIMEOUT);

        assertThat(state.counts()).isEqualTo(RecipientCounts.of(0, 0, 100));
        assertThat(receive(state, running(1, 5, 0), START).verdict(START)).isEmpty();
        assertThat(receive(state, running(1, 6, 0), START).verdict(START)).isPresent();
        assertThat(receive(state, running(99, 6, 0), START).verdict(START)).isEmpty();
        assertThat(receive(state, success(120, 0), START)
                        .verdict(START)
                        .orElseThrow()
                        .level())
                .isEqualTo(Level.PASSED);
    }

    @Test
    void withoutFailFastItWaitsForTheEnd() {
        PollingState state =
                check(ThresholdsOf.withFailFast(Thresholds.DEFAULT, false), PollingPolicy.DEFAULT, true, ID);
        state = receive(state, running(5, 1, 94), state.deadline() - 1_000);

        assertThat(state.verdict(START)).isEmpty();
        assertThat(state.verdict(state.deadline()).orElseThrow().level()).isEqualTo(Level.FAILED);
    }

    @Test
    void withoutWaitingTheFirstStatusesAreEvaluated() {
        PollingState state = check(Thresholds.DEFAULT, PollingPolicy.DEFAULT, false, "ds-1", "ds-2");

        state = receive(state, running(5, 0, 3), START);
        assertThat(state.verdict(START)).isEmpty();
        state = state.statusReceived("ds-2", success(4, 0), START, HALF);

        assertThat(state.verdict(START).orElseThrow().inconclusiveReason()).isEqualTo(InconclusiveReason.TIMEOUT);
        assertThat(words(state, START))
                .isEqualTo("[Not waited for completion: 1 of 2 requests not finished, 3 recipients pending]");
    }

    @Test
    @DisplayName("At the deadline: TIMEOUT where there were statuses, NO_RESPONSE where a request never gave one")
    void endsAtTheDeadline() {
        PollingState state = check("ds-1", "ds-2");
        long late = state.deadline() - 1_000;
        state = receive(state, running(5, 0, 3), late);
        PollingState silent = state.pollSent("ds-2", late).pollFailed("ds-2", failure(Kind.RATE_LIMITED), late, HALF);
        PollingState known = state.pollSent("ds-2", late).statusReceived("ds-2", running(1, 0, 0), late, HALF);

        assertThat(known.verdict(known.deadline() - 1)).isEmpty();
        assertThat(known.verdict(known.deadline()).orElseThrow().inconclusiveReason())
                .isEqualTo(InconclusiveReason.TIMEOUT);
        assertThat(words(known, known.deadline()))
                .isEqualTo("[Timeout after 10 min: 2 of 2 requests not finished, 3 recipients pending]");
        assertThat(silent.verdict(known.deadline()).orElseThrow().inconclusiveReason())
                .isEqualTo(InconclusiveReason.NO_RESPONSE);
        assertThat(words(silent, known.deadline())).contains("ds-2").doesNotContain("ds-1");
    }

    @Test
    void namesAnUnknownFinalStatusAtTheTimeout() {
        PollingState state = check(ID);
        RequestStatus completed =
                new RequestStatus(Outcome.RUNNING, "COMPLETED", RecipientCounts.of(10, 0, 0), 10, -1, null);
        state = receive(state, completed, state.deadline() - 1_000);

        assertThat(words(state, state.deadline())).contains("COMPLETED");
    }

    @Test
    @DisplayName("A deadline that passed while nobody polled: one more poll, within a minute, and judged by it")
    void pollsOnceMoreAfterAGap() {
        PollingState state = receive(check(ID), running(5, 0, 5), START);
        long back = state.deadline() + 3_600_000;
        PollingState restored = state.restored(back, back);

        assertThat(restored.verdict(back)).isEmpty();
        PollingState last = restored.deadlineReached(back, back);
        assertThat(last.isPollable(last.request(ID))).isTrue();
        assertThat(last.request(ID).nextPollAt()).isEqualTo(back);
        assertThat(last.pollSent(ID, back).verdict(back + 1)).isEmpty();
        assertThat(receive(last, success(10, 0), back)
                        .verdict(back)
                        .orElseThrow()
                        .level())
                .isEqualTo(Level.PASSED);
        PollingState still = receive(last, running(5, 0, 5), back);
        assertThat(still.verdict(back).orElseThrow().inconclusiveReason()).isEqualTo(InconclusiveReason.TIMEOUT);
        assertThat(still.isPollable(still.request(ID))).isFalse();
        assertThat(last.pollSent(ID, back).verdict(back + 60_000)).isPresent();
    }

    @Test
    void aClockThatJumpsOverTheDeadlineIsAGap() {
        PollingState state = receive(check(ID), running(5, 0, 5), START);
        long jumped = state.deadline() + 3_000_000;

        assertThat(state.verdict(jumped)).isEmpty();
        assertThat(state.deadlineReached(jumped, START + 20_000)).isNotSameAs(state);
    }

    @Test
    void aClockThatGoesBackDuringTheLastPollDoesNotHoldTheVerdictUp() {
        PollingState state = check(ID).pollSent(ID, START).statusReceived(ID, running(1, 0, 1), START + 100, HALF);
        long jumped = state.deadline() + 5_000;
        PollingState asked = state.deadlineReached(jumped, START + 20_000).pollSent(ID, START + 20_000);
        long back = START + 21_000;

        assertThat(asked.verdict(back)).isEmpty();
        PollingState open = asked.statusReceived(ID, running(1, 0, 1), START + 21_000, HALF);
        assertThat(open.verdict(back).orElseThrow().inconclusiveReason()).isEqualTo(InconclusiveReason.TIMEOUT);
        PollingState finished = asked.statusReceived(ID, success(2, 0), START + 21_000, HALF);
        assertThat(finished.verdict(back).orElseThrow().level()).isEqualTo(Level.PASSED);
    }

    @Test
    void withoutAGapThereIsNoTimeAfterTheDeadline() {
        PollingState state = check(ID);
        state = receive(state, running(5, 0, 5), state.deadline() - 2_500);

        assertThat(state.deadlineReached(state.deadline(), state.deadline())).isSameAs(state);
        assertThat(state.verdict(state.deadline())).isPresent();
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "PROTOCOL"})
    @DisplayName("A request that never responded is given up after 15 failed polls, another one is not")
    void failuresAreToleratedByWhatIsKnown(Kind kind) {
        PollingState silent = check(ID);
        PollingState known = receive(check(ID), running(1, 0, 1), START);
        for (int i = 1; i < 15; i++) {
            silent = fail(silent, kind, START + i * 2_000L);
            known = fail(known, kind, START + i * 2_000L);
        }
        assertThat(silent.verdict(START)).isEmpty();

        silent = fail(silent, kind, START + 30_000);
        assertThat(silent.verdict(START).orElseThrow().inconclusiveReason()).isEqualTo(InconclusiveReason.NO_RESPONSE);
        for (int i = 15; i < 200; i++) {
            known = fail(known, kind, START + i * 2_000L);
        }
        assertThat(known.verdict(START)).isEmpty();
        assertThat(receive(known, success(2, 0), START + 500_000)
                        .verdict(START)
                        .orElseThrow()
                        .level())
                .isEqualTo(Level.PASSED);
    }

    @Test
    void retriesAreCountedInARow() {
        PollingState state = receive(
                check(Thresholds.DEFAULT, PollingPolicy.DEFAULT.withRetries(3), true, ID), running(1, 0, 1), START);
        for (int i = 1; i <= 3; i++) {
            state = fail(state, Kind.UNAVAILABLE, START + i * 2_000L);
        }
        assertThat(state.verdict(START)).isEmpty();
        assertThat(fail(state, Kind.UNAVAILABLE, START + 8_000).verdict(START)).isPresent();
        state = receive(state, running(1, 0, 1), START + 8_000);
        assertThat(fail(state, Kind.UNAVAILABLE, START + 10_000).verdict(START)).isEmpty();
        assertThat(state.failedPolls()).isEqualTo(3);
    }

    @Test
    void aRateLimitIsNotAFailureOfTheRequest() {
        PollingState state = check(ID);
        for (int i = 0; i < 100; i++) {
            state = fail(state, Kind.RATE_LIMITED, START + i * 2_000L);
        }

        assertThat(state.verdict(START + 200_000)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_FOUND", "CONFIGURATION"})
    @DisplayName("A rejected request is believed after 30 s and three polls in a row, not sooner")
    void rejectionsAreBelievedWhenTheyRepeat(Kind kind) {
        PollingState state = receive(check(ID), running(1, 0, 1), START);
        state = fail(state, kind, START + 100_000);
        state = fail(state, kind, START + 130_000);
        assertThat(state.verdict(START)).isEmpty();
        assertThat(fail(state, kind, START + 132_000)
                        .verdict(START)
                        .orElseThrow()
                        .inconclusiveReason())
                .isEqualTo(InconclusiveReason.NO_RESPONSE);

        PollingState again = receive(state, running(1, 0, 1), START + 131_000);
        assertThat(fail(again, kind, START + 140_000).verdict(START)).isEmpty();
        PollingState quick = check(ID);
        for (int i = 0; i < 10; i++) {
            quick = fail(quick, kind, START + i * 2_000L);
        }
        assertThat(quick.verdict(START)).isEmpty();
        assertThat(fail(quick, kind, START + 30_000).verdict(START)).isPresent();
    }

    @Test
    @DisplayName("Refused credentials: final at the second refusal, or after two minutes if they were accepted before")
    void refusedCredentialsAreRefreshed() {
        PollingState never = fail(check(ID), Kind.AUTHENTICATION, START);
        assertThat(never.verdict(START)).isEmpty();
        assertThat(fail(never, Kind.AUTHENTICATION, START + 2_000).verdict(START))
                .isPresent();

        PollingState accepted = check("ds-1", "ds-2").statusReceived("ds-2", running(1, 0, 0), START, HALF);
        accepted = fail(accepted, Kind.AUTHENTICATION, START + 10_000);
        accepted = fail(accepted, Kind.AUTHENTICATION, START + 129_999);
        assertThat(accepted.verdict(START)).isEmpty();
        assertThat(fail(accepted, Kind.AUTHENTICATION, START + 130_000).verdict(START))
                .isPresent();
        assertThat(receive(accepted, running(1, 0, 0), START + 130_000).verdict(START))
                .isEmpty();
    }

    @Test
    @DisplayName("Of several requests without a status, the reasons say what was wrong with each")
    void namesEveryRequestThatNeverResponded() {
        PollingState state = check("ds-1", "ds-2", "ds-3").statusReceived("ds-3", running(1, 0, 1), START, HALF);
        PollFailure unknown = new PollFailure(Kind.NOT_FOUND, LocalizableMessage.of("text", "HTTP 404"), 0);
        PollFailure gone = new PollFailure(Kind.UNAVAILABLE, LocalizableMessage.of("text", "HTTP 503"), 0);
        for (int i = 0; i < 3; i++) {
            state = state.pollFailed("ds-2", gone, START + i * 20_000L, HALF)
                    .pollFailed("ds-3", gone, START + i * 20_000L, HALF)
                    .pollFailed("ds-1", unknown, START + i * 20_000L, HALF);
        }

        assertThat(words(state, START)).isEqualTo("[Request ds-1: HTTP 404, Request ds-2: HTTP 503]");
    }

    @Test
    void namesTheWordOfARequestThatIsNotWaitedFor() {
        RequestStatus unknown =
                new RequestStatus(Outcome.RUNNING, "COMPLETED", RecipientCounts.of(2, 0, 0), 2, -1, null);
        PollingState state = receive(check(Thresholds.DEFAULT, PollingPolicy.DEFAULT, false, ID), unknown, START);

        assertThat(words(state, START))
                .contains("Not waited for completion: 1 of 1 request not finished", "unknown status \"COMPLETED\"");
    }

    @Test
    void refusedCredentialsAreNamedOnce() {
        PollingState state = check("ds-1", "ds-2");
        for (int i = 0; i < 2; i++) {
            for (String id : List.of("ds-1", "ds-2")) {
                state = state.pollFailed(
                        id,
                        new PollFailure(Kind.AUTHENTICATION, LocalizableMessage.of("text", "HTTP 401"), 0),
                        START + i * 20_000L,
                        HALF);
            }
        }

        assertThat(words(state, START)).hasSizeLessThan(40).contains("HTTP 401");
    }

    @Test
    void aFailureThatCannotPassEndsTheCheck() {
        PollingState state = check(ID).fatalFailure(LocalizableMessage.of("text", "no connection"));

        assertThat(state.verdict(START).orElseThrow().inconclusiveReason()).isEqualTo(InconclusiveReason.NO_RESPONSE);
        assertThat(words(state, START)).isEqualTo("[no connection]");
        assertThat(state.restored(START, START).verdict(START)).isPresent();
    }

    @Test
    void thereIsAlwaysALastPollShortlyBeforeTheDeadline() {
        PollFailure limited = new PollFailure(Kind.RATE_LIMITED, LocalizableMessage.of("text", "wait"), 800_000);

        PollingState state = check(ID).pollSent(ID, START).pollFailed(ID, limited, START, HALF);

        assertThat(state.request(ID).nextPollAt()).isEqualTo(state.deadline() - 2_500);
    }

    @Test
    @DisplayName("A response that is outstanding at the deadline is waited for, ten seconds long")
    void waitsForTheResponseToTheLastPoll() {
        PollingState state = receive(check(ID), running(1, 0, 1), START);
        long deadline = state.deadline();
        PollingState polled = state.pollSent(ID, deadline - 2_000).deadlineReached(deadline, deadline);

        assertThat(polled.verdict(deadline + 9_999)).isEmpty();
        assertThat(polled.isPollable(polled.request(ID))).isFalse();
        assertThat(polled.statusReceived(ID, success(2, 0), deadline + 3_000, HALF)
                        .verdict(deadline + 3_000)
                        .orElseThrow()
                        .level())
                .isEqualTo(Level.PASSED);
        PollingState running = polled.statusReceived(ID, running(1, 0, 1), deadline + 3_000, HALF);
        assertThat(running.verdict(deadline + 3_000)).isPresent();
        assertThat(running.isPollable(running.request(ID))).isFalse();
        assertThat(polled.pollFailed(ID, failure(Kind.UNAVAILABLE), deadline + 3_000, HALF)
                        .verdict(deadline + 3_000))
                .isPresent();
    }

    @Test
    @DisplayName("A poll that was in flight when the last one was due is followed by another one, ten seconds long")
    void pollsOnceMoreAfterAnEarlierPoll() {
        PollingState state = receive(check(ID), running(1, 0, 1), START);
        long deadline = state.deadline();
        PollingState polled = state.pollSent(ID, deadline - 20_000).deadlineReached(deadline, deadline);

        PollingState running = polled.statusReceived(ID, running(1, 0, 1), deadline + 3_000, HALF);

        assertThat(running.verdict(deadline + 3_000)).isEmpty();
        assertThat(running.isPollable(running.request(ID))).isTrue();
        assertThat(running.request(ID).nextPollAt()).isEqualTo(deadline + 3_000);
        assertThat(running.pollSent(ID, deadline + 3_000).verdict(deadline + 10_000))
                .isPresent();
    }

    @Test
    void aPollWithoutAResponseAtTheEndIsNamed() {
        PollingState state = receive(check(ID), running(1, 0, 1), START);
        long deadline = state.deadline();

        PollingState polled = state.pollSent(ID, deadline - 2_000).deadlineReached(deadline, deadline);

        assertThat(words(polled, deadline + 10_000))
                .isEqualTo("[Timeout after 10 min: 1 of 1 request not finished, 1 recipient pending, "
                        + "Request ds-1: no response yet to the last poll]");
    }

    @Test
    void anEmptyWordIsNamedToo() {
        RequestStatus empty = new RequestStatus(Outcome.RUNNING, "", RecipientCounts.of(2, 0, 0), 2, -1, null);
        PollingState state = receive(check(ID), empty, START + 599_000);

        assertThat(words(state, state.deadline())).contains("Request ds-1 reports the unknown status \"\"");
    }

    @Test
    void aPollThatFailsAfterTheDeadlineIsRepeatedAtOnce() {
        long deadline = check(ID).deadline();
        PollingState state = check(ID);
        for (long tick = START; tick < START + 100_000; tick += 10_000) {
            state = fail(state, Kind.UNAVAILABLE, tick);
        }
        PollingState late = state.pollSent(ID, deadline - 20_000).deadlineReached(deadline, deadline);

        PollingState failed = late.pollFailed(ID, failure(Kind.UNAVAILABLE), deadline + 9_000, HALF);

        assertThat(failed.verdict(deadline + 9_000)).isEmpty();
        assertThat(failed.request(ID).nextPollAt()).isEqualTo(deadline + 9_000);
    }

    @Test
    void aPollInFlightIsNotRepeatedBeforeARestart() {
        PollingState state = check("ds-1", "ds-2").pollSent("ds-1", START);

        assertThat(state.isPollable(state.request("ds-1"))).isFalse();
        PollingState restored = state.restored(START + 9_000, START + 9_000);
        assertThat(restored.isPollable(restored.request("ds-1"))).isTrue();
        assertThat(restored.request("ds-1").nextPollAt()).isEqualTo(START + 9_000);
        assertThat(restored.deadline()).isEqualTo(state.deadline());
    }

    @Test
    void isTheSameAfterItWasStored() {
        PollingState state = receive(check("ds-1", "ds-2"), running(1, 1, 98), START);

        PollingState restored = (PollingState) JavaForm.read(JavaForm.of(state));

        assertThat(restored).usingRecursiveComparison().isEqualTo(state);
        assertThat(restored.request("ds-2").id()).isEqualTo("ds-2");
    }

    @Test
    void totalsFollowEveryEvent() {
        PollingState state =
                check(IntStream.range(0, 200).mapToObj(i -> "ds-" + i).toArray(String[]::new));
        for (int i = 0; i < 200; i += 3) {
            String id = "ds-" + i;
            state = state.pollSent(id, START).statusReceived(id, success(i, 0), START, HALF);
            state = state.pollSent("ds-1", START + i).pollFailed("ds-1", failure(Kind.RATE_LIMITED), START + i, HALF);
        }

        assertThat(state.polls()).isEqualTo(134);
        assertThat(state.failedPolls()).isEqualTo(67);
        assertThat(state.finishedRequests()).isEqualTo(66);
        assertThat(state.outlook().delivered()).isEqualTo(state.counts().delivered());
    }

    @Test
    void nothingFailsBeforeTheFirstResponse() {
        Thresholds many = new Thresholds(new BigDecimal("100"), null, null, 1001, true);
        PollingState state = check(many, PollingPolicy.DEFAULT, true, ID);

        assertThat(state.verdict(START)).isEmpty();
        assertThat(state.deadlineReached(START + 600_000, START + 600_000)
                        .verdict(START + 900_000)
                        .orElseThrow()
                        .inconclusiveReason())
                .isEqualTo(InconclusiveReason.NO_RESPONSE);
        assertThat(words(receive(state, running(1, 0, 299), START), START))
                .contains("300 recipients found, at least 1001 required");
    }

    @Test
    void showsItselfInWords() {
        PollingState state = receive(check(ID), running(1, 0, 1), START);

        assertThat(state.request(ID)).hasToString("ds-1 running, 1 delivered, 0 failed, 1 pending of 2");
        assertThat(state.toString()).startsWith("check of 1 requests, 0 finished");
    }
}
