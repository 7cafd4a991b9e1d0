package io.jenkins.plugins.korenotify.engine.polling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;

/** Who is served when, while members come, go, and become urgent. */
class TurnQueueProperties {
    private static final class Someone extends TurnQueue.Member {
        private int waited;
    }

    private TurnQueue<Someone> queue;

    @BeforeTry
    void createQueue() {
        queue = new TurnQueue<>();
    }

    @Example
    void membersTakeTurns() {
        Someone one = new Someone();
        Someone two = new Someone();
        queue.put(one, false, PollQueue.NEVER);
        queue.put(two, false, PollQueue.NEVER);
        List<Someone> served = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            served.add(queue.take());
            queue.put(served.get(i), false, PollQueue.NEVER);
        }

        assertThat(served).containsExactly(one, two, one, two, one, two);
    }

    @Example
    void whoComesAfterAnotherWasServedOftenIsNext() {
        Someone often = new Someone();
        for (int i = 0; i < 10_000; i++) {
            queue.put(often, false, PollQueue.NEVER);
            queue.take();
        }
        queue.put(often, false, PollQueue.NEVER);
        Someone rare = new Someone();
        queue.put(rare, false, PollQueue.NEVER);

        assertThat(queue.take()).isSameAs(rare);
    }

    @Example
    void anUrgentMemberIsServedTwiceBeforeAnotherNotThreeTimes() {
        Someone patient = new Someone();
        Someone urgent = new Someone();
        queue.put(patient, false, PollQueue.NEVER);
        List<Someone> served = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            queue.put(urgent, true, 0);
            served.add(queue.take());
        }

        assertThat(served).containsExactly(urgent, urgent, patient);
    }

    @Example
    void theUrgentAreServedInTheOrderOfTheirExpectedEndsAndTheOthersTheOtherWayRound() {
        List<Someone> all = IntStream.range(0, 6).mapToObj(i -> new Someone()).toList();
        queue.put(all.get(4), false, 70);
        queue.put(all.get(3), false, 80);
        queue.put(all.get(2), false, PollQueue.NEVER);
        queue.put(all.get(5), false, 70);
        queue.put(all.get(1), true, 20);
        queue.put(all.get(0), false, 10);
        queue.put(all.get(0), true, 10);

        assertThat(IntStream.range(0, 6).mapToObj(i -> queue.take()).toList()).isEqualTo(all);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Example
    void aMemberThatIsNotInTheQueueCanBeRemoved() {
        Someone member = new Someone();
        Someone other = new Someone();
        queue.put(member, false, PollQueue.NEVER);
        queue.remove(other);

        assertThat(queue.take()).isSameAs(member);
    }

    /** A member that was urgent is up to two rounds ahead; each other then has three turns, and one for being urgent. */
    @Property(tries = 300)
    void nobodyStarves(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int number) {
        Random random = new Random(seed);
        List<Someone> members =
                IntStream.range(0, number).mapToObj(i -> new Someone()).toList();
        for (int step = 0; step < 2_000; step++) {
            Someone some = members.get(random.nextInt(number));
            switch (random.nextInt(6)) {
                case 0 -> {
                    queue.remove(some);
                    some.waited = 0;
                }
                case 1, 2 -> queue.put(some, random.nextInt(3) > 0, random.nextInt(100));
                default -> {
                    if (!queue.isEmpty()) {
                        Someone next = queue.take();
                        next.waited = 0;
                        members.stream().filter(member -> member.waiting).forEach(member -> member.waited++);
                        // It wants to be served again at once, and says that it is urgent.
                        queue.put(next, random.nextBoolean(), random.nextInt(100));
                    }
                }
            }
            members.forEach(member -> assertThat(member.waited).isLessThanOrEqualTo(4 * number));
        }
    }
}
