package io.jenkins.plugins.korenotify.engine.result;

import static io.jenkins.plugins.korenotify.engine.result.SampleChecks.START;
import static io.jenkins.plugins.korenotify.engine.result.SampleChecks.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.client.KoreException.Kind;
import io.jenkins.plugins.korenotify.engine.gate.LabelCounts;
import io.jenkins.plugins.korenotify.engine.gate.Labels;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.ThresholdsOf;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProgressMessagesTest {
    private static final LocalizableMessage BANK = ProgressMessages.connection("bank");

    @Test
    void theStart() {
        assertThat(ProgressMessages.started(SampleChecks.started(Thresholds.DEFAULT, "ds-1"), BANK, "st-1"))
                .hasToString("Polling 1 request (ds-1) on \"bank\", stream st-1, timeout 10 min");
        PollingState many = SampleChecks.started(
                Thresholds.DEFAULT, Stream.of("1 2 3 4 5 6 7".split(" ")).toArray(String[]::new));
        assertThat(ProgressMessages.started(many, BANK, "st-1"))
                .hasToString("Polling 7 requests (1, 2, 3, 4, 5 and 2 more) on \"bank\", stream st-1, timeout 10 min");
        assertThat(ProgressMessages.resumed(many, BANK, START + 60_000))
                .hasToString("Resumed polling 7 requests (1, 2, 3, 4, 5 and 2 more) on \"bank\", at most 9 min left");
        assertThat(ProgressMessages.started(many, BANK, "st-1").format(Locale.GERMAN))
                .isEqualTo(
                        "Abgefragt: 7 Anfragen (1, 2, 3, 4, 5 und 2 weitere) bei „bank“, Stream st-1, Zeitlimit 10 min");
    }

    @Test
    void theThresholds() {
        assertThat(ProgressMessages.required(Thresholds.DEFAULT)).hasToString("Required: success rate ≥ 100%");
        assertThat(ProgressMessages.required(
                        new Thresholds(new BigDecimal("98.5"), BigDecimal.valueOf(95), 5L, 10, true)))
                .hasToString(
                        "Required: success rate ≥ 98.5%, unstable from 95%, at most 5 failed, at least 10 recipients");
    }

    @Test
    void theCounts() {
        PollingState state = SampleChecks.started(ThresholdsOf.withFailFast(Thresholds.DEFAULT, false), "ds-1");
        assertThat(ProgressMessages.counts(state)).hasToString("no recipients reported");
        assertThat(ProgressMessages.counts(SampleChecks.running(state, "ds-1", RecipientCounts.of(154, 5, 41))))
                .hasToString("154 of 200 delivered, 5 failed, 41 pending");
        // Nobody knows whether these are all.
        assertThat(ProgressMessages.counts(SampleChecks.running(state, "ds-1", RecipientCounts.of(154, 5, 0))))
                .hasToString("154 delivered, 5 failed so far");
        PollingState two = SampleChecks.started(Thresholds.DEFAULT, "ds-1", "ds-2");
        assertThat(ProgressMessages.counts(SampleChecks.finished(two, "ds-1", RecipientCounts.of(3, 0, 0))))
                .hasToString("3 delivered, 0 failed so far; 1 of 2 requests finished");
    }

    @Test
    void aFailedPoll() {
        PollingState state = SampleChecks.started(Thresholds.DEFAULT, "ds-1");
        PollFailure gone = new PollFailure(Kind.UNAVAILABLE, LocalizableMessage.of("text", "HTTP 503"), 4_000);

        PollingState once = SampleChecks.pollFailed(state, "ds-1", gone);
        long wait = once.request("ds-1").nextPollAt() - START;
        assertThat(ProgressMessages.pollFailed("ds-1", gone, once, START + wait - 3_500))
                .hasToString("Poll failed (1 of 15), next in 4 s: HTTP 503");
        PollingState later =
                SampleChecks.pollFailed(SampleChecks.running(state, "ds-1", RecipientCounts.of(1, 0, 1)), "ds-1", gone);
        assertThat(ProgressMessages.pollFailed(
                        "ds-1", gone, later, later.request("ds-1").nextPollAt() - 1))
                .hasToString("Poll failed (1 in a row, repeated until the timeout), next in 1 s: HTTP 503");
        PollFailure limit = new PollFailure(Kind.RATE_LIMITED, LocalizableMessage.of("text", "HTTP 429"), 15_000);
        PollingState limited = SampleChecks.pollFailed(state, "ds-1", limit);
        assertThat(ProgressMessages.pollFailed(
                        "ds-1", limit, limited, limited.request("ds-1").nextPollAt() - 9_000))
                .hasToString("Rate limit reached, next poll in 9 s: HTTP 429");
        PollingState two = SampleChecks.pollFailed(
                SampleChecks.started(Thresholds.DEFAULT, "ds-1", "ds-2"), "ds-2", failure(Kind.NOT_FOUND, "HTTP 404"));
        assertThat(ProgressMessages.pollFailed(
                        "ds-2",
                        failure(Kind.NOT_FOUND, "HTTP 404"),
                        two,
                        two.request("ds-2").nextPollAt() - 2_000))
                .hasToString(
                        "Poll of ds-2 failed (1 in a row, given up after 3 over at least 30 s), next in 2 s: HTTP 404");
    }

    @Test
    void theEnd() {
        RecipientCounts counts = Labels.detailed(
                RecipientCounts.of(193, 7, 0),
                LabelCounts.NONE,
                LabelCounts.NONE,
                Labels.plus(Labels.of("Template \"order_update\" is not approved", 3), Labels.unlabelled(4)));
        Thresholds thresholds = new Thresholds(BigDecimal.valueOf(98), BigDecimal.valueOf(95), null, 1, true);
        CheckResult result =
                SampleChecks.result(SampleChecks.finished(SampleChecks.started(thresholds, "ds-1"), "ds-1", counts));

        assertThat(text(ProgressMessages.finished(result)))
                .containsExactly(
                        "Finished: 193 of 200 delivered (96.5%), 7 failed; 1 poll in 8 s",
                        "  3 × Template \"order_update\" is not approved", "  4 × (other reasons, or none given)");
        assertThat(text(ProgressMessages.verdict(result)))
                .containsExactly("UNSTABLE: success rate 96.5% is below 98%: 193 of 200 recipients delivered");
        assertThat(ProgressMessages.finished(result).get(0).format(Locale.GERMAN))
                .isEqualTo("Abgeschlossen: 193 von 200 zugestellt (96,5 %), 7 fehlgeschlagen; 1 Abfrage in 8 s");
    }

    @Test
    void theEndBeforeTheRequestsAreFinished() {
        PollingState state = SampleChecks.started(Thresholds.DEFAULT, "ds-1", "ds-2");
        state = SampleChecks.finished(state, "ds-1", RecipientCounts.of(3, 0, 0));
        state = SampleChecks.pollFailed(state, "ds-2", failure(Kind.UNAVAILABLE, "HTTP 503"));

        CheckResult result = SampleChecks.result(state);

        assertThat(text(ProgressMessages.finished(result)))
                .containsExactly(
                        "Stopped: 3 of 3 delivered, 0 failed, 0 pending; 1 of 2 requests finished; 2 polls, 1 failed in 10 min");
        assertThat(text(ProgressMessages.verdict(result)))
                .containsExactly(
                        "INCONCLUSIVE: Timeout after 10 min: 1 of 2 requests not finished, no recipients pending",
                        "  Request ds-2: HTTP 503");
    }

    private static List<String> text(List<LocalizableMessage> lines) {
        return lines.stream().map(LocalizableMessage::toString).toList();
    }
}
