package io.jenkins.plugins.korenotify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.gate.LabelCounts;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredRecipient;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResultTableTest {
    @Test
    void saysEverythingOfOneRequest() {
        RecipientCounts counts = RecipientCounts.of(97, 3, 0)
                .detailed(
                        LabelCounts.of("ivr", 97),
                        LabelCounts.of("ivr", 1)
                                .plus(LabelCounts.of("slack", 1))
                                .plus(LabelCounts.unlabelled(1)),
                        LabelCounts.of("Not associated", 2).plus(LabelCounts.unlabelled(1)));
        PollingState watch = SampleResults.finished(
                SampleResults.watch(Thresholds.DEFAULT.withMinSuccessRate(BigDecimal.valueOf(97)), "ds-1"),
                "ds-1",
                counts);

        assertThat(ResultTable.of(SampleResults.result(watch)))
                .containsExactly(
                        "Recipients              100",
                        "  delivered              97",
                        "  failed                  3",
                        "                          2  Not associated",
                        "                          1  (other reasons, or none given)",
                        "  pending                 0",
                        "Success rate           97 %",
                        "By channel        ivr: 97 delivered, 1 failed",
                        "                  slack: 0 delivered, 1 failed",
                        "                  (other channels, or none given): 0 delivered, 1 failed",
                        "Requests                  1  1 finished",
                        "Polls                     1  0 without a status, 0 retries",
                        "Time                  8.5 s",
                        "",
                        "PASSED",
                        "  97 of 100 recipients were reached: 97 %, at least 97 % wanted");
    }

    @Test
    void listsSeveralRequestsAndTheirTroubles() {
        PollingState watch = SampleResults.watch(Thresholds.DEFAULT, "ds-1", "ds-2");
        watch = SampleResults.finished(watch, "ds-1", RecipientCounts.of(1, 0, 0));
        watch = SampleResults.pollFailed(watch, "ds-2", KoreException.Kind.FATAL, "Nobody there");

        assertThat(ResultTable.of(SampleResults.result(watch)))
                .contains(
                        "Requests                  2  1 finished",
                        "  ds-1: finished, 1 delivered, 0 failed, 0 pending, 1 poll",
                        "  ds-2: no status, 0 delivered, 0 failed, 0 pending, 1 poll",
                        "    last trouble: Nobody there",
                        "INCONCLUSIVE",
                        "  Request ds-2: Nobody there");
    }

    @Test
    void listsWhoWasNotReachedIfTheyAreKept() {
        PollingState watch = SampleResults.watch(Thresholds.DEFAULT, "ds-1");
        watch = SampleResults.undelivered(
                watch,
                "ds-1",
                RecipientCounts.of(90, 30, 0),
                UndeliveredSample.of(List.of(
                        new UndeliveredRecipient("j***@***", "ivr", true, "Not associated"),
                        new UndeliveredRecipient("***89", "", true, ""))));

        assertThat(ResultTable.of(SampleResults.result(watch)))
                .containsSequence(
                        "Not reached       ***89 failed",
                        "                  j***@*** failed, ivr, Not associated",
                        "                  (and 28 more)");
    }

    @Test
    void ofThoseNotReachedListsAFewWithTheirRequests() {
        PollingState watch = SampleResults.watch(Thresholds.DEFAULT.withFailFast(false), "ds-1", "ds-2");
        UndeliveredSample many = UndeliveredSample.of(
                Collections.nCopies(20, new UndeliveredRecipient("j***@***", "ivr", true, "Not associated")));
        watch = SampleResults.undelivered(watch, "ds-1", RecipientCounts.of(1, 20, 0), many);
        watch = SampleResults.undelivered(watch, "ds-2", RecipientCounts.of(1, 20, 0), many);

        assertThat(ResultTable.of(SampleResults.result(watch)))
                .contains(
                        "Not reached       j***@*** failed, ivr, Not associated, ds-1",
                        "                  (and 20 more)")
                .noneMatch(line -> line.endsWith("associated, ds-2"));
    }

    @Test
    void isNotLongerThanAScreenOrTwo() {
        String[] ids = IntStream.range(0, 500).mapToObj(i -> "ds-" + i).toArray(String[]::new);
        LabelCounts many = IntStream.range(0, 60)
                .mapToObj(i -> LabelCounts.of("label " + i, 1))
                .reduce(LabelCounts.NONE, LabelCounts::plus);
        PollingState watch = SampleResults.watch(Thresholds.DEFAULT.withFailFast(false), ids);
        for (String id : ids) {
            watch = SampleResults.finished(
                    watch, id, RecipientCounts.of(60, 60, 0).detailed(many, many, many));
        }

        List<String> lines = ResultTable.of(SampleResults.result(watch));

        assertThat(lines).hasSizeLessThan(60).contains("  (and 480 more)");
        assertThat(lines).anyMatch(line -> line.strip().equals("25000  (other reasons, or none given)"));
    }
}
