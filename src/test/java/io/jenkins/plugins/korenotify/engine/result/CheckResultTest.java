package io.jenkins.plugins.korenotify.engine.result;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.trials.JavaForm;
import io.jenkins.plugins.korenotify.engine.gate.LabelCounts;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.polling.Answer;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CheckResultTest {
    private static final long START = 1_700_000_000_000L;
    private static final Random RANDOM = new Random(1);

    @Test
    void holdsWhatTheWatchSaw() {
        CheckResult result = finished();

        assertThat(result.level()).isEqualTo(Verdict.Level.PASSED);
        assertThat(result.inconclusiveReason()).isEqualTo(Verdict.InconclusiveReason.NONE);
        assertThat(result.total()).isEqualTo(200);
        assertThat(result.delivered()).isEqualTo(197);
        assertThat(result.failed()).isEqualTo(3);
        assertThat(result.pending()).isZero();
        assertThat(result.successRate()).contains(new BigDecimal("98.5"));
        assertThat(result.reasons(Locale.ROOT)).hasSize(1);
        assertThat(result.polls()).isEqualTo(4);
        assertThat(result.errors()).isEqualTo(1);
        assertThat(result.retries()).isEqualTo(1);
        assertThat(result.duration()).isEqualTo(Duration.ofMillis(12_345));
        assertThat(result.finishedRequests()).isEqualTo(2);
    }

    @Test
    void aLastErrorIsNotARetry() {
        CheckResult result = refused();

        assertThat(result.level()).isEqualTo(Verdict.Level.INCONCLUSIVE);
        assertThat(result.successRate()).isEmpty();
        assertThat(result.polls()).isEqualTo(2);
        assertThat(result.errors()).isEqualTo(2);
        assertThat(result.retries()).isEqualTo(1);
        assertThat(result.requests().get(0).failure()).isPresent();
    }

    @Test
    void aTroubleIsCut() {
        PollingState watch = begin(List.of(TrackedRequest.of("ds-1"))).pollSent("ds-1", START);
        PollFailure long1 = new PollFailure(KoreException.Kind.TRANSIENT, "x".repeat(5_000), 0);
        watch = watch.pollFailed("ds-1", long1, START, RANDOM);

        CheckResult result = CheckResult.of(watch, verdict(watch, START + 600_000), START + 600_000);

        assertThat(result.requests().get(0).failure())
                .hasValueSatisfying(text -> assertThat(text).hasSize(300));
    }

    @Test
    void isTheSameAfterBeingStored() throws Exception {
        CheckResult result = finished();
        CheckResult restored = (CheckResult) JavaForm.read(JavaForm.of(result));

        assertThat(json(restored)).isEqualTo(json(result));
    }

    @Test
    void writesTheDocumentOfAPassedCheck() throws Exception {
        assertThat(json(finished())).isEqualTo(golden("passed.json"));
    }

    @Test
    void writesTheDocumentOfACheckWithoutAnAnswer() throws Exception {
        assertThat(json(refused())).isEqualTo(golden("refused.json"));
    }

    @Test
    void leavesOutThoseWithNothingToSayFirst() throws Exception {
        List<TrackedRequest> required = new ArrayList<>();
        for (int i = 0; i < CheckResultJson.MAX_REQUESTS + 10; i++) {
            required.add(TrackedRequest.of("ds-" + i));
        }
        PollingState watch = begin(required);
        for (TrackedRequest one : required) {
            boolean last = one == required.get(required.size() - 1);
            watch = watch.pollSent(one.requestId(), START)
                    .statusReceived(one.requestId(), new Answer(true, RecipientCounts.of(1, last ? 1 : 0, 0), -1), START + 1, RANDOM);
        }
        CheckResult result = CheckResult.of(watch, verdict(watch, START + 2), START + 2);

        assertThat(result.requests(3))
                .extracting(RequestResult::id)
                .containsExactly("ds-0", "ds-1", "ds-" + (required.size() - 1));
        assertThat(result.requests(0)).isEmpty();
        assertThat(json(result))
                .contains("\"requestsOmitted\": 10")
                .contains("\"ds-" + (required.size() - 1) + "\"")
                .doesNotContain("\"ds-" + (required.size() - 2) + "\"");
    }

    @Test
    void theDocumentIsAsciiWhateverTheRemoteSideSays() throws Exception {
        RecipientCounts counts = RecipientCounts.of(0, 2, 0)
                .detailed(LabelCounts.NONE, LabelCounts.of("\u009B31mred", 2), LabelCounts.of("nicht verknüpft \"\\\n", 2));
        PollingState watch = begin(List.of(TrackedRequest.of("ds-1")))
                .pollSent("ds-1", START)
                .statusReceived("ds-1", new Answer(true, counts, -1), START + 1, RANDOM);

        String json = json(CheckResult.of(watch, verdict(watch, START + 2), START + 2));

        assertThat(json.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 0x7F))
                .isTrue();
        assertThat(json).contains("nicht verkn\\u00FCpft \\\"\\\\\\n").contains("\\u009B31mred");
    }

    private static CheckResult finished() {
        PollingState watch = begin(List.of(TrackedRequest.of("ds-1"), new TrackedRequest("ds-2", 100)));
        RecipientCounts first = RecipientCounts.of(98, 2, 0)
                .detailed(LabelCounts.of("ivr", 98), LabelCounts.of("ivr", 2), LabelCounts.of("Identity is not associated", 2));
        RecipientCounts second = RecipientCounts.of(99, 1, 0)
                .detailed(
                        LabelCounts.of("msteams", 90).plus(LabelCounts.unlabelled(9)),
                        LabelCounts.of("slack", 1),
                        LabelCounts.unlabelled(1));
        watch = watch.pollSent("ds-1", START).pollSent("ds-2", START);
        watch = watch.pollFailed("ds-1", new PollFailure(KoreException.Kind.TRANSIENT, "Gone", 0), START + 10, RANDOM);
        watch = watch.statusReceived("ds-2", new Answer(false, RecipientCounts.of(50, 0, 0), -1), START + 20, RANDOM);
        watch = watch.pollSent("ds-1", START + 5_000).pollSent("ds-2", START + 5_000);
        watch = watch.statusReceived("ds-1", new Answer(true, first, -1), START + 12_000, RANDOM);
        watch = watch.statusReceived("ds-2", new Answer(true, second, -1), START + 12_345, RANDOM);
        return CheckResult.of(watch, verdict(watch, START + 12_345), START + 12_345);
    }

    private static CheckResult refused() {
        PollFailure refusal = new PollFailure(KoreException.Kind.UNAUTHORIZED, "Kore.ai answered HTTP 401", 0);
        PollingState watch = begin(List.of(TrackedRequest.of("ds-1")));
        watch = watch.pollSent("ds-1", START).pollFailed("ds-1", refusal, START + 10, RANDOM);
        watch = watch.pollSent("ds-1", START + 2_000).pollFailed("ds-1", refusal, START + 2_010, RANDOM);
        return CheckResult.of(watch, verdict(watch, START + 2_010), START + 2_010);
    }

    private static PollingState begin(List<TrackedRequest> required) {
        Thresholds thresholds = Thresholds.of(new BigDecimal("98.5"), new BigDecimal("95"), null, 2, true);
        return PollingState.begin(required, thresholds, PollingPolicy.DEFAULT, true, START, Duration.ofMinutes(10));
    }

    private static Verdict verdict(PollingState watch, long now) {
        return watch.verdict(now).orElseThrow();
    }

    private static String json(CheckResult result) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CheckResultJson.write(result, bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = CheckResultTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
