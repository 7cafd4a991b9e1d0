package io.jenkins.plugins.korenotify.engine.result;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.StdConverter;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/**
 * Writes a {@link CheckResult} as a JSON document, in the form of {@code docs/kore-notify-status.schema.json}. A field
 * without a value is {@code null}, not missing; texts are in English; the document is pure ASCII, so that any viewer
 * shows it.
 */
public final class CheckResultJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    .build())
            .addMixIn(Thresholds.class, ThresholdsFields.class)
            .build();

    // Always three decimals of a second.
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private CheckResultJson() {}

    /** The fields of the thresholds, in the order in which they are declared. */
    @JsonAutoDetect(
            fieldVisibility = Visibility.ANY,
            getterVisibility = Visibility.NONE,
            isGetterVisibility = Visibility.NONE)
    private interface ThresholdsFields {}

    /** The configured mapper, for other forms of the same data. */
    public static ObjectMapper mapper() {
        return MAPPER.copy();
    }

    /**
     * Writes the document, indented, and a line end.
     *
     * @param out flushed, not closed
     * @throws IOException if {@code out} throws it
     */
    public static void write(CheckResult result, OutputStream out) throws IOException {
        MAPPER.writer(printer()).writeValue(out, result);
        out.write('\n');
        out.flush();
    }

    /** A time in milliseconds since the epoch as in the document: in UTC, with milliseconds. */
    public static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    /** The same for fields. */
    static final class Time extends StdConverter<Long, String> {
        @Override
        public String convert(Long millis) {
            return time(millis);
        }
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
