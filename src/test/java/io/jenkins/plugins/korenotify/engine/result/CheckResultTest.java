package io.jenkins.plugins.korenotify.engine.result;

import static io.jenkins.plugins.korenotify.engine.result.SampleChecks.START;
import static io.jenkins.plugins.korenotify.engine.result.SampleChecks.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus.Outcome;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.LabelCounts;
import io.jenkins.plugins.korenotify.engine.gate.Labels;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.ThresholdOutcome;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.ThresholdsOf;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.trials.JavaForm;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckResultTest {
    private static final Random RANDOM = new Random(1);

    @Test
    void holdsWhatThePollingStateKnows() {
        CheckResult result = passed();

        assertThat(result.verdict).isEqualTo(Verdict.Level.PASSED);
        assertThat(result.inconclusiveReason).isNull();
        assertThat(result.getTotal()).isEqualTo(200);
        assertThat(result.delivered).isEqualTo(197);
        assertThat(result.failed).isEqualTo(3);
        assertThat(result.pending).isZero();
        assertThat(result.getSuccessRate()).isEqualTo(new BigDecimal("98.5"));
        assertThat(result.getReasons()).hasSize(1);
        assertThat(result.polls).isEqualTo(4);
        assertThat(result.failedPolls).isEqualTo(1);
        assertThat(result.retries).isEqualTo(1);
        assertThat(result.durationMillis).isEqualTo(12_345);
        assertThat(result.finishedRequests).isEqualTo(2);
        assertThat(result.requestCount).isEqualTo(2);
        assertThat(result.getThresholdResults())
                .extracting(one -> one.threshold, threshold -> threshold.outcome)
                .containsExactly(
                        tuple("minSuccessRate", ThresholdOutcome.HOLDS),
                        tuple("unstableSuccessRate", ThresholdOutcome.HOLDS),
                        tuple("minRecipients", ThresholdOutcome.HOLDS));
    }

    @Test
    void aFailedPollThatWasNotRepeatedIsNoRetry() {
        CheckResult result = refused();

        assertThat(result.verdict).isEqualTo(Verdict.Level.INCONCLUSIVE);
        assertThat(result.inconclusiveReason).isEqualTo(Verdict.InconclusiveReason.NO_RESPONSE);
        assertThat(result.getSuccessRate()).isNull();
        assertThat(result.polls).isEqualTo(2);
        assertThat(result.failedPolls).isEqualTo(2);
        assertThat(result.retries).isEqualTo(1);
        assertThat(result.getRequests().get(0).getLastError()).isEqualTo("Kore.ai responded HTTP 401");
    }

    @Test
    void whileTheCheckWaitsThereIsNoVerdictAndNoEnd() {
        PollingState state = SampleChecks.running(
                SampleChecks.started(Thresholds.DEFAULT, "ds-1"), "ds-1", RecipientCounts.of(5, 0, 5));

        CheckResult result = SampleChecks.waiting(state);

        assertThat(result.verdict).isNull();
        assertThat(result.endedAt).isNull();
        assertThat(result.getReasons()).isEmpty();
        assertThat(result.durationMillis).isEqualTo(8_500);
        assertThat(CheckResultJson.time(result.deadline)).isEqualTo("2023-11-14T22:23:20.000Z");
        assertThat(result.getThresholdResults().get(0).outcome).isEqualTo(ThresholdOutcome.OPEN);
        assertThat(result.getThresholdResults().get(0).actual).isEqualByComparingTo("50");
    }

    @Test
    void anAbortedCheckKeepsWhatWasKnown() {
        PollingState state = SampleChecks.running(
                SampleChecks.started(Thresholds.DEFAULT, "ds-1"), "ds-1", RecipientCounts.of(5, 0, 5));
        Verdict aborted = Verdict.of(Verdict.Level.ABORTED, List.of(LocalizableMessage.of("check.aborted")));

        CheckResult result = new CheckResult(state, aborted, SampleChecks.LABEL, new PollHistory(), START + 10);

        assertThat(result.verdict).isEqualTo(Verdict.Level.ABORTED);
        assertThat(result.getReasons()).containsExactly("The check was aborted");
        assertThat(result.reasons(Locale.GERMAN)).containsExactly("Die Prüfung wurde abgebrochen");
        assertThat(result.delivered).isEqualTo(5);
    }

    @Test
    void aLongErrorIsTruncated() {
        PollingState state = SampleChecks.pollFailed(
                SampleChecks.started(Thresholds.DEFAULT, "ds-1"),
                "ds-1",
                SampleChecks.failure(KoreException.Kind.UNAVAILABLE, "x".repeat(5_000)));

        CheckResult result = SampleChecks.result(state);

        assertThat(result.getRequests().get(0).getLastError()).hasSize(300).endsWith("…");
        assertThat(result.getReasons()).allMatch(reason -> reason.length() <= 500);
    }

    @Test
    void labelsAreCountedTheLargestFirst() {
        LabelCounts reasons = IntStream.range(0, 150)
                .mapToObj(i -> Labels.of("reason " + i, i + 1))
                .reduce(Labels.unlabelled(5), Labels::plus);
        LabelCounts delivered = Labels.plus(Labels.of("ivr", 10), Labels.of("slack", 30));
        LabelCounts failed = Labels.plus(Labels.plus(Labels.of("ivr", 25), Labels.of("sms", 1)), Labels.unlabelled(2));
        RecipientCounts counts =
                Labels.detailed(RecipientCounts.of(40, Labels.total(reasons), 0), delivered, failed, reasons);

        CheckResult result = SampleChecks.result(
                SampleChecks.finished(SampleChecks.started(Thresholds.DEFAULT, "ds-1"), "ds-1", counts));

        assertThat(result.getFailedByReason()).hasSize(CheckResult.MAX_LABELS + 1);
        assertThat(result.getFailedByReason().get(0).reason).isEqualTo("reason 149");
        assertThat(result.getFailedByReason().stream()
                        .mapToLong(reason -> reason.recipients)
                        .sum())
                .isEqualTo(Labels.total(reasons));
        assertThat(result.largestReasons(2))
                .extracting(one -> one.reason, reason -> reason.recipients)
                .containsExactly(
                        tuple("reason 149", 150L), tuple("reason 148", 149L), tuple(null, Labels.total(reasons) - 299));
        assertThat(result.getByChannel())
                .extracting(one -> one.channel, channel -> channel.delivered, channel -> channel.failed)
                .containsExactly(
                        tuple("ivr", 10L, 25L), tuple("slack", 30L, 0L), tuple("sms", 0L, 1L), tuple(null, 0L, 2L));
        assertThat(result.largestChannels(1))
                .extracting(one -> one.channel, channel -> channel.delivered, channel -> channel.failed)
                .containsExactly(tuple("ivr", 10L, 25L), tuple(null, 30L, 3L));
    }

    @Test
    void unremarkableRequestsAreLeftOutFirst() {
        String[] ids = IntStream.range(0, CheckResult.MAX_REQUESTS + 10)
                .mapToObj(i -> "ds-" + i)
                .toArray(String[]::new);
        String last = ids[ids.length - 1];
        PollingState state = SampleChecks.started(ThresholdsOf.withFailFast(Thresholds.DEFAULT, false), ids);
        for (String id : ids) {
            state = SampleChecks.finished(state, id, RecipientCounts.of(1, id.equals(last) ? 1 : 0, 0));
        }

        CheckResult result = SampleChecks.result(state);

        assertThat(result.getRequests()).hasSize(CheckResult.MAX_REQUESTS);
        assertThat(result.getRequestsOmitted()).isEqualTo(10);
        assertThat(result.bounded(3).getRequests())
                .extracting(request -> request.id)
                .containsExactly("ds-0", "ds-1", last);
        assertThat(result.bounded(3).getRequestsOmitted()).isEqualTo(ids.length - 3);
        assertThat(result.bounded(0).getRequests()).isEmpty();
        assertThat(result.bounded(0).delivered).isEqualTo(ids.length);
    }

    @Test
    void isTheSameAfterItWasStored() {
        assertThat(json((CheckResult) JavaForm.read(JavaForm.of(passed())))).isEqualTo(json(passed()));
    }

    @Test
    void writesTheDocumentOfAPassedCheck() throws Exception {
        assertThat(json(passed())).isEqualTo(golden("passed.json"));
    }

    @Test
    void writesTheDocumentOfACheckWithoutAResponse() throws Exception {
        assertThat(json(refused())).isEqualTo(golden("refused.json"));
    }

    @Test
    void theDocumentIsAsciiWhateverKoreReports() {
        RecipientCounts counts = Labels.detailed(
                RecipientCounts.of(0, 2, 0),
                LabelCounts.NONE,
                Labels.of("\u009B31mred", 2),
                Labels.of("nicht verknüpft \"\\\n", 2));

        String json = json(SampleChecks.result(
                SampleChecks.finished(SampleChecks.started(Thresholds.DEFAULT, "ds-1"), "ds-1", counts)));

        assertThat(json.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 0x7F))
                .isTrue();
        assertThat(json).contains("nicht verkn\\u00FCpft \\\"\\\\\\n").contains("\\u009B31mred");
    }

    @Test
    void restGetsTheSameFields() {
        JsonNode tree = CheckResultJson.mapper().convertValue(passed(), JsonNode.class);

        assertThat(tree.get("thresholds").get("minSuccessRate").decimalValue()).isEqualByComparingTo("98.5");
        assertThat(tree.get("verdict").asText()).isEqualTo("PASSED");
        assertThat(tree.has("undelivered")).isFalse();
        assertThat(tree.get("requests").get(0).get("lastError").isNull()).isTrue();
    }

    private static CheckResult passed() {
        RecipientCounts first = Labels.detailed(
                RecipientCounts.of(98, 2, 0),
                Labels.of("ivr", 98),
                Labels.of("ivr", 2),
                Labels.of("Identity is not associated", 2));
        RecipientCounts second = Labels.detailed(
                RecipientCounts.of(99, 1, 0),
                Labels.plus(Labels.of("msteams", 90), Labels.unlabelled(9)),
                Labels.of("slack", 1),
                Labels.unlabelled(1));
        PollHistory history = new PollHistory();
        PollingState state = start();
        history.onStarted(state);
        state = state.pollSent("ds-1", START).pollSent("ds-2", START);
        PollFailure failure = SampleChecks.failure(KoreException.Kind.UNAVAILABLE, "Gone");
        state = state.pollFailed("ds-1", failure, START + 10, RANDOM);
        history.onPollFailure("ds-1", failure, state, START + 10);
        state = state.statusReceived("ds-2", status(Outcome.RUNNING, RecipientCounts.of(50, 0, 0)), START + 20, RANDOM);
        history.onStatus(state, START + 20);
        state = state.pollSent("ds-1", START + 5_000).pollSent("ds-2", START + 5_000);
        state = state.statusReceived("ds-1", status(Outcome.PARTIAL_SUCCESS, first), START + 12_000, RANDOM);
        state = state.statusReceived("ds-2", status(Outcome.PARTIAL_SUCCESS, second), START + 12_345, RANDOM);
        history.onStatus(state, START + 12_345);
        return new CheckResult(
                state, state.verdict(START + 12_345).orElseThrow(), SampleChecks.LABEL, history, START + 12_345);
    }

    private static CheckResult refused() {
        PollFailure refusal = SampleChecks.failure(KoreException.Kind.AUTHENTICATION, "Kore.ai responded HTTP 401");
        PollHistory history = new PollHistory();
        PollingState state = SampleChecks.started(Thresholds.DEFAULT, "ds-1");
        history.onStarted(state);
        for (long at : new long[] {START, START + 2_000}) {
            state = state.pollSent("ds-1", at).pollFailed("ds-1", refusal, at + 10, RANDOM);
            history.onPollFailure("ds-1", refusal, state, at + 10);
        }
        return new CheckResult(
                state,
                state.verdict(START + 2_010).orElseThrow(),
                new CheckLabel("ds-1", null, "st-1"),
                history,
                START + 2_010);
    }

    private static PollingState start() {
        return PollingState.start(
                List.of(TrackedRequest.of("ds-1"), new TrackedRequest("ds-2", OptionalLong.of(100))),
                new Thresholds(new BigDecimal("98.5"), new BigDecimal("95"), null, 2, true),
                PollingPolicy.DEFAULT,
                true,
                START,
                START,
                Duration.ofMinutes(10));
    }

    private static RequestStatus status(Outcome outcome, RecipientCounts counts) {
        return new RequestStatus(
                outcome, outcome == Outcome.RUNNING ? "IN_PROGRESS" : outcome.name(), counts, -1, -1, null);
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = CheckResultTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
