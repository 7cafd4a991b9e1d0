package io.jenkins.plugins.korenotify.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class RetryAfterProperties {
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    @Property
    void secondsAreTakenAsTheyStandUpToAQuarterOfAnHour(@ForAll @LongRange(min = 0, max = 1_000_000) long seconds) {
        assertThat(RetryAfter.parse(Long.toString(seconds), EARLIEST))
                .contains(Duration.ofSeconds(Math.min(seconds, 900)));
    }

    @Property
    void aDateIsTakenAsTheTimeUntilThenBetweenZeroAndADay(
            @ForAll("instants") Instant now, @ForAll @LongRange(min = -200_000, max = 200_000) long ahead) {
        Instant then = now.plusSeconds(ahead);
        if (then.isBefore(EARLIEST) || then.isAfter(LATEST)) {
            return;
        }
        String header = DateTimeFormatter.RFC_1123_DATE_TIME.format(then.atOffset(ZoneOffset.UTC));

        assertThat(RetryAfter.parse(header, now)).contains(Duration.ofSeconds(Math.max(0, Math.min(ahead, 900))));
    }

    @Property
    void whateverTheHeaderHoldsTheAnswerIsWithinADay(
            @ForAll("headers") String header, @ForAll("instants") Instant now) {
        assertThat(RetryAfter.parse(header, now).orElse(Duration.ZERO)).isBetween(Duration.ZERO, RetryAfter.MAX);
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Arbitraries.longs()
                .between(EARLIEST.getEpochSecond(), LATEST.getEpochSecond())
                .map(Instant::ofEpochSecond);
    }

    @Provide
    Arbitrary<String> headers() {
        return Arbitraries.oneOf(
                Arbitraries.strings(),
                Arbitraries.strings().numeric(),
                Arbitraries.strings().withChars("WedThuOct 0123456789:,GMT+-").ofMaxLength(40));
    }
}
