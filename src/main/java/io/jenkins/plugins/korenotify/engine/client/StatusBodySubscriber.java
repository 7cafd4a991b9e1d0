package io.jenkins.plugins.korenotify.engine.client;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Reads a body piece by piece as it arrives, decompressed if need be, and keeps none of it but a short beginning, for the
 * message should it not be a response of the API. Ends the transfer as soon as the body is known to be too large or
 * unreadable.
 */
final class StatusBodySubscriber implements BodySubscriber<ResponseBody> {
    // Kore.ai's errors have a few hundred bytes; pages of proxies are cut here.
    private static final long MAX_ERROR_BYTES = 64 << 10;
    private static final int PIECE = 8 << 10;
    private static final int EXCERPT_BYTES = 600;
    private static final int MAX_EXCERPT_LENGTH = 120;

    private final CompletableFuture<ResponseBody> body = new CompletableFuture<>();
    private final long maxBytes;
    private final StatusReader reader;
    private final TextSanitizer sanitizer;
    private final String encoding;
    // Null unless the body is compressed.
    private final GzipDecoder gzip;
    private final byte[] piece = new byte[PIECE];
    private final ByteBuffer excerpt = ByteBuffer.allocate(EXCERPT_BYTES);
    private long received;
    private long decoded;
    private Flow.Subscription subscription;

    /** Creates a subscriber; {@code encoding} is the {@code Content-Encoding}, empty if there is none. */
    StatusBodySubscriber(int httpStatus, String encoding, ResponseLimits limits, Redaction redaction) {
        boolean ok = httpStatus >= 200 && httpStatus <= 299;
        this.maxBytes = ok ? limits.maxBytes() : Math.min(limits.maxBytes(), MAX_ERROR_BYTES);
        this.reader = new StatusReader(redaction, limits.maxUndelivered());
        this.sanitizer = new TextSanitizer(redaction);
        this.encoding = encoding.strip().toLowerCase(Locale.ROOT);
        this.gzip = this.encoding.equals("gzip") || this.encoding.equals("x-gzip") ? new GzipDecoder() : null;
    }

    @Override
    public CompletionStage<ResponseBody> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (body.isDone()) {
            return;
        }
        try {
            if (gzip == null && !encoding.isEmpty() && !encoding.equals("identity")) {
                throw KoreException.protocol("body.encoding", sanitizer.sanitize(encoding, MAX_EXCERPT_LENGTH));
            }
            for (ByteBuffer buffer : buffers) {
                read(buffer);
            }
            subscription.request(1);
        } catch (KoreException e) {
            subscription.cancel();
            complete(ResponseBody.unreadable(e, excerpt()));
        }
    }

    private void read(ByteBuffer buffer) throws KoreException {
        while (buffer.hasRemaining()) {
            int length = Math.min(buffer.remaining(), PIECE);
            buffer.get(piece, 0, length);
            // A compressed body may be endless without containing anything.
            received = requireWithinLimit(received + length);
            if (gzip == null) {
                read(piece, 0, length);
            } else {
                gzip.feed(piece, 0, length, this::read);
            }
        }
    }

    private void read(byte[] bytes, int offset, int length) throws KoreException {
        excerpt.put(bytes, offset, Math.min(excerpt.remaining(), length));
        decoded = requireWithinLimit(decoded + length);
        reader.feed(bytes, offset, length);
    }

    private long requireWithinLimit(long bytes) throws KoreException {
        if (bytes > maxBytes) {
            throw KoreException.protocol("body.tooLarge", maxBytes);
        }
        return bytes;
    }

    @Override
    public void onError(Throwable failure) {
        close();
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        if (body.isDone()) {
            return;
        }
        try {
            if (gzip != null) {
                gzip.end();
            }
            reader.end();
            List<StatusReader.RemoteError> errors = reader.errors();
            complete(new ResponseBody(errors.isEmpty() ? reader.finish() : null, errors, null, ""));
        } catch (KoreException e) {
            complete(ResponseBody.unreadable(e, excerpt()));
        }
    }

    private void complete(ResponseBody read) {
        close();
        body.complete(read);
    }

    private void close() {
        if (gzip != null) {
            gzip.close();
        }
    }

    /** The beginning of the body for the message; nothing where it may name recipients. */
    private String excerpt() {
        if (reader.sawRecipients()) {
            return "";
        }
        String text = new String(excerpt.array(), 0, excerpt.position(), StandardCharsets.UTF_8);
        return sanitizer.sanitize(
                excerpt.hasRemaining() ? text : TextSanitizer.withoutCutWord(text), MAX_EXCERPT_LENGTH);
    }
}
