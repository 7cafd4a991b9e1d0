package io.jenkins.plugins.korenotify.simulator;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** The shapes of reply the simulated Kore.ai gives. */
final class Replies {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private Replies() {}

    /** A JSON reply. */
    static Reply json(int status, Content content) {
        return new Reply(status, Map.of("Content-Type", "application/json; charset=utf-8"), content, Wire.NORMAL);
    }

    /** Kore.ai's error envelope (SDK security page). */
    static Reply error(int status, int code, String message) {
        String quoted = new String(JsonStringEncoder.getInstance().quoteAsString(message));
        return json(status, Content.of("{\"errors\":[{\"msg\":\"" + quoted + "\",\"code\":" + code + "}]}"));
    }

    /** A page as a gateway or a login wall would send it. */
    static Reply html(int status, String title) {
        String page = "<!DOCTYPE html>\n<html><head><title>" + title + "</title></head>\n<body><h1>" + title
                + "</h1><script>alert('never run me')</script><p>simulated page</p></body></html>\n";
        return new Reply(status, Map.of("Content-Type", "text/html; charset=utf-8"), Content.of(page), Wire.NORMAL);
    }

    /** Nothing arrives: the connection is reset. */
    static Reply unreachable() {
        return new Reply(503, Map.of(), Content.of(""), Wire.RESET);
    }

    /** A date as HTTP headers carry it. */
    static String httpDate(Instant instant) {
        return HTTP_DATE.format(instant);
    }

    /** What such a date means. */
    static Instant instant(String httpDate) {
        return HTTP_DATE.parse(httpDate, Instant::from);
    }
}
