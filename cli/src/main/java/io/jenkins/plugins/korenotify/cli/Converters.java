package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Parses the values of options. Each method throws a {@link TypeConversionException} that says what is expected. */
final class Converters {
    private static final Pattern DURATION =
            Pattern.compile("(\\d{1,4}D)?((?:\\d{1,6}H)?(?:\\d{1,8}M)?(?:\\d{1,9}S)?)", Pattern.CASE_INSENSITIVE);

    private Converters() {}

    /** A duration as people write it: {@code 90s}, {@code 10m}, {@code 1h30m}; from one second to 30 days. */
    static Duration parseDuration(String text) {
        Matcher parts = DURATION.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            throw new TypeConversionException("must be a duration like 90s, 10m or 1h30m");
        }
        String days = parts.group(1) == null ? "" : parts.group(1);
        Duration duration = Duration.parse("P" + days + (parts.group(2).isEmpty() ? "" : "T" + parts.group(2)));
        if (duration.isZero() || duration.compareTo(PollingPolicy.MAX_TIMEOUT) > 0) {
            throw new TypeConversionException("must be from 1s to " + PollingPolicy.MAX_TIMEOUT.toDays() + "d");
        }
        return duration;
    }

    /** A percentage, with or without the sign. {@code Thresholds} validates its range. */
    static BigDecimal parsePercent(String text) {
        try {
            return new BigDecimal(text.replaceFirst("\\s*%$", ""));
        } catch (NumberFormatException e) {
            throw new TypeConversionException("must be a percentage from 0 to 100, like 98 or 99.5");
        }
    }

    static Long parseWholeNumber(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("must be a whole number");
        }
    }
}
