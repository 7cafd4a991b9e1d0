package io.jenkins.plugins.korenotify.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.JavaForm;
import io.jenkins.plugins.korenotify.gate.Counts;
import io.jenkins.plugins.korenotify.gate.Tally;
import io.jenkins.plugins.korenotify.gate.Thresholds;
import io.jenkins.plugins.korenotify.gate.Verdict;
import io.jenkins.plugins.korenotify.watch.Answer;
import io.jenkins.plugins.korenotify.watch.PollPlan;
import io.jenkins.plugins.korenotify.watch.Trouble;
import io.jenkins.plugins.korenotify.watch.Wanted;
import io.jenkins.plugins.korenotify.watch.Watch;
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
        assertThat(result.doubt()).isEqualTo(Verdict.Doubt.NONE);
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
        assertThat(result.requests().get(0).trouble()).isPresent();
    }

    @Test
    void aTroubleIsCut() {
        Watch watch = begin(List.of(Wanted.of("ds-1"))).asked("ds-1", START);
        Trouble long1 = new Trouble(Trouble.Kind.PASSING, "x".repeat(5_000), 0);
        watch = watch.troubled("ds-1", long1, START, RANDOM);

        CheckResult result = CheckResult.of(watch, verdict(watch, START + 600_000), START + 600_000);

        assertThat(result.requests().get(0).trouble())
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
        List<Wanted> wanted = new ArrayList<>();
        for (int i = 0; i < CheckResultJson.MOST_REQUESTS + 10; i++) {
            wanted.add(Wanted.of("ds-" + i));
        }
        Watch watch = begin(wanted);
        for (Wanted one : wanted) {
            boolean last = one == wanted.get(wanted.size() - 1);
            watch = watch.asked(one.requestId(), START)
                    .answered(one.requestId(), new Answer(true, Tally.of(1, last ? 1 : 0, 0), -1), START + 1, RANDOM);
        }
        CheckResult result = CheckResult.of(watch, verdict(watch, START + 2), START + 2);

        assertThat(result.requests(3))
                .extracting(RequestResult::id)
                .containsExactly("ds-0", "ds-1", "ds-" + (wanted.size() - 1));
        assertThat(result.requests(0)).isEmpty();
        assertThat(json(result))
                .contains("\"requestsOmitted\": 10")
                .contains("\"ds-" + (wanted.size() - 1) + "\"")
                .doesNotContain("\"ds-" + (wanted.size() - 2) + "\"");
    }

    @Test
    void theDocumentIsAsciiWhateverTheRemoteSideSays() throws Exception {
        Tally tally = Tally.of(0, 2, 0)
                .detailed(Counts.NONE, Counts.of("\u009B31mred", 2), Counts.of("nicht verknüpft \"\\\n", 2));
        Watch watch = begin(List.of(Wanted.of("ds-1")))
                .asked("ds-1", START)
                .answered("ds-1", new Answer(true, tally, -1), START + 1, RANDOM);

        String json = json(CheckResult.of(watch, verdict(watch, START + 2), START + 2));

        assertThat(json.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 0x7F))
                .isTrue();
        assertThat(json).contains("nicht verkn\\u00FCpft \\\"\\\\\\n").contains("\\u009B31mred");
    }

    private static CheckResult finished() {
        Watch watch = begin(List.of(Wanted.of("ds-1"), new Wanted("ds-2", 100)));
        Tally first = Tally.of(98, 2, 0)
                .detailed(Counts.of("ivr", 98), Counts.of("ivr", 2), Counts.of("Identity is not associated", 2));
        Tally second = Tally.of(99, 1, 0)
                .detailed(
                        Counts.of("msteams", 90).plus(Counts.unlabelled(9)),
                        Counts.of("slack", 1),
                        Counts.unlabelled(1));
        watch = watch.asked("ds-1", START).asked("ds-2", START);
        watch = watch.troubled("ds-1", new Trouble(Trouble.Kind.PASSING, "Gone", 0), START + 10, RANDOM);
        watch = watch.answered("ds-2", new Answer(false, Tally.of(50, 0, 0), -1), START + 20, RANDOM);
        watch = watch.asked("ds-1", START + 5_000).asked("ds-2", START + 5_000);
        watch = watch.answered("ds-1", new Answer(true, first, -1), START + 12_000, RANDOM);
        watch = watch.answered("ds-2", new Answer(true, second, -1), START + 12_345, RANDOM);
        return CheckResult.of(watch, verdict(watch, START + 12_345), START + 12_345);
    }

    private static CheckResult refused() {
        Trouble refusal = new Trouble(Trouble.Kind.REFUSED, "Kore.ai answered HTTP 401", 0);
        Watch watch = begin(List.of(Wanted.of("ds-1")));
        watch = watch.asked("ds-1", START).troubled("ds-1", refusal, START + 10, RANDOM);
        watch = watch.asked("ds-1", START + 2_000).troubled("ds-1", refusal, START + 2_010, RANDOM);
        return CheckResult.of(watch, verdict(watch, START + 2_010), START + 2_010);
    }

    private static Watch begin(List<Wanted> wanted) {
        Thresholds thresholds = Thresholds.of(new BigDecimal("98.5"), new BigDecimal("95"), null, 2, true);
        return Watch.begin(wanted, thresholds, PollPlan.DEFAULT, true, START, Duration.ofMinutes(10));
    }

    private static Verdict verdict(Watch watch, long now) {
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
