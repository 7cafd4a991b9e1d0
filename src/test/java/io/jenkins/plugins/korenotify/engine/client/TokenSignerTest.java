package io.jenkins.plugins.korenotify.engine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.jenkins.plugins.korenotify.trials.TestTokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSignerTest {
    private static final String CLIENT = "cs-0d1e2f3a-1111-5222-8333-abcdefabcdef";
    private static final String SECRET = "wYm3Qd9sT1kLx0vB7nR5cE2gU8jH4aZ6pF+/iO1kQ8s=";
    private static final Instant NOW = Instant.parse("2025-05-26T05:53:22.883Z");

    @Test
    void putsInTheDocumentedClaimsAndNoOther() {
        TokenSigner signer = new TokenSigner(app(JwtAlgorithm.HS256), InstantSource.fixed(NOW), () -> "id-1");

        assertThat(TestTokens.claims(signer.sign()))
                .containsOnly(
                        Map.entry("appId", CLIENT),
                        Map.entry("sub", JwtApp.DEFAULT_SUBJECT),
                        Map.entry("iat", "1748238802"),
                        Map.entry("exp", "1748239102"),
                        Map.entry("jti", "id-1"));
    }

    @Test
    void aTokenForSeveralCallsHasNoJti() {
        TokenSigner signer = new TokenSigner(app(JwtAlgorithm.HS256), InstantSource.fixed(NOW), () -> "id-1");

        String token = signer.signReusable(Duration.ofMinutes(30));

        assertThat(TestTokens.claims(token))
                .containsOnly(
                        Map.entry("appId", CLIENT),
                        Map.entry("sub", JwtApp.DEFAULT_SUBJECT),
                        Map.entry("iat", "1748238802"),
                        Map.entry("exp", "1748240602"));
        assertThat(TestTokens.isSigned(token, SECRET, "HmacSHA256")).isTrue();
        assertThat(TestTokens.claims(signer.sign(Duration.ofMinutes(30))))
                .containsEntry("jti", "id-1")
                .containsEntry("exp", "1748240602");
    }

    @Test
    void isValidForFiveMinutesToTheSecond() {
        for (String now : List.of("2025-05-26T05:53:22.999999999Z", "2025-05-26T05:53:22Z", "1970-01-01T00:00:00Z")) {
            TokenSigner signer =
                    new TokenSigner(app(JwtAlgorithm.HS256), InstantSource.fixed(Instant.parse(now)), () -> "x");

            Map<String, String> claims = TestTokens.claims(signer.sign());

            assertThat(Long.parseLong(claims.get("exp")) - Long.parseLong(claims.get("iat")))
                    .isEqualTo(300)
                    .isEqualTo(TokenSigner.LIFETIME.toSeconds());
        }
    }

    @ParameterizedTest
    @CsvSource({"HS256, HmacSHA256", "HS512, HmacSHA512"})
    void signsSoThatIndependentCodeAgrees(JwtAlgorithm algorithm, String mac) {
        String token = new TokenSigner(app(algorithm), Clock.systemUTC(), () -> "id").sign();

        assertThat(TestTokens.header(token)).containsOnly(Map.entry("alg", algorithm.name()), Map.entry("typ", "JWT"));
        assertThat(TestTokens.isSigned(token, SECRET, mac)).isTrue();
        assertThat(TestTokens.isSigned(token, SECRET + "x", mac)).isFalse();
        assertThat(TestTokens.isSigned(token, SECRET, mac.equals("HmacSHA256") ? "HmacSHA512" : "HmacSHA256"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "short", "\u00fc\u4f60\ud83d\ude00", "with space inside", "a.b\"c\\d"})
    void takesTheSecretAsItStandsInUtf8HoweverShort(String secret) {
        for (JwtAlgorithm algorithm : JwtAlgorithm.values()) {
            JwtApp app = new JwtApp(CLIENT, secret, algorithm, null);

            String token = new TokenSigner(app, Clock.systemUTC(), () -> "id").sign();

            assertThat(TestTokens.isSigned(
                            token, secret, "HmacSHA" + algorithm.name().substring(2)))
                    .isTrue();
        }
    }

    @Test
    void takesTimeAndIdAnewForEveryToken() {
        AtomicReference<Instant> time = new AtomicReference<>(NOW);
        Deque<String> ids = new ArrayDeque<>(List.of("first", "second"));
        TokenSigner signer = new TokenSigner(app(JwtAlgorithm.HS256), time::get, ids::pop);

        Map<String, String> first = TestTokens.claims(signer.sign());
        time.set(NOW.plus(Duration.ofSeconds(10)));
        Map<String, String> second = TestTokens.claims(signer.sign());

        assertThat(first).containsEntry("jti", "first").containsEntry("iat", "1748238802");
        assertThat(second).containsEntry("jti", "second").containsEntry("iat", "1748238812");
    }

    @Test
    void neverSignsTheSameTokenTwiceEvenFromManyThreads() {
        TokenSigner signer = new TokenSigner(
                app(JwtAlgorithm.HS512),
                InstantSource.fixed(NOW),
                () -> UUID.randomUUID().toString());
        Set<String> tokens = ConcurrentHashMap.newKeySet();

        IntStream.range(0, 2000).parallel().forEach(i -> tokens.add(signer.sign()));

        assertThat(tokens)
                .hasSize(2000)
                .allSatisfy(token -> assertThat(TestTokens.isSigned(token, SECRET, "HmacSHA512"))
                        .isTrue());
    }

    @Test
    void namesTheConfiguredSubject() {
        JwtApp app = new JwtApp(CLIENT, SECRET, JwtAlgorithm.HS256, " nightly \u00fc\" ");

        assertThat(TestTokens.claims(new TokenSigner(app, Clock.systemUTC(), () -> "id").sign()))
                .containsEntry("sub", "nightly \u00fc\"");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void namesItselfWhereNoSubjectIsConfigured(String subject) {
        JwtApp app = new JwtApp(CLIENT, SECRET, JwtAlgorithm.HS256, subject);

        assertThat(TestTokens.claims(new TokenSigner(app, Clock.systemUTC(), () -> "id").sign()))
                .containsEntry("sub", "kore-notify-status");
    }

    @Test
    void takesIdAndSecretWithoutTheSpacesThatCopyingLeaves() {
        JwtApp app = new JwtApp(" " + CLIENT + "\n", SECRET + "\r\n", JwtAlgorithm.HS256, null);

        String token = new TokenSigner(app, Clock.systemUTC(), () -> "id").sign();

        assertThat(app.clientId()).isEqualTo(CLIENT);
        assertThat(TestTokens.claims(token)).containsEntry("appId", CLIENT);
        assertThat(TestTokens.isSigned(token, SECRET, "HmacSHA256")).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " \t\n"})
    void missesIdOrSecretByName(String nothing) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JwtApp(nothing, SECRET, JwtAlgorithm.HS256, null))
                .withMessage("The client ID is missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JwtApp(CLIENT, nothing, JwtAlgorithm.HS256, null))
                .withMessage("The client secret is missing");
    }

    @Test
    void needsAllItsParts() {
        assertThatNullPointerException().isThrownBy(() -> new JwtApp(CLIENT, SECRET, null, null));
        assertThatNullPointerException().isThrownBy(() -> new TokenSigner(null, Clock.systemUTC(), () -> "id"));
        assertThatNullPointerException().isThrownBy(() -> new TokenSigner(app(JwtAlgorithm.HS256), null, () -> "id"));
        assertThatNullPointerException()
                .isThrownBy(() -> new TokenSigner(app(JwtAlgorithm.HS256), Clock.systemUTC(), null));
    }

    @ParameterizedTest
    @EnumSource
    void neverPrintsTheSecret(JwtAlgorithm algorithm) {
        JwtApp app = app(algorithm);
        TokenSigner signer = new TokenSigner(app, Clock.systemUTC(), () -> "id");

        assertThat(app.toString()).contains(CLIENT).doesNotContain(SECRET);
        assertThat(signer.toString()).doesNotContain(SECRET);
        assertThat(signer.redaction().toString()).doesNotContain(SECRET);
    }

    private static JwtApp app(JwtAlgorithm algorithm) {
        return new JwtApp(CLIENT, SECRET, algorithm, null);
    }
}
