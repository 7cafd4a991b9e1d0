package io.jenkins.plugins.korenotify.engine.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.trials.JavaForm;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredRecipient;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What a watch keeps of recipients who were not reached, where it is given any. */
class UndeliveredOfPollingStateTest {
    private static final long START = 5_000_000;
    private static final Random RANDOM = new Random(1);

    @Test
    void theLastAnswerCountsAndOneWithoutRecipientsForgetsThem() {
        PollingState watch = begin(2);
        watch = statusReceived(watch, "ds-1", false, some(2, 1), START);
        assertThat(watch.request("ds-1").undelivered()).contains(some(2, 1));
        assertThat(watch.request("ds-2").undelivered()).isEmpty();

        watch = statusReceived(watch, "ds-1", false, some(3, 0), START + 10_000);
        assertThat(watch.request("ds-1").undelivered()).contains(some(3, 0));
        watch = watch.pollSent("ds-1", START + 20_000)
                .pollFailed("ds-1", new PollFailure(PollFailure.Kind.TRANSIENT, "words", 0), START + 20_000, RANDOM);
        assertThat(watch.request("ds-1").undelivered()).contains(some(3, 0));

        watch = statusReceived(watch, "ds-1", false, null, START + 40_000);
        assertThat(watch.request("ds-1").undelivered()).isEmpty();
    }

    @Test
    void canBeMadeToForgetThemAll() {
        PollingState without = begin(2);
        assertThat(without.withoutRecipients()).isSameAs(without);

        PollingState watch = statusReceived(without, "ds-2", true, some(2, 1), START);
        PollingState cleared = watch.withoutRecipients();

        assertThat(cleared.requests()).allMatch(request -> request.undelivered().isEmpty());
        assertThat(cleared.counts()).isEqualTo(watch.counts());
        assertThat(cleared.withoutRecipients()).isSameAs(cleared);
    }

    @Test
    void ofAllRequestsTogetherThoseWhoFailedAreKeptFirst() {
        PollingState watch = begin(7);
        for (int i = 1; i <= 6; i++) {
            watch = statusReceived(watch, "ds-" + i, i < 6, i == 1 ? some(0, 20) : some(20, 0), START);
        }

        // The pending ones make room.
        assertThat(kept(watch)).containsExactly(0, 20, 20, 20, 20, 20, 0);
        assertThat(watch.request("ds-1").undelivered()).contains(UndeliveredSample.NOBODY);

        // Of those who failed, the first requests' are kept, whoever was heard of first.
        watch = statusReceived(watch, "ds-7", true, some(5, 15), START);
        assertThat(kept(watch)).containsExactly(0, 20, 20, 20, 20, 20, 0);
        watch = statusReceived(begin(7), "ds-7", true, some(20, 0), START);
        for (int i = 6; i >= 1; i--) {
            watch = statusReceived(watch, "ds-" + i, true, some(18, 2), START);
        }
        assertThat(kept(watch)).containsExactly(18, 18, 18, 18, 18, 10, 0);
    }

    @Property(tries = 50)
    void neverHoldsMoreThanItMay(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        int requests = 1 + random.nextInt(30);
        PollingState watch = begin(requests);
        for (int i = 0; i < 100; i++) {
            String id = "ds-" + (1 + random.nextInt(requests));
            UndeliveredSample undelivered = random.nextInt(5) == 0 ? null : some(random.nextInt(11), random.nextInt(10));
            watch = statusReceived(watch, id, random.nextInt(20) == 0, undelivered, START + 5_000L * i);
            assertThat(kept(watch).stream().mapToInt(Integer::intValue).sum())
                    .isLessThanOrEqualTo(UndeliveredSample.MAX_PER_CHECK);
        }

        assertThat(restored(watch)).usingRecursiveComparison().isEqualTo(watch);
        assertThat(restored(watch).withoutRecipients())
                .usingRecursiveComparison()
                .isEqualTo(watch.withoutRecipients());
    }

    /** What the remote side can make of it: texts as long as they may be, of characters that take most room. */
    @Test
    void takesLittleRoomWhateverTheRemoteSideSays() throws Exception {
        PollingState watch = begin(20);
        for (int i = 1; i <= 20; i++) {
            String id = "ds-" + i;
            watch = statusReceived(
                    watch,
                    id,
                    false,
                    UndeliveredSample.of(IntStream.range(0, 20)
                            .mapToObj(n -> new UndeliveredRecipient(
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

    private static PollingState begin(int requests) {
        return PollingState.begin(
                IntStream.rangeClosed(1, requests)
                        .mapToObj(i -> TrackedRequest.of("ds-" + i))
                        .toList(),
                Thresholds.DEFAULT,
                PollingPolicy.DEFAULT,
                true,
                START,
                Duration.ofMinutes(60));
    }

    private static PollingState statusReceived(PollingState watch, String id, boolean finished, UndeliveredSample undelivered, long at) {
        long failed = undelivered == null ? 30 : undelivered.failed();
        return watch.pollSent(id, at)
                .statusReceived(id, new Answer(finished, RecipientCounts.of(10, failed, 20), -1, undelivered), at, RANDOM);
    }

    private static UndeliveredSample some(int failed, int pending) {
        return UndeliveredSample.of(IntStream.range(0, failed + pending)
                .mapToObj(i -> new UndeliveredRecipient("***" + (10 + i), "ivr", i < failed, "words"))
                .toList());
    }

    private static List<Integer> kept(PollingState watch) {
        return watch.requests().stream()
                .map(request -> request.undelivered().map(UndeliveredSample::size).orElse(0))
                .toList();
    }

    private static byte[] stored(PollingState watch) throws Exception {
        return JavaForm.of(watch);
    }

    private static PollingState restored(PollingState watch) throws Exception {
        return (PollingState) JavaForm.read(stored(watch));
    }
}
