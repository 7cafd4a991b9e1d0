package io.jenkins.plugins.korenotify.engine.result;

import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * Reports how a check goes, line by line, for the build log and the command line: new counts and failed polls, each less
 * often the longer the check waits. Safe for concurrent use.
 */
public final class ProgressLog {
    private static final int MAX_REMEMBERED_FAILURES = 16;
    private static final long MIN_BETWEEN_COUNTS = 2_000;
    private static final long MAX_BETWEEN_COUNTS = 60_000;
    private static final long MIN_BETWEEN_EQUAL_FAILURES = 10_000;
    private static final long MAX_BETWEEN_EQUAL_FAILURES = 600_000;
    private static final long MAX_SILENCE = 60_000;

    private final LongSupplier ticks;
    private final Consumer<LocalizableMessage> lines;
    private final long startTick;
    // When each failure was reported last.
    private final Map<LocalizableMessage, Long> failures = new LinkedHashMap<>();
    // The failure after which there was no status, as a line at a tick; null: there is none.
    private LongFunction<LocalizableMessage> lastFailure;
    private long lastLineAt;
    private LocalizableMessage lastCounts;
    private long nextCountsAt;

    /**
     * A log of one check.
     *
     * @param ticks the monotonic clock of the polling state, in milliseconds
     * @param lines takes the lines, one at a time
     */
    public ProgressLog(LongSupplier ticks, Consumer<LocalizableMessage> lines) {
        this.ticks = ticks;
        this.lines = lines;
        this.startTick = ticks.getAsLong();
        this.nextCountsAt = startTick;
    }

    /** The check starts; {@code where} names what is polled. */
    public synchronized void onStarted(PollingState state, LocalizableMessage where, String streamId) {
        lines.accept(ProgressMessages.started(state, where, streamId));
        lines.accept(ProgressMessages.required(state.thresholds()));
    }

    /** The check goes on after a restart; {@code now} in milliseconds since the epoch. */
    public synchronized void onResumed(PollingState state, LocalizableMessage where, long now) {
        lines.accept(ProgressMessages.resumed(state, where, now));
    }

    /** Kore.ai reported a status. The numbers at the end are left to {@link #onCompleted}. */
    public synchronized void onStatus(PollingState state, long now) {
        long tick = ticks.getAsLong();
        LocalizableMessage counts = ProgressMessages.counts(state);
        lastFailure = null;
        if (tick >= nextCountsAt
                && !counts.equals(lastCounts)
                && state.verdict(now).isEmpty()) {
            lastCounts = counts;
            nextCountsAt = tick + interval(tick, MIN_BETWEEN_COUNTS, MAX_BETWEEN_COUNTS);
            lines.accept(counts);
        }
    }

    /** A poll gave no status. A failure that ends the check is left to {@link #onCompleted}. */
    public synchronized void onPollFailure(String requestId, PollFailure failure, PollingState state, long now) {
        long tick = ticks.getAsLong();
        long interval = interval(tick, MIN_BETWEEN_EQUAL_FAILURES, MAX_BETWEEN_EQUAL_FAILURES);
        failures.values().removeIf(reportedAt -> tick - reportedAt >= interval);
        lastFailure = at -> ProgressMessages.pollFailed(requestId, failure, state, at);
        if (failures.size() < MAX_REMEMBERED_FAILURES
                && !failures.containsKey(failure.message())
                && state.verdict(now).isEmpty()) {
            failures.put(failure.message(), tick);
            // The next counts are reported even if they are the same: they show that polling works again.
            lastCounts = null;
            lastLineAt = tick;
            lines.accept(lastFailure.apply(tick));
        }
    }

    /**
     * Reports the last failure again, and the time until the next poll, if nothing was reported for a minute.
     *
     * @return the milliseconds after which it is to be called again; 0 unless the last poll failed
     */
    public synchronized long onSilence() {
        if (lastFailure == null) {
            return 0;
        }
        long tick = ticks.getAsLong();
        if (tick - lastLineAt >= MAX_SILENCE) {
            lastLineAt = tick;
            lines.accept(lastFailure.apply(tick));
        }
        return lastLineAt + MAX_SILENCE - tick;
    }

    /** The check has its verdict. */
    public synchronized void onCompleted(CheckResult result) {
        ProgressMessages.finished(result).forEach(lines);
        ProgressMessages.verdict(result).forEach(lines);
    }

    /** A tenth of the time waited, within bounds. */
    private long interval(long tick, long min, long max) {
        return Math.max(min, Math.min(max, (tick - startTick) / 10));
    }
}
