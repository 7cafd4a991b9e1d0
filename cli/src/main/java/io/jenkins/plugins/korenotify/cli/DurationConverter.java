package io.jenkins.plugins.korenotify.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads and writes spans of time as people write them: {@code 90s}, {@code 10m}, {@code 1h30m}. */
final class DurationConverter implements ITypeConverter<Duration> {
    /** The longest span. */
    static final Duration LONGEST = Duration.ofDays(30);

    private static final Pattern FORM =
            Pattern.compile("(?:(\\d{1,4})d)?(?:(\\d{1,6})h)?(?:(\\d{1,8})m)?(?:(\\d{1,9})s)?");

    /**
     * Reads a span.
     *
     * @throws TypeConversionException if it is not written like that, or not within one second and {@link #LONGEST}
     */
    @Override
    public Duration convert(String text) {
        Matcher parts = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (text.isEmpty() || !parts.matches()) {
            throw new TypeConversionException("give a time like 90s, 10m or 1h30m");
        }
        Duration span = Duration.ofDays(number(parts.group(1)))
                .plusHours(number(parts.group(2)))
                .plusMinutes(number(parts.group(3)))
                .plusSeconds(number(parts.group(4)));
        if (span.isZero() || span.compareTo(LONGEST) > 0) {
            throw new TypeConversionException("the time must be from 1s to " + LONGEST.toDays() + "d");
        }
        return span;
    }

    /** The span in words, to the second; spans below a minute to a tenth of it. */
    static String format(Duration span) {
        if (span.compareTo(Duration.ofMinutes(1)) < 0) {
            long tenths = span.toMillis() / 100;
            return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + " s";
        }
        StringBuilder words = new StringBuilder();
        part(words, span.toDays(), " d ");
        part(words, span.toHoursPart(), " h ");
        part(words, span.toMinutesPart(), " min ");
        part(words, span.toSecondsPart(), " s ");
        return words.toString().strip();
    }

    private static void part(StringBuilder words, long number, String unit) {
        if (number > 0) {
            words.append(number).append(unit);
        }
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
