package io.jenkins.plugins.korenotify.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.JavaForm;
import io.jenkins.plugins.korenotify.gate.Tally;
import io.jenkins.plugins.korenotify.gate.Thresholds;
import io.jenkins.plugins.korenotify.gate.Unreached;
import io.jenkins.plugins.korenotify.gate.UnreachedRecipient;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What a watch keeps of recipients who were not reached, where it is given any. */
class UnreachedOfWatchTest {
    private static final long START = 5_000_000;
    private static final Random RANDOM = new Random(1);

    @Test
    void theLastAnswerCountsAndOneWithoutRecipientsForgetsThem() {
        Watch watch = begin(2);
        watch = answered(watch, "ds-1", false, some(2, 1), START);
        assertThat(watch.request("ds-1").unreached()).contains(some(2, 1));
        assertThat(watch.request("ds-2").unreached()).isEmpty();

        watch = answered(watch, "ds-1", false, some(3, 0), START + 10_000);
        assertThat(watch.request("ds-1").unreached()).contains(some(3, 0));
        watch = watch.asked("ds-1", START + 20_000)
                .troubled("ds-1", new Trouble(Trouble.Kind.PASSING, "words", 0), START + 20_000, RANDOM);
        assertThat(watch.request("ds-1").unreached()).contains(some(3, 0));

        watch = answered(watch, "ds-1", false, null, START + 40_000);
        assertThat(watch.request("ds-1").unreached()).isEmpty();
    }

    @Test
    void canBeMadeToForgetThemAll() {
        Watch without = begin(2);
        assertThat(without.withoutRecipients()).isSameAs(without);

        Watch watch = answered(without, "ds-2", true, some(2, 1), START);
        Watch cleared = watch.withoutRecipients();

        assertThat(cleared.requests()).allMatch(request -> request.unreached().isEmpty());
        assertThat(cleared.tally()).isEqualTo(watch.tally());
        assertThat(cleared.withoutRecipients()).isSameAs(cleared);
    }

    @Test
    void ofAllRequestsTogetherThoseWhoFailedAreKeptFirst() {
        Watch watch = begin(7);
        for (int i = 1; i <= 6; i++) {
            watch = answered(watch, "ds-" + i, i < 6, i == 1 ? some(0, 20) : some(20, 0), START);
        }

        // The pending ones make room.
        assertThat(kept(watch)).containsExactly(0, 20, 20, 20, 20, 20, 0);
        assertThat(watch.request("ds-1").unreached()).contains(Unreached.NOBODY);

        // Of those who failed, the first requests' are kept, whoever was heard of first.
        watch = answered(watch, "ds-7", true, some(5, 15), START);
        assertThat(kept(watch)).containsExactly(0, 20, 20, 20, 20, 20, 0);
        watch = answered(begin(7), "ds-7", true, some(20, 0), START);
        for (int i = 6; i >= 1; i--) {
            watch = answered(watch, "ds-" + i, true, some(18, 2), START);
        }
        assertThat(kept(watch)).containsExactly(18, 18, 18, 18, 18, 10, 0);
    }

    @Property(tries = 50)
    void neverHoldsMoreThanItMay(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        int requests = 1 + random.nextInt(30);
        Watch watch = begin(requests);
        for (int i = 0; i < 100; i++) {
            String id = "ds-" + (1 + random.nextInt(requests));
            Unreached unreached = random.nextInt(5) == 0 ? null : some(random.nextInt(11), random.nextInt(10));
            watch = answered(watch, id, random.nextInt(20) == 0, unreached, START + 5_000L * i);
            assertThat(kept(watch).stream().mapToInt(Integer::intValue).sum())
                    .isLessThanOrEqualTo(Unreached.MOST_OF_CHECK);
        }

        assertThat(restored(watch)).usingRecursiveComparison().isEqualTo(watch);
        assertThat(restored(watch).withoutRecipients())
                .usingRecursiveComparison()
                .isEqualTo(watch.withoutRecipients());
    }

    /** What the remote side can make of it: texts as long as they may be, of characters that take most room. */
    @Test
    void takesLittleRoomWhateverTheRemoteSideSays() throws Exception {
        Watch watch = begin(20);
        for (int i = 1; i <= 20; i++) {
            String id = "ds-" + i;
            watch = answered(
                    watch,
                    id,
                    false,
                    Unreached.of(IntStream.range(0, 20)
                            .mapToObj(n -> new UnreachedRecipient(
                                    "ab***" + (10 + n),
                                    (id + "/" + n + "\u30e6".repeat(41)).substring(0, 41),
                                    true,
                                    (id + "/" + n + "\u30e6".repeat(81)).substring(0, 81)))
                            .toList()),
                    START);
        }

        int more = stored(watch).length - stored(watch.withoutRecipients()).length;

        System.out.println("20 requests, 100 hostile recipients kept: " + more + " bytes more in a watch");
        assertThat(more).isLessThan(48 * 1024);
    }

    private static Watch begin(int requests) {
        return Watch.begin(
                IntStream.rangeClosed(1, requests)
                        .mapToObj(i -> Wanted.of("ds-" + i))
                        .toList(),
                Thresholds.DEFAULT,
                PollPlan.DEFAULT,
                true,
                START,
                Duration.ofMinutes(60));
    }

    private static Watch answered(Watch watch, String id, boolean finished, Unreached unreached, long at) {
        long failed = unreached == null ? 30 : unreached.failed();
        return watch.asked(id, at)
                .answered(id, new Answer(finished, Tally.of(10, failed, 20), -1, unreached), at, RANDOM);
    }

    private static Unreached some(int failed, int pending) {
        return Unreached.of(IntStream.range(0, failed + pending)
                .mapToObj(i -> new UnreachedRecipient("***" + (10 + i), "ivr", i < failed, "words"))
                .toList());
    }

    private static List<Integer> kept(Watch watch) {
        return watch.requests().stream()
                .map(request -> request.unreached().map(Unreached::size).orElse(0))
                .toList();
    }

    private static byte[] stored(Watch watch) throws Exception {
        return JavaForm.of(watch);
    }

    private static Watch restored(Watch watch) throws Exception {
        return (Watch) JavaForm.read(stored(watch));
    }
}
