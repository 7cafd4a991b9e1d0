package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses durations as people write them: {@code 90s}, {@code 10m}, {@code 1h30m}; from one second to 30 days. */
final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern FORMAT =
            Pattern.compile("(?:(\\d{1,4})d)?(?:(\\d{1,6})h)?(?:(\\d{1,8})m)?(?:(\\d{1,9})s)?");

    @Override
    public Duration convert(String text) {
        Matcher parts = FORMAT.matcher(text.toLowerCase(Locale.ROOT));
        if (text.isEmpty() || !parts.matches()) {
            throw new TypeConversionException("must be a duration like 90s, 10m or 1h30m");
        }
        Duration duration = Duration.ofDays(number(parts.group(1)))
                .plusHours(number(parts.group(2)))
                .plusMinutes(number(parts.group(3)))
                .plusSeconds(number(parts.group(4)));
        if (duration.isZero() || duration.compareTo(PollingPolicy.MAX_TIMEOUT) > 0) {
            throw new TypeConversionException("must be from 1s to " + PollingPolicy.MAX_TIMEOUT.toDays() + "d");
        }
        return duration;
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
