package io.jenkins.plugins.korenotify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.gate.Counts;
import io.jenkins.plugins.korenotify.gate.Tally;
import io.jenkins.plugins.korenotify.gate.Thresholds;
import io.jenkins.plugins.korenotify.gate.Unreached;
import io.jenkins.plugins.korenotify.gate.UnreachedRecipient;
import io.jenkins.plugins.korenotify.watch.Trouble;
import io.jenkins.plugins.korenotify.watch.Watch;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FinalTableTest {
    @Test
    void saysEverythingOfOneRequest() {
        Tally tally = Tally.of(97, 3, 0)
                .detailed(
                        Counts.of("ivr", 97),
                        Counts.of("ivr", 1).plus(Counts.of("slack", 1)).plus(Counts.unlabelled(1)),
                        Counts.of("Not associated", 2).plus(Counts.unlabelled(1)));
        Watch watch = SampleResults.finished(
                SampleResults.watch(Thresholds.DEFAULT.withMinSuccessRate(BigDecimal.valueOf(97)), "ds-1"),
                "ds-1",
                tally);

        assertThat(FinalTable.of(SampleResults.result(watch)))
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
        Watch watch = SampleResults.watch(Thresholds.DEFAULT, "ds-1", "ds-2");
        watch = SampleResults.finished(watch, "ds-1", Tally.of(1, 0, 0));
        watch = SampleResults.troubled(watch, "ds-2", Trouble.Kind.HOPELESS, "Nobody there");

        assertThat(FinalTable.of(SampleResults.result(watch)))
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
        Watch watch = SampleResults.watch(Thresholds.DEFAULT, "ds-1");
        watch = SampleResults.unreached(
                watch,
                "ds-1",
                Tally.of(90, 30, 0),
                Unreached.of(List.of(
                        new UnreachedRecipient("j***@***", "ivr", true, "Not associated"),
                        new UnreachedRecipient("***89", "", true, ""))));

        assertThat(FinalTable.of(SampleResults.result(watch)))
                .containsSequence(
                        "Not reached       ***89 failed",
                        "                  j***@*** failed, ivr, Not associated",
                        "                  (and 28 more)");
    }

    @Test
    void ofThoseNotReachedListsAFewWithTheirRequests() {
        Watch watch = SampleResults.watch(Thresholds.DEFAULT.withFailFast(false), "ds-1", "ds-2");
        Unreached many = Unreached.of(
                Collections.nCopies(20, new UnreachedRecipient("j***@***", "ivr", true, "Not associated")));
        watch = SampleResults.unreached(watch, "ds-1", Tally.of(1, 20, 0), many);
        watch = SampleResults.unreached(watch, "ds-2", Tally.of(1, 20, 0), many);

        assertThat(FinalTable.of(SampleResults.result(watch)))
                .contains(
                        "Not reached       j***@*** failed, ivr, Not associated, ds-1",
                        "                  (and 20 more)")
                .noneMatch(line -> line.endsWith("associated, ds-2"));
    }

    @Test
    void isNotLongerThanAScreenOrTwo() {
        String[] ids = IntStream.range(0, 500).mapToObj(i -> "ds-" + i).toArray(String[]::new);
        Counts many =
                IntStream.range(0, 60).mapToObj(i -> Counts.of("label " + i, 1)).reduce(Counts.NONE, Counts::plus);
        Watch watch = SampleResults.watch(Thresholds.DEFAULT.withFailFast(false), ids);
        for (String id : ids) {
            watch = SampleResults.finished(watch, id, Tally.of(60, 60, 0).detailed(many, many, many));
        }

        List<String> lines = FinalTable.of(SampleResults.result(watch));

        assertThat(lines).hasSizeLessThan(60).contains("  (and 480 more)");
        assertThat(lines).anyMatch(line -> line.strip().equals("25000  (other reasons, or none given)"));
    }
}
