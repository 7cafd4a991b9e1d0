package io.jenkins.plugins.korenotify.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The body of a send, read loosely: channel, a message (called {@code message} or, as in half of Kore.ai's samples,
 * {@code content}), and 1 to 1000 identities, which are texts in V1 and objects in V2 (Kore.ai, send pages).
 *
 * @param channel the channel's name
 * @param identities the recipients' addresses
 */
record SendBody(String channel, List<String> identities) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_IDENTITIES = 1000;

    /** Reads a body; empty when it fails validation. */
    static Optional<SendBody> read(byte[] bytes, NotifyVersion version) {
        try (JsonParser json = JSON.createParser(bytes)) {
            return Optional.ofNullable(read(json, version));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static SendBody read(JsonParser json, NotifyVersion version) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        String channel = null;
        boolean message = false;
        List<String> identities = List.of();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("channel") && value == JsonToken.VALUE_STRING) {
                channel = json.getText();
            } else if (field.equals("identities") && value == JsonToken.START_ARRAY) {
                identities = identities(json, version);
            } else {
                message |= value == JsonToken.START_OBJECT && (field.equals("message") || field.equals("content"));
                json.skipChildren();
            }
        }
        boolean valid = channel != null && message && identities != null && !identities.isEmpty();
        return valid ? new SendBody(channel, identities) : null;
    }

    /** The addresses, or null when one is of the wrong type or there are too many. */
    private static List<String> identities(JsonParser json, NotifyVersion version) throws IOException {
        List<String> addresses = new ArrayList<>();
        boolean valid = true;
        JsonToken entry;
        while ((entry = json.nextToken()) != JsonToken.END_ARRAY) {
            String address = null;
            if (version == NotifyVersion.V1 && entry == JsonToken.VALUE_STRING) {
                address = json.getText();
            } else if (version == NotifyVersion.V2 && entry == JsonToken.START_OBJECT) {
                address = address(json);
            } else {
                json.skipChildren();
            }
            valid &= address != null && addresses.size() < MAX_IDENTITIES;
            if (valid) {
                addresses.add(address);
            }
        }
        return valid ? addresses : null;
    }

    private static String address(JsonParser json) throws IOException {
        String address = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            if (json.nextToken() == JsonToken.VALUE_STRING
                    && (field.equals("email") || field.equals("spaceId") || field.equals("phoneNumber"))) {
                address = json.getText();
            } else {
                json.skipChildren();
            }
        }
        return address;
    }
}
