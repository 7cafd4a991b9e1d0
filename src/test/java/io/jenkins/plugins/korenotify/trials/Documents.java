package io.jenkins.plugins.korenotify.trials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** JSON documents of checks: what the schema says of them, and whether two say the same. */
public final class Documents {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TIMES =
            List.of("startedAt", "endedAt", "deadline", "durationMillis", "pollHistory", "pollHistoryOmitted");

    private static JsonSchema schema;

    private Documents() {}

    public static JsonNode read(String text) throws IOException {
        return JSON.readTree(text);
    }

    /** The published schema, {@code docs/kore-notify-status.schema.json}. */
    public static JsonNode schema() throws IOException {
        // The plugin's tests run at the root, the command line's in its folder.
        Path docs = Files.isDirectory(Path.of("docs")) ? Path.of("docs") : Path.of("..", "docs");
        return JSON.readTree(docs.resolve("kore-notify-status.schema.json").toFile());
    }

    /** How a document deviates from the published schema; empty if it conforms. */
    public static Set<ValidationMessage> violations(JsonNode document) throws IOException {
        if (schema == null) {
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(schema());
        }
        return schema.validate(document);
    }

    /** The document of a scenario of the simulated Kore.ai, from whatever polls it; without what differs. */
    public static JsonNode expected(String name) throws IOException {
        try (InputStream in = Documents.class.getResourceAsStream("scenario-" + name + ".json")) {
            return JSON.readTree(in);
        }
    }

    /** The document without what differs from one run to the next (times, polls) or by what polls (name, connection). */
    public static JsonNode withoutTimes(JsonNode document) {
        ObjectNode copy = document.deepCopy();
        copy.remove(TIMES);
        copy.remove(List.of("polls", "name", "connection"));
        copy.withArray("requests").forEach(request -> ((ObjectNode) request).remove("polls"));
        return copy;
    }

    /** Whether both say the same, 98 and 98.0 being the same number. */
    public static boolean areEqual(JsonNode one, JsonNode other) {
        Comparator<JsonNode> numbersByValue = (a, b) ->
                a.isNumber() && b.isNumber() ? a.decimalValue().compareTo(b.decimalValue()) : a.equals(b) ? 0 : 1;
        return one.equals(numbersByValue, other);
    }
}
