package io.jenkins.plugins.korenotify.engine.result;

import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What happened while a check waited: the first and the latest events; those between are only counted, so that the size
 * does not grow with the wait. Lives in memory, and starts anew when Jenkins is restarted. Safe for concurrent use.
 */
public final class PollHistory {
    /** The number of first events that are kept. */
    public static final int MAX_FIRST = 10;

    /** The number of latest events that are kept. */
    public static final int MAX_LATEST = 30;

    private final List<PollEvent> first = new ArrayList<>();
    private final Deque<PollEvent> latest = new ArrayDeque<>();
    private int omitted;

    /**
     * A history at one moment.
     *
     * @param events in the order they happened
     * @param omitted how many events are missing after the {@value #MAX_FIRST} first
     */
    public record Snapshot(List<PollEvent> events, int omitted) {}

    /** The check started. */
    public void onStarted(PollingState state) {
        add(PollEvent.of(PollEvent.Kind.STARTED, state.startedAt(), state.outlook(), null));
    }

    /** The check went on after a restart; {@code now} is in milliseconds since the epoch, here and below. */
    public void onResumed(PollingState state, long now) {
        add(PollEvent.of(PollEvent.Kind.RESUMED, now, state.outlook(), null));
    }

    /** Kore.ai reported the status of a request. */
    public void onStatus(PollingState state, long now) {
        add(PollEvent.of(PollEvent.Kind.STATUS, now, state.outlook(), null));
    }

    /** A poll gave no status. */
    public void onPollFailure(String requestId, PollFailure failure, PollingState state, long now) {
        LocalizableMessage message = LocalizableMessage.of("request.failed", requestId, failure.message());
        add(PollEvent.of(PollEvent.Kind.POLL_FAILED, now, state.outlook(), message));
    }

    /** The events so far. */
    public synchronized Snapshot snapshot() {
        List<PollEvent> events = new ArrayList<>(first);
        events.addAll(latest);
        return new Snapshot(events, omitted);
    }

    private synchronized void add(PollEvent event) {
        if (!latest.isEmpty() && latest.getLast().repeats(event)) {
            latest.addLast(latest.removeLast().again());
        } else if (latest.isEmpty()
                && !first.isEmpty()
                && first.get(first.size() - 1).repeats(event)) {
            first.add(first.remove(first.size() - 1).again());
        } else if (latest.isEmpty() && first.size() < MAX_FIRST) {
            first.add(event);
        } else {
            latest.addLast(event);
            if (latest.size() > MAX_LATEST) {
                latest.removeFirst();
                omitted++;
            }
        }
    }
}
