package io.jenkins.plugins.korenotify.engine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class HostResolverTest {
    private final List<Runnable> waiting = new ArrayList<>();
    private final List<String> lookedUp = new ArrayList<>();
    private final HostResolver resolver = new HostResolver(waiting::add, host -> {
        lookedUp.add(host);
        if (host.startsWith("no")) {
            throw new UnknownHostException(host);
        }
    });

    private void runAll() {
        List<Runnable> now = List.copyOf(waiting);
        waiting.clear();
        now.forEach(Runnable::run);
    }

    @Test
    void looksAHostUpOnceForAllWhoWait() {
        CompletableFuture<Void> one = resolver.resolve("a.example.com");
        CompletableFuture<Void> other = resolver.resolve("a.example.com");
        assertThat(one).isNotDone();

        one.cancel(true);
        runAll();

        assertThat(other).isCompleted();
        assertThat(lookedUp).containsExactly("a.example.com");
        resolver.resolve("a.example.com");
        assertThat(waiting).hasSize(1);
    }

    @Test
    void aHostThatHangsHoldsUpNoOther() {
        CompletableFuture<Void> hanging = resolver.resolve("hangs.example.com");
        CompletableFuture<Void> other = resolver.resolve("b.example.com");

        waiting.get(1).run();

        assertThat(other).isCompleted();
        assertThat(hanging).isNotDone();
    }

    @Test
    void anUnknownHostIsAFailureAndIsLookedUpAgain() {
        CompletableFuture<Void> unknown = resolver.resolve("no.example.com");
        runAll();

        assertThatThrownBy(unknown::join).hasCauseInstanceOf(UnknownHostException.class);
        resolver.resolve("no.example.com");
        assertThat(waiting).hasSize(1);
    }

    @Test
    void aFullExecutorIsAFailureOfTheseRequestsOnly() {
        HostResolver full = new HostResolver(
                task -> {
                    throw new RejectedExecutionException("full");
                },
                host -> {});

        assertThatThrownBy(full.resolve("a.example.com")::join).hasCauseInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(full.resolve("a.example.com")::join).hasCauseInstanceOf(RejectedExecutionException.class);
    }
}
