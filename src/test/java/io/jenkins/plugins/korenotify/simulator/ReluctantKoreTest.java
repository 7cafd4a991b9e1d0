package io.jenkins.plugins.korenotify.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the simulated Kore.ai can do to a client that believes too soon. */
class ReluctantKoreTest {
    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
    private static final String PATH = "/api/public/bot/st-1/notifyV2/status/ds-1";
    private static final SimulatedApp APP = SimulatedApp.hs256("cs-1", "the old secret", "st-1");

    private final ManualTime time = new ManualTime(NOW);
    private final SimulatedKore kore =
            new SimulatedKore(time, 42).addBot("st-1").checkTokens(false);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EMPTY | {\"statusLogs\":[],\"count\":0,\"status\":\"FAILURE\",\"streamId\":\"st-1\"}",
                "NULL | {\"statusLogs\":null,\"count\":0,\"status\":\"FAILURE\",\"streamId\":\"st-1\"}",
                "MISSING | {\"count\":0,\"status\":\"FAILURE\",\"streamId\":\"st-1\"}",
                "WORD_ONLY | {\"status\":\"FAILURE\"}"
            })
    void aFailedRequestMayListNobody(Listing listing, String body) {
        kore.addRequest(request().failures(10).listing(listing));

        assertThat(poll()).isEqualTo(body);
    }

    @Test
    void entriesMayFollowTheFinalWordByPolls() {
        kore.addRequest(request().entriesLagPolls(2));

        List<Integer> listed = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            listed.add(entries(poll()));
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(listed).containsExactly(8, 9, 10, 10);
        assertThat(poll()).contains("\"count\":10,\"status\":\"SUCCESS\"");
        assertThat(kore.toldAllSince("ds-1")).contains(NOW.plusSeconds(2));
    }

    @Test
    void entriesMayFollowTheFinalWordByTime() {
        kore.addRequest(request()
                .delivering(DeliveryCurve.AT_ONCE, Duration.ofSeconds(10))
                .visibility(Visibility.LOGS_GROWING)
                .entriesLag(Duration.ofSeconds(5))
                .startsAt(NOW));
        time.advance(Duration.ofSeconds(12));
        assertThat(poll()).contains("\"statusLogs\":[],\"count\":0,\"status\":\"SUCCESS\"");
        time.advance(Duration.ofSeconds(4));
        assertThat(entries(poll())).isEqualTo(10);
    }

    @Test
    void someEntriesMayNeverGetAResult() {
        kore.addRequest(request().unresolved(3));

        String body = poll();
        assertThat(body.split("\"QUEUED\"", -1)).hasSize(4);
        assertThat(entries(body)).isEqualTo(10);
    }

    @Test
    void moreThanAThousandEntriesArePossible() {
        kore.addRequest(request().recipients(1500));

        assertThat(entries(poll())).isEqualTo(1500);
    }

    @Test
    void aSecretIsReplacedAtAMoment() {
        kore.checkTokens(true).addApp(APP).rotateSecret(APP, "the new secret", NOW.plusSeconds(60));
        kore.addRequest(request());
        SimulatedApp renewed = APP.withSecret("the new secret");

        assertThat(kore.answer(Call.get(PATH, SimulatedTokens.fresh(APP, NOW, "1")))
                        .status())
                .isEqualTo(200);
        assertThat(kore.answer(Call.get(PATH, SimulatedTokens.fresh(renewed, NOW, "2")))
                        .status())
                .isEqualTo(401);
        Instant later = time.advance(Duration.ofSeconds(60));
        assertThat(kore.answer(Call.get(PATH, SimulatedTokens.fresh(APP, later, "3")))
                        .status())
                .isEqualTo(401);
        assertThat(kore.answer(Call.get(PATH, SimulatedTokens.fresh(renewed, later, "4")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void maintenanceTakesEightMinutes() {
        kore.addRequest(request());
        kore.faultsForAll(FaultPlan.during(NOW.plusSeconds(60), NOW.plusSeconds(540), Faults.html(503)));

        int refused = 0;
        for (int i = 0; i < 12; i++) {
            refused += kore.answer(Call.get(PATH, null)).status() == 503 ? 1 : 0;
            time.advance(Duration.ofMinutes(1));
        }
        assertThat(refused).isEqualTo(8);
        assertThat(kore.soundRepliesTo("ds-1")).isEqualTo(4);
        assertThat(kore.toldAllSince("ds-1")).contains(NOW);
    }

    @Test
    void oneOddResponseComesLate() {
        kore.addRequest(request());
        for (Fault odd : Faults.odd()) {
            kore.faults("ds-1", FaultPlan.always(odd));
            assertThat(kore.answer(Call.get(PATH, null)).status()).isIn(302, 400, 404, 405, 407);
        }
        kore.faults("ds-1", FaultPlan.always(Faults.foreignJson()));
        assertThat(poll()).contains("\"status\":\"error\"").doesNotContain("statusLogs");
    }

    @Test
    void whatIsNotDocumentedDependsOnTheSeed() {
        Set<String> words = new TreeSet<>();
        Set<Integer> unknownIds = new TreeSet<>();
        Set<Integer> limits = new TreeSet<>();
        Set<Boolean> percentages = new TreeSet<>();
        Set<Boolean> smallCounts = new TreeSet<>();
        for (int seed = 0; seed < 60; seed++) {
            SimulatedKore varied = new SimulatedKore(time, seed)
                    .addBot("st-1")
                    .checkTokens(false)
                    .limitPerBot(new RateLimits(2, 0))
                    .varyUnknowns();
            varied.addRequest(request().failures(4).visibility(Visibility.LOGS_GROWING));
            String body = text(varied.answer(Call.get(PATH, null)));
            words.add(body.replaceAll(".*\"count\":\\d+,\"status\":\"(\\w+)\".*", "$1"));
            percentages.add(body.contains("percentageComplete"));
            smallCounts.add(body.contains("\"count\":9"));
            unknownIds.add(varied.answer(Call.get(PATH + "x", null)).status());
            limits.add(varied.answer(Call.get(PATH, null)).status());
        }
        assertThat(words).containsExactlyInAnyOrder("SUCCESS", "FAILURE", "PARTIAL_SUCCESS", "partial_success");
        assertThat(unknownIds).containsExactly(200, 400, 404);
        assertThat(limits).containsExactly(200, 400, 403, 429);
        assertThat(percentages).hasSize(2);
        assertThat(smallCounts).hasSize(2);
    }

    private static SimulatedRequestBuilder request() {
        return SimulatedRequest.named("ds-1").stream("st-1").delivering(DeliveryCurve.LINEAR, Duration.ZERO);
    }

    private String poll() {
        return text(kore.answer(Call.get(PATH, null)));
    }

    private static int entries(String body) {
        return body.split("\"nl-", -1).length - 1;
    }

    private static String text(Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }
}
