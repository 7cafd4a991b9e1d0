package io.jenkins.plugins.korenotify.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jenkins.plugins.korenotify.engine.gate.LabelCounts;
import io.jenkins.plugins.korenotify.engine.gate.Labels;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredRecipient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class StatusReaderProperties {
    private static final Set<String> FAILURES = Set.of("FAILURE", "FAILED", "ERROR");

    /** A recipient as a test makes it up; a null field is left out. */
    record Entry(String status, String channel, String comments, String identity) {}

    @Property
    void theTallyIsTheNaiveCountHoweverTheAnswerIsLaidOutAndSplit(
            @ForAll("entries") List<Entry> entries,
            @ForAll("overallWords") String overall,
            @ForAll @IntRange(min = -1, max = 60) int count,
            @ForAll Random random)
            throws Exception {
        byte[] body = body(entries, overall, count, random);

        RequestStatus status = read(body, random);

        assertThat(status.counts()).isEqualTo(naive(entries, overall, count));
        assertThat(status.counts().total()).isEqualTo(entries.size());
        assertThat(status.declaredCount()).isEqualTo(count);
        assertThat(status.isFinal())
                .isEqualTo(Set.of("SUCCESS", "FAILURE", "PARTIAL_SUCCESS").contains(overall.toUpperCase(Locale.ROOT)));
        assertThat(read(body, random)).isEqualTo(status).hasSameHashCodeAs(status);
        assertThat(status.undelivered()).isNull();
    }

    @Property
    void whoWasNotReachedIsKeptMaskedHoweverTheAnswerIsLaidOutAndSplit(
            @ForAll("entries") List<Entry> entries,
            @ForAll @IntRange(min = 1, max = 30) int most,
            @ForAll Random random)
            throws Exception {
        byte[] body = body(entries, "PARTIAL_SUCCESS", -1, random);
        List<Entry> shuffled = new ArrayList<>(entries);
        Collections.shuffle(shuffled, random);

        RequestStatus status = read(body, random, most);

        assertThat(status.undelivered().recipients()).isEqualTo(naiveUnreached(entries, most));
        assertThat(read(body, random, most)).isEqualTo(status).hasSameHashCodeAs(status);
        assertThat(read(body(shuffled, "PARTIAL_SUCCESS", -1, random), random, most))
                .isEqualTo(status);
        // Keeping them changes nothing else.
        assertThat(status.counts()).isEqualTo(read(body, random).counts());
    }

    @Property(tries = 100)
    void whatIsKeptOfHostileRecipientsIsBoundedAndShowable(
            @ForAll @Size(max = 200) List<@From("oddEntries") Entry> entries, @ForAll Random random) throws Exception {
        List<UndeliveredRecipient> kept = read(body(entries, "FAILURE", -1, random), random, 20)
                .undelivered()
                .recipients();

        assertThat(kept).hasSizeLessThanOrEqualTo(20).allSatisfy(one -> {
            assertThat(one.recipient()).matches("[a-zA-Z0-9]{0,2}\\*\\*\\*(?:@\\*\\*\\*|[a-zA-Z0-9]{0,3})");
            assertThat(one.channel()).hasSizeLessThanOrEqualTo(40);
            assertThat(one.reason()).hasSizeLessThanOrEqualTo(80);
            assertThat(one.channel() + one.reason() + "x").satisfies(StatusReaderProperties::assertShowable);
        });
    }

    @Property
    void theOrderOfTheRecipientsDoesNotMatter(@ForAll("entries") List<Entry> entries, @ForAll Random random)
            throws Exception {
        RequestStatus inOrder = read(body(entries, "PARTIAL_SUCCESS", -1, random), random);
        List<Entry> shuffled = new ArrayList<>(entries);
        Collections.shuffle(shuffled, random);

        assertThat(read(body(shuffled, "PARTIAL_SUCCESS", -1, random), random)).isEqualTo(inOrder);
    }

    @Property(tries = 60)
    void detailsAddUpHoweverManyLabelsThereAre(
            @ForAll @Size(min = 130, max = 200) List<@From("oddEntries") Entry> entries, @ForAll Random random)
            throws Exception {
        RecipientCounts counts =
                read(body(entries, "FAILURE", -1, random), random).counts();

        assertThat(Labels.total(counts.deliveredByChannel())).isEqualTo(counts.delivered());
        assertThat(Labels.total(counts.failedByChannel())).isEqualTo(counts.failed());
        assertThat(Labels.total(counts.failedByReason())).isEqualTo(counts.failed());
        assertThat(counts.total()).isEqualTo(entries.size());
        assertThat(counts.failedByReason().byLabel()).hasSizeLessThanOrEqualTo(LabelCounts.MAX_LABELS);
        assertThat(counts.failedByReason().byLabel().keySet()).allSatisfy(StatusReaderProperties::assertShowable);
        assertThat(counts.deliveredByChannel().byLabel().keySet()).allSatisfy(StatusReaderProperties::assertShowable);
    }

    @Property(tries = 3000)
    void spoiltBytesAreAStatusOrAProtocolErrorAndNothingElse(
            @ForAll("entries") List<Entry> entries,
            @ForAll @Size(min = 1, max = 4) List<@From("spoils") Spoil> spoils,
            @ForAll Random random)
            throws Exception {
        byte[] body = body(entries, "SUCCESS", entries.size(), random);
        for (Spoil spoil : spoils) {
            body = spoil.applied(body);
        }
        RequestStatus status = null;
        try {
            status = read(body, random);
        } catch (KoreException e) {
            assertThat(e.kind()).isEqualTo(KoreException.Kind.PROTOCOL);
            assertThat(e.getMessage()).hasSizeLessThan(200);
        }
        // Whether it could be read does not depend on the pieces it came in.
        try {
            assertThat(read(body, random)).isEqualTo(status);
        } catch (KoreException e) {
            assertThat(status).isNull();
        }
    }

    @Property
    void anyBytesAreRefusedAsProtocolErrors(@ForAll byte[] bytes, @ForAll Random random) {
        try {
            read(bytes, random);
        } catch (KoreException e) {
            assertThat(e.kind()).isEqualTo(KoreException.Kind.PROTOCOL);
        }
    }

    @Property
    void aCutAnswerIsNeverAStatus(
            @ForAll("entries") List<Entry> entries, @ForAll Random random, @ForAll @IntRange(max = 1 << 20) int at)
            throws Exception {
        byte[] body = body(entries, "SUCCESS", -1, random);
        byte[] cut = Arrays.copyOf(body, at % body.length);

        KoreException refusal = null;
        try {
            read(cut, random);
        } catch (KoreException e) {
            refusal = e;
        }

        assertThat(refusal).isNotNull();
        assertThat(refusal.kind()).isEqualTo(KoreException.Kind.PROTOCOL);
    }

    private static void assertShowable(String label) {
        assertThat(label).isNotEmpty().hasSizeLessThanOrEqualTo(160);
        assertThat(label.codePoints())
                .noneMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.SURROGATE
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.LINE_SEPARATOR
                        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
    }

    private static RecipientCounts naive(List<Entry> entries, String overall, int count) {
        long delivered = 0;
        long failed = 0;
        long pending = 0;
        TreeMap<String, Long> deliveredChannels = new TreeMap<>();
        TreeMap<String, Long> failedChannels = new TreeMap<>();
        TreeMap<String, Long> reasons = new TreeMap<>();
        for (Entry entry : entries) {
            String word = entry.status() == null ? "" : entry.status().toUpperCase(Locale.ROOT);
            String channel = entry.channel() == null ? "" : entry.channel();
            if (word.equals("SUCCESS")) {
                delivered++;
                deliveredChannels.merge(channel, 1L, Long::sum);
            } else if (FAILURES.contains(word)) {
                failed++;
                failedChannels.merge(channel, 1L, Long::sum);
                reasons.merge(entry.comments() == null ? "" : entry.comments(), 1L, Long::sum);
            } else {
                pending++;
            }
        }
        RecipientCounts counts = Labels.detailed(
                RecipientCounts.of(delivered, failed, pending),
                counts(deliveredChannels),
                counts(failedChannels),
                counts(reasons));
        return counts;
    }

    private static LabelCounts counts(TreeMap<String, Long> byLabel) {
        LabelCounts counts = LabelCounts.NONE;
        for (var entry : byLabel.entrySet()) {
            counts = Labels.plus(
                    counts,
                    entry.getKey().isEmpty()
                            ? Labels.unlabelled(entry.getValue())
                            : Labels.of(entry.getKey(), entry.getValue()));
        }
        return counts;
    }

    private static List<UndeliveredRecipient> naiveUnreached(List<Entry> entries, int most) {
        List<UndeliveredRecipient> failed = new ArrayList<>();
        List<UndeliveredRecipient> pending = new ArrayList<>();
        for (Entry entry : entries) {
            String word = entry.status() == null ? "" : entry.status().toUpperCase(Locale.ROOT);
            boolean isFailed = FAILURES.contains(word);
            if (!word.equals("SUCCESS")) {
                (isFailed ? failed : pending)
                        .add(new UndeliveredRecipient(
                                entry.identity() == null ? "***" : IdentityMasker.apply(entry.identity()),
                                entry.channel() == null ? "" : entry.channel(),
                                isFailed,
                                entry.comments() == null ? "" : entry.comments()));
            }
        }
        failed.sort(UndeliveredRecipient.ORDER);
        pending.sort(UndeliveredRecipient.ORDER);
        failed.addAll(pending);
        return failed.subList(0, Math.min(most, failed.size()));
    }

    /** Fed in pieces of random sizes, each in an array of its own that is spoilt afterwards. */
    private static RequestStatus read(byte[] body, Random random) throws KoreException {
        return read(body, random, 0);
    }

    private static RequestStatus read(byte[] body, Random random, int maxUndelivered) throws KoreException {
        StatusReader reader = new StatusReader(Redaction.TOKENS, maxUndelivered);
        int at = 0;
        while (at < body.length) {
            int length = Math.min(body.length - at, random.nextInt(4) == 0 ? 1 : random.nextInt(200));
            byte[] piece = Arrays.copyOfRange(body, at, at + length);
            reader.feed(piece, 0, length);
            Arrays.fill(piece, (byte) '#');
            at += length;
        }
        return reader.finish();
    }

    private static byte[] body(List<Entry> entries, String overall, int count, Random random) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JsonFactory factory = new JsonFactory();
        try (JsonGenerator json = factory.createGenerator(bytes)) {
            if (random.nextBoolean()) {
                json.useDefaultPrettyPrinter();
            }
            if (random.nextBoolean()) {
                json.setHighestNonEscapedChar(127);
            }
            List<Writing> fields = new ArrayList<>();
            fields.add(() -> {
                json.writeArrayFieldStart("statusLogs");
                for (Entry entry : entries) {
                    write(json, entry, random);
                }
                json.writeEndArray();
            });
            fields.add(() -> json.writeStringField("status", overall));
            fields.add(() -> {
                if (count >= 0) {
                    json.writeNumberField("count", count);
                }
            });
            fields.add(() -> junk(json, random));
            Collections.shuffle(fields, random);
            json.writeStartObject();
            for (Writing field : fields) {
                field.write();
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private interface Writing {
        void write() throws IOException;
    }

    private static void write(JsonGenerator json, Entry entry, Random random) throws IOException {
        List<Writing> fields = new ArrayList<>();
        fields.add(() -> text(json, "status", entry.status(), random));
        fields.add(() -> text(json, "channel", entry.channel(), random));
        fields.add(() -> text(json, "comments", entry.comments(), random));
        fields.add(() -> text(json, "originalId", entry.identity(), random));
        fields.add(() ->
                json.writeStringField(entry.identity() == null ? "koreId" : "channelId", "somebody.else@example.com"));
        fields.add(() -> junk(json, random));
        Collections.shuffle(fields, random);
        json.writeStartObject();
        for (Writing field : fields) {
            field.write();
        }
        json.writeEndObject();
    }

    /** A field that is not there is left out or null. */
    private static void text(JsonGenerator json, String name, String value, Random random) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        } else if (random.nextBoolean()) {
            json.writeNullField(name);
        }
    }

    private static void junk(JsonGenerator json, Random random) throws IOException {
        switch (random.nextInt(5)) {
            case 0:
                json.writeNumberField("__v", random.nextInt());
                break;
            case 1:
                json.writeNumberField("x", random.nextDouble());
                break;
            case 2:
                json.writeObjectFieldStart("store");
                json.writeStringField("status", "FAILURE");
                json.writeArrayFieldStart("statusLogs");
                json.writeStartObject();
                json.writeStringField("status", "SUCCESS");
                json.writeEndObject();
                json.writeEndArray();
                json.writeEndObject();
                break;
            case 3:
                json.writeArrayFieldStart("\u00fc\u20ac");
                json.writeBoolean(true);
                json.writeNull();
                json.writeEndArray();
                break;
            default:
        }
    }

    /** A small damage to a body. */
    record Spoil(int kind, int at, int other, String text) {
        byte[] applied(byte[] body) {
            if (body.length == 0) {
                return body;
            }
            int from = at % body.length;
            int to = Math.min(body.length, from + 1 + other % 40);
            byte[] with = text.getBytes(StandardCharsets.UTF_8);
            return switch (kind) {
                case 0 -> joined(body, from, new byte[] {(byte) other}, from + 1);
                case 1 -> joined(body, from, new byte[0], to);
                case 2 -> joined(body, from, with, from);
                case 3 -> joined(body, to, Arrays.copyOfRange(body, from, to), to);
                default -> joined(body, from, new byte[] {(byte) (body[from] ^ 1 << other % 8)}, from + 1);
            };
        }

        private static byte[] joined(byte[] body, int until, byte[] middle, int from) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(body, 0, until);
            bytes.writeBytes(middle);
            bytes.write(body, from, body.length - from);
            return bytes.toByteArray();
        }
    }

    @Provide
    Arbitrary<Spoil> spoils() {
        Arbitrary<String> text = Arbitraries.oneOf(
                Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        "\"",
                        ",",
                        ":",
                        "\\",
                        "null",
                        "true",
                        "1",
                        "-",
                        "e",
                        "1e999999",
                        "\\u",
                        "\\ud800",
                        "\u0000",
                        "\ufeff",
                        "\"status\":\"SUCCESS\",",
                        "\"statusLogs\":[],",
                        "{}",
                        "[]",
                        "\"errors\":[{}],",
                        "\"count\":-1,",
                        "/*",
                        "'",
                        "NaN",
                        "9".repeat(200),
                        "[".repeat(50)),
                Arbitraries.strings().ofMaxLength(5));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, 1 << 20),
                        Arbitraries.integers().between(0, 255),
                        text)
                .as(Spoil::new);
    }

    @Provide
    Arbitrary<List<Entry>> entries() {
        return Combinators.combine(
                        recipientWords(),
                        Arbitraries.of("ivr", "msteams", "msteam", "slack", "hangouts", "whatsapp", "")
                                .injectNull(0.1),
                        Arbitraries.of(
                                        "Notification has been sent successfully",
                                        "'Identity is not associated with the channel'",
                                        "gone \ud83d\ude00 caf\u00e9",
                                        "a \"quoted\" \\ reason",
                                        "")
                                .injectNull(0.1),
                        Arbitraries.of(
                                        "john.doe@example.com",
                                        "j@example.com",
                                        "+49 170 1234567",
                                        "491701234568",
                                        "29:1sK7dPq0aZ9x",
                                        "\ud83d\ude00 \u202e",
                                        "")
                                .injectNull(0.1))
                .as(Entry::new)
                .list()
                .ofMaxSize(50);
    }

    @Provide
    Arbitrary<Entry> oddEntries() {
        return Combinators.combine(
                        recipientWords(),
                        Arbitraries.strings().ofMaxLength(60),
                        Arbitraries.strings().ofMaxLength(180),
                        Arbitraries.strings().ofMaxLength(40))
                .as((status, channel, comments, identity) ->
                        new Entry(status, whole(channel), whole(comments), whole(identity)));
    }

    /** Without halves of surrogate pairs, which the JSON generator refuses to write. */
    private static String whole(String text) {
        return text.replaceAll("\\p{Cs}", "?");
    }

    @Provide
    Arbitrary<String> overallWords() {
        return Arbitraries.of(
                "SUCCESS", "success", "FAILURE", "PARTIAL_SUCCESS", "Partial_Success", "IN_PROGRESS", "", "DONE");
    }

    private static Arbitrary<String> recipientWords() {
        return Arbitraries.of(
                        "SUCCESS",
                        "success",
                        "Success",
                        "FAILURE",
                        "failure",
                        "FAILED",
                        "ERROR",
                        "PENDING",
                        "",
                        "QUEUED",
                        "SUCCESSES")
                .injectNull(0.1);
    }
}
