package io.jenkins.plugins.korenotify.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A simulated Kore.ai behind real HTTP/1.1 on the loopback interface: keep-alive, real TCP resets, truncated and
 * trickling bodies, gone and back on the same port. One daemon thread, named {@code simulated-kore-<port>}.
 */
public final class SimulatorServer implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 10;

    private final ServerLoop loop;
    private final Thread thread;
    private final int port;

    private SimulatorServer(ServerLoop loop) {
        this.loop = loop;
        this.port = loop.address().getPort();
        this.thread = new Thread(loop, "simulated-kore-" + port);
        this.thread.setDaemon(true);
    }

    /**
     * Starts serving on 127.0.0.1.
     *
     * @param port the port, 0 for any free one
     * @throws IOException when the port is taken
     */
    public static SimulatorServer start(int port, SimulatedKore kore) throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        SimulatorServer server = new SimulatorServer(new ServerLoop(kore, new InetSocketAddress(loopback, port)));
        server.thread.start();
        return server;
    }

    /** The base URL, {@code http://127.0.0.1:<port>}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The port served. */
    public int port() {
        return port;
    }

    /** Connections open at the moment. */
    public int openConnections() {
        return loop.openConnections();
    }

    /** Goes away at once (port closed, connections reset) and comes back after the given real time; does not wait. */
    public void pause(Duration length) {
        byLoop(() -> loop.goAway(length));
    }

    /** Goes away at once until {@link #resume()}. */
    public void stop() {
        byLoop(() -> loop.goAway(null));
    }

    /** Comes back on the same port. */
    public void resume() {
        byLoop(loop::comeBack);
    }

    /** Ends the server for good. */
    @Override
    public void close() {
        loop.end();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void byLoop(Runnable action) {
        if (!thread.isAlive()) {
            throw new IllegalStateException("closed");
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.command(() -> {
            action.run();
            done.complete(null);
        });
        try {
            done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
