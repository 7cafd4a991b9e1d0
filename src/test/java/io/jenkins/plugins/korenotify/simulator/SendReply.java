package io.jenkins.plugins.korenotify.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The reply to a send, in the field order of Kore.ai's samples (pages "Proactive Notifications" and "Proactive
 * Notifications v2"). Its {@code _id} is the ID to ask for afterwards.
 */
final class SendReply {

    private static final JsonFactory JSON = new JsonFactory();

    private SendReply() {}

    static byte[] render(SimulatedRequest request, NotifyVersion version, Instant serverNow) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(640);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("_id", request.id());
            json.writeStringField("streamId", request.streamId());
            json.writeStringField("jobType", "PROACTIVE_NOTIFICATIONS_API");
            json.writeStringField("action", "PROACTIVE_NOTIFICATIONS");
            json.writeStringField("status", SimulatedRequest.IN_PROGRESS);
            json.writeArrayFieldStart("statusLogs");
            json.writeEndArray();
            json.writeNumberField("percentageComplete", 0);
            if (version == NotifyVersion.V2) {
                json.writeObjectFieldStart("store");
                json.writeNumberField("identitiesCount", request.recipients());
                json.writeEndObject();
            }
            json.writeStringField("createdBy", StatusBody.creator(request.streamId()));
            json.writeStringField("lMod", StatusBody.timestamp(serverNow.truncatedTo(ChronoUnit.SECONDS)));
            if (version == NotifyVersion.V2) {
                json.writeNumberField("countOfDockStatuses", 1);
            }
            json.writeStringField("createdOn", StatusBody.timestamp(serverNow));
            json.writeStringField("requestedTime", StatusBody.timestamp(serverNow));
            json.writeNumberField("__v", 0);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
