package io.jenkins.plugins.korenotify.engine.result;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;

/** Checks in several states, for tests. Wall clock and monotonic clock show the same time. */
public final class SampleChecks {
    /** 2023-11-14T22:13:20Z. */
    public static final long START = 1_700_000_000_000L;

    public static final CheckLabel LABEL = new CheckLabel("customers", "bank", "st-1");

    private SampleChecks() {}

    /** A check with a timeout of 10 minutes that has not polled yet. */
    public static PollingState started(Thresholds thresholds, String... ids) {
        return PollingState.start(
                Stream.of(ids).map(TrackedRequest::of).toList(),
                thresholds,
                PollingPolicy.DEFAULT,
                true,
                START,
                START,
                Duration.ofMinutes(10));
    }

    /** The same check after a final status that lists these recipients. */
    public static PollingState finished(PollingState state, String id, RecipientCounts counts) {
        return finished(state, id, counts, null);
    }

    public static PollingState finished(
            PollingState state, String id, RecipientCounts counts, UndeliveredSample undelivered) {
        boolean failed = counts.failed() > 0;
        return statusReceived(
                state,
                id,
                new RequestStatus(
                        failed ? RequestStatus.Outcome.PARTIAL_SUCCESS : RequestStatus.Outcome.SUCCESS,
                        failed ? "PARTIAL_SUCCESS" : "SUCCESS",
                        counts,
                        -1,
                        -1,
                        undelivered));
    }

    /** The same check after a status that is not final. */
    public static PollingState running(PollingState state, String id, RecipientCounts counts) {
        return running(state, id, counts, null);
    }

    public static PollingState running(
            PollingState state, String id, RecipientCounts counts, UndeliveredSample undelivered) {
        return statusReceived(
                state,
                id,
                new RequestStatus(RequestStatus.Outcome.RUNNING, "IN_PROGRESS", counts, -1, -1, undelivered));
    }

    private static PollingState statusReceived(PollingState state, String id, RequestStatus status) {
        return state.pollSent(id, START).statusReceived(id, status, START + 1, new Random(1));
    }

    /** The same check after a poll that gave no status. */
    public static PollingState pollFailed(PollingState state, String id, PollFailure failure) {
        return state.pollSent(id, START).pollFailed(id, failure, START + 1, new Random(1));
    }

    public static PollFailure failure(KoreException.Kind kind, String message) {
        return new PollFailure(kind, LocalizableMessage.of("text", message), 0);
    }

    /** The result after 8.5 s; at the end of the timeout, if there is no verdict by then. */
    public static CheckResult result(PollingState state) {
        return result(state, new PollHistory());
    }

    public static CheckResult result(PollingState state, PollHistory history) {
        return state.verdict(START + 8_500)
                .map(verdict -> new CheckResult(state, verdict, LABEL, history, START + 8_500))
                .orElseGet(() -> timedOut(state, history));
    }

    private static CheckResult timedOut(PollingState state, PollHistory history) {
        // No status comes to the last polls.
        PollingState late = state.deadlineReached(state.deadline(), state.deadline());
        return new CheckResult(
                late, late.verdict(late.deadline() + 60_000).orElseThrow(), LABEL, history, late.deadline());
    }

    /** How far the check is after 8.5 s. */
    public static CheckResult waiting(PollingState state) {
        return new CheckResult(state, null, LABEL, new PollHistory(), START + 8_500);
    }

    /** The JSON document. */
    public static String json(CheckResult result) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CheckResultJson.write(result, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
