package io.jenkins.plugins.korenotify.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Passes bytes between clients and an HTTP server behind it, in clear or encrypted, so that connections break as they
 * do in a network: resets, connections that fall silent, a port where nobody listens.
 */
final class Relay implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;
    private static final int BACKLOG = 200;
    private static final int STACK = 128 * 1024;

    /** A header whose value replaces that of {@code Date}, of the same length, on its way to the client. */
    static final String DATE = "Simulated-date";

    private static final String REAL_DATE = "\r\nDate: ";
    private static final String SHOWN_DATE = "\r\n" + DATE + ": ";

    private final ServerSocket listener;
    private final InetSocketAddress behind;
    private final BooleanSupplier reachable;
    // By the port that the server behind sees the connection come from.
    private final Map<Integer, Link> links = new ConcurrentHashMap<>();
    private final Thread acceptor;

    /**
     * Starts listening.
     *
     * @param reachable asked for each new connection; if false, it is reset at once
     * @throws IOException when the port is taken
     */
    Relay(int port, InetSocketAddress behind, BooleanSupplier reachable) throws IOException {
        this.listener = new ServerSocket(port, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        this.behind = behind;
        this.reachable = reachable;
        acceptor = daemon(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    int openConnections() {
        return links.size();
    }

    /** The connection that the server behind sees come from this port. */
    Link link(int port) {
        return links.get(port);
    }

    /** From now on nothing passes on the connections that are open; they stay open. */
    void silence() {
        links.values().forEach(link -> link.silent = true);
    }

    /** Stops listening and resets every connection. */
    @Override
    public void close() {
        quietly(listener);
        try {
            // The port is free once nobody accepts any more.
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        links.values().forEach(Link::reset);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Link link = new Link(listener.accept());
                if (reachable.getAsBoolean()) {
                    link.open();
                } else {
                    link.reset();
                }
            } catch (IOException e) {
                // Closed, or this one connection failed.
            }
        }
    }

    /** One connection of a client, and the one to the server that belongs to it. */
    final class Link {
        private final Socket client;
        private final Socket server = new Socket();
        private volatile boolean silent;
        private volatile Runnable whenClosed = () -> {};

        private Link(Socket client) {
            this.client = client;
        }

        private void open() throws IOException {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.bind(null);
            links.put(server.getLocalPort(), this);
            try {
                server.connect(behind);
            } catch (IOException e) {
                reset();
                throw e;
            }
            daemon(() -> pass(client, server));
            daemon(() -> pass(server, client));
        }

        /** What is to happen when the connection is gone; at once if it is. */
        void whenClosed(Runnable action) {
            whenClosed = action;
            if (client.isClosed()) {
                action.run();
            }
        }

        /** Breaks the client's connection off with a TCP reset. */
        void reset() {
            try {
                client.setSoLinger(true, 0);
            } catch (IOException e) {
                // Gone already.
            }
            close();
        }

        private void pass(Socket from, Socket to) {
            byte[] buffer = new byte[BUFFER];
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                    if (from == server) {
                        replaceDate(buffer, got);
                    }
                    if (!silent) {
                        out.write(buffer, 0, got);
                    }
                }
            } catch (IOException e) {
                // One side is gone; so is the other, then.
            } finally {
                close();
            }
        }

        private void close() {
            links.values().remove(this);
            quietly(client);
            quietly(server);
            whenClosed.run();
        }
    }

    /** The headers of a response arrive in one piece, and nothing like them is in a body. */
    private static void replaceDate(byte[] buffer, int length) {
        String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
        int shown = text.indexOf(SHOWN_DATE);
        int real = text.indexOf(REAL_DATE);
        if (shown >= 0 && real >= 0) {
            int from = shown + SHOWN_DATE.length();
            System.arraycopy(buffer, from, buffer, real + REAL_DATE.length(), text.indexOf("\r\n", from) - from);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(null, work, "simulated-kore-relay", STACK);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void quietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // Gone already.
        }
    }
}
