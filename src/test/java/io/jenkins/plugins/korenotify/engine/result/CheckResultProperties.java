package io.jenkins.plugins.korenotify.engine.result;

import static io.jenkins.plugins.korenotify.engine.result.SampleChecks.START;
import static io.jenkins.plugins.korenotify.engine.result.SampleChecks.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.client.KoreException.Kind;
import io.jenkins.plugins.korenotify.engine.gate.LabelCounts;
import io.jenkins.plugins.korenotify.engine.gate.Labels;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.ThresholdsOf;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredRecipient;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.trials.Documents;
import io.jenkins.plugins.korenotify.trials.JavaForm;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Results of checks that went any way, with texts of any characters. */
class CheckResultProperties {
    // The longest that the response reader lets through.
    private static final int MAX_LABEL_LENGTH = 80;
    private static final String[] HOSTILE = {"\"", "<", "&", "\u0000", "\uD83D\uDE00", "\u2028", "ü", "\\", "a"};

    @Property(tries = 300)
    void theDocumentConformsAndSurvivesStorage(@ForAll Random random, @ForAll @IntRange(min = 1, max = 8) int requests)
            throws IOException {
        PollHistory history = new PollHistory();
        PollingState state = run(random, requests, history);
        for (CheckResult result : List.of(
                SampleChecks.result(state, history),
                SampleChecks.waiting(state),
                SampleChecks.result(state, history).bounded(3))) {
            String json = json(result);

            assertThat(Documents.violations(Documents.read(json))).isEmpty();
            assertThat(json.chars()).allMatch(c -> c == '\n' || c >= ' ' && c <= 0x7F);
            assertThat(json((CheckResult) JavaForm.read(JavaForm.of(result)))).isEqualTo(json);
            assertThat(result.getRequests().size() + result.getRequestsOmitted())
                    .isEqualTo(requests);
            assertThat(result.getTotal()).isEqualTo(state.counts().total());
            assertThat(result.getFailedByReason().stream()
                            .mapToLong(reason -> reason.recipients)
                            .sum())
                    .isLessThanOrEqualTo(result.failed);
        }
    }

    @Example
    void whatIsStoredOfTenThousandRequestsIsBounded() {
        Random random = new Random(1);
        String text = "\"<ü".repeat(3_000);
        PollHistory history = new PollHistory();
        PollingState state = SampleChecks.started(
                ThresholdsOf.withFailFast(Thresholds.DEFAULT, false),
                IntStream.range(0, 10_000)
                        .mapToObj(i -> "ds-" + "x".repeat(50) + i)
                        .toArray(String[]::new));
        List<String> ids =
                state.requests().stream().map(request -> request.id()).toList();
        int kept = 0;
        for (String id : ids) {
            LabelCounts labels = labels(random, 20);
            RecipientCounts counts =
                    Labels.detailed(RecipientCounts.of(20, Labels.total(labels), 1), labels, labels, labels);
            // As many recipients as are kept; to choose among more at every status is not what is tested.
            boolean keeps = kept++ < UndeliveredSample.MAX_PER_CHECK / UndeliveredSample.MAX_PER_REQUEST;
            state = SampleChecks.running(state, id, counts, keeps ? undelivered(random) : null);
            PollFailure failure = SampleChecks.failure(Kind.UNAVAILABLE, random.nextInt() + text);
            state = SampleChecks.pollFailed(state, id, failure);
            history.onPollFailure(id, failure, state, START);
        }

        CheckResult result = SampleChecks.result(state, history);

        assertThat(result.getRequests()).hasSize(CheckResult.MAX_REQUESTS);
        assertThat(JavaForm.of(result.bounded(50)).length).isLessThan(200_000);
        assertThat(json(result).length()).isLessThan(2_000_000);
    }

    /** A check with some events. */
    private static PollingState run(Random random, int requests, PollHistory history) {
        String[] ids = IntStream.range(0, requests).mapToObj(i -> "ds-" + i).toArray(String[]::new);
        Thresholds thresholds = new Thresholds(
                BigDecimal.valueOf(random.nextInt(50, 101)),
                random.nextBoolean() ? null : BigDecimal.valueOf(random.nextInt(50)),
                random.nextBoolean() ? null : random.nextLong(20),
                random.nextInt(3),
                random.nextBoolean());
        PollingState state = SampleChecks.started(thresholds, ids);
        history.onStarted(state);
        for (int i = random.nextInt(3 * requests); i > 0; i--) {
            String id = ids[random.nextInt(requests)];
            if (random.nextInt(3) == 0) {
                Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
                PollFailure failure = SampleChecks.failure(kind, hostile(random, random.nextInt(2_000)));
                state = SampleChecks.pollFailed(state, id, failure);
                history.onPollFailure(id, failure, state, START + i);
            } else {
                LabelCounts failed = labels(random, random.nextInt(200));
                LabelCounts delivered = labels(random, random.nextInt(5));
                RecipientCounts counts = Labels.detailed(
                        RecipientCounts.of(Labels.total(delivered), Labels.total(failed), random.nextInt(3)),
                        delivered,
                        failed,
                        failed);
                UndeliveredSample sample = random.nextBoolean() ? null : undelivered(random);
                state = random.nextBoolean()
                        ? SampleChecks.finished(state, id, counts, sample)
                        : SampleChecks.running(state, id, counts, sample);
                history.onStatus(state, START + i);
            }
        }
        return state;
    }

    private static LabelCounts labels(Random random, int max) {
        Map<String, Long> labels = new HashMap<>();
        for (int i = 0; i < max; i++) {
            labels.merge(hostile(random, random.nextInt(1, MAX_LABEL_LENGTH)), 1L, Long::sum);
        }
        return LabelCounts.of(labels, random.nextInt(3));
    }

    private static UndeliveredSample undelivered(Random random) {
        List<UndeliveredRecipient> some = new ArrayList<>();
        for (int i = 0; i < UndeliveredSample.MAX_PER_REQUEST; i++) {
            some.add(new UndeliveredRecipient(
                    (char) ('a' + random.nextInt(26)) + "***@***",
                    hostile(random, random.nextInt(40)),
                    random.nextBoolean(),
                    hostile(random, random.nextInt(MAX_LABEL_LENGTH))));
        }
        return UndeliveredSample.of(some);
    }

    private static String hostile(Random random, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(HOSTILE[random.nextInt(HOSTILE.length)]);
        }
        return text.toString();
    }
}
