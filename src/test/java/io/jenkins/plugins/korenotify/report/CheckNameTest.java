package io.jenkins.plugins.korenotify.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckNameTest {
    @ParameterizedTest
    @CsvSource({
        "Check, -Check",
        "'Branch: staff', -Branch-staff",
        "../../etc/passwd, -etc-passwd",
        "'\"><script>', -script",
        "ds-1, ''",
        "'…', ''",
        ", ''",
    })
    void isSafeInUrlsAndFileNames(String name, String suffix) {
        assertThat(CheckName.unique(name, new HashSet<>())).isEqualTo(suffix);
    }

    @Test
    void isShortAndUnique() {
        Set<String> used = new HashSet<>();

        assertThat(CheckName.unique("x".repeat(500), used)).hasSize(61);
        assertThat(CheckName.unique("ds-1", used)).isEmpty();
        assertThat(CheckName.unique("ds-2", used)).isEqualTo("-2");
        assertThat(CheckName.unique("2", used)).isEqualTo("-2-2");
    }
}
