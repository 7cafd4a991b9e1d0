package io.jenkins.plugins.korenotify.engine.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.korenotify.trials.Documents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema against the documents that {@link CheckResultTest} pins. */
class CheckResultSchemaTest {
    private static ObjectNode document(String name) throws IOException {
        try (InputStream in = CheckResultSchemaTest.class.getResourceAsStream(name)) {
            return (ObjectNode) Documents.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"passed.json", "refused.json"})
    void theDocumentsConform(String name) throws Exception {
        assertThat(Documents.violations(document(name))).isEmpty();
    }

    @Test
    void everyFieldIsDescribedAndRequired() throws Exception {
        JsonNode document = document("passed.json");
        JsonNode described = Documents.schema().get("properties");
        for (var names = document.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            ObjectNode less = document.deepCopy();
            less.remove(name);
            assertThat(Documents.violations(less)).as("without " + name).isNotEmpty();
            assertThat(described.has(name)).as(name).isTrue();
        }
        // Those of undelivered recipients are there only where some may be kept.
        assertThat(described).hasSize(document.size() + 2);
    }

    @ParameterizedTest
    @CsvSource({
        "schemaVersion, 2",
        "verdict, OK",
        "inconclusiveReason, MAYBE",
        "total, -1",
        "successRate, 101",
        "startedAt, now"
    })
    void theSchemaRejects(String field, String value) throws Exception {
        ObjectNode document = document("passed.json");
        if (value.matches("-?\\d+")) {
            document.put(field, Integer.parseInt(value));
        } else {
            document.put(field, value);
        }

        assertThat(Documents.violations(document)).isNotEmpty();
    }

    @Test
    void fieldsMayBeAdded() throws Exception {
        assertThat(Documents.violations(document("passed.json").put("later", 1)))
                .isEmpty();
    }
}
