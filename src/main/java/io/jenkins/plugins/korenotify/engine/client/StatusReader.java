package io.jenkins.plugins.korenotify.engine.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredRecipient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a response as it arrives, in pieces of any size, and keeps counts: memory does not grow with the recipients. If
 * allowed, it also keeps a few undelivered recipients; their identities are masked as soon as they are read.
 *
 * <p>Tolerant in what it reads: fields may be unknown and in any order, most may be missing, and words are compared
 * case-insensitively. Strict in what it takes for success: an unknown word means "not final" or "pending" (Kore.ai
 * documents {@code SUCCESS}, {@code FAILURE} and {@code PARTIAL_SUCCESS}). Also reads the error envelope {@code
 * {"errors":[{"msg":…,"code":…}]}}. Used for one response; not safe for concurrent use.
 */
public final class StatusReader {
    private static final int PIECE = 8 << 10;
    private static final int MAX_REASON_LENGTH = 160;
    private static final int MAX_WORD_LENGTH = 40;
    private static final int MAX_KEPT_REASON_LENGTH = 80;
    private static final Set<String> DOCUMENTED_WORDS = Set.of("SUCCESS", "FAILURE", "PARTIAL_SUCCESS", "IN_PROGRESS");
    private static final Set<String> FIELDS_BUT_STATUS = Set.of("statusLogs", "count", "streamId");
    private static final int MAX_ERRORS = 8;
    private static final long MAX_RECIPIENTS = 1_000_000_000;
    // The parser checks the length of a whole number only when it has all of it.
    private static final int MAX_VALUE_LENGTH = 1 << 20;
    // Kore.ai's responses are at most four levels deep; names and texts are short.
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxStringLength(1_000_000)
                    .maxNameLength(1_000)
                    .maxNumberLength(100)
                    .build())
            .build();

    private enum Place {
        BEFORE,
        ROOT,
        LOGS,
        LOG,
        ERRORS,
        ERROR,
        AFTER
    }

    /** One error of the envelope. */
    record RemoteError(String message, long code) {}

    private final byte[] piece = new byte[PIECE];
    private int pieceLength;
    private final JsonParser parser;
    private final ByteArrayFeeder feeder;
    private final TextSanitizer sanitizer;

    private Place place = Place.BEFORE;
    // Levels of a value that is not needed; its tokens are skipped.
    private int skipping;
    private String field = "";
    private long bytesWithoutToken;

    private final Set<String> sawFields = new HashSet<>();
    private boolean sawRecipients;
    private boolean hasStatus;
    private RequestStatus.Outcome overallOutcome = RequestStatus.Outcome.RUNNING;
    private String overallStatus = "";
    private long declaredCount = -1;
    private double percentComplete = -1;

    private long delivered;
    private long failed;
    private long pending;
    private final LabelCounter channels;
    private final LabelCounter reasons;

    // The recipient being read.
    private Outcome outcome;
    private boolean sawOutcome;
    private LabelCounter.Label channel;
    private LabelCounter.Label reason;

    // Null if nothing of a recipient is kept; then no identity is looked at either.
    private final UndeliveredSelector undelivered;
    private String masked = IdentityMasker.HIDDEN;
    private boolean isOriginalId;

    private final List<RemoteError> errors = new ArrayList<>();
    private String errorMessage = "";
    private long errorCode;

    /** Creates a reader that knows no secret and keeps no recipient; tokens are redacted all the same. */
    public StatusReader() {
        this(Redaction.TOKENS, 0);
    }

    /** Creates a reader that keeps at most {@code maxUndelivered} undelivered recipients, masked. */
    StatusReader(Redaction redaction, int maxUndelivered) {
        undelivered = maxUndelivered > 0 ? new UndeliveredSelector(maxUndelivered) : null;
        try {
            parser = JSON.createNonBlockingByteArrayParser();
        } catch (IOException e) {
            throw new IllegalStateException("A parser without input failed to start", e);
        }
        feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
        sanitizer = new TextSanitizer(redaction);
        channels = new LabelCounter(text -> sanitizer.sanitize(text, MAX_WORD_LENGTH), TextSanitizer.MAX_READ + 1);
        reasons = new LabelCounter(text -> sanitizer.sanitize(text, MAX_REASON_LENGTH), TextSanitizer.MAX_READ + 1);
    }

    /**
     * Reads the next piece of the response.
     *
     * @param bytes not kept after the call
     * @throws KoreException of kind PROTOCOL, if the body is not what the API describes
     */
    public void feed(byte[] bytes, int offset, int length) throws KoreException {
        // What the parser makes of a stray comma depends on where a piece ends, so it gets pieces of one size.
        int from = offset;
        int end = offset + length;
        while (from < end) {
            int more = Math.min(end - from, piece.length - pieceLength);
            System.arraycopy(bytes, from, piece, pieceLength, more);
            pieceLength += more;
            from += more;
            if (pieceLength == piece.length) {
                parse();
            }
        }
    }

    private void parse() throws KoreException {
        if (pieceLength == 0) {
            return;
        }
        int length = pieceLength;
        pieceLength = 0;
        try {
            feeder.feedInput(piece, 0, length);
            bytesWithoutToken = drain() ? 0 : bytesWithoutToken + length;
        } catch (IOException e) {
            release();
            throw notJson();
        }
        if (bytesWithoutToken > MAX_VALUE_LENGTH) {
            release();
            throw KoreException.protocol("body.valueTooLong");
        }
    }

    /**
     * Ends the response and returns its status.
     *
     * @throws KoreException of kind PROTOCOL, if the response ended early, has no text {@code status}, or has none of
     *     {@code statusLogs}, {@code count} and {@code streamId}
     */
    public RequestStatus finish() throws KoreException {
        end();
        // The JSON of a gateway may well have a "status", but none of the other fields.
        if (!hasStatus || Collections.disjoint(sawFields, FIELDS_BUT_STATUS)) {
            throw KoreException.protocol("body.noStatus");
        }
        return status();
    }

    /** The first {@value #MAX_ERRORS} errors of the envelope; empty if there is none. */
    List<RemoteError> errors() {
        return List.copyOf(errors);
    }

    /** Whether the response lists recipients, which are personal data. */
    boolean sawRecipients() {
        return sawRecipients;
    }

    /** Ends the response: there are no more pieces. */
    void end() throws KoreException {
        parse();
        feeder.endOfInput();
        try {
            drain();
        } catch (IOException e) {
            throw endedEarly();
        } finally {
            release();
        }
        if (place != Place.AFTER) {
            throw endedEarly();
        }
    }

    /** Returns the parser's buffers and the field names that it knows, for the next one. */
    private void release() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new IllegalStateException("A parser that reads from memory failed to close", e);
        }
    }

    private RequestStatus status() {
        RecipientCounts counts = new RecipientCounts(
                delivered,
                failed,
                pending,
                channels.counts(label -> label.delivered, delivered),
                channels.counts(label -> label.failed, failed),
                reasons.counts(label -> label.failed, failed));
        return new RequestStatus(
                overallOutcome,
                overallStatus,
                counts,
                declaredCount,
                percentComplete,
                undelivered == null ? null : undelivered.chosen());
    }

    /** Reads the tokens that the parser has; false if there was none. */
    private boolean drain() throws IOException, KoreException {
        boolean any = false;
        for (JsonToken token = parser.nextToken();
                token != null && token != JsonToken.NOT_AVAILABLE;
                token = parser.nextToken()) {
            any = true;
            if (skipping > 0) {
                if (token.isStructStart()) {
                    skipping++;
                } else if (token.isStructEnd()) {
                    skipping--;
                }
            } else if (token == JsonToken.FIELD_NAME) {
                field = parser.currentName();
            } else if (token == JsonToken.VALUE_STRING && place == Place.LOG) {
                recipientField();
            } else {
                read(token);
            }
        }
        return any;
    }

    private void read(JsonToken token) throws IOException, KoreException {
        switch (place) {
            case ROOT -> {
                if (token == JsonToken.END_OBJECT) {
                    place = Place.AFTER;
                } else {
                    rootField(token);
                }
            }
            case LOGS -> {
                switch (token) {
                    case START_OBJECT -> startRecipient();
                    case END_ARRAY -> place = Place.ROOT;
                    default -> throw wrongLogs();
                }
            }
            case LOG -> {
                if (token == JsonToken.END_OBJECT) {
                    endRecipient();
                } else {
                    otherRecipientField(token);
                }
            }
            case ERRORS -> {
                switch (token) {
                    case START_OBJECT -> startError();
                    case END_ARRAY -> place = Place.ROOT;
                    default -> skipIfStructure(token);
                }
            }
            case ERROR -> {
                if (token == JsonToken.END_OBJECT) {
                    endError();
                } else {
                    errorField(token);
                }
            }
            default -> {
                if (place == Place.AFTER || token != JsonToken.START_OBJECT) {
                    throw notJson();
                }
                place = Place.ROOT;
            }
        }
    }

    private void skipIfStructure(JsonToken token) {
        skipping = token.isStructStart() ? 1 : 0;
    }

    /** Refuses a field that was seen before: two values contradict each other, or somebody takes the wrong one. */
    private void refuseIf(boolean seen) throws KoreException {
        if (seen) {
            throw KoreException.protocol("body.twice", field);
        }
    }

    private void startRecipient() {
        place = Place.LOG;
        outcome = Outcome.PENDING;
        sawOutcome = false;
        channel = channels.none;
        reason = reasons.none;
        masked = IdentityMasker.HIDDEN;
        isOriginalId = false;
    }

    private void endRecipient() {
        place = Place.LOGS;
        switch (outcome) {
            case DELIVERED -> {
                delivered++;
                channel.delivered++;
            }
            case FAILED -> {
                failed++;
                channel.failed++;
                reason.failed++;
            }
            default -> pending++;
        }
        boolean isFailed = outcome == Outcome.FAILED;
        if (undelivered != null && outcome != Outcome.DELIVERED && undelivered.wants(isFailed, masked)) {
            undelivered.add(new UndeliveredRecipient(
                    masked, channel.text(), isFailed, TextSanitizer.truncate(reason.text(), MAX_KEPT_REASON_LENGTH)));
        }
    }

    /** A field of a recipient that is not a text. A status that is not one leaves the recipient without a result. */
    private void otherRecipientField(JsonToken token) throws IOException, KoreException {
        if (field.equals("status")) {
            refuseIf(sawOutcome);
            sawOutcome = true;
        }
        if (undelivered != null && token == JsonToken.VALUE_NUMBER_INT) {
            readIdentity();
        }
        skipIfStructure(token);
    }

    /** Reads one of the many texts of a recipient; most are not needed, so the length is compared first. */
    private void recipientField() throws IOException, KoreException {
        int length = field.length();
        if (length == 6 && field.equals("status")) {
            refuseIf(sawOutcome);
            sawOutcome = true;
            outcome = Outcome.parse(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        } else if (length == 7 && field.equals("channel")) {
            channel = find(channels);
        } else if (length == 8 && field.equals("comments")) {
            reason = find(reasons);
        } else if (undelivered != null && (length == 9 || length == 10)) {
            readIdentity();
        }
    }

    /** Prefers the identity that the notification was sent to over that on the channel. Either may be a number. */
    private void readIdentity() throws IOException {
        boolean original = field.equals("originalId");
        if (original || !isOriginalId && field.equals("channelId")) {
            masked = IdentityMasker.apply(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
            isOriginalId = original;
        }
    }

    private LabelCounter.Label find(LabelCounter labels) throws IOException {
        return labels.find(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    }

    private void rootField(JsonToken token) throws IOException, KoreException {
        boolean list = token == JsonToken.START_ARRAY;
        switch (field) {
            case "status" -> overallStatus(token);
            case "count" -> {
                declaredCount = token == JsonToken.VALUE_NULL ? -1 : declaredCount(token);
                refuseIf(!sawFields.add(field));
            }
            case "streamId" -> {
                if (token.isScalarValue()) {
                    sawFields.add(field);
                }
            }
            case "percentageComplete" ->
                percentComplete = token.isNumeric() ? Math.max(-1, Math.min(100, parser.getDoubleValue())) : -1;
            case "statusLogs" -> {
                if (!list && token != JsonToken.VALUE_NULL) {
                    throw wrongLogs();
                }
                refuseIf(!sawFields.add(field));
                sawRecipients = list;
                place = list ? Place.LOGS : Place.ROOT;
            }
            case "errors" -> place = list ? Place.ERRORS : Place.ROOT;
            default -> {
                // Not needed.
            }
        }
        if (place == Place.ROOT) {
            skipIfStructure(token);
        }
    }

    private void overallStatus(JsonToken token) throws IOException, KoreException {
        hasStatus = token == JsonToken.VALUE_STRING;
        if (!hasStatus && token != JsonToken.VALUE_NULL) {
            throw KoreException.protocol("body.field", field);
        }
        refuseIf(!sawFields.add(field));
        String word = hasStatus ? parser.getText() : "";
        overallOutcome = RequestStatus.Outcome.parse(word);
        overallStatus = DOCUMENTED_WORDS.contains(word) ? word : sanitizer.sanitize(word, MAX_WORD_LENGTH);
    }

    /** The declared number of recipients. An impossible one is refused: without it, missing recipients would not show. */
    private long declaredCount(JsonToken token) throws IOException, KoreException {
        double number = token.isNumeric() ? parser.getDoubleValue() : -1;
        if (number < 0 || number > MAX_RECIPIENTS || number != Math.rint(number)) {
            throw KoreException.protocol("body.field", field);
        }
        return (long) number;
    }

    private void startError() {
        place = Place.ERROR;
        errorMessage = "";
        errorCode = 0;
    }

    private void errorField(JsonToken token) throws IOException {
        if (field.equals("msg") && token == JsonToken.VALUE_STRING) {
            errorMessage = sanitizer.sanitize(parser.getText(), MAX_REASON_LENGTH);
        } else if (field.equals("code") && token == JsonToken.VALUE_NUMBER_INT) {
            double code = parser.getDoubleValue();
            errorCode = code >= 0 && code <= Integer.MAX_VALUE ? (long) code : -1;
        }
        skipIfStructure(token);
    }

    private void endError() {
        if (errors.size() < MAX_ERRORS) {
            errors.add(new RemoteError(errorMessage, errorCode));
        }
        place = Place.ERRORS;
    }

    private static KoreException wrongLogs() {
        return KoreException.protocol("body.noList");
    }

    private static KoreException endedEarly() {
        return KoreException.protocol("body.endedEarly");
    }

    private static KoreException notJson() {
        return KoreException.protocol("body.notJson");
    }

    private enum Outcome {
        DELIVERED,
        FAILED,
        PENDING;

        static Outcome parse(char[] text, int offset, int length) {
            return switch (length) {
                case 7 -> is("SUCCESS", text, offset) ? DELIVERED : is("FAILURE", text, offset) ? FAILED : PENDING;
                case 6 -> is("FAILED", text, offset) ? FAILED : PENDING;
                case 5 -> is("ERROR", text, offset) ? FAILED : PENDING;
                default -> PENDING;
            };
        }

        private static boolean is(String word, char[] text, int offset) {
            for (int i = 0; i < word.length(); i++) {
                char c = text[offset + i];
                char upper = c >= 'a' && c <= 'z' ? (char) (c - ('a' - 'A')) : c;
                if (upper != word.charAt(i)) {
                    return false;
                }
            }
            return true;
        }
    }
}
