package io.jenkins.plugins.korenotify.verdicts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;

/** Answers status polls as a row of the truth table says: each request has its own script. */
public final class RowServer implements AutoCloseable {
    static {
        // Else each response waits for the acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Script> scripts = new HashMap<>();
    private final LongSupplier millis;

    /** Where in its responses a request is. */
    private final class Script {
        private final List<ScriptedResponse> responses;
        private int index;
        private int given;
        private long since = -1;

        Script(List<ScriptedResponse> responses) {
            this.responses = responses;
        }

        /** The response that comes next; the last one is given for ever. */
        synchronized ScriptedResponse next() {
            ScriptedResponse current = responses.get(index);
            boolean over = current.lasts() == null
                    ? given >= current.times()
                    : since >= 0
                            && millis.getAsLong() - since >= current.lasts().toMillis();
            if (over && index < responses.size() - 1) {
                index++;
                given = 0;
                since = -1;
                return next();
            }
            return current;
        }

        /** Goes on behind an absence of Jenkins, and tells how long it lasts. */
        synchronized Duration passAway() {
            Duration lasts = next().lasts();
            index++;
            given = 0;
            since = -1;
            return lasts;
        }

        synchronized ScriptedResponse give() {
            ScriptedResponse next = next();
            given++;
            since = since < 0 ? millis.getAsLong() : since;
            return next;
        }
    }

    /** A server on a free port of this machine; {@code millis} is the time that responses last. */
    public static RowServer start(Map<String, List<ScriptedResponse>> responses, LongSupplier millis)
            throws IOException {
        return new RowServer(responses, millis);
    }

    private RowServer(Map<String, List<ScriptedResponse>> responses, LongSupplier millis) throws IOException {
        this.millis = millis;
        responses.forEach((id, script) -> scripts.put(id, new Script(script)));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Where it listens. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** How long Jenkins is to be away before the next poll of a request; empty: it is not. */
    Optional<Duration> away(String requestId) {
        Script script = scripts.get(requestId);
        return script.next().isAway() ? Optional.of(script.passAway()) : Optional.empty();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Script script = scripts.get(path.substring(path.lastIndexOf('/') + 1));
        try (exchange) {
            ScriptedResponse response = script.give();
            if (response.httpStatus() == 0) {
                return;
            }
            byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders().add("Location", "https://login.example.com/");
            exchange.sendResponseHeaders(response.httpStatus(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
