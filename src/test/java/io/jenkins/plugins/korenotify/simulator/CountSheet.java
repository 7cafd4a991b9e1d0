package io.jenkins.plugins.korenotify.simulator;

/** The running numbers behind {@link Counters}. Not thread-safe. */
final class CountSheet {

    long calls;
    long unreachable;
    long unauthorized;
    long replays;
    long limitedByMinute;
    long limitedByHour;
    long limitedByRequestId;
    long faults;
    long unknownIds;
    long sound;

    Counters snapshot() {
        return new Counters(
                calls,
                unreachable,
                unauthorized,
                replays,
                limitedByMinute,
                limitedByHour,
                limitedByRequestId,
                faults,
                unknownIds,
                sound);
    }
}
