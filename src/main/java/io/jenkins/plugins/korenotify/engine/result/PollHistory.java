package io.jenkins.plugins.korenotify.engine.result;

import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import java.util.ArrayList;
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

    private final List<PollEvent> events = new ArrayList<>();
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
        return new Snapshot(List.copyOf(events), omitted);
    }

    private synchronized void add(PollEvent event) {
        int last = events.size() - 1;
        if (last >= 0 && events.get(last).repeats(event)) {
            events.set(last, events.get(last).again());
            return;
        }
        events.add(event);
        if (events.size() > MAX_FIRST + MAX_LATEST) {
            events.remove(MAX_FIRST);
            omitted++;
        }
    }
}
