package io.jenkins.plugins.korenotify.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.SampleChecks;
import io.jenkins.plugins.korenotify.trials.Documents;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrendPointTest {
    @ParameterizedTest
    @CsvSource({"35, 65, 35", "100, 0, 100", "0, 7, 0", "131, 2, 98.4962"})
    void theSuccessRateHasTheFormOfTheDocument(long delivered, long failed, String rate) throws Exception {
        CheckResult check = SampleChecks.result(SampleChecks.finished(
                SampleChecks.started(Thresholds.DEFAULT, "ds-1"), "ds-1", RecipientCounts.of(delivered, failed, 0)));

        assertThat(Documents.read(SampleChecks.json(check)).get("successRate")).hasToString(rate);
        assertThat(new TrendPoint(1, List.of(check)).getSuccessRate()).hasToString(rate);
    }
}
