package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.RequestState;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Lines for logs: one when the counts changed, one when something went wrong, each no more often than a person wants to
 * read.
 */
final class PlainProgress implements ProgressView {
    private static final Duration BETWEEN_COUNTS = Duration.ofSeconds(2);
    private static final Duration BETWEEN_EQUAL_TROUBLES = Duration.ofSeconds(30);
    private static final int TROUBLES_REMEMBERED = 16;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final PrintStream out;
    private final Clock clock;
    private final Map<String, Instant> failures = new LinkedHashMap<>();
    private String lastCounts = "";
    private Instant lastCountsAt = Instant.MIN;

    PlainProgress(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    static PlainProgress on(PrintStream out) {
        return new PlainProgress(out, Clock.systemDefaultZone());
    }

    @Override
    public synchronized void onStarted(PollingState watch) {
        int requests = watch.requests().size();
        print("watching " + requests + (requests == 1 ? " request" : " requests") + " for at most "
                + DurationConverter.format(Duration.ofMillis(watch.deadline() - watch.startedAt())));
    }

    @Override
    public synchronized void onStatus(PollingState watch) {
        String counts = counts(watch);
        Instant now = clock.instant();
        if (!counts.equals(lastCounts)
                && (lastCountsAt.equals(Instant.MIN) || !now.isBefore(lastCountsAt.plus(BETWEEN_COUNTS)))) {
            lastCounts = counts;
            lastCountsAt = now;
            print(counts);
        }
    }

    @Override
    public synchronized void onPollFailure(String requestId, PollFailure failure, PollingState watch) {
        Instant now = clock.instant();
        failures.values().removeIf(at -> !now.isBefore(at.plus(BETWEEN_EQUAL_TROUBLES)));
        if (failures.size() < TROUBLES_REMEMBERED
                && failures.putIfAbsent(failure.message().toString(), now) == null) {
            print(requestId + ": " + failure.message());
        }
    }

    @Override
    public void close() {
        out.flush();
    }

    private void print(String text) {
        out.println(LocalTime.now(clock).format(TIME) + "  " + Output.printable(text));
    }

    private static String counts(PollingState watch) {
        RecipientCounts counts = watch.counts();
        long finished =
                watch.requests().stream().filter(RequestState::isFinished).count();
        return finished + " of " + watch.requests().size() + " requests finished; " + counts.total() + " recipients: "
                + counts.delivered() + " delivered, " + counts.failed() + " failed, " + counts.pending() + " pending";
    }
}
