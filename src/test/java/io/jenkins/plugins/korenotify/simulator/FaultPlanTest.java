package io.jenkins.plugins.korenotify.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
    private static final String PATH = "/api/public/bot/st-1/notifyV2/status/ds-1";

    private final ManualTime time = new ManualTime(NOW);
    private final SimulatedKore kore = kore(7);

    @Test
    void strikesTheFirstCalls() {
        kore.faults("ds-1", FaultPlan.times(3, Faults.error(500)));
        assertThat(statuses(5)).containsExactly(500, 500, 500, 200, 200);
        assertThat(kore.counters().faults()).isEqualTo(3);
    }

    @Test
    void strikesInSequence() {
        kore.faults("ds-1", FaultPlan.inSequence(Faults.error(502), Faults.NONE, Faults.html(503)));
        assertThat(statuses(4)).containsExactly(502, 200, 503, 200);
    }

    @Test
    void strikesForATimeFromTheFirstCall() {
        kore.faults("ds-1", FaultPlan.firstFor(Duration.ofSeconds(3), Faults.tooManyCalls()));
        time.advance(Duration.ofHours(1));
        assertThat(statuses(5)).containsExactly(429, 429, 429, 200, 200);
    }

    @Test
    void strikesBetweenTwoInstants() {
        kore.faultsForAll(FaultPlan.during(NOW.plusSeconds(1), NOW.plusSeconds(3), Faults.error(503)));
        assertThat(statuses(4)).containsExactly(200, 503, 503, 200);
    }

    @Test
    void isGoneForATimeAfterACall() {
        kore.faults("ds-1", FaultPlan.afterCall(2, Duration.ofSeconds(4), Faults.gone()));
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            wires.add(get().wire());
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(wires)
                .containsExactly(
                        Wire.NORMAL, Wire.NORMAL, Wire.RESET, Wire.RESET, Wire.RESET, Wire.NORMAL, Wire.NORMAL);
        assertThat(kore.counters().unreachable()).isEqualTo(3);
        assertThat(kore.counters().faults()).isZero();
    }

    @Test
    void strikesAtRandomButAlwaysTheSame() {
        FaultPlan third = FaultPlan.randomly(0.3, Faults.error(500), Faults.error(503));
        SimulatedKore twin = kore(7);
        SimulatedKore other = kore(8);
        kore.faultsForAll(third);
        twin.faultsForAll(third);
        other.faultsForAll(third);
        List<Integer> mine = statuses(kore, 1000);
        assertThat(mine.stream().filter(status -> status == 500).count()).isBetween(100L, 200L);
        assertThat(mine.stream().filter(status -> status == 503).count()).isBetween(100L, 200L);
        assertThat(statuses(twin, 1000)).isEqualTo(mine);
        assertThat(statuses(other, 1000)).isNotEqualTo(mine);
    }

    @Test
    void aRequestsOwnPlanComesFirst() {
        kore.faults("ds-1", FaultPlan.times(1, Faults.error(500)));
        kore.faultsForAll(FaultPlan.times(2, Faults.error(502)));
        assertThat(statuses(3)).containsExactly(500, 502, 200);
    }

    @Test
    void callsRefusedForTheirTokenDoNotUseUpAPlan() {
        kore.checkTokens(true).faults("ds-1", FaultPlan.times(1, Faults.error(500)));
        assertThat(statuses(2)).containsExactly(401, 401);
        kore.checkTokens(false);
        assertThat(statuses(2)).containsExactly(500, 200);
    }

    @Test
    void retryAfterIsWrittenAsAskedFor() {
        kore.faults(
                "ds-1",
                FaultPlan.inSequence(
                        Faults.tooManyCalls(RetryAfter.NONE, Duration.ofSeconds(9)),
                        Faults.tooManyCalls(RetryAfter.SECONDS, Duration.ofMillis(8001)),
                        Faults.tooManyCalls(RetryAfter.HTTP_DATE, Duration.ofSeconds(9)),
                        Faults.tooManyCallsInWords(500, LimitWording.OLD)));
        assertThat(get().header("Retry-After")).isNull();
        assertThat(get().header("Retry-After")).isEqualTo("9");
        assertThat(get().header("Retry-After")).isEqualTo("Mon, 05 Jan 2026 10:00:10 GMT");
        Reply format = get();
        assertThat(format.status()).isEqualTo(500);
        assertThat(text(format)).contains(LimitWording.BEFORE);
    }

    @Test
    void aServerThatIsGoneAtRandomComesBack() {
        kore.faultsForAll(FaultPlan.randomly(0.5, Faults.gone()));
        long gone =
                IntStream.range(0, 200).filter(i -> get().wire() == Wire.RESET).count();
        assertThat(gone).isBetween(70L, 130L);
    }

    @Test
    void wiresAreAsNamed() {
        kore.faults(
                "ds-1",
                FaultPlan.inSequence(
                        Faults.reset(),
                        Faults.closeMidBody(),
                        Faults.stall(),
                        Faults.delay(Duration.ofSeconds(2)),
                        Faults.slowTrickle(3, Duration.ofMillis(5))));
        assertThat(get().wire()).isEqualTo(Wire.RESET);
        assertThat(get().wire()).isEqualTo(Wire.CLOSE);
        assertThat(get().wire()).isEqualTo(Wire.STALL);
        assertThat(get().wire()).isEqualTo(Wire.delay(Duration.ofSeconds(2)));
        assertThat(get().wire()).isEqualTo(Wire.trickle(3, Duration.ofMillis(5)));
    }

    @Test
    void everyOtherBodyIsWellFormedJsonExceptTheTruncatedOne() throws IOException {
        Fault[] wellFormed = {
            Faults.wrongTypes(),
            Faults.wrongEntries(),
            Faults.statusWord("PONDERING"),
            Faults.missingFields(),
            Faults.emptyObject(),
            Faults.hugeBody(2_000_000),
            Faults.deepNesting(900),
            Faults.error(500)
        };
        kore.faults("ds-1", FaultPlan.inSequence(wellFormed));
        for (int i = 0; i < wellFormed.length; i++) {
            try (JsonParser json =
                    new JsonFactory().createParser(get().content().open())) {
                int tokens = 0;
                while (json.nextToken() != null) {
                    tokens++;
                }
                assertThat(tokens).isPositive();
            }
        }
        kore.faults("ds-1", FaultPlan.always(Faults.truncatedJson()));
        byte[] cut = get().body();
        assertThatThrownBy(() -> {
                    try (JsonParser json = new JsonFactory().createParser(cut)) {
                        while (json.nextToken() != null) {
                            // read on
                        }
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void hugeBodiesAreStreamedAndOfTheLengthTheyClaim() throws IOException {
        kore.faults("ds-1", FaultPlan.always(Faults.hugeBody(100_000_000)));
        Content content = get().content();
        assertThat(content.length()).isBetween(99_900_000L, 100_100_000L);
        long length = 0;
        byte[] piece = new byte[100_003];
        try (InputStream in = content.open()) {
            for (int got = in.read(piece); got >= 0; got = in.read(piece)) {
                length += got;
            }
        }
        assertThat(length).isEqualTo(content.length());
        assertThatThrownBy(() -> get().body()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theDateMayBeOffForOneReply() {
        kore.faults("ds-1", FaultPlan.times(1, Faults.dateOff(Duration.ofDays(1))));
        assertThat(get().header("Date")).isEqualTo("Tue, 06 Jan 2026 10:00:00 GMT");
        assertThat(get().header("Date")).isEqualTo("Mon, 05 Jan 2026 10:00:00 GMT");
    }

    private SimulatedKore kore(long seed) {
        SimulatedKore made =
                new SimulatedKore(time, seed).addBot("st-1").checkTokens(false).limitPerBot(RateLimits.OFF);
        made.addRequest(SimulatedRequest.named("ds-1").stream("st-1").startsAt(NOW.minusSeconds(60)));
        return made;
    }

    /** One call a second. */
    private List<Integer> statuses(int calls) {
        return statuses(kore, calls);
    }

    private List<Integer> statuses(SimulatedKore asked, int calls) {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            statuses.add(asked.answer(Call.get(PATH, null)).status());
            time.advance(Duration.ofSeconds(1));
        }
        return statuses;
    }

    private Reply get() {
        return kore.answer(Call.get(PATH, null));
    }

    private static String text(Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }
}
