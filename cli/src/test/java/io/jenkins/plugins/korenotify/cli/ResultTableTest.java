package io.jenkins.plugins.korenotify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.gate.LabelCounts;
import io.jenkins.plugins.korenotify.engine.gate.Labels;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.ThresholdsOf;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredRecipient;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.result.SampleChecks;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResultTableTest {
    @Test
    void showsEverythingOfOneRequest() {
        RecipientCounts counts = Labels.detailed(
                RecipientCounts.of(97, 3, 0),
                Labels.of("ivr", 97),
                Labels.plus(Labels.plus(Labels.of("ivr", 1), Labels.of("slack", 1)), Labels.unlabelled(1)),
                Labels.plus(Labels.of("Not associated", 2), Labels.unlabelled(1)));
        PollingState state = SampleChecks.finished(
                SampleChecks.started(
                        ThresholdsOf.withMinSuccessRate(Thresholds.DEFAULT, BigDecimal.valueOf(97)), "ds-1"),
                "ds-1",
                counts);

        assertThat(ResultTable.of(SampleChecks.result(state)))
                .containsExactly(
                        "Finished: 97 of 100 delivered (97%), 3 failed; 1 poll in 8 s",
                        "  2 × Not associated",
                        "  1 × (other reasons, or none given)",
                        "Channels:",
                        "  ivr: 97 delivered, 1 failed",
                        "  slack: 0 delivered, 1 failed",
                        "  (other channels, or none given): 0 delivered, 1 failed",
                        "PASSED: 97 of 100 recipients delivered: success rate 97%, at least 97% required");
    }

    @Test
    void listsSeveralRequestsAndTheirErrors() {
        PollingState state = SampleChecks.started(Thresholds.DEFAULT, "ds-1", "ds-2");
        state = SampleChecks.finished(state, "ds-1", RecipientCounts.of(1, 0, 0));
        state = SampleChecks.pollFailed(
                state, "ds-2", SampleChecks.failure(KoreException.Kind.UNAVAILABLE, "Connection refused"));

        assertThat(ResultTable.of(SampleChecks.result(state)))
                .contains(
                        "Requests:",
                        "  ds-1: finished (SUCCESS); 1 of 1 delivered, 0 failed",
                        "  ds-2: no status; 0 of 0 delivered, 0 failed",
                        "    last error: Connection refused",
                        "  Request ds-2: Connection refused");
    }

    @Test
    void groupsUndeliveredRecipientsThatLookTheSame() {
        PollingState state = SampleChecks.started(Thresholds.DEFAULT, "ds-1");
        state = SampleChecks.finished(
                state,
                "ds-1",
                RecipientCounts.of(90, 30, 0),
                UndeliveredSample.of(List.of(
                        new UndeliveredRecipient("j***@***", "ivr", true, "Not associated"),
                        new UndeliveredRecipient("j***@***", "ivr", true, "Not associated"),
                        new UndeliveredRecipient("***89", "", true, ""))));

        assertThat(ResultTable.of(SampleChecks.result(state)))
                .containsSequence(
                        "Undelivered:",
                        "  1 × ***89 failed",
                        "  2 × j***@*** failed, ivr, Not associated",
                        "  (and 27 more)");
    }

    @Test
    void listsAFewUndeliveredRecipientsWithTheirRequests() {
        PollingState state = SampleChecks.started(ThresholdsOf.withFailFast(Thresholds.DEFAULT, false), "ds-1", "ds-2");
        UndeliveredSample many = UndeliveredSample.of(IntStream.range(10, 30)
                .mapToObj(i -> new UndeliveredRecipient("***" + i, "ivr", true, "Not associated"))
                .toList());
        state = SampleChecks.finished(state, "ds-1", RecipientCounts.of(1, 20, 0), many);
        state = SampleChecks.finished(state, "ds-2", RecipientCounts.of(1, 20, 0), many);

        assertThat(ResultTable.of(SampleChecks.result(state)))
                .contains("  1 × ***10 failed, ivr, Not associated, ds-1", "  (and 20 more)")
                .noneMatch(line -> line.endsWith("associated, ds-2"));
    }

    @Test
    void fitsOnAScreenOrTwo() {
        String[] ids = IntStream.range(0, 500).mapToObj(i -> "ds-" + i).toArray(String[]::new);
        LabelCounts many =
                IntStream.range(0, 60).mapToObj(i -> Labels.of("label " + i, 1)).reduce(LabelCounts.NONE, Labels::plus);
        PollingState state = SampleChecks.started(ThresholdsOf.withFailFast(Thresholds.DEFAULT, false), ids);
        for (String id : ids) {
            state = SampleChecks.finished(state, id, Labels.detailed(RecipientCounts.of(60, 60, 0), many, many, many));
        }

        List<String> lines = ResultTable.of(SampleChecks.result(state));

        assertThat(lines).hasSizeLessThan(60).contains("  (and 480 more)");
        assertThat(lines).contains("  25000 × (other reasons, or none given)");
    }
}
