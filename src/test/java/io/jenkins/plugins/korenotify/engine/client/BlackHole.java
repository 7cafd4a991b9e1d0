package io.jenkins.plugins.korenotify.engine.client;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A server behind TLS that prefers HTTP/2. Its first connection carries one response, then it is dead: neither closed nor
 * ever heard of again, as behind a firewall that has lost its state. All other connections work.
 */
final class BlackHole implements AutoCloseable {
    // RFC 9113: types and flags of frames.
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int PREFACE_LENGTH = 24;
    // RFC 7541, static table: ":status: 200".
    private static final byte STATUS_200 = (byte) 0x88;

    private final SSLServerSocket listener;
    private final byte[] body;
    private final AtomicInteger connections = new AtomicInteger();

    BlackHole(ServerSocket tls, String body) {
        this.listener = (SSLServerSocket) tls;
        this.body = body.getBytes(StandardCharsets.UTF_8);
        SSLParameters parameters = listener.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        listener.setSSLParameters(parameters);
        start(this::accept);
    }

    String url() {
        return "https://localhost:" + listener.getLocalPort();
    }

    /** The connections so far. */
    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) listener.accept();
                start(() -> serve(socket));
            } catch (IOException e) {
                // The listener was closed.
            }
        }
    }

    private void serve(SSLSocket socket) {
        try (socket) {
            socket.startHandshake();
            int responses = connections.incrementAndGet() == 1 ? 1 : Integer.MAX_VALUE;
            if ("h2".equals(socket.getApplicationProtocol())) {
                serveHttp2(new DataInputStream(socket.getInputStream()), socket.getOutputStream(), responses);
            } else {
                serveHttp1(socket.getInputStream(), socket.getOutputStream(), responses);
            }
        } catch (IOException e) {
            // The client closed the connection.
        }
    }

    private void serveHttp1(InputStream in, OutputStream out, int responses) throws IOException {
        int left = responses;
        int lineLength = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                if (lineLength == 0 && left-- > 0) {
                    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n";
                    out.write(head.getBytes(StandardCharsets.US_ASCII));
                    out.write(body);
                    out.flush();
                }
                lineLength = 0;
            } else if (b != '\r') {
                lineLength++;
            }
        }
    }

    private void serveHttp2(DataInputStream in, OutputStream out, int responses) throws IOException {
        int left = responses;
        in.readNBytes(PREFACE_LENGTH);
        send(out, SETTINGS, 0, 0);
        while (true) {
            int lengthAndType = in.readInt();
            int flags = in.read();
            int stream = in.readInt();
            in.readNBytes(lengthAndType >>> 8);
            int type = lengthAndType & 0xFF;
            if (left > 0 && type == SETTINGS && flags != ACK) {
                send(out, SETTINGS, ACK, 0);
            } else if (type == HEADERS && left-- > 0) {
                send(out, HEADERS, END_HEADERS, stream, STATUS_200);
                send(out, DATA, END_STREAM, stream, body);
            }
        }
    }

    private static void send(OutputStream out, int type, int flags, int stream, byte... payload) throws IOException {
        out.write(ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array());
        out.flush();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "black-hole");
        thread.setDaemon(true);
        thread.start();
    }
}
