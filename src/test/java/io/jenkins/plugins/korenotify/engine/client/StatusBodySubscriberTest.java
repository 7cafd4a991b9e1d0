package io.jenkins.plugins.korenotify.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.client.KoreException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StatusBodySubscriberTest {
    private static final String STATUS = "{\"statusLogs\":[{\"status\":\"SUCCESS\"}],\"status\":\"SUCCESS\"}";

    private final Asked asked = new Asked();

    @Test
    void asksForOnePieceAtATime() throws Exception {
        StatusBodySubscriber subscriber = subscriber(200, 1000);
        for (int i = 0; i < STATUS.length(); i++) {
            assertThat(asked.pieces).isEqualTo(i + 1);
            subscriber.onNext(pieces(STATUS.substring(i, i + 1)));
        }
        subscriber.onComplete();

        assertThat(body(subscriber).status().counts().delivered()).isEqualTo(1);
        assertThat(asked.cancelled).isZero();
    }

    @Test
    void readsPiecesOfAnyKindAndSize() throws Exception {
        String large = STATUS.substring(0, 1) + " ".repeat(100_000) + STATUS.substring(1);
        ByteBuffer direct = ByteBuffer.allocateDirect(large.length());
        direct.put(large.getBytes(StandardCharsets.UTF_8)).flip();
        StatusBodySubscriber subscriber = subscriber(200, 200_000);

        subscriber.onNext(List.of(ByteBuffer.allocate(0), direct.asReadOnlyBuffer()));
        subscriber.onNext(List.of());
        subscriber.onComplete();

        assertThat(body(subscriber).status().isFinal()).isTrue();
    }

    @Test
    void endsTheTransferOfWhatIsNotJsonAndHearsNothingAfterwards() {
        StatusBodySubscriber subscriber = subscriber(200, 1 << 20);
        subscriber.onNext(pieces("<html>" + "x".repeat(8 << 10)));
        int pieces = asked.pieces;
        ResponseBody first = body(subscriber);

        subscriber.onNext(pieces(STATUS));
        subscriber.onComplete();
        subscriber.onError(new IOException("late"));

        assertThat(asked.cancelled).isEqualTo(1);
        assertThat(asked.pieces).isEqualTo(pieces);
        assertThat(body(subscriber)).isSameAs(first);
        assertThat(refusal(first).kind()).isEqualTo(Kind.PROTOCOL);
    }

    @Test
    void endsTheTransferAtTheLimit() {
        StatusBodySubscriber subscriber = subscriber(200, 20);
        subscriber.onNext(pieces(" ".repeat(20)));
        assertThat(asked.cancelled).isZero();

        subscriber.onNext(pieces(" "));

        assertThat(asked.cancelled).isEqualTo(1);
        assertThat(refusal(body(subscriber))).hasMessageContaining("larger than 20 bytes");
    }

    @Test
    void takesLessOfAnErrorThanOfAStatus() {
        StatusBodySubscriber subscriber = subscriber(500, 1 << 20);
        subscriber.onNext(pieces(" ".repeat(64 << 10)));
        assertThat(asked.cancelled).isZero();

        subscriber.onNext(pieces(" "));

        assertThat(asked.cancelled).isEqualTo(1);
    }

    @Test
    void passesOnWhatBrokeTheTransfer() {
        StatusBodySubscriber subscriber = subscriber(200, 1000);
        IOException broken = new IOException("broken");
        subscriber.onNext(pieces(STATUS));

        subscriber.onError(broken);

        assertThat(subscriber.getBody().toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCause(broken);
    }

    @Test
    void keepsAShortBeginningForTheMessage() {
        StatusBodySubscriber subscriber = subscriber(200, 1 << 20);
        for (String piece : List.of("\u00fc", "ber ", "x".repeat(10_000))) {
            subscriber.onNext(pieces(piece));
        }

        assertThat(refusal(body(subscriber)).getMessage()).contains(" It begins: \u00fcber xxx");

        StatusBodySubscriber other = subscriber(404, 1 << 20);
        other.onNext(pieces("\u00fc words " + "and more words ".repeat(1000)));
        assertThat(body(other).excerpt())
                .startsWith("\u00fc words and more")
                .endsWith("…")
                .hasSize(120);
    }

    @Test
    void keepsNothingOfAnAnswerWithRecipients() {
        StatusBodySubscriber subscriber = subscriber(200, 1000);
        subscriber.onNext(pieces("{\"statusLogs\":[{\"originalId\":\"john\"}"));
        subscriber.onComplete();

        assertThat(body(subscriber).excerpt()).isEmpty();
        assertThat(refusal(body(subscriber))).hasMessageContaining("ended before it was complete");
    }

    @Test
    void decompressesOneByteAtATime() throws Exception {
        StatusBodySubscriber subscriber = subscriber("gzip", 1000);
        for (byte b : gzip(STATUS)) {
            subscriber.onNext(List.of(ByteBuffer.wrap(new byte[] {b})));
        }
        subscriber.onComplete();

        assertThat(body(subscriber).status().counts().delivered()).isEqualTo(1);
    }

    @Property(tries = 200)
    void readsACompressedBodyAsThePlainOneWhateverItsPieces(
            @ForAll @IntRange(max = 200) int recipients,
            @ForAll @Size(max = 20) List<@IntRange(max = 700) Integer> lengths)
            throws Exception {
        String plain = "{\"statusLogs\":["
                + "{\"status\":\"SUCCESS\",\"channel\":\"ivr\"},".repeat(recipients)
                + "{\"status\":\"FAILURE\",\"comments\":\"gone\"}],\"status\":\"PARTIAL_SUCCESS\"}";
        StatusBodySubscriber expected = subscriber("", 1 << 20);
        expected.onNext(pieces(plain));
        expected.onComplete();
        StatusBodySubscriber compressed = subscriber("GZIP ", 1 << 20);
        ByteBuffer rest = ByteBuffer.wrap(gzip(plain));
        for (int length : lengths) {
            int end = Math.min(rest.position() + length, rest.limit());
            compressed.onNext(List.of(rest.slice(rest.position(), end - rest.position())));
            rest.position(end);
        }
        compressed.onNext(List.of(rest));
        compressed.onComplete();

        assertThat(body(compressed).status()).isEqualTo(body(expected).status());
    }

    @Test
    void endsTheTransferOfABombBeforeItGrows() throws Exception {
        StatusBodySubscriber subscriber = subscriber("gzip", 1L << 40);
        subscriber.onNext(List.of(ByteBuffer.wrap(gzip(" ".repeat(64 << 20)))));

        assertThat(asked.cancelled).isEqualTo(1);
        assertThat(refusal(body(subscriber)).kind()).isEqualTo(Kind.PROTOCOL);
    }

    @Test
    void limitsTheDecompressedSize() throws Exception {
        StatusBodySubscriber subscriber = subscriber("gzip", 1000);
        subscriber.onNext(List.of(ByteBuffer.wrap(gzip(" ".repeat(1001)))));

        assertThat(asked.cancelled).isEqualTo(1);
        assertThat(refusal(body(subscriber))).hasMessageContaining("larger than 1000 bytes");
    }

    @Test
    void limitsACompressedBodyThatNeverContainsAnything() {
        StatusBodySubscriber subscriber = subscriber("gzip", 1000);
        // The name of a file, without its end.
        subscriber.onNext(List.of(ByteBuffer.wrap(new byte[] {0x1F, (byte) 0x8B, 8, 8, 0, 0, 0, 0, 0, 0})));
        subscriber.onNext(pieces("x".repeat(1001)));

        assertThat(asked.cancelled).isEqualTo(1);
        assertThat(refusal(body(subscriber))).hasMessageContaining("larger than 1000 bytes");
    }

    @Test
    void refusesACompressedBodyThatIsCut() throws Exception {
        byte[] whole = gzip(STATUS);
        for (int length = 0; length < whole.length; length++) {
            StatusBodySubscriber subscriber = subscriber("gzip", 1000);
            subscriber.onNext(List.of(ByteBuffer.wrap(whole, 0, length)));
            subscriber.onComplete();

            assertThat(refusal(body(subscriber)).kind()).as("%s bytes", length).isEqualTo(Kind.PROTOCOL);
        }
    }

    @Test
    void refusesAnUnknownEncoding() {
        for (String encoding : List.of("br", "deflate", "gzip, gzip")) {
            StatusBodySubscriber subscriber = subscriber(encoding, 1000);
            subscriber.onNext(pieces(STATUS));

            assertThat(refusal(body(subscriber)))
                    .hasMessageContaining(encoding)
                    .extracting(KoreException::kind)
                    .isEqualTo(Kind.PROTOCOL);
        }
    }

    private static byte[] gzip(String plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private StatusBodySubscriber subscriber(String encoding, long maxBytes) {
        StatusBodySubscriber subscriber = new StatusBodySubscriber(
                200, encoding, new ResponseLimits(Duration.ofSeconds(30), maxBytes), Redaction.TOKENS);
        subscriber.onSubscribe(asked);
        return subscriber;
    }

    private StatusBodySubscriber subscriber(int httpStatus, long maxBytes) {
        StatusBodySubscriber subscriber = new StatusBodySubscriber(
                httpStatus, "", new ResponseLimits(Duration.ofSeconds(30), maxBytes), Redaction.TOKENS);
        subscriber.onSubscribe(asked);
        return subscriber;
    }

    private static List<ByteBuffer> pieces(String... texts) {
        return Arrays.stream(texts)
                .map(text -> ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static ResponseBody body(StatusBodySubscriber subscriber) {
        CompletableFuture<ResponseBody> body = subscriber.getBody().toCompletableFuture();
        assertThat(body).isCompleted();
        return body.join();
    }

    private static KoreException refusal(ResponseBody body) {
        return body.failure();
    }

    /** What was asked of the sender. */
    private static final class Asked implements Flow.Subscription {
        private int pieces;
        private int cancelled;

        @Override
        public void request(long more) {
            pieces += (int) more;
        }

        @Override
        public void cancel() {
            cancelled++;
        }
    }
}
