package io.jenkins.plugins.korenotify.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** Sends one reply the way its {@link Wire} asks for, gzipped where the client takes that. */
final class ReplySender {
    private static final int PIECE = 64 * 1024;
    private static final long MAX_GZIPPED = 8 << 20;

    private final HttpExchange exchange;
    private final Reply reply;
    private Content content;

    private ReplySender(HttpExchange exchange, Reply reply) {
        this.exchange = exchange;
        this.reply = reply;
        this.content = reply.content();
    }

    /**
     * Sends a reply that is to arrive.
     *
     * @throws IOException when the client is gone
     */
    static void send(HttpExchange exchange, Reply reply) throws IOException, InterruptedException {
        new ReplySender(exchange, reply).send();
    }

    private void send() throws IOException, InterruptedException {
        if (reply.wire().kind() == Wire.Kind.DELAY) {
            TimeUnit.NANOSECONDS.sleep(reply.wire().pause().toNanos());
        }
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        keepDate();
        String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        if (accepted != null && accepted.contains("gzip") && content.length() > 0 && content.length() <= MAX_GZIPPED) {
            content = gzipped();
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        boolean empty = content.length() == 0 || exchange.getRequestMethod().equals("HEAD");
        // To the JDK's server, 0 means "of unknown length" and -1 means "empty".
        exchange.sendResponseHeaders(reply.status(), empty ? -1 : Math.max(0, content.length()));
        try (InputStream body = content.open();
                OutputStream out = exchange.getResponseBody()) {
            if (!empty) {
                copy(body, out);
            }
        }
    }

    /**
     * The JDK's server replaces {@code Date} by the true time. In clear the relay puts the date back; over TLS it cannot, so a
     * date that is relative to it moves along.
     */
    private void keepDate() {
        String date = reply.headers().get("Date");
        if (date != null && !(exchange instanceof HttpsExchange)) {
            exchange.getResponseHeaders().set(Relay.DATE, date);
            return;
        }
        String retryAfter = reply.headers().get("Retry-After");
        if (date == null || retryAfter == null || !retryAfter.endsWith("GMT")) {
            return;
        }
        Duration wait = Duration.between(Replies.instant(date), Replies.instant(retryAfter));
        exchange.getResponseHeaders()
                .set("Retry-After", Replies.httpDate(Instant.now().plus(wait)));
    }

    private void copy(InputStream body, OutputStream out) throws IOException, InterruptedException {
        Wire wire = reply.wire();
        long left = wire.kind() == Wire.Kind.CLOSE ? cutAt(wire) : Long.MAX_VALUE;
        byte[] piece = new byte[wire.kind() == Wire.Kind.TRICKLE ? Math.min(PIECE, wire.bytes()) : PIECE];
        while (left > 0) {
            int got = body.readNBytes(piece, 0, (int) Math.min(piece.length, left));
            out.write(piece, 0, got);
            left -= got;
            if (got < piece.length) {
                break;
            }
            if (wire.kind() == Wire.Kind.TRICKLE) {
                out.flush();
                TimeUnit.NANOSECONDS.sleep(wire.pause().toNanos());
            }
        }
        if (wire.kind() == Wire.Kind.CLOSE) {
            out.flush();
            throw new IOException("cut off, as the reply asks for");
        }
    }

    private long cutAt(Wire wire) {
        long wanted = wire.bytes() < 0 ? content.length() / 2 : wire.bytes();
        return Math.max(0, Math.min(wanted, content.length() - 1));
    }

    private Content gzipped() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream body = content.open();
                GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            body.transferTo(gzip);
        }
        return Content.of(bytes.toByteArray());
    }
}
