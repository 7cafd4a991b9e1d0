package io.jenkins.plugins.korenotify.engine.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus.Outcome;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredRecipient;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.trials.JavaForm;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What a state keeps of undelivered recipients, where any may be kept. */
class UndeliveredOfPollingStateTest {
    private static final long START = 5_000_000;
    private static final Random RANDOM = new Random(1);

    @Test
    void theLastAnswerCountsAndOneWithoutRecipientsForgetsThem() {
        PollingState state = begin(2);
        state = statusReceived(state, "ds-1", false, some(2, 1), START);
        assertThat(state.request("ds-1").undelivered()).contains(some(2, 1));
        assertThat(state.request("ds-2").undelivered()).isEmpty();

        state = statusReceived(state, "ds-1", false, some(3, 0), START + 10_000);
        assertThat(state.request("ds-1").undelivered()).contains(some(3, 0));
        state = state.pollSent("ds-1", START + 20_000)
                .pollFailed(
                        "ds-1",
                        new PollFailure(KoreException.Kind.UNAVAILABLE, LocalizableMessage.of("text", "words"), 0),
                        START + 20_000,
                        RANDOM);
        assertThat(state.request("ds-1").undelivered()).contains(some(3, 0));

        state = statusReceived(state, "ds-1", false, null, START + 40_000);
        assertThat(state.request("ds-1").undelivered()).isEmpty();
    }

    @Test
    void canBeMadeToForgetThemAll() {
        PollingState without = begin(2);
        assertThat(without.withoutRecipients()).isSameAs(without);

        PollingState state = statusReceived(without, "ds-2", true, some(2, 1), START);
        PollingState cleared = state.withoutRecipients();

        assertThat(cleared.requests()).allMatch(request -> request.undelivered().isEmpty());
        assertThat(cleared.counts()).isEqualTo(state.counts());
        assertThat(cleared.withoutRecipients()).isSameAs(cleared);
    }

    @Test
    void ofAllRequestsTogetherThoseWhoFailedAreKeptFirst() {
        PollingState state = begin(7);
        for (int i = 1; i <= 6; i++) {
            state = statusReceived(state, "ds-" + i, i < 6, i == 1 ? some(0, 20) : some(20, 0), START);
        }

        // The pending ones make room.
        assertThat(kept(state)).containsExactly(0, 20, 20, 20, 20, 20, 0);
        assertThat(state.request("ds-1").undelivered()).contains(UndeliveredSample.NONE);

        // Of those who failed, the first requests' are kept, whoever was heard of first.
        state = statusReceived(state, "ds-7", true, some(5, 15), START);
        assertThat(kept(state)).containsExactly(0, 20, 20, 20, 20, 20, 0);
        state = statusReceived(begin(7), "ds-7", true, some(20, 0), START);
        for (int i = 6; i >= 1; i--) {
            state = statusReceived(state, "ds-" + i, true, some(18, 2), START);
        }
        assertThat(kept(state)).containsExactly(18, 18, 18, 18, 18, 10, 0);
    }

    @Property(tries = 50)
    void neverHoldsMoreThanItMay(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        int requests = 1 + random.nextInt(30);
        PollingState state = begin(requests);
        for (int i = 0; i < 100; i++) {
            String id = "ds-" + (1 + random.nextInt(requests));
            UndeliveredSample undelivered =
                    random.nextInt(5) == 0 ? null : some(random.nextInt(11), random.nextInt(10));
            state = statusReceived(state, id, random.nextInt(20) == 0, undelivered, START + 5_000L * i);
            assertThat(kept(state).stream().mapToInt(Integer::intValue).sum())
                    .isLessThanOrEqualTo(UndeliveredSample.MAX_PER_CHECK);
        }

        assertThat(restored(state)).usingRecursiveComparison().isEqualTo(state);
        assertThat(restored(state).withoutRecipients())
                .usingRecursiveComparison()
                .isEqualTo(state.withoutRecipients());
    }

    /** What the remote side can make of it: texts as long as they may be, of characters that take most room. */
    @Test
    void takesLittleRoomWhateverTheRemoteSideSays() throws Exception {
        PollingState state = begin(20);
        for (int i = 1; i <= 20; i++) {
            String id = "ds-" + i;
            state = statusReceived(
                    state,
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

        int more = stored(state).length - stored(state.withoutRecipients()).length;

        System.out.println("20 requests, 100 hostile recipients kept: " + more + " bytes more in a state");
        assertThat(more).isLessThan(48 * 1024);
    }

    private static PollingState begin(int requests) {
        return PollingState.start(
                IntStream.rangeClosed(1, requests)
                        .mapToObj(i -> TrackedRequest.of("ds-" + i))
                        .toList(),
                Thresholds.DEFAULT,
                PollingPolicy.DEFAULT,
                true,
                START,
                START,
                Duration.ofMinutes(60));
    }

    private static PollingState statusReceived(
            PollingState state, String id, boolean finished, UndeliveredSample undelivered, long at) {
        long failed = undelivered == null ? 30 : undelivered.failed();
        return state.pollSent(id, at)
                .statusReceived(
                        id,
                        new RequestStatus(
                                finished ? Outcome.SUCCESS : Outcome.RUNNING,
                                finished ? "SUCCESS" : "IN_PROGRESS",
                                RecipientCounts.of(10, failed, 20),
                                -1,
                                -1,
                                undelivered),
                        at,
                        RANDOM);
    }

    private static UndeliveredSample some(int failed, int pending) {
        return UndeliveredSample.of(IntStream.range(0, failed + pending)
                .mapToObj(i -> new UndeliveredRecipient("***" + (10 + i), "ivr", i < failed, "words"))
                .toList());
    }

    private static List<Integer> kept(PollingState state) {
        return state.requests().stream()
                .map(request ->
                        request.undelivered().map(UndeliveredSample::size).orElse(0))
                .toList();
    }

    private static byte[] stored(PollingState state) throws Exception {
        return JavaForm.of(state);
    }

    private static PollingState restored(PollingState state) throws Exception {
        return (PollingState) JavaForm.read(stored(state));
    }
}
