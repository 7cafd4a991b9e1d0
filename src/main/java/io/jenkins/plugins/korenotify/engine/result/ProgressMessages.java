package io.jenkins.plugins.korenotify.engine.result;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.gate.RecipientOutlook;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.polling.Durations;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.RequestState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The sentences in which the build log and the command line report how a check goes. */
public final class ProgressMessages {
    private static final int MAX_REQUESTS = 5;
    private static final int MAX_REASONS = 10;

    private ProgressMessages() {}

    /** How a sentence names a connection: in quotation marks. */
    public static LocalizableMessage connection(String name) {
        return message("connection", name);
    }

    /** What is polled, where, for how long. */
    public static LocalizableMessage started(PollingState state, LocalizableMessage where, String streamId) {
        return message("started", requests(state), where, streamId, duration(state.deadline() - state.startedAt()));
    }

    /** What is polled further after a restart; {@code now} in milliseconds since the epoch. */
    public static LocalizableMessage resumed(PollingState state, LocalizableMessage where, long now) {
        return message("resumed", requests(state), where, duration(state.deadline() - now));
    }

    private static LocalizableMessage requests(PollingState state) {
        List<String> ids = state.requests().stream()
                .limit(MAX_REQUESTS)
                .map(RequestState::id)
                .toList();
        String named = String.join(", ", ids);
        int more = state.requestCount() - ids.size();
        return message("requests", state.requestCount(), more > 0 ? message("andMore", named, more) : named);
    }

    /** The thresholds that the user set. */
    public static LocalizableMessage required(Thresholds thresholds) {
        List<LocalizableMessage> all = new ArrayList<>();
        all.add(message("minSuccessRate", thresholds.minSuccessRate()));
        thresholds.unstableSuccessRate().ifPresent(rate -> all.add(message("unstableSuccessRate", rate)));
        thresholds.maxFailures().ifPresent(most -> all.add(message("maxFailures", most)));
        if (thresholds.minRecipients() != Thresholds.DEFAULT.minRecipients()) {
            all.add(message("minRecipients", thresholds.minRecipients()));
        }
        return message(
                "required",
                all.stream().reduce((list, one) -> message("list", list, one)).orElseThrow());
    }

    /** The numbers of recipients so far; a total only where Kore.ai reported recipients without a result. */
    public static LocalizableMessage counts(PollingState state) {
        RecipientOutlook recipients = state.outlook();
        LocalizableMessage counts = recipients.open() > 0
                ? message("counts", recipients.delivered(), recipients.known(), recipients.failed(), recipients.open())
                : recipients.known() > 0
                        ? message("countsSoFar", recipients.delivered(), recipients.failed())
                        : message("noRecipients");
        return withRequests(counts, state.finishedRequests(), state.requestCount());
    }

    private static LocalizableMessage withRequests(LocalizableMessage counts, int finished, int requests) {
        return requests == 1 ? counts : message("withRequests", counts, finished, requests);
    }

    /** Why a poll failed, how many failures are tolerated, and when the next poll is; {@code tick} as in the state. */
    public static LocalizableMessage pollFailed(String requestId, PollFailure failure, PollingState state, long tick) {
        RequestState request = state.request(requestId);
        // Rounded up, so that it is never "0 s".
        String wait = duration(Math.max(0, request.nextPollAt() - tick) + 999);
        LocalizableMessage poll = state.requestCount() == 1 ? message("poll") : message("pollOf", requestId);
        if (failure.kind() == KoreException.Kind.RATE_LIMITED) {
            return message("rateLimited", wait, failure.message());
        }
        PollingState.FailureLimit limit = state.failureLimit(request, failure.kind());
        int inARow = request.failuresInARow(failure.kind());
        if (limit.polls() == 0) {
            return message("pollFailed", poll, inARow, wait, failure.message());
        }
        return limit.millis() == 0
                ? message("pollFailedOf", poll, inARow, limit.polls(), wait, failure.message())
                : message(
                        "pollFailedFor",
                        poll,
                        inARow,
                        limit.polls(),
                        duration(limit.millis()),
                        wait,
                        failure.message());
    }

    /** The numbers at the end, and why recipients failed: the largest reasons, one a line. */
    public static List<LocalizableMessage> finished(CheckResult result) {
        List<LocalizableMessage> lines = new ArrayList<>();
        boolean finished = result.finishedRequests == result.requestCount;
        LocalizableMessage counts = finalCounts(result, finished);
        lines.add(message(
                finished ? "finished" : "stopped",
                finished ? counts : withRequests(counts, result.finishedRequests, result.requestCount),
                polls(result),
                duration(result.durationMillis)));
        for (ReasonCount one : result.largestReasons(MAX_REASONS)) {
            lines.add(message("reason", one.recipients, orElse(one.reason, "otherReasons")));
        }
        return lines;
    }

    private static LocalizableMessage finalCounts(CheckResult result, boolean finished) {
        if (result.getTotal() == 0) {
            return message("noRecipients");
        }
        if (!finished) {
            return message("counts", result.delivered, result.getTotal(), result.failed, result.pending);
        }
        LocalizableMessage counts =
                message("finalCounts", result.delivered, result.getTotal(), result.getSuccessRate(), result.failed);
        return result.pending == 0 ? counts : message("list", counts, message("pending", result.pending));
    }

    private static LocalizableMessage polls(CheckResult result) {
        LocalizableMessage polls = message("polls", result.polls);
        return result.failedPolls == 0 ? polls : message("list", polls, message("failedPolls", result.failedPolls));
    }

    /** The verdict with its most important reason, and further reasons, one a line. */
    public static List<LocalizableMessage> verdict(CheckResult result) {
        List<LocalizableMessage> lines = new ArrayList<>();
        for (LocalizableMessage reason : result.reasonMessages()) {
            lines.add(lines.isEmpty() ? message("verdict", result.verdict, reason) : message("detail", reason));
        }
        return lines;
    }

    /** A label, or where it is null, the message that stands for all others. */
    public static LocalizableMessage orElse(String label, String others) {
        return label == null ? message(others) : LocalizableMessage.of("text", label);
    }

    private static String duration(long millis) {
        return Durations.format(Duration.ofMillis(millis));
    }

    private static LocalizableMessage message(String code, Object... arguments) {
        return LocalizableMessage.of("progress." + code, arguments);
    }
}
