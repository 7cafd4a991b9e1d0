package io.jenkins.plugins.korenotify.report;

import io.jenkins.plugins.korenotify.gate.Tally;
import io.jenkins.plugins.korenotify.result.BoundedText;
import io.jenkins.plugins.korenotify.watch.Trouble;
import io.jenkins.plugins.korenotify.words.Phrase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What happened while a check was waiting, bounded however long that was: the first events and the latest stay, those
 * between are counted. Kept in memory; safe for concurrent use.
 */
final class Timeline {
    static final int MOST_FIRST = 10;
    static final int MOST_LATEST = 30;
    static final int LONGEST_MESSAGE = 300;

    private final List<TimelineEvent> first = new ArrayList<>();
    private final Deque<TimelineEvent> latest = new ArrayDeque<>();
    private int omitted;

    /**
     * The timeline at one moment.
     *
     * @param events in the order they happened
     * @param omitted how many are missing after the {@value #MOST_FIRST} first
     */
    record Kept(List<TimelineEvent> events, int omitted) {}

    void started(long at, Tally tally) {
        add(TimelineEvent.of(TimelineEvent.Kind.STARTED, at, tally));
    }

    void resumed(long at, Tally tally) {
        add(TimelineEvent.of(TimelineEvent.Kind.RESUMED, at, tally));
    }

    void answered(long at, Tally tally) {
        add(TimelineEvent.of(TimelineEvent.Kind.ANSWERED, at, tally));
    }

    void troubled(long at, Tally tally, String requestId, Trouble trouble) {
        String message = BoundedText.cut(requestId + ": " + trouble.message(), LONGEST_MESSAGE);
        Phrase said = trouble.what()
                .map(what -> BoundedText.cut(Phrase.of("request.trouble", requestId, what), LONGEST_MESSAGE))
                .orElse(null);
        add(TimelineEvent.of(TimelineEvent.Kind.TROUBLE, at, tally, message, said));
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
        } else if (latest.isEmpty() && first.size() < MOST_FIRST) {
            first.add(event);
        } else {
            latest.addLast(event);
            if (latest.size() > MOST_LATEST) {
                latest.removeFirst();
                omitted++;
            }
        }
    }
}
