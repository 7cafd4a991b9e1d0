package io.jenkins.plugins.korenotify.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2015-10-21T07:28:00Z");

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "120, 120", "' 7 ', 7", "0005, 5", "900, 900", "86400, 900"})
    void readsSeconds(String header, long seconds) {
        assertThat(RetryAfter.parse(header, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({
        "'Wed, 21 Oct 2015 07:28:30 GMT', 30",
        "'Wed, 21 Oct 2015 07:28:00 GMT', 0",
        "' Wed, 21 Oct 2015 08:28:00 GMT ', 900",
    })
    void readsAnHttpDateAgainstTheOtherSidesTime(String header, long seconds) {
        assertThat(RetryAfter.parse(header, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Wed, 21 Oct 2015 07:27:59 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"})
    void takesADateInThePastAsNow(String header) {
        assertThat(RetryAfter.parse(header, NOW)).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"86401", "999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"})
    void doesNotBelieveMoreThanADay(String header) {
        assertThat(RetryAfter.parse(header, NOW)).contains(RetryAfter.MAX);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "+1",
                "1.5",
                "1e3",
                "0x10",
                "soon",
                "1 2",
                "\u0661\u0662",
                "1234567890123456789012",
                "2015-10-21T07:28:00Z",
                "Wed, 32 Oct 2015 07:28:00 GMT",
                "Mon, 21 Oct 2015 07:28:00 GMT",
                "\u0000"
            })
    void knowsNothingWhereTheHeaderIsMissingOrNotUnderstood(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isEmpty();
    }

    @Test
    void isNotImpressedByLength() {
        assertThat(RetryAfter.parse("9".repeat(1 << 20), NOW)).isEmpty();
        assertThat(RetryAfter.parse("Wed, 21 Oct 2015 07:28:30 GMT" + " ".repeat(1 << 20) + "x", NOW))
                .isEmpty();
        assertThat(RetryAfter.httpDate("x".repeat(1 << 20))).isEmpty();
        assertThat(RetryAfter.httpDate(null)).isEmpty();
    }

    @Test
    void readsEnglishDatesWhateverTheMachinesLanguage() {
        Locale before = Locale.getDefault();
        try {
            for (Locale locale :
                    new Locale[] {Locale.JAPAN, Locale.forLanguageTag("ar-EG"), Locale.forLanguageTag("tr")}) {
                Locale.setDefault(locale);
                assertThat(RetryAfter.parse("Wed, 21 Oct 2015 07:28:30 GMT", NOW))
                        .contains(Duration.ofSeconds(30));
                assertThat(RetryAfter.parse("30", NOW)).contains(Duration.ofSeconds(30));
            }
        } finally {
            Locale.setDefault(before);
        }
    }
}
