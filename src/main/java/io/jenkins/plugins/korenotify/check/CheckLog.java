package io.jenkins.plugins.korenotify.check;

import hudson.model.TaskListener;
import io.jenkins.plugins.korenotify.Messages;
import io.jenkins.plugins.korenotify.connection.ReaderLocale;
import io.jenkins.plugins.korenotify.connection.ResolvedConnection;
import io.jenkins.plugins.korenotify.engine.gate.LabelCounts;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.polling.Durations;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.RequestState;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What a check says in the build log: a line when the counts changed, a line when something went wrong, none more often
 * than a person wants to read. A log that cannot be written to never disturbs the watch.
 */
final class CheckLog {
    private static final Logger LOGGER = Logger.getLogger(CheckLog.class.getName());

    private static final String PREFIX = "[Kore.ai] ";
    private static final int MAX_REQUESTS = 5;
    private static final int MAX_REASONS = 10;
    private static final int MAX_TROUBLES = 16;
    private static final long BETWEEN_COUNTS_LEAST = 2_000;
    private static final long BETWEEN_COUNTS_MOST = 60_000;
    private static final long BETWEEN_EQUAL_TROUBLES = 300_000;

    private final TaskListener listener;
    // By message, when it was last shown.
    private final Map<String, Long> failures = new LinkedHashMap<>();
    private String lastCounts = "";
    private long lastCountsAt;

    CheckLog(TaskListener listener) {
        this.listener = listener;
    }

    /** The watch begins. */
    void onStarted(ResolvedConnection connection, PollingState watch) {
        print(Messages.CheckLog_checking(
                requests(watch),
                connection.name(),
                connection.endpoint().base(),
                connection.endpoint().streamId(),
                Durations.format(Duration.ofMillis(watch.deadline() - watch.startedAt()))));
        print(Messages.CheckLog_wanted(watch.thresholds()));
    }

    /** The watch goes on after the controller was away. */
    void resumed(ResolvedConnection connection, PollingState watch, long now) {
        print(Messages.CheckLog_resumed(
                requests(watch),
                connection.name(),
                Durations.format(Duration.ofMillis(Math.max(0, watch.deadline() - now)))));
    }

    /** There is news of the recipients, or of the requests' ends; of the last news, the verdict tells. */
    synchronized void onStatus(PollingState watch, long now) {
        if (watch.verdict(now).isPresent()) {
            return;
        }
        String counts = counts(watch);
        long gap =
                Math.min(BETWEEN_COUNTS_MOST, Math.max(BETWEEN_COUNTS_LEAST, (lastCountsAt - watch.startedAt()) / 10));
        if (!counts.equals(lastCounts) && now - lastCountsAt >= gap) {
            lastCounts = counts;
            lastCountsAt = now;
            print(counts);
        }
    }

    /** A question got no status. */
    synchronized void onPollFailure(String requestId, PollFailure failure, long now) {
        failures.values().removeIf(at -> now - at >= BETWEEN_EQUAL_TROUBLES);
        if (failures.size() < MAX_TROUBLES && failures.putIfAbsent(failure.message(), now) == null) {
            print(Messages.CheckLog_trouble(requestId, ReaderLocale.of(failure)));
        }
    }

    /** The verdict, what it was given on, and what it means for the build, if anything is to be said of that. */
    void onCompleted(CheckResult result, String consequence) {
        RecipientCounts counts = result.counts();
        if (result.polls() > result.errors()) {
            counts(result, counts);
        }
        String pollSent = Messages.CheckLog_asked(times(result.polls()), Durations.format(result.duration()));
        print(result.errors() == 0 ? pollSent : Messages.CheckLog_withoutStatus(pollSent, times(result.errors())));
        List<String> reasons = result.reasons(Locale.getDefault());
        print(Messages.CheckLog_verdict(result.level(), reasons.get(0)));
        reasons.stream().skip(1).forEach(reason -> print("    " + reason));
        if (!consequence.isEmpty()) {
            print(consequence);
        }
    }

    private void counts(CheckResult result, RecipientCounts counts) {
        String counts = counts(result.finishedRequests(), result.requests().size(), counts);
        print(result.successRate()
                .map(rate -> Messages.CheckLog_rate(counts, rate.toPlainString()))
                .orElse(counts));
        reasons(counts.failedByReason());
    }

    private void reasons(LabelCounts counts) {
        List<Map.Entry<String, Long>> byCount = counts.byLabel().entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .toList();
        byCount.stream()
                .limit(MAX_REASONS)
                .forEach(entry ->
                        print("    " + Messages.CheckLog_failed(Long.toString(entry.getValue()), entry.getKey())));
        long others = counts.others()
                + byCount.stream()
                        .skip(MAX_REASONS)
                        .mapToLong(Map.Entry::getValue)
                        .sum();
        if (others > 0) {
            print("    " + Messages.CheckLog_failedOtherwise(Long.toString(others)));
        }
    }

    private void print(String line) {
        try {
            listener.getLogger().println(PREFIX + line);
        } catch (RuntimeException e) {
            LOGGER.log(Level.FINE, "cannot write to the build log", e);
        }
    }

    private static String requests(PollingState watch) {
        List<RequestState> requests = watch.requests();
        String named = String.join(
                ", ",
                requests.stream().limit(MAX_REQUESTS).map(RequestState::id).toList());
        int more = requests.size() - MAX_REQUESTS;
        return many(requests.size()) + " "
                + (more > 0 ? Messages.CheckLog_andMore(named, Integer.toString(more)) : named);
    }

    private static String counts(PollingState watch) {
        long finished =
                watch.requests().stream().filter(RequestState::isFinished).count();
        return counts(finished, watch.requests().size(), watch.counts());
    }

    private static String counts(long finished, int requests, RecipientCounts counts) {
        return Messages.CheckLog_counts(
                Long.toString(finished),
                many(requests),
                // Once as it is shown, without separators, and once to choose the word by.
                Messages.CheckLog_recipients(Long.toString(counts.total()), counts.total()),
                Long.toString(counts.delivered()),
                Long.toString(counts.failed()),
                Long.toString(counts.pending()));
    }

    private static String many(int requests) {
        return Messages.CheckLog_requests(Integer.toString(requests), requests);
    }

    private static String times(int number) {
        return Messages.CheckLog_times(Integer.toString(number), number);
    }
}
