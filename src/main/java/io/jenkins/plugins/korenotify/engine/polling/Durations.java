package io.jenkins.plugins.korenotify.engine.polling;

import java.time.Duration;

/** Spans of time for people. */
public final class Durations {
    private Durations() {}

    /** The span in words, to the second, rounded down, for example {@code 1 h 30 min}; a negative one counts as none. */
    public static String format(Duration span) {
        StringBuilder words = new StringBuilder();
        part(words, span.toHours(), " h ");
        part(words, span.toMinutesPart(), " min ");
        part(words, span.toSecondsPart(), " s ");
        return words.isEmpty() ? "0 s" : words.toString().strip();
    }

    private static void part(StringBuilder words, long number, String unit) {
        if (number > 0) {
            words.append(number).append(unit);
        }
    }
}
