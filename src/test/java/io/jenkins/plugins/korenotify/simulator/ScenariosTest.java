package io.jenkins.plugins.korenotify.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScenariosTest {

    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
    private static final Set<String> ENDLESS = Set.of("ds-never-finishes", "ds-html-page", "ds-unknown");

    private final ManualTime time = new ManualTime(NOW);
    private final SimulatedKore kore = Scenarios.kore(time, 1);

    @Test
    void everyScenarioHasAnIdOfItsOwnAndOneLineOfDescription() {
        Set<String> ids = new HashSet<>();
        for (Scenario scenario : Scenarios.all()) {
            assertThat(ids.add(scenario.requestId())).isTrue();
            assertThat(scenario.description()).isNotBlank().doesNotContain("\n");
        }
        assertThat(ids).hasSizeGreaterThan(18);
    }

    @Test
    void everyScenarioEndsWithinAMinuteOrSaysOtherwise() {
        Set<String> ended = new HashSet<>();
        int tokens = 0;
        for (int second = 0; second <= 45; second += 3) {
            for (Scenario scenario : Scenarios.all()) {
                String path = "/api/public/bot/" + scenario.streamId() + "/notifyV2/status/" + scenario.requestId();
                String token = SimulatedTokens.fresh(Scenarios.demoApp(), time.instant(), "jti" + tokens++);
                Reply reply = kore.answer(Call.get(path, token));
                boolean readable = reply.status() == 200
                        && reply.wire().kind() != Wire.Kind.RESET
                        && "application/json; charset=utf-8".equals(reply.header("Content-Type"));
                if (readable
                        && kore.summary(scenario.requestId(), time.instant()).finished()) {
                    ended.add(scenario.requestId());
                }
            }
            time.advance(Duration.ofSeconds(3));
        }
        for (Scenario scenario : Scenarios.all()) {
            assertThat(ended.contains(scenario.requestId()))
                    .as(scenario.requestId())
                    .isNotEqualTo(ENDLESS.contains(scenario.requestId()));
        }
    }

    @Test
    void servesThePublishedSampleByteForByte() {
        String path =
                "/api/public/bot/" + Scenarios.SAMPLE_STREAM_ID + "/notifyV2/status/" + Scenarios.SAMPLE_REQUEST_ID;
        byte[] body = kore.answer(Call.get(path, SimulatedTokens.fresh(Scenarios.demoApp(), NOW, "j")))
                .body();
        assertThat(body).isEqualTo(Scenarios.sample()).hasSize(1543);
        assertThat(new String(body, StandardCharsets.UTF_8))
                .startsWith("{\n   \"statusLogs\": [")
                .endsWith("\"streamId\": \"st-736ff917-d836-55b4-9a6b-3dad20c09af3\"\n}");
        assertThat(kore.summary(Scenarios.SAMPLE_REQUEST_ID, NOW)).isEqualTo(new Summary(2, 2, 0, true));
    }

    @Test
    void theAppsAreAsDescribed() {
        String path = "/api/public/bot/" + Scenarios.STREAM_ID + "/notifyV2/status/ds-all-delivered";
        SimulatedApp noScope =
                SimulatedApp.hs256(Scenarios.CLIENT_ID_NO_SCOPE, Scenarios.SIMULATED_SECRET, Scenarios.STREAM_ID);
        SimulatedApp strong = SimulatedApp.hs256(
                        Scenarios.CLIENT_ID_HS512, Scenarios.SIMULATED_SECRET, Scenarios.STREAM_ID)
                .withAlgorithm(SimulatedApp.Algorithm.HS512);
        assertThat(text(kore.answer(Call.get(path, SimulatedTokens.fresh(noScope, NOW, "a")))))
                .contains("Scope is incorrect!");
        assertThat(kore.answer(Call.get(path, SimulatedTokens.fresh(strong, NOW, "a")))
                        .status())
                .isEqualTo(200);
        assertThat(Scenarios.SIMULATED_SECRET).hasSize(44);
        assertThat(Scenarios.demoApp().toString()).doesNotContain(Scenarios.SIMULATED_SECRET);
        String foreign = path.replace(Scenarios.STREAM_ID, Scenarios.OTHER_STREAM_ID);
        assertThat(kore.answer(Call.get(foreign, SimulatedTokens.fresh(Scenarios.demoApp(), NOW, "b")))
                        .status())
                .isEqualTo(401);
    }

    private static String text(Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }
}
