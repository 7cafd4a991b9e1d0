package io.jenkins.plugins.korenotify.integration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words of others in Markdown: shown as they are, whatever they look like. */
class MarkdownTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            Identity is not associated,     ` Identity is not associated `
            <img src=x onerror=alert(1)>,   ` <img src=x onerror=alert(1)> `
            @octocat closes #1 | **bold**,  ` @octocat closes #1 | **bold** `
            a ` b,                          `` a ` b ``
            `` `` ```<script>,              ```` `` `` ```<script> ````
            """)
    void fencesEveryText(String text, String literal) {
        assertThat(Markdown.literal(text)).isEqualTo(literal);
    }

    @Test
    void hasNoSecondLineAndNothingHidden() {
        assertThat(Markdown.literal("one\n\n# two\r\u2028three\u202Efour\u0000five"))
                .isEqualTo("` one # two three four five `");
        assertThat(Markdown.literal(" \n ")).isEqualTo("` - `");
    }

    @Test
    void isBounded() {
        assertThat(Markdown.literal("x".repeat(100_000)))
                .hasSize(Markdown.MOST + 4)
                .endsWith("… `");
        assertThat(Markdown.literal("`".repeat(100_000))).hasSizeLessThan(3 * Markdown.MOST + 4);
        assertThat(Markdown.literal("😀".repeat(1_000))).doesNotContain("?").matches("` (😀)+… `");
    }
}
