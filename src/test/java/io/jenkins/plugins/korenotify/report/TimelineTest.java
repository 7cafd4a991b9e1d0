package io.jenkins.plugins.korenotify.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.korenotify.gate.Tally;
import io.jenkins.plugins.korenotify.watch.Trouble;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private final Timeline timeline = new Timeline();

    @Test
    void theSameInARowIsOneEvent() {
        timeline.started(1, Tally.NONE);
        for (int i = 0; i < 500; i++) {
            timeline.answered(10 + i, Tally.of(5, 0, 5));
        }
        timeline.answered(600, Tally.of(6, 0, 4));

        assertThat(timeline.kept().events())
                .extracting(TimelineEvent::getKind, TimelineEvent::getTimes, TimelineEvent::getMillis)
                .containsExactly(tuple("STARTED", 1, 1L), tuple("ANSWERED", 500, 10L), tuple("ANSWERED", 1, 600L));
    }

    @Test
    void theFirstAndTheLatestStay() {
        for (int i = 0; i < 1000; i++) {
            timeline.answered(i, Tally.of(i, 0, 0));
        }

        Timeline.Kept kept = timeline.kept();
        assertThat(kept.events()).hasSize(Timeline.MOST_FIRST + Timeline.MOST_LATEST);
        assertThat(kept.omitted()).isEqualTo(1000 - kept.events().size());
        assertThat(kept.events().get(Timeline.MOST_FIRST - 1).getDelivered()).isEqualTo(9);
        assertThat(kept.events().get(Timeline.MOST_FIRST).getDelivered()).isEqualTo(970);
        assertThat(kept.events().get(kept.events().size() - 1).getDelivered()).isEqualTo(999);
    }

    @Test
    void aLongTroubleIsCut() {
        timeline.troubled(1, Tally.NONE, "ds-1", new Trouble(Trouble.Kind.PASSING, "x".repeat(9_000), 0));

        assertThat(timeline.kept().events().get(0).getMessage()).hasSize(300).endsWith("…");
    }
}
