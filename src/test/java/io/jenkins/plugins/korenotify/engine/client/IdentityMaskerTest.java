package io.jenkins.plugins.korenotify.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityMaskerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "john.doe@example.com | j***@***",
                "jd1@example.com | j***@***",
                "  John.Doe@example.com  | J***@***",
                "a.b+c@x.org | a***@***",
                "John Doe <john.doe@example.com> | J***@***",
                "joe@evil@example.com | j***@***",
            })
    void ofAnAddressTheFirstLetterIsShown(String identity, String masked) {
        assertThat(IdentityMasker.apply(identity)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+49 170 1234567 | ***567",
                "(030) 123-4567 | ***567",
                "4917012345 | ***345",
                "123456789 | ***89",
                "1234567 | ***67",
                "123456 | ***",
                "+1 (2) 3 | ***",
            })
    void ofAPhoneNumberTheLastDigitsAreShown(String identity, String masked) {
        assertThat(IdentityMasker.apply(identity)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "29:1sK7dPq0aZ9x | 29***9x",
                "u-a1414a00-5089-5009-9365-dd3a6a09f107 | u***07",
                "U012AB3CD4EF | U0***EF",
                "jsmith42 | j***2",
                "jsmith4 | ***",
                "123456789012345678901 | 12***01",
            })
    void ofAnythingElseBothEndsAreShown(String identity, String masked) {
        assertThat(IdentityMasker.apply(identity)).isEqualTo(masked);
    }

    @Test
    void whatIsShortOrTooLongIsNotShownAtAll() {
        assertThat(IdentityMasker.apply("")).isEqualTo("***");
        assertThat(IdentityMasker.apply("x")).isEqualTo("***");
        assertThat(IdentityMasker.apply("@")).isEqualTo("***@***");
        assertThat(IdentityMasker.apply("ab@example.com")).isEqualTo("***@***");
        assertThat(IdentityMasker.apply("ab" + "\u200b".repeat(40))).isEqualTo("***");
        assertThat(IdentityMasker.apply("ab" + " ".repeat(40) + "c")).isEqualTo("***");
        assertThat(IdentityMasker.apply("1" + " ".repeat(40))).isEqualTo("***");
        assertThat(IdentityMasker.apply("x".repeat(320))).isEqualTo("xx***xx");
        assertThat(IdentityMasker.apply("x".repeat(321))).isEqualTo("***");
        assertThat(IdentityMasker.apply("x".repeat(1_000_000).toCharArray(), 0, 1_000_000))
                .isEqualTo("***");
    }

    @Test
    void onlyPlainLettersAndDigitsAreShown() {
        assertThat(IdentityMasker.apply("\u202Ejohn.doe@example.com")).isEqualTo("***@***");
        assertThat(IdentityMasker.apply("\ud83d\ude00john.doe.the.first\ud83d\ude00"))
                .isEqualTo("***");
        assertThat(IdentityMasker.apply("<b>bold user name</b>")).isEqualTo("***");
        assertThat(IdentityMasker.apply("\u00f6zg\u00fcr@example.com")).isEqualTo("***@***");
        assertThat(IdentityMasker.apply("x<script>alert(1)</script>y")).isEqualTo("x***y");
        // Digits of other scripts make no phone number.
        assertThat(IdentityMasker.apply("\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668"))
                .isEqualTo("***");
    }
}
