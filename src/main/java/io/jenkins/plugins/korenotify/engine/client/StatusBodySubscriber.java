package io.jenkins.plugins.korenotify.engine.client;

import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Reads a body piece by piece as it arrives and keeps none of it but a short beginning, for the message should it be
 * no answer of the API. Ends the transfer as soon as the body is known to be too large or unreadable.
 */
final class StatusBodySubscriber implements BodySubscriber<ResponseBody> {
    // Kore.ai's errors have a few hundred bytes; pages of proxies are cut here.
    private static final long MAX_ERROR_BYTES = 64 << 10;
    private static final int PIECE = 8 << 10;
    private static final int KEPT = 600;
    private static final int SHOWN = 120;

    private final CompletableFuture<ResponseBody> body = new CompletableFuture<>();
    private final long maxBytes;
    private final StatusReader reader;
    private final TextSanitizer texts;
    private final byte[] piece = new byte[PIECE];
    private final byte[] beginning = new byte[KEPT];
    private int kept;
    private long received;
    private Flow.Subscription subscription;

    StatusBodySubscriber(int httpStatus, ResponseLimits limits, Redaction redaction) {
        boolean ok = httpStatus >= 200 && httpStatus <= 299;
        this.maxBytes = ok ? limits.maxBytes() : Math.min(limits.maxBytes(), MAX_ERROR_BYTES);
        this.reader = new StatusReader(redaction, limits.maxUndelivered());
        this.texts = new TextSanitizer(redaction);
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
            for (ByteBuffer buffer : buffers) {
                take(buffer);
            }
            subscription.request(1);
        } catch (KoreException e) {
            subscription.cancel();
            body.complete(ResponseBody.unreadable(e, excerpt()));
        }
    }

    private void take(ByteBuffer buffer) throws KoreException {
        while (buffer.hasRemaining()) {
            int length = Math.min(buffer.remaining(), PIECE);
            buffer.get(piece, 0, length);
            received += length;
            if (kept < KEPT) {
                int more = Math.min(KEPT - kept, length);
                System.arraycopy(piece, 0, beginning, kept, more);
                kept += more;
            }
            if (received > maxBytes) {
                throw new KoreException(KoreException.Kind.PROTOCOL, LocalizableMessage.of("body.tooLarge", maxBytes));
            }
            reader.feed(piece, 0, length);
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        if (body.isDone()) {
            return;
        }
        try {
            reader.end();
            body.complete(reader.errors().isEmpty() ? ResponseBody.of(reader.finish()) : ResponseBody.of(reader.errors()));
        } catch (KoreException e) {
            body.complete(ResponseBody.unreadable(e, excerpt()));
        }
    }

    /** The beginning of the body for the message; nothing where it may name recipients. */
    private String excerpt() {
        return reader.sawRecipients() ? "" : texts.fit(new String(beginning, 0, kept, StandardCharsets.UTF_8), SHOWN);
    }
}
