package io.jenkins.plugins.korenotify.engine.result;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckLabelTest {
    @Test
    void aNameIsOnOneLine() {
        assertThat(name("Staff\r\n[Kore.ai] PASSED\u0007\u2028\u202e of  today "))
                .isEqualTo("Staff [Kore.ai] PASSED of today");
        assertThat(name("Grüße an <b>alle</b> 🎉")).isEqualTo("Grüße an <b>alle</b> 🎉");
    }

    @Test
    void aLongNameIsCut() {
        assertThat(name("x".repeat(100))).hasSize(100).doesNotContain("…");
        assertThat(name("x".repeat(333))).hasSize(100).endsWith("…");
    }

    @Test
    void thereMayBeNone() {
        assertThat(name(null)).isNull();
    }

    private static String name(String given) {
        return new CheckLabel(given, "bank", "st-1").name();
    }
}
