package io.jenkins.plugins.korenotify.trials;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;

/**
 * Time that moves from event to event: what is planned for a time runs then, everything on the calling thread, in a
 * fixed order.
 */
public final class SimulatedTime {
    private record Event(long at, long number, Runnable task, boolean[] cancelled) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private final Deque<Runnable> soon = new ArrayDeque<>();
    private long now;
    private long number;

    public SimulatedTime(long start) {
        now = start;
    }

    public long millis() {
        return now;
    }

    Instant instant() {
        return Instant.ofEpochMilli(now);
    }

    public InstantSource clock() {
        return this::instant;
    }

    /** Plans a task; the result cancels it. */
    public Runnable at(long millis, Runnable task) {
        boolean[] cancelled = {false};
        events.add(new Event(Math.max(now, millis), number++, task, cancelled));
        return () -> cancelled[0] = true;
    }

    /** An executor: the task runs before time moves on. */
    public void soon(Runnable task) {
        soon.add(task);
    }

    /** Lets time pass up to and including the given moment. */
    public void runUntil(long end) {
        runSoon();
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event next = events.poll();
            if (!next.cancelled()[0]) {
                now = next.at();
                next.task().run();
                runSoon();
            }
        }
        now = end;
    }

    private void runSoon() {
        while (!soon.isEmpty()) {
            soon.poll().run();
        }
    }
}
