package io.jenkins.plugins.korenotify.verdicts;

import java.time.Duration;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One response, given a number of times or for a time.
 *
 * @param what a status in the table's notation, a JSON body, an HTTP status, or the name of a fault
 * @param times how often; {@link Integer#MAX_VALUE} for ever
 * @param lasts how long instead; null: as often as {@code times} says
 */
public record ScriptedResponse(String what, int times, Duration lasts) {
    private static final Pattern REPEATED = Pattern.compile("(.*?)(?: x(\\d+)| (\\d+)min| (\\*))?");
    private static final Pattern STATUS = Pattern.compile("(\\w+)(?:\\[(?:(\\d+),(\\d+),(\\d+))?\\](\\d+)?|(-))");

    static ScriptedResponse parse(String text) {
        Matcher matcher = REPEATED.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not a response: " + text);
        }
        int times = matcher.group(2) != null
                ? Integer.parseInt(matcher.group(2))
                : matcher.group(4) != null ? Integer.MAX_VALUE : 1;
        Duration lasts = matcher.group(3) == null ? null : Duration.ofMinutes(Long.parseLong(matcher.group(3)));
        return new ScriptedResponse(matcher.group(1), lasts == null ? times : Integer.MAX_VALUE, lasts);
    }

    /** Whether Jenkins is away instead of a response. */
    boolean isAway() {
        return what.equals("away");
    }

    boolean isQuick() {
        return lasts == null && times <= 3 && !what.equals("503") && !what.equals("reset");
    }

    /** The HTTP status; 0: the connection is closed without a response. */
    int httpStatus() {
        return switch (what) {
            case "unknown-id", "cut-400" -> 400;
            case "html" -> 200;
            case "reset" -> 0;
            default -> what.matches("\\d{3}") ? Integer.parseInt(what) : 200;
        };
    }

    /** The body. */
    String body() {
        return switch (what) {
            case "unknown-id" -> "{\"errors\":[{\"msg\":\"Invalid request ID\",\"code\":400}]}";
            case "cut-400" -> "{\"errors\":[{\"msg\":\"Inval";
            case "401" -> "{\"errors\":[{\"msg\":\"Invalid SDK credentials\",\"code\":4002}]}";
            case "404" -> "{\"errors\":[{\"msg\":\"Not found\",\"code\":404}]}";
            case "html" -> "<html><body>The service is being maintained</body></html>";
            case "302", "407", "429", "503", "reset" -> "";
            default -> what.startsWith("{") ? what : status();
        };
    }

    private String status() {
        Matcher matcher = STATUS.matcher(what);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not a status: " + what);
        }
        if (matcher.group(6) != null) {
            return "{\"statusLogs\":null,\"count\":0,\"status\":\"" + matcher.group(1) + "\",\"streamId\":\"st-row\"}";
        }
        StringJoiner logs = new StringJoiner(",");
        int entries = 0;
        String[] words = {"SUCCESS", "FAILURE", "QUEUED"};
        for (int kind = 0; kind < words.length && matcher.group(2) != null; kind++) {
            int number = Integer.parseInt(matcher.group(2 + kind));
            for (int i = 0; i < number; i++) {
                logs.add("{\"channel\":\"ivr\",\"status\":\"" + words[kind] + "\"}");
            }
            entries += number;
        }
        String count = matcher.group(5) == null ? Integer.toString(entries) : matcher.group(5);
        return "{\"statusLogs\":[" + logs + "],\"count\":" + count + ",\"status\":\"" + matcher.group(1)
                + "\",\"streamId\":\"st-row\"}";
    }
}
