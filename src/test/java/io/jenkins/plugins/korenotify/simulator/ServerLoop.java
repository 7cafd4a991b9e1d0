package io.jenkins.plugins.korenotify.simulator;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The one thread that serves every connection, so that a thousand stalled or trickling clients cost no thread of their
 * own. Bounded: 1024 connections, five minutes of silence, ten minutes for one reply.
 */
final class ServerLoop implements Runnable {

    private static final int MAX_CONNECTIONS = 1024;
    private static final int BACKLOG = 512;
    private static final long IDLE_NANOS = Duration.ofMinutes(5).toNanos();
    private static final long REPLY_NANOS = Duration.ofMinutes(10).toNanos();
    private static final long SWEEP_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long REOPEN_RETRY_NANOS = Duration.ofMillis(50).toNanos();

    private final SimulatedKore kore;
    private final Selector selector;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Set<Connection> connections = new HashSet<>();
    private final Set<Connection> paced = new HashSet<>();
    private final ByteBuffer scratch = ByteBuffer.allocate(64 * 1024);
    private ServerSocketChannel listener;
    private InetSocketAddress address;
    private Long reopenAt;
    private long sweepAt = System.nanoTime();
    private volatile boolean running = true;
    private volatile int openConnections;

    ServerLoop(SimulatedKore kore, InetSocketAddress address) throws IOException {
        this.kore = kore;
        this.address = address;
        this.selector = Selector.open();
        try {
            listen();
        } catch (IOException e) {
            selector.close();
            throw e;
        }
    }

    InetSocketAddress address() {
        return address;
    }

    int openConnections() {
        return openConnections;
    }

    /** Has something done by the loop's own thread, between two rounds. */
    void command(Runnable command) {
        commands.add(command);
        selector.wakeup();
    }

    void end() {
        running = false;
        selector.wakeup();
    }

    /** Stops listening and resets every connection; by the loop's own thread only. */
    void goAway(Duration comeBackAfter) {
        if (listener != null) {
            quietly(listener);
            listener = null;
        }
        connections.forEach(Connection::reset);
        connections.clear();
        paced.clear();
        reopenAt = comeBackAfter == null ? null : System.nanoTime() + comeBackAfter.toNanos();
        try {
            selector.selectNow();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Listens again; by the loop's own thread only. */
    void comeBack() {
        reopenAt = null;
        if (listener == null) {
            try {
                listen();
            } catch (IOException e) {
                reopenAt = System.nanoTime() + REOPEN_RETRY_NANOS;
            }
        }
    }

    @Override
    public void run() {
        try {
            while (running) {
                round();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            goAway(null);
            quietly(selector);
            runCommands();
        }
    }

    private void round() throws IOException {
        long now = System.nanoTime();
        selector.select(millisToWait(now));
        runCommands();
        now = System.nanoTime();
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid() && key.isAcceptable()) {
                accept(now);
            } else if (key.isValid()) {
                serve((Connection) key.attachment(), key.isReadable(), now);
            }
        }
        selector.selectedKeys().clear();
        for (Connection connection : new ArrayList<>(paced)) {
            Long at = connection.resumeAt();
            if (at == null || now - at >= 0) {
                serve(connection, false, now);
            }
        }
        if (now - sweepAt >= 0) {
            sweep(now);
        }
        if (reopenAt != null && now - reopenAt >= 0) {
            comeBack();
        }
        openConnections = connections.size();
    }

    private long millisToWait(long now) {
        long until = sweepAt;
        if (reopenAt != null && reopenAt - until < 0) {
            until = reopenAt;
        }
        for (Connection connection : paced) {
            Long at = connection.resumeAt();
            if (at != null && at - until < 0) {
                until = at;
            }
        }
        return Math.max(1, (until - now + 999_999) / 1_000_000);
    }

    private void accept(long now) {
        try {
            SocketChannel client;
            while (listener != null && (client = listener.accept()) != null) {
                admit(client, now);
            }
        } catch (IOException e) {
            // out of descriptors or the like: those waiting are tried again in the next round
        }
    }

    private void admit(SocketChannel client, long now) {
        try {
            client.configureBlocking(false);
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SelectionKey key = client.register(selector, SelectionKey.OP_READ);
            Connection connection = new Connection(kore, client, key, now);
            key.attach(connection);
            if (connections.size() >= MAX_CONNECTIONS || !kore.reachable()) {
                connection.reset();
            } else {
                connections.add(connection);
            }
        } catch (IOException e) {
            quietly(client);
        }
    }

    private void serve(Connection connection, boolean readable, long now) {
        try {
            if (readable) {
                connection.readable(scratch, now);
            } else {
                connection.proceed(now);
            }
        } catch (IOException e) {
            connection.close();
        } catch (RuntimeException e) {
            connection.reset();
        }
        if (!connection.open()) {
            connections.remove(connection);
            paced.remove(connection);
        } else if (connection.resumeAt() != null) {
            paced.add(connection);
        } else {
            paced.remove(connection);
        }
    }

    private void sweep(long now) {
        sweepAt = now + SWEEP_NANOS;
        connections.removeIf(connection -> {
            if (connection.open() && connection.overdue(now, IDLE_NANOS, REPLY_NANOS)) {
                connection.reset();
            }
            return !connection.open();
        });
        paced.retainAll(connections);
    }

    private void listen() throws IOException {
        ServerSocketChannel opened = ServerSocketChannel.open();
        try {
            opened.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            opened.bind(address, BACKLOG);
            opened.configureBlocking(false);
            opened.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException e) {
            quietly(opened);
            throw e;
        }
        address = (InetSocketAddress) opened.getLocalAddress();
        listener = opened;
    }

    private void runCommands() {
        Runnable command;
        while ((command = commands.poll()) != null) {
            command.run();
        }
    }

    private static void quietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // gone already
        }
    }
}
