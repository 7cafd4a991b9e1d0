package io.jenkins.plugins.korenotify.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatedKoreTest {

    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
    private static final String STREAM = "st-1";
    private static final String ID = "ds-1";
    private static final String PATH = "/api/public/bot/st-1/notifyV2/status/ds-1";

    private final ManualTime time = new ManualTime(NOW);
    private final SimulatedKore kore = new SimulatedKore(time, 42);
    private final SimulatedApp app = SimulatedApp.hs256("cs-1", "secret", STREAM);
    private int tokens;

    @BeforeEach
    void setUp() {
        kore.addBot(STREAM).addApp(app);
        kore.addRequest(ten());
    }

    @Test
    void deliversOverTimeFromTheFirstPoll() {
        time.advance(Duration.ofHours(1));
        assertThat(text(get(PATH))).startsWith("{\"statusLogs\":[],\"count\":10,\"status\":\"IN_PROGRESS\"");
        time.advance(Duration.ofSeconds(5));
        Summary half = kore.summary(ID, time.instant());
        assertThat(half.done()).isBetween(3, 7);
        assertThat(entries(get(PATH))).isEqualTo(half.done());
        time.advance(Duration.ofSeconds(5));
        assertThat(entries(get(PATH))).isEqualTo(10);
        assertThat(text(get(PATH))).endsWith("\"count\":10,\"status\":\"PARTIAL_SUCCESS\",\"streamId\":\"st-1\"}");
        assertThat(kore.summary(ID, time.instant())).isEqualTo(new Summary(10, 9, 1, true));
        assertThat(kore.request(ID).orElseThrow().finishInstant()).contains(time.instant());
    }

    @Test
    void carriesJsonAndTheDateOfTheServersOwnClock() {
        kore.clockOffset(Duration.ofSeconds(-70));
        Reply reply = get(PATH);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
        assertThat(reply.header("Date")).isEqualTo("Mon, 05 Jan 2026 09:58:50 GMT");
    }

    @Test
    void judgesTokensByTheServersOwnClock() {
        kore.clockOffset(Duration.ofMinutes(6));
        assertThat(text(get(PATH))).contains("jwt expired");
        kore.clockOffset(Duration.ofMinutes(-6));
        assertThat(text(get(PATH))).contains("jwt not active");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/public/bot/st-1/notifyV2/status/ds-1,200",
        "GET,/api/public/bot/st-1/notify/status/ds-1,200",
        "GET,/api/public/bot/st-1/notifyV2/status/ds-1?x=y,200",
        "GET,/api/public/bot/st%2D1/notifyV2/status/%64s-1,200",
        "GET,/api/public/bot/st-1/notifyV2/status/ds-2,400",
        "GET,/api/public/bot/st-2/notifyV2/status/ds-1,401",
        "POST,/api/public/bot/st-1/notifyV2/status/ds-1,405",
        "GET,/api/public/bot/st-1/notifyV2,405",
        "GET,/api/public/bot/st-1/notifyV2/status,404",
        "GET,/api/public/bot/st-1/notifyV2/status/,404",
        "GET,/api/public/bot/st-1/notifyV2/status/ds-1/,404",
        "GET,/api/public/bot//notifyV2/status/ds-1,404",
        "GET,/api/public/bot/st-1/notifyv2/status/ds-1,404",
        "GET,/api/public/bot/st-1/notifyV3/status/ds-1,404",
        "GET,/api/public/bot/st-1/notifyV2/status/ds%2,404",
        "GET,/api/api/public/bot/st-1/notifyV2/status/ds-1,404",
        "GET,/,404"
    })
    void knowsItsPaths(String method, String path, int status) {
        assertThat(kore.answer(new Call(method, path, token(), null)).status()).isEqualTo(status);
    }

    @Test
    void answersUnknownPathsOutsideTheApiWithHtml() {
        assertThat(text(get("/"))).startsWith("<!DOCTYPE html>");
        assertThat(text(get("/api/nothing"))).isEqualTo("{\"errors\":[{\"msg\":\"Not Found\",\"code\":404}]}");
    }

    @Test
    void livesBehindABasePathIfAskedTo() {
        kore.basePath("/kore");
        assertThat(get(PATH).status()).isEqualTo(404);
        assertThat(get("/kore" + PATH).status()).isEqualTo(200);
    }

    @Test
    void refusesInTheDocumentedWords() {
        assertThat(text(kore.answer(Call.get(PATH, null))))
                .isEqualTo("{\"errors\":[{\"msg\":\"Invalid SDK credentials\",\"code\":4002}]}");
        assertThat(text(kore.answer(Call.get(PATH, "x"))))
                .isEqualTo("{\"errors\":[{\"msg\":\"Invalid JWT token\",\"code\":4002}]}");
        assertThat(text(get("/api/public/bot/st-1/notifyV2/status/ds-0")))
                .isEqualTo("{\"errors\":[{\"msg\":\"Invalid request ID\",\"code\":400}]}");
        String token = token();
        kore.answer(Call.get(PATH, token));
        assertThat(text(kore.answer(Call.get(PATH, token))))
                .isEqualTo("{\"errors\":[{\"msg\":\"error verifying the jwt: possibly a replay\",\"code\":401}]}");
        assertThat(kore.counters().replays()).isEqualTo(1);
        assertThat(kore.counters().unauthorized()).isEqualTo(3);
    }

    @Test
    void limitsCallsPerBotAndSaysSoInEitherWording() {
        kore.limitPerBot(new RateLimits(3, 5));
        for (int i = 0; i < 3; i++) {
            assertThat(get(PATH).status()).isEqualTo(200);
        }
        assertThat(get(PATH).status()).isEqualTo(429);
        assertThat(text(get(PATH))).contains("per-minute rate limit").contains("\"code\":429");
        assertThat(get(PATH).header("Retry-After")).isNull();
        time.advance(Duration.ofMillis(59_500));
        assertThat(kore.retryAfter(RetryAfter.SECONDS)
                        .answer(Call.get(PATH, token()))
                        .header("Retry-After"))
                .isEqualTo("1");
        time.advance(Duration.ofMillis(500));
        get(PATH);
        get(PATH);
        assertThat(text(get(PATH))).contains("hourly rate limit");
        kore.wording(LimitWording.OLD).retryAfter(RetryAfter.HTTP_DATE);
        Reply old = get(PATH);
        assertThat(text(old)).contains("Rate limit for this API has been reached. Please try again later");
        assertThat(old.header("Retry-After")).isEqualTo("Mon, 05 Jan 2026 11:00:01 GMT");
        assertThat(kore.counters().limitedByMinute()).isEqualTo(4);
        assertThat(kore.counters().limitedByHour()).isEqualTo(2);
        assertThat(kore.counters().limited()).isEqualTo(6);
        assertThat(kore.maxCallsInAnyMinute(STREAM)).isEqualTo(7);
        assertThat(kore.maxCallsInAnyHour(STREAM)).isEqualTo(11);
    }

    @Test
    void limitsCallsPerRequestIdByChoice() {
        kore.addRequest(ten("ds-2"));
        kore.limitPerRequestId(new RateLimits(2, 0));
        get(PATH);
        get(PATH);
        assertThat(get(PATH).status()).isEqualTo(429);
        assertThat(get(PATH.replace("ds-1", "ds-2")).status()).isEqualTo(200);
        assertThat(kore.counters().limitedByRequestId()).isEqualTo(1);
    }

    @Test
    void keepsCountPerRequest() {
        get(PATH);
        time.advance(Duration.ofSeconds(9));
        get(PATH);
        time.advance(Duration.ofSeconds(4));
        get(PATH);
        assertThat(kore.callsTo(ID)).isEqualTo(3);
        assertThat(kore.callsTo("ds-other")).isZero();
        assertThat(kore.shortestGap(ID)).contains(Duration.ofSeconds(4));
        assertThat(kore.counters().calls()).isEqualTo(3);
        assertThat(kore.counters().sound()).isEqualTo(3);
    }

    @Test
    void isGoneDuringAnOutageAndNothingCountsThen() {
        kore.outage(NOW.plusSeconds(1), NOW.plusSeconds(3));
        String token = token();
        time.advance(Duration.ofSeconds(1));
        assertThat(kore.reachable()).isFalse();
        assertThat(kore.answer(Call.get(PATH, token)).wire()).isEqualTo(Wire.RESET);
        time.advance(Duration.ofSeconds(2));
        assertThat(kore.reachable()).isTrue();
        assertThat(kore.answer(Call.get(PATH, token)).status()).isEqualTo(200);
        assertThat(kore.counters().unreachable()).isEqualTo(1);
        assertThat(kore.callsTo(ID)).isEqualTo(1);
    }

    @Test
    void aFreshIdIsUnknownForAWhile() {
        kore.addRequest(ten("ds-fresh").becomesReadableAfter(Duration.ofSeconds(5)));
        String path = PATH.replace("ds-1", "ds-fresh");
        assertThat(get(path).status()).isEqualTo(400);
        time.advance(Duration.ofSeconds(5));
        assertThat(get(path).status()).isEqualTo(200);
        assertThat(kore.summary("ds-fresh", time.instant()).done()).isPositive();
    }

    @Test
    void theSameSeedGivesTheSameBytes() {
        SimulatedKore twin = new SimulatedKore(time, 42).addBot(STREAM).addApp(app);
        SimulatedKore other = new SimulatedKore(time, 43).addBot(STREAM).addApp(app);
        twin.addRequest(ten());
        other.addRequest(ten());
        get(PATH);
        twin.answer(Call.get(PATH, token()));
        other.answer(Call.get(PATH, token()));
        time.advance(Duration.ofSeconds(20));
        Reply first = get(PATH);
        assertThat(twin.answer(Call.get(PATH, token())).body()).isEqualTo(first.body());
        assertThat(other.answer(Call.get(PATH, token())).body()).isNotEqualTo(first.body());
    }

    @Test
    void tokensNeedNotBeCheckedInABenchmark() {
        kore.checkTokens(false);
        assertThat(kore.answer(Call.get(PATH, null)).status()).isEqualTo(200);
        assertThat(kore.answer(Call.get(PATH.replace("st-1", "st-9"), null)).status())
                .isEqualTo(401);
    }

    @Test
    void forgetsARequestWhenTold() {
        get(PATH);
        kore.removeRequest(ID);
        assertThat(get(PATH).status()).isEqualTo(400);
        assertThat(kore.callsTo(ID)).isEqualTo(1);
        assertThatThrownBy(() -> kore.summary(ID, NOW)).isInstanceOf(IllegalArgumentException.class);
    }

    private SimulatedRequestBuilder ten() {
        return ten(ID);
    }

    private static SimulatedRequestBuilder ten(String id) {
        return SimulatedRequest.named(id).stream(STREAM)
                .recipients(10)
                .failures(1)
                .delivering(DeliveryCurve.LINEAR, Duration.ofSeconds(10));
    }

    private String token() {
        return SimulatedTokens.fresh(app, time.instant(), "jti-" + tokens++);
    }

    private Reply get(String path) {
        return kore.answer(Call.get(path, token()));
    }

    private static int entries(Reply reply) {
        return text(reply).split("\"__v\"", -1).length - 1;
    }

    private static String text(Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }
}
