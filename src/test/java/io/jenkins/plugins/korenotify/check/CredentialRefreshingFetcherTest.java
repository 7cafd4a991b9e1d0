package io.jenkins.plugins.korenotify.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.StatusFetcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class CredentialRefreshingFetcherTest {
    private final Deque<Runnable> lookups = new ArrayDeque<>();
    private final Deque<Callable<StatusFetcher>> stored = new ArrayDeque<>();
    private final ManualFetcher first = new ManualFetcher();
    private final CredentialRefreshingFetcher fetcher =
            new CredentialRefreshingFetcher(first, () -> stored.remove().call(), lookups::add);

    /** Its responses come when the test says so. */
    private static final class ManualFetcher implements StatusFetcher {
        private final List<CompletableFuture<RequestStatus>> polls = new ArrayList<>();

        @Override
        public CompletableFuture<RequestStatus> fetch(String requestId) {
            CompletableFuture<RequestStatus> poll = new CompletableFuture<>();
            polls.add(poll);
            return poll;
        }

        void refuse(int poll) {
            polls.get(poll)
                    .completeExceptionally(new KoreException(
                            KoreException.Kind.AUTHENTICATION, LocalizableMessage.of("text", "refused")));
        }
    }

    private ManualFetcher store() {
        ManualFetcher next = new ManualFetcher();
        stored.add(() -> next);
        return next;
    }

    private static PollFailure failure(CompletableFuture<?> poll) {
        try {
            poll.join();
            throw new AssertionError("no failure");
        } catch (CompletionException e) {
            return PollFailure.from(e);
        }
    }

    @Test
    void looksNothingUpUntilCredentialsAreRefused() {
        fetcher.fetch("ds-1");
        first.polls.get(0).completeExceptionally(new IllegalStateException("reset"));
        fetcher.fetch("ds-1");

        assertThat(first.polls).hasSize(2);
        assertThat(lookups).isEmpty();
    }

    @Test
    void looksUpOnceForAllRequests() {
        ManualFetcher second = store();
        for (String id : List.of("ds-1", "ds-2", "ds-3")) {
            fetcher.fetch(id);
        }
        first.refuse(0);
        first.refuse(1);
        fetcher.fetch("ds-1");
        fetcher.fetch("ds-2");
        assertThat(lookups).hasSize(1);
        assertThat(first.polls).hasSize(3);

        lookups.remove().run();
        assertThat(second.polls).hasSize(2);
        // A late refusal of the former credentials.
        first.refuse(2);
        fetcher.fetch("ds-3");

        assertThat(second.polls).hasSize(3);
        assertThat(lookups).isEmpty();
    }

    @Test
    void looksUpAgainWhatWasRefusedDuringALookup() {
        store();
        ManualFetcher third = store();
        fetcher.fetch("ds-1");
        fetcher.fetch("ds-2");
        first.refuse(0);
        fetcher.fetch("ds-1");
        // The lookup began before this refusal, so it may have found the same secret.
        first.refuse(1);
        lookups.remove().run();

        fetcher.fetch("ds-2");
        lookups.remove().run();

        assertThat(third.polls).hasSize(1);
    }

    @Test
    void looksUpUntilTheSecretIsReplaced() {
        ManualFetcher old = store();
        ManualFetcher replaced = store();
        fetcher.fetch("ds-1");
        first.refuse(0);
        fetcher.fetch("ds-1");
        lookups.remove().run();
        old.refuse(0);
        CompletableFuture<RequestStatus> poll = fetcher.fetch("ds-1");
        lookups.remove().run();
        replaced.polls.get(0).complete(null);

        assertThat(poll).isCompleted();
    }

    @Test
    void aLookupThatFailsIsAFailedPollAndIsRepeated() {
        stored.add(() -> {
            throw new AbortException("There are no credentials kore-app");
        });
        ManualFetcher back = store();
        fetcher.fetch("ds-1");
        first.refuse(0);
        CompletableFuture<RequestStatus> gone = fetcher.fetch("ds-1");
        lookups.remove().run();

        assertThat(failure(gone).kind()).isEqualTo(KoreException.Kind.AUTHENTICATION);
        assertThat(failure(gone).message()).hasToString("There are no credentials kore-app");
        fetcher.fetch("ds-1");
        lookups.remove().run();
        assertThat(back.polls).hasSize(1);
    }

    @Test
    void aBrokenLookupIsAFailedPollAsWell() {
        stored.add(() -> {
            throw new NoClassDefFoundError("vault");
        });
        fetcher.fetch("ds-1");
        first.refuse(0);
        CompletableFuture<RequestStatus> poll = fetcher.fetch("ds-1");
        lookups.remove().run();

        assertThat(failure(poll).kind()).isEqualTo(KoreException.Kind.UNAVAILABLE);
    }

    @Test
    void cancellationReachesThePollAfterALookup() {
        ManualFetcher second = store();
        fetcher.fetch("ds-1");
        first.refuse(0);
        CompletableFuture<RequestStatus> poll = fetcher.fetch("ds-1");
        lookups.remove().run();

        poll.cancel(true);

        assertThat(second.polls.get(0)).isCancelled();
        assertThatThrownBy(poll::join).isInstanceOf(java.util.concurrent.CancellationException.class);
    }
}
