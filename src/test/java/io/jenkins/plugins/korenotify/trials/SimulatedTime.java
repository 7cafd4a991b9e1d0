package io.jenkins.plugins.korenotify.trials;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.TreeSet;

/**
 * Time that moves from event to event: what is scheduled for a time runs then, everything on the calling thread, in a
 * fixed order. The wall clock can be set, the monotonic clock cannot.
 */
public final class SimulatedTime {
    private record Event(long tick, long number, Runnable task) {}

    private final TreeSet<Event> events =
            new TreeSet<>(Comparator.comparingLong(Event::tick).thenComparingLong(Event::number));
    private final Deque<Runnable> soon = new ArrayDeque<>();
    private long tick;
    private long wallOffset;
    private long number;

    public SimulatedTime(long start) {
        tick = start;
    }

    /** The monotonic clock. */
    public long tick() {
        return tick;
    }

    /** The wall clock, which is the monotonic one until it is set. */
    public long millis() {
        return tick + wallOffset;
    }

    Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    public InstantSource clock() {
        return this::instant;
    }

    /** Sets the wall clock forward or back. */
    public void setWallClock(Duration change) {
        wallOffset += change.toMillis();
    }

    /** A scheduler; the result cancels the task. */
    public Runnable schedule(long delayMillis, Runnable task) {
        Event event = new Event(tick + Math.max(0, delayMillis), number++, task);
        events.add(event);
        return () -> events.remove(event);
    }

    /** How many tasks are scheduled. */
    public int scheduled() {
        return events.size();
    }

    /** An executor: the task runs before time moves on. */
    public void soon(Runnable task) {
        soon.add(task);
    }

    /** Lets time pass up to and including the given moment of the monotonic clock. */
    public void runUntil(long end) {
        runSoon();
        while (!events.isEmpty() && events.first().tick() <= end) {
            Event next = events.pollFirst();
            tick = next.tick();
            next.task().run();
            runSoon();
        }
        tick = end;
    }

    private void runSoon() {
        while (!soon.isEmpty()) {
            soon.poll().run();
        }
    }
}
