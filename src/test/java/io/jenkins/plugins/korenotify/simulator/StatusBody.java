package io.jenkins.plugins.korenotify.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * Writes status bodies in the field order of the samples Kore.ai publishes (pages "Proactive Notification Status" for
 * V1 and "Proactive Notification Status V2").
 */
final class StatusBody {

    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int BYTES_PER_ENTRY = 520;

    private final SimulatedRequest request;
    private final Instant at;
    private final Duration clockOffset;
    private final Summary summary;
    private final Instant start;
    private final int shown;
    private final String word;

    StatusBody(SimulatedRequest request, Instant at, Duration clockOffset) {
        this.request = request;
        this.at = at;
        this.clockOffset = clockOffset;
        this.summary = request.summary(at);
        this.start = request.start().orElse(at);
        this.shown = request.listed(at);
        this.word = request.word(at);
    }

    byte[] render(NotifyVersion version) {
        if (version == NotifyVersion.V2 && request.fixedBody() != null) {
            return request.fixedBody();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024 + BYTES_PER_ENTRY * shown);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            if (version == NotifyVersion.V2) {
                writeV2(json);
            } else {
                writeV1(json);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static String timestamp(Instant instant) {
        return MILLIS.format(instant);
    }

    static String creator(String streamId) {
        return "u-" + Seeds.uuid(Seeds.mix(7, streamId), 0);
    }

    private void writeV2(JsonGenerator json) throws IOException {
        if (request.listing() == Listing.WORD_ONLY) {
            json.writeStringField("status", word);
            return;
        }
        writeLogs(json, this::writeEntryV2);
        json.writeNumberField("count", count());
        json.writeStringField("status", word);
        if (request.unknowns().percentageInV2()) {
            json.writeNumberField("percentageComplete", percentage());
        }
        json.writeStringField("streamId", request.streamId());
    }

    /** Writes one entry. */
    private interface EntryWriter {
        void write(JsonGenerator json, int order) throws IOException;
    }

    private void writeLogs(JsonGenerator json, EntryWriter entries) throws IOException {
        switch (request.listing()) {
            case NULL -> json.writeNullField("statusLogs");
            case MISSING, WORD_ONLY -> {
                // There is none.
            }
            default -> {
                json.writeArrayFieldStart("statusLogs");
                for (int order = 0; order < shown; order++) {
                    entries.write(json, order);
                }
                json.writeEndArray();
            }
        }
    }

    private void writeEntryV2(JsonGenerator json, int order) throws IOException {
        boolean failed = request.run().failed(order);
        String identity = request.identity(order);
        json.writeStartObject();
        json.writeStringField("_id", uuid("nl-", order, 0));
        json.writeStringField("streamId", request.streamId());
        if (!failed) {
            json.writeStringField("messagestoreId", uuid("ms-", order, 1));
        }
        json.writeStringField("comments", request.comment(order));
        if (!failed) {
            json.writeStringField("koreId", uuid("u-", order, 2));
            json.writeStringField("channelId", identity);
        }
        json.writeStringField("channel", request.channel());
        json.writeStringField("originalId", identity);
        json.writeStringField("requestId", request.id());
        json.writeStringField("status", request.entryWord(order));
        json.writeStringField("createdBy", creator(request.streamId()));
        json.writeStringField("createdOn", doneOn(order));
        json.writeNumberField("__v", 0);
        json.writeEndObject();
    }

    private void writeV1(JsonGenerator json) throws IOException {
        json.writeStringField("_id", request.id());
        json.writeStringField("status", word);
        json.writeNumberField("percentageComplete", percentage());
        json.writeStringField("streamId", request.streamId());
        json.writeStringField("createdBy", creator(request.streamId()));
        json.writeStringField("jobType", "PROACTIVE_NOTIFICATIONS_API");
        json.writeStringField("action", "PROACTIVE_NOTIFICATIONS");
        writeLogs(json, this::writeEntryV1);
        json.writeStringField("lMod", timestamp(at.plus(clockOffset).truncatedTo(ChronoUnit.SECONDS)));
        json.writeStringField("createdOn", timestamp(start.plus(clockOffset)));
        json.writeStringField("requestedTime", timestamp(start.plus(clockOffset)));
        json.writeNumberField("__v", 0);
        json.writeNumberField("count", count());
    }

    private void writeEntryV1(JsonGenerator json, int order) throws IOException {
        boolean failed = request.run().failed(order);
        json.writeStartObject();
        json.writeStringField("_id", uuid("nl-", order, 0));
        json.writeStringField("requestId", request.id());
        if (failed) {
            json.writeStringField("originalId", request.identity(order));
            json.writeStringField("status", request.entryWord(order));
            json.writeStringField("createdBy", creator(request.streamId()));
            json.writeStringField("comments", request.comment(order));
            json.writeStringField("streamId", request.streamId());
            json.writeStringField("channel", request.channel());
        } else {
            json.writeStringField("createdBy", creator(request.streamId()));
            json.writeStringField("channel", request.channel());
            json.writeStringField("comments", request.comment(order));
            json.writeStringField("streamId", request.streamId());
            json.writeStringField("koreId", uuid("u-", order, 2));
            json.writeStringField("channelId", uuid("29:", order, 3));
            json.writeStringField("messagestoreId", uuid("ms-", order, 1));
            json.writeStringField("originalId", request.identity(order));
            json.writeStringField("status", request.entryWord(order));
        }
        json.writeStringField("createdOn", doneOn(order));
        json.writeNumberField("__v", 0);
        json.writeEndObject();
    }

    private int count() {
        if (request.listing() != Listing.ENTRIES) {
            return 0;
        }
        if (request.visibility() == Visibility.LOGS_WITH_TOTAL) {
            return summary.total();
        }
        return request.unknowns().countTooSmall() && shown > 1 ? shown - 1 : shown;
    }

    private int percentage() {
        if (summary.finished()) {
            return 100;
        }
        boolean hidden = request.visibility() == Visibility.HIDDEN || summary.total() == 0;
        return hidden ? 0 : (int) (100L * summary.done() / summary.total());
    }

    private String doneOn(int order) {
        return timestamp(start.plusMillis(request.run().doneAt(order)).plus(clockOffset));
    }

    private String uuid(String prefix, int order, int kind) {
        return prefix + Seeds.uuid(request.seed(), 4L * order + kind);
    }
}
