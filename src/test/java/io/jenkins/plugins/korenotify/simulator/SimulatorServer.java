package io.jenkins.plugins.korenotify.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * A simulated Kore.ai behind the JDK's HTTP server on the loopback interface, in clear or over TLS. A {@link Relay} in
 * front of it resets connections, lets them fall silent, and goes away and comes back on the same port.
 */
public final class SimulatorServer implements AutoCloseable {
    private static final int MAX_BODY = 2 * 1024 * 1024;

    static {
        // Without it each response waits for the acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // Idle connections are the client's to close: one that the server closes may be in use again already.
        System.setProperty("sun.net.httpserver.idleInterval", "3600");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "100000");
    }

    private final SimulatedKore kore;
    private final String scheme;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool(SimulatorServer::daemon);
    private final int port;
    private Relay relay;
    private boolean closed;

    private SimulatorServer(int port, SimulatedKore kore, SSLContext tls) throws IOException {
        this.kore = kore;
        scheme = tls == null ? "http" : "https";
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
        http = tls == null ? HttpServer.create(anyPort, 0) : encrypted(anyPort, tls);
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        try {
            relay = new Relay(port, http.getAddress(), kore::reachable);
        } catch (IOException e) {
            http.stop(0);
            throw e;
        }
        this.port = relay.port();
        http.start();
    }

    private static HttpServer encrypted(InetSocketAddress address, SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return server;
    }

    /**
     * Starts serving on 127.0.0.1.
     *
     * @param port the port, 0 for any free one
     * @throws IOException when the port is taken
     */
    public static SimulatorServer start(int port, SimulatedKore kore) throws IOException {
        return new SimulatorServer(port, kore, null);
    }

    /** The same over TLS, with the certificate of {@code tls}; its host name is {@code localhost}. */
    public static SimulatorServer start(int port, SimulatedKore kore, SSLContext tls) throws IOException {
        return new SimulatorServer(port, kore, tls);
    }

    /** The base URL, {@code http://127.0.0.1:<port>} or {@code https://localhost:<port>}. */
    public URI url() {
        return URI.create(scheme + (scheme.equals("http") ? "://127.0.0.1:" : "://localhost:") + port);
    }

    /** The port served. */
    public int port() {
        return port;
    }

    /** Connections open at the moment. */
    public synchronized int openConnections() {
        return relay.openConnections();
    }

    /** The connections that are open now fall silent, as behind a firewall that has lost their state; new ones work. */
    public synchronized void silenceConnections() {
        relay.silence();
    }

    /** Goes away at once (port closed, connections reset) and comes back after the given real time; does not wait. */
    public void pause(Duration length) {
        stop();
        CompletableFuture.delayedExecutor(length.toMillis(), TimeUnit.MILLISECONDS, threads)
                .execute(this::resume);
    }

    /** Goes away at once until {@link #resume()}. */
    public synchronized void stop() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        relay.close();
    }

    /** Comes back on the same port. */
    public synchronized void resume() {
        if (closed) {
            return;
        }
        try {
            relay = new Relay(port, http.getAddress(), kore::reachable);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the server for good. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            relay.close();
            http.stop(0);
            threads.shutdownNow();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        Relay.Link link = link(exchange);
        if (link == null) {
            // The client is gone already.
            exchange.close();
            return;
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        Reply reply = body.length > MAX_BODY
                ? Replies.error(413, 413, "Payload Too Large")
                : answer(new Call(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().toString(),
                        exchange.getRequestHeaders().getFirst("auth"),
                        body));
        switch (reply.wire().kind()) {
            case RESET -> {
                link.reset();
                exchange.close();
            }
            case STALL -> link.whenClosed(exchange::close);
            default -> {
                try (exchange) {
                    ReplySender.send(exchange, reply);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private synchronized Relay.Link link(HttpExchange exchange) {
        return relay.link(exchange.getRemoteAddress().getPort());
    }

    private Reply answer(Call call) {
        try {
            return kore.answer(call);
        } catch (RuntimeException e) {
            return Replies.error(500, 500, "The simulator itself failed: " + e);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "simulated-kore");
        thread.setDaemon(true);
        return thread;
    }
}
