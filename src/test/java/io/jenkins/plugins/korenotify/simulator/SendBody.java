package io.jenkins.plugins.korenotify.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The body of a send, checked against the schema of the pages "Proactive Notifications" (V1) and "Proactive Notifications
 * v2": 1 to 1000 identities, no field that is not named there.
 *
 * @param channel the channel's name
 * @param identities the recipients' addresses
 */
record SendBody(String channel, List<String> identities) {
    private static final int MAX_IDENTITIES = 1000;
    private static final int MAX_PARAMETERS = 20;
    private static final int MAX_PARAMETER_LENGTH = 200;

    private static final Set<String> V1_FIELDS = Set.of("channel", "userIdentityType", "message", "identities");
    private static final Set<String> V2_FIELDS =
            Set.of("channel", "userIdentityType", "message", "content", "identities", "webhookInstanceName");
    private static final Set<String> V2_IDENTITY_FIELDS =
            Set.of("email", "spaceId", "phoneNumber", "customMessage", "parameters");
    // Channels that are not named here have no documented kind of address.
    private static final Map<String, String> ADDRESS_BY_CHANNEL = Map.of(
            "ivr", "email",
            "msteams", "email",
            "hangouts", "spaceId",
            "hangoutchat", "spaceId",
            "whatsapp", "phoneNumber");

    /**
     * Reads a body; empty when it fails validation.
     *
     * @param acceptsContent whether the message may be called {@code content}
     */
    static Optional<SendBody> read(byte[] bytes, NotifyVersion version, boolean acceptsContent) {
        try {
            ObjectNode body = Json.object(bytes);
            return version == NotifyVersion.V1 ? readV1(body) : readV2(body, acceptsContent);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<SendBody> readV1(ObjectNode body) {
        JsonNode message = body.path("message");
        List<String> addresses = new ArrayList<>();
        body.path("identities").forEach(identity -> addresses.add(identity.textValue()));
        boolean valid = hasOnly(body, V1_FIELDS)
                && body.path("channel").isTextual()
                && "resolve".equals(body.path("userIdentityType").textValue())
                && hasOnly(message, Set.of("type", "val"))
                && Set.of("text", "script").contains(message.path("type").asText())
                && message.path("val").isTextual();
        return valid ? checked(body, addresses) : Optional.empty();
    }

    private static Optional<SendBody> readV2(ObjectNode body, boolean acceptsContent) {
        String channel = body.path("channel").asText();
        JsonNode message = body.has("message") || !acceptsContent ? body.path("message") : body.path("content");
        boolean valid = hasOnly(body, V2_FIELDS)
                && body.path("channel").isTextual()
                && !(body.has("message") && body.has("content"))
                && hasOnly(message, Set.of("type", "value"))
                && Set.of("text", "template", "script")
                        .contains(message.path("type").asText())
                && message.has("value")
                && (!body.has("webhookInstanceName") || channel.equals("ivr"));
        List<String> addresses = new ArrayList<>();
        body.path("identities").forEach(identity -> addresses.add(address(identity, channel)));
        return valid ? checked(body, addresses) : Optional.empty();
    }

    private static Optional<SendBody> checked(ObjectNode body, List<String> addresses) {
        boolean valid = body.path("identities").isArray()
                && !addresses.isEmpty()
                && addresses.size() <= MAX_IDENTITIES
                && !addresses.contains(null);
        return valid
                ? Optional.of(new SendBody(body.path("channel").asText(), List.copyOf(addresses)))
                : Optional.empty();
    }

    /** The address of a recipient of V2; null if it is not what the schema allows. */
    private static String address(JsonNode identity, String channel) {
        List<String> kinds = Stream.of("email", "spaceId", "phoneNumber")
                .filter(identity::has)
                .toList();
        JsonNode parameters = identity.path("parameters");
        boolean valid = hasOnly(identity, V2_IDENTITY_FIELDS)
                && kinds.size() == 1
                && kinds.get(0).equals(ADDRESS_BY_CHANNEL.getOrDefault(channel, kinds.get(0)))
                && (parameters.isMissingNode() || parameters.isObject())
                && parameters.size() <= MAX_PARAMETERS;
        for (JsonNode value : parameters) {
            valid &= value.isTextual() && value.textValue().length() <= MAX_PARAMETER_LENGTH;
        }
        return valid ? identity.path(kinds.get(0)).textValue() : null;
    }

    private static boolean hasOnly(JsonNode node, Set<String> allowed) {
        boolean only = node.isObject();
        for (var names = node.fieldNames(); names.hasNext(); ) {
            only &= allowed.contains(names.next());
        }
        return only;
    }
}
