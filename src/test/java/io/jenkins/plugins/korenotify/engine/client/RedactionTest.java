package io.jenkins.plugins.korenotify.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final String SECRET = "wYm3Qd9sT1kLx0vB7nR5cE2gU8jH4aZ6pF+/iO1kQ8s=";

    private final Redaction redaction = new Redaction(SECRET);

    @ParameterizedTest
    @EnumSource
    void takesOutWholeTokens(JwtAlgorithm algorithm) {
        String token = token(algorithm);

        assertThat(redaction.apply("before " + token + " after")).isEqualTo("before [secret] after");
        assertThat(redaction.apply(token + "," + token)).isEqualTo("[secret],[secret]");
        assertThat(Redaction.TOKENS.apply("auth: " + token)).isEqualTo("auth: [secret]");
        assertThat(redaction.apply("\"" + token + "\"")).isEqualTo("\"[secret]\"");
    }

    @Test
    void takesOutTokensThatAreCutShort() {
        String token = token(JwtAlgorithm.HS256);

        for (int length = 8; length <= token.length(); length++) {
            assertThat(redaction.apply("auth " + token.substring(0, length))).isEqualTo("auth [secret]");
        }
    }

    @Test
    void takesOutTheClaimsWithoutTheirHeader() {
        String token = token(JwtAlgorithm.HS256);

        assertThat(redaction.apply(token.substring(token.indexOf('.') + 1))).isEqualTo("[secret]");
    }

    @Test
    void takesOutTheSecretWhereverItStands() {
        assertThat(redaction.apply(SECRET)).isEqualTo("[secret]");
        assertThat(redaction.apply("a" + SECRET + SECRET + "b")).isEqualTo("a[secret][secret]b");
        assertThat(redaction.apply("{\"clientSecret\":\"" + SECRET + "\"}"))
                .isEqualTo("{\"clientSecret\":\"[secret]\"}");
    }

    @Test
    void takesOutEveryLongPartOfTheSecret() {
        for (int start = 0; start + 12 <= SECRET.length(); start++) {
            for (int end = start + 12; end <= SECRET.length(); end++) {
                assertThat(redaction.applyToParts("Bad " + SECRET.substring(start, end) + " x"))
                        .isEqualTo("Bad [secret] x");
            }
        }
    }

    @Test
    void takesOutTheBeginningOfTheSecretAtTheEndOfTextThatWasCut() {
        for (int length = 6; length < SECRET.length(); length++) {
            assertThat(redaction.apply("secret: " + SECRET.substring(0, length)))
                    .isEqualTo("secret: [secret]");
        }
    }

    @Test
    void takesTheSecretLiterallyNotAsAPattern() {
        Redaction odd = new Redaction(".*$1\\E(");

        assertThat(odd.apply("a .*$1\\E( b")).isEqualTo("a [secret] b");
        assertThat(odd.apply("anything else")).isEqualTo("anything else");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain words",
                "Hey John",
                "eyJ",
                "they Jump",
                "'Identity is not associated with the channel'"
            })
    void leavesTheRestAlone(String text) {
        assertThat(redaction.apply(text)).isEqualTo(text);
        assertThat(Redaction.TOKENS.apply(text)).isEqualTo(text);
    }

    @Test
    void isNotPrintedWithItsSecret() {
        assertThat(redaction.toString()).doesNotContain(SECRET);
    }

    private static String token(JwtAlgorithm algorithm) {
        JwtApp app = new JwtApp("cs-1", SECRET, algorithm, null);
        return new TokenSigner(app, Clock.systemUTC(), () -> UUID.randomUUID().toString()).sign();
    }
}
