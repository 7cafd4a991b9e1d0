package io.jenkins.plugins.korenotify.simulator;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One client's connection: reads a request, writes its reply, and again. Used by the server's one thread only. */
final class Connection {

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final SimulatedKore kore;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final RequestReader reader = new RequestReader();
    private ReplyWriter writer;
    private boolean stalled;
    private boolean keepAlive;
    private long lastActivity;
    private long replyBegun;

    Connection(SimulatedKore kore, SocketChannel channel, SelectionKey key, long now) {
        this.kore = kore;
        this.channel = channel;
        this.key = key;
        this.lastActivity = now;
        this.replyBegun = now;
    }

    /** Takes what the client sent. */
    void readable(ByteBuffer scratch, long now) throws IOException {
        scratch.clear();
        int got = channel.read(scratch);
        if (got < 0) {
            close();
            return;
        }
        lastActivity = now;
        if (!reader.take(scratch.flip())) {
            reset();
            return;
        }
        proceed(now);
    }

    /** Goes on with the reply under way, then with further requests already received. */
    void proceed(long now) throws IOException {
        while (channel.isOpen() && !stalled) {
            if (writer == null && !begin(now)) {
                return;
            }
            if (writer != null && !finish(now)) {
                return;
            }
        }
    }

    /** When a paced reply wants to go on, as {@link System#nanoTime()}; null when it does not wait for time. */
    Long resumeAt() {
        boolean waitsForTime = writer != null && key.isValid() && (key.interestOps() & SelectionKey.OP_WRITE) == 0;
        return waitsForTime ? writer.resumeAt() : null;
    }

    boolean open() {
        return channel.isOpen();
    }

    /** Whether nothing has moved, or one reply has been going on, for longer than allowed. */
    boolean overdue(long now, long idleNanos, long replyNanos) {
        boolean busy = writer != null || stalled;
        return now - lastActivity > idleNanos || busy && now - replyBegun > replyNanos;
    }

    /** Closes in the ordinary way. */
    void close() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // gone already
        }
    }

    /** Closes with a TCP reset. */
    void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // gone already
        }
        close();
    }

    /** Begins the reply to the next request; false when there is none yet. */
    private boolean begin(long now) throws IOException {
        Reply reply;
        boolean head = false;
        try {
            RequestReader.Incoming incoming = reader.next();
            if (incoming == null) {
                if (reader.takeContinueWanted()) {
                    channel.write(ByteBuffer.wrap(CONTINUE));
                }
                return false;
            }
            keepAlive = incoming.keepAlive();
            head = incoming.call().method().equals("HEAD");
            reply = answer(incoming.call());
        } catch (RequestReader.BadRequestException e) {
            keepAlive = false;
            reply = Replies.error(e.status(), e.status(), e.getMessage());
        }
        replyBegun = now;
        switch (reply.wire().kind()) {
            case RESET -> reset();
            case STALL -> stalled = true;
            default -> writer = new ReplyWriter(reply, !head, keepAlive, now);
        }
        return true;
    }

    private Reply answer(Call call) {
        try {
            return kore.answer(call);
        } catch (RuntimeException e) {
            return Replies.error(500, 500, "The simulator itself failed: " + e);
        }
    }

    /** Writes on; true when the reply is out and the connection can take the next request. */
    private boolean finish(long now) throws IOException {
        ReplyWriter.Next next = writer.write(channel, now);
        lastActivity = now;
        boolean wantsWrite = next == ReplyWriter.Next.WRITABLE;
        key.interestOps(wantsWrite ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        if (next == ReplyWriter.Next.WRITABLE || next == ReplyWriter.Next.LATER) {
            return false;
        }
        writer = null;
        if (next == ReplyWriter.Next.BREAK_OFF || !keepAlive) {
            close();
        }
        return true;
    }
}
