package io.jenkins.plugins.korenotify.engine.result;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.jenkins.plugins.korenotify.engine.gate.LabelCounts;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredRecipient;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Writes a {@link CheckResult} as one JSON document, for machines. Names, types and order of the fields stay as they
 * are within a {@code schemaVersion}; fields may be added.
 *
 * <p>All texts are in English. An absent value is {@code null}, never left out; only {@code unreached} and {@code
 * unreachedOmitted} are there just where recipients are kept. In {@code failedByReason} and {@code
 * byChannel} the label {@code null} stands for all others: recipients of whom Kore.ai gave none, or beyond the {@value
 * LabelCounts#MAX_LABELS} first labels. The document is pure ASCII, so that it may be shown anywhere, and its size is
 * bounded: at most {@value #MAX_REQUESTS} requests are listed.
 */
public final class CheckResultJson {
    /** The version of the document's form, in its field {@code schemaVersion}. */
    public static final int SCHEMA_VERSION = 1;

    /** The most requests that are listed one by one; {@code requestsOmitted} says how many more there are. */
    public static final int MAX_REQUESTS = 1000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();
    // Always three decimals of a second.
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private CheckResultJson() {}

    /**
     * Writes the document, indented, with a line end after it.
     *
     * @param out flushed, not closed
     * @throws IOException if {@code out} throws it
     */
    public static void write(CheckResult result, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.setPrettyPrinter(printer());
            document(result, json);
            json.writeRaw('\n');
        }
        out.flush();
    }

    private static void document(CheckResult result, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("schemaVersion", SCHEMA_VERSION);
        json.writeStringField("verdict", result.level().name());
        text(
                json,
                "doubt",
                result.inconclusiveReason() == null ? null : result.inconclusiveReason().name());
        json.writeArrayFieldStart("reasons");
        for (String reason : result.reasons(Locale.ROOT)) {
            json.writeString(reason);
        }
        json.writeEndArray();
        json.writeNumberField("total", result.total());
        json.writeNumberField("delivered", result.delivered());
        json.writeNumberField("failed", result.failed());
        json.writeNumberField("pending", result.pending());
        number(json, "successRate", result.successRate().orElse(null));
        failedByReason(result.counts().failedByReason(), json);
        byChannel(result.counts(), json);
        json.writeNumberField("polls", result.polls());
        json.writeNumberField("errors", result.errors());
        json.writeNumberField("retries", result.retries());
        json.writeStringField("startedAt", time(result.startedAt()));
        json.writeStringField("endedAt", time(result.endedAt()));
        json.writeNumberField("durationMillis", result.duration().toMillis());
        thresholds(result.thresholds(), json);
        requests(result, json);
        if (result.keepsRecipients()) {
            undelivered(result, json);
        }
        json.writeEndObject();
    }

    private static void undelivered(CheckResult result, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("unreached");
        for (RequestResult request : result.requests()) {
            for (UndeliveredRecipient one : request.undelivered()) {
                json.writeStartObject();
                json.writeStringField("request", request.id());
                json.writeStringField("recipient", one.recipient());
                text(json, "channel", one.channel().isEmpty() ? null : one.channel());
                json.writeStringField("status", one.failed() ? "FAILED" : "PENDING");
                text(json, "reason", one.reason().isEmpty() ? null : one.reason());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        json.writeNumberField("unreachedOmitted", result.undeliveredOmitted());
    }

    private static void failedByReason(LabelCounts counts, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("failedByReason");
        for (var entry : counts.byLabel().entrySet()) {
            reason(entry.getKey(), entry.getValue(), json);
        }
        if (counts.others() > 0) {
            reason(null, counts.others(), json);
        }
        json.writeEndArray();
    }

    private static void reason(String reason, long recipients, JsonGenerator json) throws IOException {
        json.writeStartObject();
        text(json, "reason", reason);
        json.writeNumberField("recipients", recipients);
        json.writeEndObject();
    }

    private static void byChannel(RecipientCounts counts, JsonGenerator json) throws IOException {
        LabelCounts delivered = counts.deliveredByChannel();
        LabelCounts failed = counts.failedByChannel();
        SortedSet<String> channels = new TreeSet<>(delivered.byLabel().keySet());
        channels.addAll(failed.byLabel().keySet());
        json.writeArrayFieldStart("byChannel");
        for (String channel : channels) {
            channel(
                    channel,
                    delivered.byLabel().getOrDefault(channel, 0L),
                    failed.byLabel().getOrDefault(channel, 0L),
                    json);
        }
        if (delivered.others() > 0 || failed.others() > 0) {
            channel(null, delivered.others(), failed.others(), json);
        }
        json.writeEndArray();
    }

    private static void channel(String channel, long delivered, long failed, JsonGenerator json) throws IOException {
        json.writeStartObject();
        text(json, "channel", channel);
        json.writeNumberField("delivered", delivered);
        json.writeNumberField("failed", failed);
        json.writeEndObject();
    }

    private static void thresholds(Thresholds thresholds, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("thresholds");
        number(json, "minSuccessRate", thresholds.minSuccessRate());
        number(json, "unstableSuccessRate", thresholds.unstableSuccessRate().orElse(null));
        number(
                json,
                "maxFailures",
                thresholds.maxFailures().map(BigDecimal::valueOf).orElse(null));
        json.writeNumberField("minRecipients", thresholds.minRecipients());
        json.writeBooleanField("failFast", thresholds.failFast());
        json.writeEndObject();
    }

    private static void requests(CheckResult result, JsonGenerator json) throws IOException {
        List<RequestResult> listed = result.requests(MAX_REQUESTS);
        json.writeArrayFieldStart("requests");
        for (RequestResult request : listed) {
            request(request, json);
        }
        json.writeEndArray();
        json.writeNumberField("requestsOmitted", result.requests().size() - listed.size());
    }

    private static void request(RequestResult request, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", request.id());
        json.writeBooleanField("answered", request.hasResponded());
        json.writeBooleanField("finished", request.isFinished());
        json.writeNumberField("total", request.total());
        json.writeNumberField("delivered", request.delivered());
        json.writeNumberField("failed", request.failed());
        json.writeNumberField("pending", request.pending());
        json.writeNumberField("polls", request.polls());
        json.writeNumberField("errors", request.errors());
        json.writeNumberField("retries", request.retries());
        text(json, "trouble", request.failure().orElse(null));
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, String value) throws IOException {
        json.writeFieldName(name);
        json.writeString(value);
    }

    private static void number(JsonGenerator json, String name, BigDecimal value) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(value);
    }

    /** A moment as the document has it: in UTC, with three decimals of a second. */
    public static String time(Instant instant) {
        return TIME.format(instant);
    }

    private static DefaultPrettyPrinter printer() {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter(Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withObjectEmptySeparator("")
                        .withArrayEmptySeparator(""))
                .withObjectIndenter(lines)
                .withArrayIndenter(lines);
    }
}
