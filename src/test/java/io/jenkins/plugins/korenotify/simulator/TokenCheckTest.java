package io.jenkins.plugins.korenotify.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.simulator.SimulatedApp.Algorithm;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCheckTest {

    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
    private static final String STREAM = "st-1";

    private final TokenCheck check = new TokenCheck();
    private final SimulatedApp app = SimulatedApp.hs256("cs-1", "a secret of some length, ends in =", STREAM);

    @BeforeEach
    void setUp() {
        check.add(app);
    }

    @Test
    void acceptsTheSafeEverydayToken() {
        assertThat(check.check(SimulatedTokens.fresh(app, NOW, "j1"), STREAM, NOW))
                .isEmpty();
    }

    @Test
    void acceptsTheDocumentedMinimumForEver() {
        String token = SimulatedTokens.sign(app, Map.of("sub", "1234567890", "appId", "cs-1"));
        assertThat(check.check(token, STREAM, NOW)).isEmpty();
        assertThat(check.check(token, STREAM, NOW.plus(Duration.ofDays(3650)))).isEmpty();
    }

    @Test
    void agreesWithAPublishedSignature() {
        // RFC 7515 has no text secret; this vector is the one of jwt.io's well-known example token.
        SimulatedApp known = SimulatedApp.hs256("x", "your-256-bit-secret", STREAM);
        String text = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
                + ".eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ";
        assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(TokenCheck.sign(known, text)))
                .isEqualTo("SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c");
    }

    @Test
    void refusesAMissingHeader() {
        assertThat(check.check(null, STREAM, NOW)).contains(Refusal.CREDENTIALS);
        assertThat(check.check(" ", STREAM, NOW)).contains(Refusal.CREDENTIALS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hello", "a.b", "a.b.c", "....", "e30.e30.!!", "e30=.e30.e30", "e30.W10.e30", "e30.e30e30.e30"})
    void refusesWhatIsNoJwt(String token) {
        assertThat(check.check(token, STREAM, NOW))
                .get()
                .isIn(Refusal.NOT_A_JWT, Refusal.CREDENTIALS)
                .extracting(Refusal::code)
                .isEqualTo(4002);
    }

    @Test
    void refusesABearerPrefix() {
        String token = "Bearer " + SimulatedTokens.fresh(app, NOW, "j1");
        assertThat(check.check(token, STREAM, NOW)).contains(Refusal.NOT_A_JWT);
    }

    @Test
    void refusesAnotherSecretAndAnAlteredToken() {
        SimulatedApp impostor = SimulatedApp.hs256("cs-1", "another secret", STREAM);
        assertThat(check.check(SimulatedTokens.fresh(impostor, NOW, "j1"), STREAM, NOW))
                .contains(Refusal.CREDENTIALS);
        String[] good = SimulatedTokens.fresh(app, NOW, "j1").split("\\.");
        String[] other = SimulatedTokens.fresh(app, NOW, "j2").split("\\.");
        assertThat(check.check(good[0] + "." + other[1] + "." + good[2], STREAM, NOW))
                .contains(Refusal.CREDENTIALS);
    }

    @Test
    void refusesAlgorithmNone() {
        String header = encode("{\"alg\":\"none\"}");
        String claims = encode("{\"appId\":\"cs-1\"}");
        assertThat(check.check(header + "." + claims + ".", STREAM, NOW)).contains(Refusal.CREDENTIALS);
    }

    @Test
    void refusesAnotherAlgorithmThanTheAppsOwn() {
        SimulatedApp strong = app.withAlgorithm(Algorithm.HS512);
        assertThat(check.check(SimulatedTokens.fresh(strong, NOW, "j1"), STREAM, NOW))
                .contains(Refusal.CREDENTIALS);
        String misnamed = SimulatedTokens.sign(app, "HS512", Map.of("appId", "cs-1"));
        assertThat(check.check(misnamed, STREAM, NOW)).contains(Refusal.CREDENTIALS);
        check.add(strong);
        assertThat(check.check(SimulatedTokens.fresh(strong, NOW, "j1"), STREAM, NOW))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"appid", "app ID", "iss", "clientId"})
    void knowsTheAppByAppIdOnly(String claim) {
        assertThat(check.check(SimulatedTokens.sign(app, Map.of(claim, "cs-1")), STREAM, NOW))
                .contains(Refusal.CREDENTIALS);
    }

    @Test
    void refusesAForeignStream() {
        assertThat(check.check(SimulatedTokens.fresh(app, NOW, "j1"), "st-2", NOW))
                .contains(Refusal.CREDENTIALS);
    }

    @Test
    void refusesAMissingScopeInItsOwnWords() {
        check.add(app.withoutScopes());
        assertThat(check.check(SimulatedTokens.fresh(app, NOW, "j1"), STREAM, NOW))
                .get()
                .extracting(Refusal::message)
                .isEqualTo("Permission denied. Scope is incorrect!");
    }

    @Test
    void judgesExpiryByTheServersClock() {
        String token = SimulatedTokens.fresh(app, NOW, "j1");
        assertThat(check.check(token, STREAM, NOW.plusSeconds(300))).contains(Refusal.EXPIRED);
        assertThat(check.check(token, STREAM, NOW.plusSeconds(299))).isEmpty();
    }

    @Test
    void acceptsAFractionalExpiry() {
        String token = SimulatedTokens.sign(app, claims("appId", "cs-1", "exp", NOW.getEpochSecond() + 0.5));
        assertThat(check.check(token, STREAM, NOW)).isEmpty();
        assertThat(check.check(token, STREAM, NOW.plusMillis(500))).contains(Refusal.EXPIRED);
    }

    @Test
    void toleratesFiveMinutesOfAClientClockAhead() {
        String token = SimulatedTokens.fresh(app, NOW, "j1");
        assertThat(check.check(token, STREAM, NOW.minusSeconds(301))).contains(Refusal.ISSUED_LATER);
        assertThat(check.check(token, STREAM, NOW.minusSeconds(300))).isEmpty();
    }

    @Test
    void limitsTheLifeOfATokenWithJtiToOneHour() {
        long now = NOW.getEpochSecond();
        String longer = SimulatedTokens.sign(app, claims("appId", "cs-1", "exp", now + 3601, "jti", "j1"));
        String longest = SimulatedTokens.sign(app, claims("appId", "cs-1", "exp", now + 3600, "jti", "j1"));
        String without = SimulatedTokens.sign(app, claims("appId", "cs-1", "exp", now + 86_400));
        assertThat(check.check(longer, STREAM, NOW))
                .get()
                .extracting(Refusal::message)
                .isEqualTo("error verifying the jwt: if \"jti\" claim \"exp\" must be <= 1 hour(s)");
        assertThat(check.check(longest, STREAM, NOW)).isEmpty();
        assertThat(check.check(without, STREAM, NOW)).isEmpty();
    }

    @Test
    void refusesAJtiSeenBefore() {
        String token = SimulatedTokens.fresh(app, NOW, "j1");
        assertThat(check.check(token, STREAM, NOW)).isEmpty();
        assertThat(check.check(token, STREAM, NOW.plusSeconds(1)))
                .get()
                .extracting(Refusal::message)
                .isEqualTo("error verifying the jwt: possibly a replay");
        String sameIdNewToken = SimulatedTokens.fresh(app, NOW.plusSeconds(2), "j1");
        assertThat(check.check(sameIdNewToken, STREAM, NOW.plusSeconds(2))).contains(Refusal.REPLAY);
        String afterExpiry = SimulatedTokens.fresh(app, NOW.plusSeconds(400), "j1");
        assertThat(check.check(afterExpiry, STREAM, NOW.plusSeconds(400))).isEmpty();
    }

    @Test
    void takesKoreJtiForJti() {
        long now = NOW.getEpochSecond();
        String token = SimulatedTokens.sign(app, claims("appId", "cs-1", "exp", now + 60, "kore_jti", "j1"));
        assertThat(check.check(token, STREAM, NOW)).isEmpty();
        assertThat(check.check(token, STREAM, NOW)).contains(Refusal.REPLAY);
    }

    @Test
    void keepsTheJtisOfTwoAppsApart() {
        SimulatedApp second = SimulatedApp.hs256("cs-2", "secret two", STREAM);
        check.add(second);
        assertThat(check.check(SimulatedTokens.fresh(app, NOW, "j1"), STREAM, NOW))
                .isEmpty();
        assertThat(check.check(SimulatedTokens.fresh(second, NOW, "j1"), STREAM, NOW))
                .isEmpty();
    }

    @Test
    void insistsOnJtiWhereEnforced() {
        check.add(app.enforcingJti());
        assertThat(check.check(SimulatedTokens.sign(app, Map.of("appId", "cs-1")), STREAM, NOW))
                .contains(Refusal.NO_JTI);
        assertThat(check.check(SimulatedTokens.fresh(app, NOW, "j1"), STREAM, NOW))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"soon\"", "1e400", "true", "{}extra", "99999999999999999999"})
    void survivesStrangeTimes(String exp) {
        String text = encode("{\"alg\":\"HS256\"}") + "." + encode("{\"appId\":\"cs-1\",\"exp\":" + exp + "}");
        String signature = Base64.getUrlEncoder().withoutPadding().encodeToString(TokenCheck.sign(app, text));
        assertThat(check.check(text + "." + signature, STREAM, NOW)).contains(Refusal.NOT_A_JWT);
    }

    @Test
    void remembersManyJtisAndForgetsTheExpired() {
        JtiMemory memory = new JtiMemory();
        for (int i = 0; i < 1_500_000; i++) {
            Instant now = NOW.plusMillis(i);
            if (!memory.use("j" + i, now.plusSeconds(300), now)) {
                throw new AssertionError("refused: " + i);
            }
        }
    }

    private static Map<String, Object> claims(Object... namesAndValues) {
        Map<String, Object> claims = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            claims.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return claims;
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
