package io.jenkins.plugins.korenotify.engine.client;

import static io.jenkins.plugins.korenotify.engine.message.InvalidInputException.require;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.jenkins.plugins.korenotify.engine.message.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.StringTokenizer;

/**
 * Reads request IDs from saved text.
 *
 * <p>Either a send response (Kore.ai, "Proactive Notifications" and "Proactive Notifications V2": the ID is
 * {@code _id}, the number of recipients {@code store.identitiesCount}), or an array of such responses, or of IDs, or
 * several of these one after the other; or plain IDs, separated by white space or commas, where {@code #} begins a
 * comment that ends with the line. An ID that occurs more than once counts once.
 */
public final class RequestIdParser {
    /** The largest text that is read, in characters. */
    public static final int MAX_CHARACTERS = 16 << 20;

    /** The most requests of one text. */
    public static final int MAX_REQUESTS = 10_000;

    // More recipients than Kore.ai takes in one request (1000), with a margin for installations that take more.
    private static final long MAX_RECIPIENTS = 1_000_000;
    private static final int SHOWN = 120;

    private static final TextSanitizer SANITIZER = new TextSanitizer(Redaction.TOKENS);

    private final Map<String, TrackedRequest> found = new LinkedHashMap<>();

    private RequestIdParser() {}

    /**
     * The requests in the order they stand in the text, at least one.
     *
     * @throws InvalidInputException if there is none, if there are too many, or if the text is not of this kind; the
     *     message contains at most a short, sanitized excerpt
     */
    public static List<TrackedRequest> read(String text) {
        require(text.length() <= MAX_CHARACTERS, "sent.tooLong", MAX_CHARACTERS);
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        RequestIdParser responses = new RequestIdParser();
        if (isJson(content)) {
            responses.readJson(content);
        } else {
            responses.readPlain(content);
        }
        require(!responses.found.isEmpty(), "sent.none");
        return new ArrayList<>(responses.found.values());
    }

    /** Whether a text is meant as JSON, not as plain IDs: it starts like an object, an array or a string. */
    public static boolean isJson(String text) {
        return text.chars().dropWhile(Character::isWhitespace).limit(1).anyMatch(c -> c == '{' || c == '[' || c == '"');
    }

    private void readPlain(String text) {
        text.lines().forEach(line -> {
            int comment = line.indexOf('#');
            StringTokenizer words =
                    new StringTokenizer(comment < 0 ? line : line.substring(0, comment), " ,\t\f\u000B\u00A0");
            while (words.hasMoreTokens()) {
                add(words.nextToken(), OptionalLong.empty());
            }
        });
    }

    private void readJson(String text) {
        try (JsonParser json = StatusReader.JSON.createParser(text)) {
            // Of two values, somebody takes the wrong one.
            json.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.START_ARRAY) {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        readOne(json);
                    }
                } else {
                    readOne(json);
                }
            }
        } catch (JsonProcessingException e) {
            // The place is not known where a limit of the parser was exceeded.
            JsonLocation at = e.getLocation();
            throw at == null
                    ? new InvalidInputException("sent.notJson")
                    : new InvalidInputException("sent.notJsonAt", at.getLineNr(), at.getColumnNr());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readOne(JsonParser json) throws IOException {
        switch (json.currentToken()) {
            case START_OBJECT -> readResponse(json);
            case VALUE_STRING -> add(json.getText(), OptionalLong.empty());
            default ->
                throw new InvalidInputException(
                        "sent.neither", json.currentTokenLocation().getLineNr());
        }
    }

    private void readResponse(JsonParser json) throws IOException {
        long line = json.currentTokenLocation().getLineNr();
        String id = null;
        String refusal = null;
        OptionalLong recipients = OptionalLong.empty();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("_id") && value == JsonToken.VALUE_STRING) {
                id = json.getText();
            } else if (field.equals("store") && value != JsonToken.VALUE_NULL) {
                require(value == JsonToken.START_OBJECT, "sent.store", field, line);
                recipients = identitiesCount(json);
            } else if (field.equals("errors") && value == JsonToken.START_ARRAY) {
                refusal = firstMessage(json);
            } else {
                json.skipChildren();
            }
        }
        if (id == null && refusal != null && !refusal.isEmpty()) {
            throw new InvalidInputException("sent.refusedFor", SANITIZER.sanitize(refusal, SHOWN), line);
        } else if (id == null) {
            throw new InvalidInputException(refusal == null ? "sent.noId" : "sent.refused", line);
        }
        add(id, recipients);
    }

    private static OptionalLong identitiesCount(JsonParser json) throws IOException {
        OptionalLong count = OptionalLong.empty();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("identitiesCount") && value != JsonToken.VALUE_NULL) {
                boolean typed = value.isNumeric() || value == JsonToken.VALUE_STRING;
                double number = typed ? json.getValueAsDouble(-1) : -1;
                boolean valid = number >= 0 && number <= MAX_RECIPIENTS && number == Math.rint(number);
                require(
                        valid,
                        "sent.recipients",
                        field,
                        json.currentTokenLocation().getLineNr(),
                        MAX_RECIPIENTS);
                count = number == 0 ? OptionalLong.empty() : OptionalLong.of((long) number);
            } else {
                json.skipChildren();
            }
        }
        return count;
    }

    /** The first {@code msg} of an error envelope; empty if it has none. */
    private static String firstMessage(JsonParser json) throws IOException {
        String message = "";
        int depth = 1;
        while (depth > 0) {
            JsonToken token = json.nextToken();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_STRING && message.isEmpty() && "msg".equals(json.currentName())) {
                message = json.getText();
            }
        }
        return message;
    }

    private void add(String id, OptionalLong recipients) {
        String checked = KoreEndpoint.parseRequestId(id);
        found.merge(checked, new TrackedRequest(checked, recipients), TrackedRequest::larger);
        require(found.size() <= MAX_REQUESTS, "sent.tooMany", MAX_REQUESTS);
    }
}
