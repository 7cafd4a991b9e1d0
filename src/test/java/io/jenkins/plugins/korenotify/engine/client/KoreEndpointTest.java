package io.jenkins.plugins.korenotify.engine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class KoreEndpointTest {
    private static final String STREAM = "st-736ff917-d836-55b4-9a6b-3dad20c09af3";
    private static final String REQUEST = "ds-adddc869-d773-5785-9c6a-cfe1cbd9df1b";

    @Test
    void asksTheDocumentedPathOfV2() {
        assertThat(KoreEndpoint.of(KoreEndpoint.PUBLIC_CLOUD, STREAM, ApiVersion.V2)
                        .statusUri(REQUEST))
                .isEqualTo(URI.create(
                        "https://platform.kore.ai/api/public/bot/" + STREAM + "/notifyV2/status/" + REQUEST));
    }

    @Test
    void asksTheDocumentedPathOfV1() {
        assertThat(KoreEndpoint.of(KoreEndpoint.PUBLIC_CLOUD, STREAM, ApiVersion.V1)
                        .statusUri(REQUEST))
                .isEqualTo(
                        URI.create("https://platform.kore.ai/api/public/bot/" + STREAM + "/notify/status/" + REQUEST));
    }

    @Test
    void isTheSameWithTheDefaultPortAndWithout() {
        KoreEndpoint endpoint = KoreEndpoint.of("https://platform.kore.ai", STREAM, ApiVersion.V2);

        assertThat(KoreEndpoint.of("https://PLATFORM.kore.ai:443/api/", STREAM, ApiVersion.V2))
                .isEqualTo(endpoint)
                .hasSameHashCodeAs(endpoint);
        assertThat(KoreEndpoint.of("https://platform.kore.ai:444", STREAM, ApiVersion.V2))
                .isNotEqualTo(endpoint);
    }

    @Nested
    @DisplayName("The URL")
    class Url {
        @ParameterizedTest
        @CsvSource({
            "platform.kore.ai, https://platform.kore.ai",
            "https://platform.kore.ai, https://platform.kore.ai",
            "HTTPS://platform.kore.ai, https://platform.kore.ai",
            "https://platform.kore.ai/, https://platform.kore.ai",
            "https://platform.kore.ai///, https://platform.kore.ai",
            "https://platform.kore.ai/api, https://platform.kore.ai",
            "https://platform.kore.ai/api/, https://platform.kore.ai",
            "platform.kore.ai//api//, https://platform.kore.ai",
            "https://platform.kore.ai/api/api/, https://platform.kore.ai",
            "https://platform.kore.ai/api//api, https://platform.kore.ai",
            "'  https://platform.kore.ai\t', https://platform.kore.ai",
            "de-platform.kore.ai/api, https://de-platform.kore.ai",
            "https://Platform.Kore.AI:443/api, https://platform.kore.ai",
            "platform.kore.ai:443, https://platform.kore.ai",
            "http://LOCALHOST:80/, http://localhost",
            "http://localhost:443, http://localhost:443",
            "https://localhost:80, https://localhost:80",
        })
        void isTakenHoweverTheDocumentsSpellIt(String given, URI base) {
            assertThat(KoreEndpoint.parseUrl(given)).isEqualTo(base);
        }

        @ParameterizedTest
        @CsvSource({
            "https://kore.example.com/bots, /bots/api/public/bot/",
            "https://kore.example.com/bots/, /bots/api/public/bot/",
            "https://kore.example.com/bots/api, /bots/api/public/bot/",
            "https://kore.example.com//a//b/, /a/b/api/public/bot/",
            "https://kore.example.com/xapi, /xapi/api/public/bot/",
            "https://kore.example.com/a%20b, /a%20b/api/public/bot/",
            "https://kore.example.com/b\u00fccher, /b%C3%BCcher/api/public/bot/",
            "https://kore.example.com/..x/.y/z.., /..x/.y/z../api/public/bot/",
        })
        void mayHaveAPath(String given, String pathBeginsWith) {
            URI uri = KoreEndpoint.of(given, STREAM, ApiVersion.V2).statusUri(REQUEST);

            assertThat(uri.getRawPath()).startsWith(pathBeginsWith);
            assertThat(uri.getHost()).isEqualTo("kore.example.com");
        }

        @ParameterizedTest
        @CsvSource({
            "https://kore.example.com:8443/api, kore.example.com, 8443",
            "kore.example.com:1, kore.example.com, 1",
            "kore.example.com:65535, kore.example.com, 65535",
            "kore.example.com:, kore.example.com, -1",
            "https://[2001:db8::1]:8443, [2001:db8::1], 8443",
            "https://192.0.2.7, 192.0.2.7, -1",
        })
        void mayHaveAPort(String given, String host, int port) {
            URI uri = KoreEndpoint.of(given, STREAM, ApiVersion.V2).statusUri(REQUEST);

            assertThat(uri.getHost()).isEqualTo(host);
            assertThat(uri.getPort()).isEqualTo(port);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"https://kore.example.com:0", "https://kore.example.com:65536", "http://localhost:99999"})
        void withAPortThatDoesNotExistIsRefused(String url) {
            assertRefused(url, "port");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://localhost",
                    "http://localhost:8080/kore",
                    "http://LOCALHOST:8080",
                    "HTTP://127.0.0.1:8080",
                    "http://127.1.2.3",
                    "http://[::1]:8080",
                    "https://localhost:8443",
                })
        void mayBeUnencryptedTowardsThisVeryMachine(String url) {
            assertThat(KoreEndpoint.parseUrl(url).getPath()).doesNotEndWith("/");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://platform.kore.ai",
                    "http://localhost.example.com",
                    "http://127.0.0.1.example.com",
                    "http://128.0.0.1",
                    "http://0.0.0.0",
                    "http://[::2]",
                    "http://[::ffff:192.0.2.1]",
                    "ftp://platform.kore.ai",
                    "file://localhost/etc",
                    "javascript://localhost",
                    "jar:https://localhost",
                })
        void isOtherwiseEncrypted(String url) {
            assertThatIllegalArgumentException().isThrownBy(() -> KoreEndpoint.parseUrl(url));
        }

        @Test
        void withoutEncryptionIsRefusedNamingHttps() {
            assertRefused("http://platform.kore.ai", "https://");
        }

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"", "   ", "\t\n"})
        void missingIsNamed(String url) {
            assertRefused(url, "URL is missing");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://user@platform.kore.ai",
                    "https://user:password@platform.kore.ai",
                    "https://@platform.kore.ai",
                    "platform.kore.ai?x=1",
                    "https://platform.kore.ai/?",
                    "https://platform.kore.ai/#top",
                    "https://platform.kore.ai#",
                })
        void withUserQueryOrFragmentIsRefused(String url) {
            assertRefused(url, "user, a query or a fragment");
        }

        @Test
        void refusedIsNeverRepeatedAsItMayHoldAPassword() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KoreEndpoint.parseUrl("https://user:hunter2@platform.kore.ai"))
                    .withMessageNotContaining("hunter2")
                    .withNoCause();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KoreEndpoint.parseUrl("https://user:hunter2 @platform.kore.ai"))
                    .withMessageNotContaining("hunter2")
                    .withNoCause();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://platform.kore.ai/..",
                    "https://platform.kore.ai/../",
                    "https://platform.kore.ai/a/../b",
                    "https://platform.kore.ai/../api",
                    "https://platform.kore.ai/.",
                    "https://platform.kore.ai/./",
                    "https://platform.kore.ai/a/./b",
                    "https://platform.kore.ai/%2e%2e",
                    "https://platform.kore.ai/%2E./b",
                    "https://platform.kore.ai/.%2e/b",
                    "https://platform.kore.ai/%2e",
                    "https://platform.kore.ai/a%2f..%2fb",
                    "https://platform.kore.ai/a%5C..%5Cb",
                    "https://platform.kore.ai/..;x=1/b",
                    "https://platform.kore.ai/a%00b",
                })
        void thatStepsThroughItsPathIsRefused(String url) {
            assertRefused(url, "path");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://",
                    "https:///api",
                    "https:// platform.kore.ai",
                    "https://platform kore.ai",
                    "https://platform.kore.ai\\@evil.example",
                    "https://platform.kore.ai\u0000",
                    "https://plat\nform.kore.ai",
                    "https://platform.kore.ai:port",
                    "https://platform..kore.ai",
                    "https://-platform.kore.ai",
                    "https://plat%66orm.kore.ai",
                    "https://[::1",
                    "https://[::g]",
                    "https://a,b",
                    "://platform.kore.ai",
                    "mailto:someone",
                    "{{host}}",
                    "https://%zz",
                    "https://platform.kore.ai/%zz",
                })
        void thatIsNoneIsRefusedInWords(String url) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KoreEndpoint.parseUrl(url))
                    .withMessageStartingWith("The URL ")
                    .withNoCause();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"https://my_kore.example.com", "https://b\u00fccher.example", "https://\u30b3\u30a2.example"
                })
        void withAHostNameThatJavaCannotReachIsRefusedSayingWhatAHostNameMayHold(String url) {
            assertRefused(url, "host name");
        }

        @Test
        void withAnInternationalHostNameIsTakenInItsAsciiForm() {
            assertThat(KoreEndpoint.parseUrl("https://xn--bcher-kva.example"))
                    .isEqualTo(URI.create("https://xn--bcher-kva.example"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"https://platform.kore.ai/", "https://", "", "http://localhost/?", "https://a/%"})
        void ofAMegabyteIsRefused(String beginning) {
            for (String filling : new String[] {"a", ".", "/", "../", "%2e", "a.", "@", ":", "\u00fc", "9"}) {
                assertThatIllegalArgumentException()
                        .isThrownBy(
                                () -> KoreEndpoint.parseUrl(beginning + filling.repeat((1 << 20) / filling.length())))
                        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
            }
        }

        private void assertRefused(String url, String words) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KoreEndpoint.parseUrl(url))
                    .withMessageContaining(words);
        }
    }

    @Nested
    @DisplayName("An ID")
    class Id {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    STREAM,
                    "st-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
                    "st-736ff917-d836-55b4-9a6b",
                    "ST-ABC",
                    "a",
                    "0",
                    "a.b_c~d-e",
                    "a..b",
                })
        void isCheckedLoosely(String id) {
            assertThat(KoreEndpoint.parseStreamId(id)).isEqualTo(id);
            assertThat(KoreEndpoint.parseRequestId(id)).isEqualTo(id);
        }

        @Test
        void isTakenWithoutTheSpacesAroundIt() {
            assertThat(KoreEndpoint.parseRequestId(" \t" + REQUEST + "\n")).isEqualTo(REQUEST);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "..",
                    ".",
                    "-",
                    "~",
                    "_a",
                    "../../admin",
                    "ds-1/../2",
                    "ds-1/status",
                    "ds-1?x=1",
                    "ds-1#x",
                    "ds-1%2f2",
                    "ds 1",
                    "ds-1\nds-2",
                    "ds-\u0000",
                    "ds-\u00fc",
                    "ds-\ud83d\ude00",
                    "ds-1;x",
                    "ds-1\\2",
                    "{{dockstatusId}}",
                    "\u202eds-1",
                    "a@b.example",
                })
        void thatCouldBeMoreThanOnePartOfThePathIsRefused(String id) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KoreEndpoint.parseRequestId(id))
                    .withMessageContaining("not a request ID (ds-…)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KoreEndpoint.parseStreamId(id))
                    .withMessageContaining("not a stream ID (st-…)");
        }

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"", "  "})
        void missingIsNamed(String id) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KoreEndpoint.parseRequestId(id))
                    .withMessage("The request ID (ds-…) is missing");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KoreEndpoint.of(KoreEndpoint.PUBLIC_CLOUD, id, ApiVersion.V2))
                    .withMessage("The stream ID (st-…) is missing");
        }

        @Test
        void hasABound() {
            assertThat(KoreEndpoint.parseRequestId("d".repeat(128))).hasSize(128);
            assertThatIllegalArgumentException().isThrownBy(() -> KoreEndpoint.parseRequestId("d".repeat(129)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KoreEndpoint.parseRequestId("d".repeat(1 << 20)))
                    .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(120));
        }

        @Test
        void refusedIsShownOnOneLineWithoutTokens() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KoreEndpoint.parseRequestId("\u001b[31m\r\neyJhbGciOiJIUzI1NiJ9.e30.c2ln"))
                    .satisfies(e -> assertThat(e.getMessage())
                            .doesNotContain("\u001b", "\r", "\n", "eyJ")
                            .contains("[secret]"));
        }
    }

    @Test
    void isEqualToAnotherThatAsksTheSamePlace() {
        KoreEndpoint one = KoreEndpoint.of("platform.kore.ai", STREAM, ApiVersion.V2);

        assertThat(KoreEndpoint.of("https://platform.kore.ai/api/", " " + STREAM, ApiVersion.V2))
                .isEqualTo(one)
                .hasSameHashCodeAs(one);
        assertThat(one)
                .isNotEqualTo(KoreEndpoint.of("platform.kore.ai", STREAM, ApiVersion.V1))
                .isNotEqualTo(KoreEndpoint.of("platform.kore.ai", "st-2", ApiVersion.V2))
                .isNotEqualTo(KoreEndpoint.of("de-platform.kore.ai", STREAM, ApiVersion.V2))
                .isNotEqualTo("https://platform.kore.ai");
    }

    @Test
    void saysWhereItAsks() {
        KoreEndpoint endpoint = KoreEndpoint.of("platform.kore.ai/api", STREAM, ApiVersion.V1);

        assertThat(endpoint).hasToString("https://platform.kore.ai stream " + STREAM + " V1");
        assertThat(endpoint.base()).isEqualTo(URI.create("https://platform.kore.ai"));
        assertThat(endpoint.streamId()).isEqualTo(STREAM);
        assertThat(endpoint.version()).isEqualTo(ApiVersion.V1);
    }
}
