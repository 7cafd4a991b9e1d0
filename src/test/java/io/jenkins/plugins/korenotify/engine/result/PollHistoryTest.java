package io.jenkins.plugins.korenotify.engine.result;

import static io.jenkins.plugins.korenotify.engine.result.SampleChecks.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.result.PollEvent.Kind;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PollHistoryTest {
    private final PollHistory history = new PollHistory();
    private final PollingState started = SampleChecks.started(Thresholds.DEFAULT, "ds-1");

    private PollingState delivered(long recipients) {
        return SampleChecks.running(started, "ds-1", RecipientCounts.of(recipients, 0, 5));
    }

    @Test
    void equalEventsInARowAreOneEvent() {
        history.onStarted(started);
        for (int i = 0; i < 500; i++) {
            history.onStatus(delivered(5), 10 + i);
        }
        history.onStatus(delivered(6), 600);
        history.onResumed(delivered(6), 700);

        assertThat(history.snapshot().events())
                .extracting(event -> event.kind, event -> event.times, event -> event.at, event -> event.delivered)
                .containsExactly(
                        tuple(Kind.STARTED, 1, START, 0L),
                        tuple(Kind.STATUS, 500, 10L, 5L),
                        tuple(Kind.STATUS, 1, 600L, 6L),
                        tuple(Kind.RESUMED, 1, 700L, 6L));
    }

    @Test
    void theFirstAndTheLatestEventsAreKept() {
        for (int i = 0; i < 1000; i++) {
            history.onStatus(delivered(i), i);
        }

        PollHistory.Snapshot kept = history.snapshot();
        assertThat(kept.events()).hasSize(PollHistory.MAX_FIRST + PollHistory.MAX_LATEST);
        assertThat(kept.omitted()).isEqualTo(1000 - kept.events().size());
        assertThat(kept.events().get(PollHistory.MAX_FIRST - 1).delivered).isEqualTo(9);
        assertThat(kept.events().get(PollHistory.MAX_FIRST).delivered).isEqualTo(970);
        assertThat(kept.events().get(kept.events().size() - 1).delivered).isEqualTo(999);
    }

    @Test
    void aFailureNamesItsRequestInTheReadersLanguage() {
        history.onPollFailure("ds-1", SampleChecks.failure(KoreException.Kind.UNAVAILABLE, "Gone"), started, 1);

        PollEvent event = history.snapshot().events().get(0);
        assertThat(event.getMessage()).isEqualTo("Request ds-1: Gone");
        assertThat(event.message(Locale.GERMAN)).isEqualTo("Anfrage ds-1: Gone");
        assertThat(event.kind).isEqualTo(Kind.POLL_FAILED);
    }

    @Test
    void aLongMessageIsTruncated() {
        history.onPollFailure(
                "ds-1", SampleChecks.failure(KoreException.Kind.UNAVAILABLE, "x".repeat(9_000)), started, 1);

        assertThat(history.snapshot().events().get(0).getMessage()).hasSize(300).endsWith("…");
    }
}
