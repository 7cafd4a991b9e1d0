package io.jenkins.plugins.korenotify.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes one reply to a connection, as far as it goes at a time, at the pace its {@link Wire} asks for. Holds one piece
 * of the body in memory, never the whole.
 */
final class ReplyWriter {

    /** What has to happen before more can be written. */
    enum Next {
        /** Nothing more to write. */
        DONE,
        /** The reply breaks off here; close the connection. */
        BREAK_OFF,
        /** The connection must take more bytes. */
        WRITABLE,
        /** Time must pass until {@link #resumeAt()}. */
        LATER
    }

    private static final int PIECE = 64 * 1024;
    private static final int MAX_PER_TURN = 1024 * 1024;
    private static final byte[] NEW_LINE = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Wire wire;
    private final InputStream body;
    private final boolean chunked;
    private final byte[] piece;
    private ByteBuffer pending;
    private long bodyLeft;
    private long resumeAt;
    private boolean bodyEnded;

    /**
     * Prepares a reply.
     *
     * @param withBody false for a reply to HEAD
     * @param now {@link System#nanoTime()}
     */
    ReplyWriter(Reply reply, boolean withBody, boolean keepAlive, long now) {
        this.wire = reply.wire();
        long length = reply.content().length();
        this.chunked = length < 0;
        this.body = reply.content().open();
        this.bodyLeft = withBody ? toSend(length) : 0;
        this.bodyEnded = bodyLeft == 0;
        this.piece = new byte[wire.kind() == Wire.Kind.TRICKLE ? Math.min(PIECE, wire.bytes()) : PIECE];
        this.pending = ByteBuffer.wrap(head(reply, length, keepAlive));
        this.resumeAt = wire.kind() == Wire.Kind.DELAY ? now + wire.pause().toNanos() : now;
    }

    /** {@link System#nanoTime()} from which on more may be written. */
    long resumeAt() {
        return resumeAt;
    }

    /** Writes what can be written now. */
    Next write(WritableByteChannel channel, long now) throws IOException {
        if (now - resumeAt < 0) {
            return Next.LATER;
        }
        int written = 0;
        while (written < MAX_PER_TURN) {
            while (pending.hasRemaining()) {
                int taken = channel.write(pending);
                written += taken;
                if (taken == 0) {
                    return Next.WRITABLE;
                }
            }
            if (bodyEnded) {
                return wire.kind() == Wire.Kind.CLOSE ? Next.BREAK_OFF : Next.DONE;
            }
            nextPiece();
            if (wire.kind() == Wire.Kind.TRICKLE && !bodyEnded) {
                resumeAt = now + wire.pause().toNanos();
                return Next.LATER;
            }
        }
        return Next.WRITABLE;
    }

    private long toSend(long length) {
        if (wire.kind() != Wire.Kind.CLOSE) {
            return length < 0 ? Long.MAX_VALUE : length;
        }
        long required = wire.bytes() < 0 ? length / 2 : wire.bytes();
        return Math.max(0, Math.min(required, length - 1));
    }

    private void nextPiece() throws IOException {
        int got = body.readNBytes(piece, 0, (int) Math.min(piece.length, bodyLeft));
        bodyLeft -= got;
        bodyEnded = got == 0 || bodyLeft == 0;
        if (!chunked) {
            pending = ByteBuffer.wrap(piece, 0, got);
        } else if (got == 0) {
            pending = ByteBuffer.wrap(LAST_CHUNK);
        } else {
            byte[] size = (Integer.toHexString(got) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            pending = ByteBuffer.allocate(size.length + got + 2)
                    .put(size)
                    .put(piece, 0, got)
                    .put(NEW_LINE)
                    .flip();
        }
    }

    private static byte[] head(Reply reply, long length, boolean keepAlive) {
        StringBuilder head = new StringBuilder(256);
        head.append("HTTP/1.1 ").append(reply.status()).append(" Simulated\r\n");
        for (Map.Entry<String, String> header : reply.headers().entrySet()) {
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        if (length < 0) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        head.append(keepAlive ? "\r\n" : "Connection: close\r\n\r\n");
        return head.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
