package io.jenkins.plugins.korenotify.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextSanitizerTest {
    private static final String SECRET = "wYm3Qd9sT1kLx0vB7nR5cE2gU8jH4aZ6pF+/iO1kQ8s=";
    private static final int READ = TextSanitizer.MAX_READ;

    private final TextSanitizer texts = new TextSanitizer(new Redaction(SECRET));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Notification has been sent successfully",
                "'Identity is not associated with the channel'",
                "\u30e6\u30fc\u30b6\u30fc\u304c\u898b\u3064\u304b\u308a\u307e\u305b\u3093",
                "Caf\u00e9 na\u00efve \ud83d\ude00 ok",
                "<b>not our business here</b>",
                "HTTP 404, code 4002, 12:30, 99.95 %",
                "",
            })
    void leavesOrdinaryTextAlone(String text) {
        assertThat(texts.sanitize(text, 160)).isEqualTo(text);
    }

    @Test
    void takesOutWhatMovesTheCursorOrEndsTheLine() {
        assertThat(Map.ofEntries(
                        Map.entry("a\u0000b", "ab"),
                        Map.entry("a\r\nb", "a b"),
                        Map.entry("a\tb", "a b"),
                        Map.entry("a\u007fb", "a b"),
                        Map.entry("a\u0085b", "a b"),
                        Map.entry("a\u009b31mb", "a 31mb"),
                        Map.entry("a\u2028b\u2029c", "a b c"),
                        Map.entry("a\u001b[31mred\u001b[0m", "a [31mred [0m"),
                        Map.entry("a\u001b]0;title\u0007b", "a ]0;title b"),
                        Map.entry("a\b\bb", "a b")))
                .allSatisfy((text, fit) -> assertThat(texts.sanitize(text, 160)).isEqualTo(fit));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user 29:1sK7dPq0aZ9xYw not found | user [id] not found",
                "29:1sK7dPq0aZ9xYw_4-AbC | [id]",
                "8:live:jane.doe_1 is blocked | [id] is blocked",
                "conversation 19:ab12cd34ef56 | conversation [id]",
                "User U012AB3CD4E is deactivated | User [id] is deactivated",
                "W012A3CDEF left C024BE91LXY | [id] left [id]",
                "user UABCDE1FG | user [id]",
                "8:orgid:a1414a00-5089-5009-9365-dd3a6a09f107 | 8:orgid:[id]",
                "nl-64c2a45e-1700-58f5-a474-add8bfc86f13 of ds-adddc869-d773-5785-9c6a-cfe1cbd9df1b | [id] of ds-adddc869-d773-5785-9c6a-cfe1cbd9df1b",
                "ds-adddc869-d773-5785-9c6a-cfe1cbd9df1b@example.com | [address]",
                "29:1sK7dPq0aZ9xYw of ds-adddc869-d773-5785-9c6a-cfe1cbd9df1b | [id] of ds-adddc869-d773-5785-9c6a-cfe1cbd9df1b",
                "HTTP 404 for +49 170 1234567 | HTTP 404 for [number]",
                "+49 170 2025-05-26 | [number]",
                "01.23.45.67.89 | [number]",
                "2025-05-261234 | [number]",
                "at 19:30:45 +491701234567 | at 19:30:45 [number]",
                "(U02ABCDEFGH) | ([id])",
                "spaces/AAAAMpdlehY is gone | spaces/[id] is gone",
                "spaces/AAAAMpdlehY/members/114022495153014004089 | spaces/[id]/members/[id]",
                "no such users/114022495153014004089 | no such users/[id]",
                "john.doe%40example.com bounced | [address] bounced",
                "john.doe%2540example.com bounced | [address] bounced",
                "to=%2B491701234567 | to=[number]",
                "to %2B49%20170%201234567 | to [number]",
                "to %2b49%2D170%2D1234567 | to [number]",
                "call +49\u00a0170\u00a01234567 | call [number]",
                "call +49\u2011170\u20111234567 | call [number]",
                "call \uff10\uff11\uff17\uff10\uff11\uff12\uff13\uff14\uff15 | call [number]",
                "device dQw4w9WgXcQ5bZ2 unknown | device [token] unknown",
                "xoxb-AbC1dE2fG3hI4jK5 | [token]",
                "key AbCdEfGhIjKlMnOpQrStUvWx | key [token]",
                "wamid.HBgLMTY0NjcwNDM1OTUVAgARGBI1RjQyNUE3NEYx | wamid.[token]",
                "id 9f86d081884c7d659a2feaa0c55ad015 | id [token]",
                "see https://evil.example/a?user=jane#x now | see [link] now",
                "see HTTP://evil.example | see [link]",
                "(ftp://a.example) | ([link]",
                "http:/x:///evil.example | http:/[link]",
                "https%3A%2F%2Fevil.example%2Fx | [link]",
            })
    void removesWhatMayIdentifyARecipientAndLinks(String text, String sanitized) {
        assertThat(texts.sanitize(text, 160)).isEqualTo(sanitized);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Template \"order_update\" is not approved",
                "Template name order_update_2024_summer_sale_v2 (de_DE) does not exist",
                "HTTP 503",
                "Error 131026: message undeliverable",
                "(#132001) Template name does not exist in the translation",
                "UNKNOWN_USER at 12:30, WHATSAPP",
                "TEMPLATE1 of CHANNEL2 is UNDELIVERABLE",
                "com.kore.notify.NotificationDeliveryFailedException",
                "Base64DecodingException",
                "java.lang.IllegalStateException: users/me",
                "100% of 2.5 MB, 99.95 % done",
                "TLSv1.2, IPv6, OAuth2, x509v3, utf8mb4",
                "2025-05-26",
                "at 19:30:45",
                "either/or, and/or: spaces are not allowed",
                "Donaudampfschifffahrtsgesellschaftskapitaen",
                "window of 24 hours (code 470)",
                "Identity is not associated with the channel",
                "Template 'promo2024q3sale' is not approved",
                "request ds-adddc869-d773-5785-9c6a-cfe1cbd9df1b is unknown",
                "Invalid request ID: ds-12345678-1234-1234-1234-123456789012.",
                "HTTP 503 (131026)",
                "HTTP 400 131026",
                "code 132001, 131026",
                "sent at 2025-05-26T05:53:22.883Z",
                "sent at 2025-05-26 05:53:22, 2 of 3",
                "until 2025-05-26T05:53:22+02:00",
                "(2025-05-26)",
                "since 26.05.2025, 5/26/2025",
                "at 19:30:45Z",
                "19:30:45.123 UTC",
                "timed out after 30000 ms",
                "waited 1.5 s of 3600 s, PT1H30M",
                "2 h 30 min 15 s",
            })
    void leavesWordsCodesAndNamesOfTemplates(String text) {
        assertThat(texts.sanitize(text, 160)).isEqualTo(text);
    }

    @Test
    void removesSecretsThatAreEscaped() {
        assertThat(texts.sanitize("bad wYm3Qd9sT1kLx0vB7nR5cE2gU8jH4aZ6pF%2B%2FiO1kQ8s%3D!", 160))
                .isEqualTo("bad [secret]!");
        assertThat(new TextSanitizer(new Redaction("a1%41b2%42c3%43")).sanitize("bad a1%41b2%42c3%43!", 160))
                .isEqualTo("bad [secret]!");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u061c",
                "\u200e",
                "\u200f",
                "\u202a",
                "\u202b",
                "\u202c",
                "\u202d",
                "\u202e",
                "\u2066",
                "\u2067",
                "\u2068",
                "\u2069",
                "\u200b",
                "\u2060",
                "\ufeff",
                "\u00ad",
                "\udb40\udc41"
            })
    void takesOutMarksThatTurnOrHideText(String mark) {
        assertThat(texts.sanitize("a" + mark + "b", 160)).isEqualTo("ab");
    }

    @Test
    void hidesNothingBehindEncodings() {
        String utf16 = SECRET.replaceAll("(.)", "$1\u0000");

        assertThat(texts.sanitize("x " + utf16, 160)).isEqualTo("x [secret]");
        assertThat(texts.sanitize("j\0o\0h\0n\0@\0e\0x\0a\0m\0p\0l\0e\0.\0c\0o\0m", 160))
                .isEqualTo("[address]");
        assertThat(texts.sanitize("to john\uff20example.com", 160)).isEqualTo("to [address]");
        assertThat(texts.sanitize("to john@\u200bexample.com", 160)).isEqualTo("to [address]");
        assertThat(texts.sanitize("to john\\u0040example.com", 160)).isEqualTo("to [address]");
        assertThat(texts.sanitize("to john&#64;example.com, john&#x40;example.com", 160))
                .isEqualTo("to [address], [address]");
        assertThat(texts.sanitize("call &#43;4&#57;17012&#51;4567", 160)).isEqualTo("call [number]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "\ude00", "\ude00\ud83d", "\ufffe", "\uffff"})
    void takesOutWhatIsNoCharacterAsXmlCannotKeepIt(String none) {
        assertThat(texts.sanitize("a" + none + "b", 160)).isEqualTo("a b");
    }

    @ParameterizedTest
    @CsvSource({
        "User john.doe@example.com is unknown, User [address] is unknown",
        "<john@x.example>, <[address]>",
        "a@b c@d, [address] [address]",
        "mailto:john+tag@example.com, mailto:[address]",
        "not @ all, not @ all",
        "@channel, @channel",
        "john@, john@",
        "u-a1414a00-5089-5009-9365-dd3a6a09f107 gone, [id] gone",
        "a1414a00-5089-5009-9365-dd3a6a09f107, [id]",
        "call +49 (170) 123-45.67 now, call [number] now",
        "call 01701234567, call [number]",
        "only 12345, only 12345",
    })
    void masksAddressesIdsAndNumbers(String text, String fit) {
        assertThat(texts.sanitize(text, 160)).isEqualTo(fit);
    }

    @Test
    void masksAnAddressHoweverLong() {
        String fit = texts.sanitize("x " + "john.doe.".repeat(40) + "@" + "example.".repeat(20) + "com y", 160);

        assertThat(fit).doesNotContain("john", "doe").startsWith("x [address]").endsWith("y");
    }

    @Test
    void takesOutSecretsBeforeAnythingElse() {
        assertThat(texts.sanitize("bad " + SECRET + "!", 160)).isEqualTo("bad [secret]!");
        assertThat(texts.sanitize("bad eyJhbGciOiJIUzI1NiJ9.eyJhcHBJZCI6ImNzIn0.c2ln!", 160))
                .isEqualTo("bad [secret]!");
    }

    @Test
    void letsNoPartOfASecretThroughWhereItStopsReading() {
        String token = "eyJhbGciOiJIUzI1NiJ9.eyJhcHBJZCI6ImNzIn0.c2lnbmF0dXJlLW9mLXRoaXM";
        for (String hidden : new String[] {SECRET, token}) {
            for (int shown = 8; shown < hidden.length(); shown++) {
                // What is between the edge and the visible part vanishes, so the edge comes into view.
                String text = "beginning" + "\u0000".repeat(READ - "beginning".length() - shown) + hidden;

                assertThat(texts.sanitize(text, 160)).isEqualTo("beginning");
            }
        }
    }

    @Test
    void cutsNoSecretIntoAShowablePart() {
        for (int before = 0; before < 60; before++) {
            String fit = texts.sanitize("x".repeat(before) + SECRET, 40);

            assertThat(fit).doesNotContain(SECRET.substring(0, 6));
        }
    }

    @Test
    void cutsToTheLengthWantedAndSaysSo() {
        assertThat(texts.sanitize("abcdef", 6)).isEqualTo("abcdef");
        assertThat(texts.sanitize("abcdefg", 6)).isEqualTo("abcde…");
        assertThat(texts.sanitize("ab", 1)).isEqualTo("…");
        assertThat(texts.sanitize("   abc   ", 3)).isEqualTo("abc");
    }

    @Test
    void neverCutsAPairOfSurrogatesApart() {
        assertThat(texts.sanitize("ab\ud83d\ude00cd", 4)).isEqualTo("ab…");
        assertThat(texts.sanitize("ab\ud83d\ude00cd", 5)).isEqualTo("ab\ud83d\ude00…");
        // The edge at which it stops reading falls between the two as well.
        assertThat(texts.sanitize("\u0000".repeat(READ - 3) + "a \ud83d\ude00", 160))
                .isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "1",
                "1 ",
                "+1",
                "@",
                "a@",
                "@a",
                "a@a",
                "a-",
                "12345678-",
                "eyJ",
                "eyJa.",
                "eyJaaaa.",
                " ",
                "\u0000",
                "\u00e9",
                "\ud83d",
                "\ud83d\ude00",
                "1.",
                "(1)",
                "deadbeef-1234-",
                "[secret]",
                ".",
                "\u202e@1"
            })
    void looksAtNoMoreThanTheBeginningOfHostileText(String piece) {
        String edge = piece.repeat(READ / piece.length() + 1).substring(0, READ);

        // A megabyte of it comes out exactly as its beginning does, so the work has a bound.
        assertThat(texts.sanitize(edge + piece.repeat((1 << 20) / piece.length()), 160))
                .isEqualTo(texts.sanitize(edge + piece, 160));
        assertThat(texts.sanitize(edge, 160)).hasSizeLessThanOrEqualTo(160);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1 ", "+1-", "a@", "eyJa.", "a-", "\u0000\u2028", "\ud83d"})
    void needsLittleStackForHostileText(String piece) throws Exception {
        FutureTask<String> task = new FutureTask<>(() -> texts.sanitize(piece.repeat(READ), 160));
        Thread thread = new Thread(null, task, "little-stack", 128 << 10);
        thread.start();

        assertThat(task.get(30, TimeUnit.SECONDS)).hasSizeLessThanOrEqualTo(160);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "erika.mustermann@kunde.example.com",
                "erikamustermann%40kunde.example.com",
                "u-a1414a00-5089-4f0e-9d43-000000000000",
                "29:1bSnH7dPq0aZ9xYwVvTt",
                "+49 171 5551234",
                SECRET
            })
    @DisplayName("Where the text is cut, nothing is left of what begins there")
    void theBeginningOfACutWordIsNotShown(String hidden) {
        for (int length = 2; length < hidden.length(); length++) {
            String text = "Channel refused:" + " ".repeat(READ - 16 - length) + hidden + " end";

            assertThat(texts.sanitize(text, READ)).isEqualTo("Channel refused:");
        }
    }
}
