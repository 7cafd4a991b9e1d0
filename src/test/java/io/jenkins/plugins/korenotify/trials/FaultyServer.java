package io.jenkins.plugins.korenotify.trials;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server on loopback that sends, byte by byte, whatever a test tells it to. It knows nothing of Kore.ai and little
 * of HTTP: it reads the head of a request, runs the script, and closes the connection.
 */
public final class FaultyServer implements AutoCloseable {
    /** What is done about a request. */
    @FunctionalInterface
    public interface Script {
        /** Answers, or does not. The connection is closed afterwards. */
        void play(Exchange exchange) throws IOException, InterruptedException;
    }

    /** The head of a request; header names in lower case. */
    public record Request(String line, Map<String, String> headers) {
        /** The value of a header; null if there is none. */
        public String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }

        /** The path as it was sent. */
        public String path() {
            return line.split(" ")[1];
        }
    }

    private final ServerSocket listener;
    private final String scheme;
    private final Script script;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private FaultyServer(ServerSocket listener, String scheme, Script script) {
        this.listener = listener;
        this.scheme = scheme;
        this.script = script;
        daemon(this::accept);
    }

    /** A server for plain http. */
    public static FaultyServer start(Script script) {
        try {
            return new FaultyServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), "http", script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server on a socket that speaks TLS. */
    public static FaultyServer start(ServerSocket tls, Script script) {
        return new FaultyServer(tls, "https", script);
    }

    /** A complete answer. A header is given as {@code "Name: value"}. */
    public static Script answering(int status, String body, String... headers) {
        return exchange -> exchange.answer(status, body, headers);
    }

    /** A port of this machine where nobody listens. */
    public static int deafPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public String url() {
        return scheme + "://localhost:" + listener.getLocalPort();
    }

    /** The requests read so far. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Stops listening and closes every connection. */
    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                daemon(() -> serve(socket));
            } catch (IOException e) {
                // Closed, or a handshake that failed: the next one may do better.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Request request = head(socket.getInputStream());
            if (request != null) {
                requests.add(request);
                script.play(new Exchange(socket, request));
            }
        } catch (IOException e) {
            // The client went away, which is what many tests are about.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static Request head(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String text = "";
        while (!text.endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return null;
            }
            bytes.write(b);
            text = b == '\n' ? bytes.toString(StandardCharsets.ISO_8859_1) : "";
        }
        String[] lines = text.split("\r\n");
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        return new Request(lines[0], headers);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "faulty-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** One connection with one request on it. */
    public static final class Exchange {
        private final Socket socket;
        private final Request request;

        private Exchange(Socket socket, Request request) {
            this.socket = socket;
            this.request = request;
        }

        /** What was asked. */
        public Request request() {
            return request;
        }

        /** Sends these bytes. */
        public void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        /** Sends this text in UTF-8. */
        public void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Sends a status line, these headers ({@code "Name: value"}) and the empty line. */
        public void head(int status, String... headers) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            send(head.append("\r\n").toString());
        }

        /** Sends a complete answer. */
        public void answer(int status, String body, String... headers) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            String[] all = new String[headers.length + 2];
            System.arraycopy(headers, 0, all, 0, headers.length);
            all[headers.length] = "Content-Length: " + bytes.length;
            all[headers.length + 1] = "Connection: close";
            head(status, all);
            send(bytes);
        }

        /** Sends one piece of a chunked body; an empty text ends the body. */
        public void chunk(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            send(Integer.toHexString(bytes.length) + "\r\n");
            send(bytes);
            send("\r\n");
        }

        /** Ends the connection with a reset instead of a proper close. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Sends nothing more; comes back when the client closes its end. */
        public void awaitClientGone() {
            try {
                InputStream in = socket.getInputStream();
                while (in.read() >= 0) {
                    // Whatever else it says is not of interest.
                }
            } catch (IOException e) {
                // A reset is a way of going, too.
            }
        }
    }
}
