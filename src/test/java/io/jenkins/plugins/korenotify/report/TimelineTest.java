package io.jenkins.plugins.korenotify.report;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private final Timeline timeline = new Timeline();

    @Test
    void theSameInARowIsOneEvent() {
        timeline.started(1, RecipientCounts.NONE);
        for (int i = 0; i < 500; i++) {
            timeline.statusReceived(10 + i, RecipientCounts.of(5, 0, 5));
        }
        timeline.statusReceived(600, RecipientCounts.of(6, 0, 4));

        assertThat(timeline.kept().events())
                .extracting(TimelineEvent::getKind, TimelineEvent::getTimes, TimelineEvent::getMillis)
                .containsExactly(tuple("STARTED", 1, 1L), tuple("ANSWERED", 500, 10L), tuple("ANSWERED", 1, 600L));
    }

    @Test
    void theFirstAndTheLatestStay() {
        for (int i = 0; i < 1000; i++) {
            timeline.statusReceived(i, RecipientCounts.of(i, 0, 0));
        }

        Timeline.Kept kept = timeline.kept();
        assertThat(kept.events()).hasSize(Timeline.MAX_FIRST + Timeline.MAX_LATEST);
        assertThat(kept.omitted()).isEqualTo(1000 - kept.events().size());
        assertThat(kept.events().get(Timeline.MAX_FIRST - 1).getDelivered()).isEqualTo(9);
        assertThat(kept.events().get(Timeline.MAX_FIRST).getDelivered()).isEqualTo(970);
        assertThat(kept.events().get(kept.events().size() - 1).getDelivered()).isEqualTo(999);
    }

    @Test
    void aLongTroubleIsCut() {
        timeline.pollFailed(1, RecipientCounts.NONE, "ds-1", new PollFailure(KoreException.Kind.TRANSIENT, "x".repeat(9_000), 0));

        assertThat(timeline.kept().events().get(0).getMessage()).hasSize(300).endsWith("…");
    }
}
