package io.jenkins.plugins.korenotify.engine.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Looks host names up before the HTTP client needs them. The JDK's client does so on its own executor, where a slow name
 * server would hold up the requests to every other host; here it holds up those to its own host only. The client's look-up
 * that follows is served by the cache of the JVM.
 *
 * <p>Safe for concurrent use.
 */
public final class HostResolver {
    /** Looks one name up; blocks. */
    @FunctionalInterface
    interface Lookup {
        void resolve(String host) throws UnknownHostException;
    }

    private final Executor executor;
    private final Lookup lookup;
    private final Map<String, CompletableFuture<Void>> inFlight = new ConcurrentHashMap<>();

    /** A resolver that asks the JVM, on {@code executor}, which needs a thread for every host that does not answer. */
    public HostResolver(Executor executor) {
        this(executor, InetAddress::getAllByName);
    }

    HostResolver(Executor executor, Lookup lookup) {
        this.executor = executor;
        this.lookup = lookup;
    }

    /**
     * Looks a name up, unless that is being done already.
     *
     * @return completes when the name is known, or with an {@link UnknownHostException}; it is the caller's own, so that
     *     it may be cancelled
     */
    CompletableFuture<Void> resolve(String host) {
        CompletableFuture<Void> shared = new CompletableFuture<>();
        CompletableFuture<Void> known = inFlight.putIfAbsent(host, shared);
        if (known != null) {
            return known.copy();
        }
        try {
            executor.execute(() -> run(host, shared));
        } catch (RuntimeException e) {
            inFlight.remove(host, shared);
            shared.completeExceptionally(e);
        }
        return shared.copy();
    }

    private void run(String host, CompletableFuture<Void> shared) {
        try {
            lookup.resolve(host);
            inFlight.remove(host, shared);
            shared.complete(null);
        } catch (UnknownHostException | RuntimeException | Error e) {
            inFlight.remove(host, shared);
            shared.completeExceptionally(e);
        }
    }
}
