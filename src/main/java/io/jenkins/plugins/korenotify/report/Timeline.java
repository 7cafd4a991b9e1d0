package io.jenkins.plugins.korenotify.report;

import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.result.BoundedText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What happened while a check was waiting, bounded however long that was: the first events and the latest stay, those
 * between are counted. Kept in memory; safe for concurrent use.
 */
final class Timeline {
    static final int MAX_FIRST = 10;
    static final int MAX_LATEST = 30;
    static final int MAX_MESSAGE_LENGTH = 300;

    private final List<TimelineEvent> first = new ArrayList<>();
    private final Deque<TimelineEvent> latest = new ArrayDeque<>();
    private int omitted;

    /**
     * The timeline at one moment.
     *
     * @param events in the order they happened
     * @param omitted how many are missing after the {@value #MAX_FIRST} first
     */
    record Kept(List<TimelineEvent> events, int omitted) {}

    void started(long at, RecipientCounts counts) {
        add(TimelineEvent.of(TimelineEvent.Kind.STARTED, at, counts));
    }

    void resumed(long at, RecipientCounts counts) {
        add(TimelineEvent.of(TimelineEvent.Kind.RESUMED, at, counts));
    }

    void statusReceived(long at, RecipientCounts counts) {
        add(TimelineEvent.of(TimelineEvent.Kind.ANSWERED, at, counts));
    }

    void pollFailed(long at, RecipientCounts counts, String requestId, PollFailure failure) {
        String message = BoundedText.cut(requestId + ": " + failure.message(), MAX_MESSAGE_LENGTH);
        LocalizableMessage said = failure.what()
                .map(what -> BoundedText.cut(LocalizableMessage.of("request.trouble", requestId, what), MAX_MESSAGE_LENGTH))
                .orElse(null);
        add(TimelineEvent.of(TimelineEvent.Kind.TROUBLE, at, counts, message, said));
    }

    synchronized Kept kept() {
        List<TimelineEvent> events = new ArrayList<>(first);
        events.addAll(latest);
        return new Kept(events, omitted);
    }

    private synchronized void add(TimelineEvent event) {
        if (!latest.isEmpty() && latest.getLast().tellsAs(event)) {
            latest.addLast(latest.removeLast().again());
        } else if (latest.isEmpty()
                && !first.isEmpty()
                && first.get(first.size() - 1).tellsAs(event)) {
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
