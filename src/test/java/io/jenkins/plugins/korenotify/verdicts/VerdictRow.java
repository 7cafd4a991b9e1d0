package io.jenkins.plugins.korenotify.verdicts;

import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One row of the truth table; {@code docs/verdicts.md} explains the notation. */
public final class VerdictRow {
    private static final String FILE = "/io/jenkins/plugins/korenotify/verdicts/verdicts.txt";
    private static final String GO_ON = "go on";
    private static final Pattern REQUEST = Pattern.compile("(\\w+)(?:\\((\\d+)\\))?: (.*)");

    private final String group;
    private final String[] columns;

    private VerdictRow(String group, String line) {
        this.group = group;
        this.columns = Stream.of(line.split(" \\| ")).map(String::strip).toArray(String[]::new);
        if (columns.length != 4) {
            throw new IllegalArgumentException("Not a row: " + line);
        }
    }

    /** All rows, in order. */
    public static List<VerdictRow> all() {
        List<VerdictRow> rows = new ArrayList<>();
        String group = "";
        for (String line : lines()) {
            if (line.startsWith("## ")) {
                group = line.substring(3);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                rows.add(new VerdictRow(group, line));
            }
        }
        return rows;
    }

    /** The lines of the table's file. */
    static List<String> lines() {
        try (InputStream file = VerdictRow.class.getResourceAsStream(FILE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The heading that it stands under. */
    public String group() {
        return group;
    }

    /** Its columns: thresholds, requests, verdict, what it is about. */
    List<String> columns() {
        return List.of(columns);
    }

    /** The expected verdict: a level, or {@code go on}. */
    public String verdict() {
        return columns[2].startsWith(GO_ON) ? GO_ON : columns[2].split(" ")[0];
    }

    /** The expected reason of INCONCLUSIVE; empty for other verdicts. */
    public Optional<String> inconclusiveReason() {
        return verdict().equals("INCONCLUSIVE") ? Optional.of(columns[2].split(" ")[1]) : Optional.empty();
    }

    /** What the reasons of the verdict must name: IDs of requests, words, HTTP statuses. */
    public List<String> named() {
        String[] words = columns[2].replaceFirst(" within .*", "").split(" ");
        return Stream.of(words)
                .skip(inconclusiveReason().isPresent() ? 2 : verdict().equals(GO_ON) ? 2 : 1)
                .map(word -> word.matches("[a-z]") ? id(word) : word)
                .toList();
    }

    /** The time from the start within which the verdict must be given. */
    public Duration within() {
        Matcher matcher = Pattern.compile("within (\\d+)min").matcher(columns[2]);
        return matcher.find() ? Duration.ofMinutes(Long.parseLong(matcher.group(1))) : Duration.ofDays(1);
    }

    /** Whether the check goes on after one response to each request. */
    public boolean goesOn() {
        return verdict().equals(GO_ON);
    }

    /** The value of a setting such as {@code min}; null if it is not set. */
    private String setting(String name) {
        Matcher matcher = Pattern.compile("\\b" + name + " ([\\d.]+)").matcher(columns[0]);
        return matcher.find() ? matcher.group(1) : null;
    }

    /** The thresholds; what is not set has its default. */
    public Thresholds thresholds() {
        String min = setting("min");
        String unstable = setting("unst");
        String maxFailures = setting("maxF");
        String minRecipients = setting("minR");
        return new Thresholds(
                new BigDecimal(min == null ? "100" : min),
                unstable == null ? null : new BigDecimal(unstable),
                maxFailures == null ? null : Long.valueOf(maxFailures),
                minRecipients == null ? 1 : Long.parseLong(minRecipients),
                failFast());
    }

    /** Whether a failure is given as soon as it is certain. */
    public boolean failFast() {
        return !columns[0].contains("late");
    }

    /** Whether the check waits until the requests are finished. */
    public boolean waitForCompletion() {
        return !columns[0].contains("once");
    }

    /** The time until the check ends at the latest. */
    public Duration timeout() {
        String seconds = setting("timeout");
        return seconds == null ? Duration.ofMinutes(30) : Duration.ofSeconds(Long.parseLong(seconds));
    }

    /** The number of retries, if it is set. */
    public OptionalInt retries() {
        String retries = setting("retries");
        return retries == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(retries));
    }

    /** The requests, each with the number of recipients that it was sent to, if that is known. */
    public List<TrackedRequest> requests() {
        List<TrackedRequest> requests = new ArrayList<>();
        for (String text : columns[1].split("; ")) {
            Matcher matcher = matcher(text);
            String sent = matcher.group(2);
            requests.add(new TrackedRequest(
                    id(matcher.group(1)), sent == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(sent))));
        }
        return requests;
    }

    /** The responses to each request, by its ID. */
    public Map<String, List<ScriptedResponse>> responses() {
        Map<String, List<ScriptedResponse>> responses = new LinkedHashMap<>();
        for (String text : columns[1].split("; ")) {
            Matcher matcher = matcher(text);
            responses.put(
                    id(matcher.group(1)),
                    Stream.of(matcher.group(3).split(" -> "))
                            .map(ScriptedResponse::parse)
                            .toList());
        }
        return responses;
    }

    private static Matcher matcher(String text) {
        Matcher matcher = REQUEST.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not a request: " + text);
        }
        return matcher;
    }

    static String id(String name) {
        return "ds-row-" + name;
    }

    /** Whether it takes so little time that it can be run against the clock: no long waits, no restarts. */
    public boolean isQuick() {
        boolean isShort = timeout().toSeconds() <= 10
                || responses().values().stream().flatMap(List::stream).allMatch(ScriptedResponse::isQuick);
        return isShort && !goesOn();
    }

    @Override
    public String toString() {
        return columns[0] + " | " + columns[1] + " | " + columns[2];
    }
}
