package io.jenkins.plugins.korenotify.engine.polling;

import java.util.Comparator;
import java.util.TreeSet;

/**
 * A queue whose members take turns. The scheduler keeps one of checks, and each check keeps one of its requests.
 *
 * <p>The rule: a member that was served is served again one round later, and a member that joins does so in the current
 * round. So one that always wants to be served, like a check of 10 000 requests, delays one that rarely does by one
 * turn at most. Of a member that is expected to be finished (urgent) the turn comes one round early, and first within
 * that round. So it may be served twice while another one waits, and not a third time: nobody starves.
 *
 * <p>Within a round, urgent members are served in the order of their expected ends; of the others, those come first whose
 * end is not known or expected last, because the rest will soon be urgent.
 */
final class TurnQueue<T extends TurnQueue.Member> {
    private final TreeSet<T> members = new TreeSet<>(Comparator.comparingLong(Member::turn)
            .thenComparing(member -> !member.urgent)
            .thenComparingLong(member -> member.urgent ? member.expectedAt : -member.expectedAt)
            .thenComparingLong(member -> member.arrival));
    private long round;
    private long arrivals;

    /** What the queue knows of a member, which belongs to one queue only. */
    abstract static class Member {
        boolean waiting;
        boolean urgent;
        long expectedAt;
        long round;
        long arrival;

        long turn() {
            return urgent ? round - 1 : round;
        }
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** The member whose turn it is; throws {@link java.util.NoSuchElementException} if there is none. */
    T first() {
        return members.first();
    }

    /**
     * Adds a member, or changes what the queue knows of it.
     *
     * @param urgent whether it is expected to be finished by now
     * @param expectedAt when it is expected to be finished, or {@link PollQueue#NEVER}
     */
    void put(T member, boolean urgent, long expectedAt) {
        if (!member.waiting) {
            member.round = Math.max(member.round, round);
            member.arrival = arrivals++;
        }
        remove(member);
        member.urgent = urgent;
        member.expectedAt = expectedAt;
        member.waiting = true;
        members.add(member);
    }

    /** Removes a member, if it is in the queue. */
    void remove(T member) {
        if (member.waiting) {
            members.remove(member);
            member.waiting = false;
        }
    }

    /** Removes the member whose turn it is; throws {@link java.util.NoSuchElementException} if there is none. */
    T take() {
        T next = first();
        remove(next);
        round = Math.max(round, next.turn());
        next.round++;
        return next;
    }
}
