package io.jenkins.plugins.korenotify.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/** Reads the top level of a JSON object; what is nested is skipped. A field given twice is an error. */
final class FlatJson {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private FlatJson() {}

    /**
     * The fields of the object.
     *
     * @return values as String, BigDecimal or Boolean; null, objects and arrays are left out
     * @throws IOException when the bytes are not exactly one JSON object
     */
    static Map<String, Object> read(byte[] bytes) throws IOException {
        Map<String, Object> fields = new HashMap<>();
        try (JsonParser json = JSON.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not an object");
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                Object value = value(json, json.nextToken());
                if (value != null) {
                    fields.put(name, value);
                }
            }
            if (json.nextToken() != null) {
                throw new IOException("more than one object");
            }
        }
        return fields;
    }

    private static Object value(JsonParser json, JsonToken token) throws IOException {
        switch (token) {
            case VALUE_STRING:
                return json.getText();
            case VALUE_NUMBER_INT:
            case VALUE_NUMBER_FLOAT:
                BigDecimal number = json.getDecimalValue();
                if (number.precision() - number.scale() > 30 || number.scale() > 30) {
                    throw new IOException("number out of range");
                }
                return number;
            case VALUE_TRUE:
            case VALUE_FALSE:
                return json.getBooleanValue();
            default:
                json.skipChildren();
                return null;
        }
    }
}
