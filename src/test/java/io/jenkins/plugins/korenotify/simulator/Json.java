package io.jenkins.plugins.korenotify.simulator;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Reads what clients send: exactly one JSON object, no field of it given twice. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    /**
     * Reads an object.
     *
     * @throws IOException when the bytes are anything else
     */
    static ObjectNode object(byte[] bytes) throws IOException {
        JsonNode read = MAPPER.readTree(bytes);
        if (read instanceof ObjectNode object) {
            return object;
        }
        throw new IOException("not an object");
    }
}
