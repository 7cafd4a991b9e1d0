package io.jenkins.plugins.korenotify.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextSanitizerTest {
    private static final String SECRET = "wYm3Qd9sT1kLx0vB7nR5cE2gU8jH4aZ6pF+/iO1kQ8s=";
    private static final int READ = TextSanitizer.MAX_READ;

    private final TextSanitizer texts = new TextSanitizer(Redaction.of(SECRET));

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
        assertThat(texts.fit(text, 160)).isEqualTo(text);
    }

    @Test
    void takesOutWhatMovesTheCursorOrEndsTheLine() {
        assertThat(Map.ofEntries(
                        Map.entry("a\u0000b", "a b"),
                        Map.entry("a\r\nb", "a b"),
                        Map.entry("a\tb", "a b"),
                        Map.entry("a\u007fb", "a b"),
                        Map.entry("a\u0085b", "a b"),
                        Map.entry("a\u009b31mb", "a 31mb"),
                        Map.entry("a\u2028b\u2029c", "a b c"),
                        Map.entry("a\u001b[31mred\u001b[0m", "a [31mred [0m"),
                        Map.entry("a\u001b]0;title\u0007b", "a ]0;title b"),
                        Map.entry("a\b\bb", "a b")))
                .allSatisfy((text, fit) -> assertThat(texts.fit(text, 160)).isEqualTo(fit));
    }

    @ParameterizedTest
    @CsvSource({
        "user 29:1sK7dPq0aZ9xWm not found, user [id] not found",
        "user U012AB3CD4E is deactivated, user [id] is deactivated",
        "spaces/AAAAB3NzaC1 is gone, [id] is gone",
        "no such users/114022495153014004089, no such [id]",
        "jane.doe%40example.com bounced, [address] bounced",
        "UNKNOWN_USER 12:30, UNKNOWN_USER 12:30",
    })
    void takesIdentitiesOfChannelsOut(String text, String sanitized) {
        assertThat(texts.fit(text, 160)).isEqualTo(sanitized);
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
        assertThat(texts.fit("a" + mark + "b", 160)).isEqualTo("a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "\ude00", "\ude00\ud83d", "\ufffe", "\uffff"})
    void takesOutWhatIsNoCharacterAsXmlCannotKeepIt(String none) {
        assertThat(texts.fit("a" + none + "b", 160)).isEqualTo("a b");
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
        assertThat(texts.fit(text, 160)).isEqualTo(fit);
    }

    @Test
    void masksAnAddressHoweverLong() {
        String fit = texts.fit("x " + "john.doe.".repeat(40) + "@" + "example.".repeat(20) + "com y", 160);

        assertThat(fit).doesNotContain("john", "doe").startsWith("x [address]").endsWith("y");
    }

    @Test
    void takesOutSecretsBeforeAnythingElse() {
        assertThat(texts.fit("bad " + SECRET + "!", 160)).isEqualTo("bad [secret]!");
        assertThat(texts.fit("bad eyJhbGciOiJIUzI1NiJ9.eyJhcHBJZCI6ImNzIn0.c2ln!", 160))
                .isEqualTo("bad [secret]!");
    }

    @Test
    void letsNoPartOfASecretThroughWhereItStopsReading() {
        String token = "eyJhbGciOiJIUzI1NiJ9.eyJhcHBJZCI6ImNzIn0.c2lnbmF0dXJlLW9mLXRoaXM";
        for (String hidden : new String[] {SECRET, token}) {
            for (int shown = 8; shown < hidden.length(); shown++) {
                // What is between the edge and the visible part vanishes, so the edge comes into view.
                String text = "beginning" + "\u0000".repeat(READ - "beginning".length() - shown) + hidden;

                assertThat(texts.fit(text, 160)).isEqualTo("beginning [secret]");
            }
        }
    }

    @Test
    void cutsNoSecretIntoAShowablePart() {
        for (int before = 0; before < 60; before++) {
            String fit = texts.fit("x".repeat(before) + SECRET, 40);

            assertThat(fit).doesNotContain(SECRET.substring(0, 6));
        }
    }

    @Test
    void cutsToTheLengthWantedAndSaysSo() {
        assertThat(texts.fit("abcdef", 6)).isEqualTo("abcdef");
        assertThat(texts.fit("abcdefg", 6)).isEqualTo("abcdef…");
        assertThat(texts.fit("ab", 1)).isEqualTo("a…");
        assertThat(texts.fit("   abc   ", 3)).isEqualTo("abc");
    }

    @Test
    void neverCutsAPairOfSurrogatesApart() {
        assertThat(texts.fit("ab\ud83d\ude00cd", 3)).isEqualTo("ab…");
        assertThat(texts.fit("ab\ud83d\ude00cd", 4)).isEqualTo("ab\ud83d\ude00…");
        // The edge at which it stops reading falls between the two as well.
        assertThat(texts.fit("\u0000".repeat(READ - 2) + "a\ud83d\ude00", 160)).isEqualTo("a");
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
        assertThat(texts.fit(edge + piece.repeat((1 << 20) / piece.length()), 160))
                .isEqualTo(texts.fit(edge, 160));
        assertThat(texts.fit(edge, 160)).hasSizeLessThanOrEqualTo(161);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1 ", "+1-", "a@", "eyJa.", "a-", "\u0000\u2028", "\ud83d"})
    void needsLittleStackForHostileText(String piece) throws Exception {
        FutureTask<String> task = new FutureTask<>(() -> texts.fit(piece.repeat(READ), 160));
        Thread thread = new Thread(null, task, "little-stack", 128 << 10);
        thread.start();

        assertThat(task.get(30, TimeUnit.SECONDS)).hasSizeLessThanOrEqualTo(161);
    }
}
