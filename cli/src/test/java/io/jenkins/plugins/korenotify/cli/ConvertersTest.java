package io.jenkins.plugins.korenotify.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ConvertersTest {
    @ParameterizedTest
    @CsvSource({"1s,1", "90s,90", "10m,600", "1h30m,5400", "1H30M,5400", "1d,86400", "30d,2592000", "0h90s,90"})
    void parsesWhatPeopleWrite(String text, long seconds) {
        assertThat(Converters.parseDuration(text)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0s",
                "10",
                "m",
                "-5m",
                "5 m",
                "1.5h",
                "1m1h",
                "30d1s",
                "9999d",
                "99999999999s",
                "PT10M",
                "５m"
            })
    void rejectsTheRest(String text) {
        assertThatThrownBy(() -> Converters.parseDuration(text)).isInstanceOf(TypeConversionException.class);
    }
}
