package io.jenkins.plugins.korenotify.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is moved. Thread-safe. */
public final class ManualTime implements InstantSource {

    private volatile Instant now;

    /** Begins at the given instant. */
    public ManualTime(Instant begin) {
        now = begin;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves on by the given time and returns the new instant. */
    public synchronized Instant advance(Duration length) {
        now = now.plus(length);
        return now;
    }

    /** Moves to the given instant. */
    public void set(Instant instant) {
        now = instant;
    }
}
