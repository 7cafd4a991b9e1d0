package io.jenkins.plugins.korenotify.engine.polling;

import java.time.Duration;

/** Durations as people write them. */
public final class Durations {
    private Durations() {}

    /**
     * The duration, rounded down to the second, for example {@code 1 h 30 min}; a part of a second is {@code < 1 s}; a
     * negative duration counts as zero.
     */
    public static String format(Duration duration) {
        StringBuilder text = new StringBuilder();
        part(text, duration.toHours(), " h ");
        part(text, duration.toMinutesPart(), " min ");
        part(text, duration.toSecondsPart(), " s ");
        if (text.isEmpty()) {
            return duration.compareTo(Duration.ZERO) > 0 ? "< 1 s" : "0 s";
        }
        return text.toString().strip();
    }

    private static void part(StringBuilder text, long number, String unit) {
        if (number > 0) {
            text.append(number).append(unit);
        }
    }
}
