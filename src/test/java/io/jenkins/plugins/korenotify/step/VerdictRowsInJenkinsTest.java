package io.jenkins.plugins.korenotify.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.KoreFixture;
import io.jenkins.plugins.korenotify.Pipelines;
import io.jenkins.plugins.korenotify.connection.KoreConfiguration;
import io.jenkins.plugins.korenotify.connection.KoreConnection;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.report.KoreNotifyStatusAction;
import io.jenkins.plugins.korenotify.verdicts.RowServer;
import io.jenkins.plugins.korenotify.verdicts.VerdictRow;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The rows of the truth table that take little time, each as a Pipeline build; all builds wait side by side. */
@WithJenkins
class VerdictRowsInJenkinsTest {
    /** A row that runs. */
    private record Check(VerdictRow row, RowServer server, WorkflowRun run) {}

    @Test
    void theStepGivesTheVerdictsOfTheTable(JenkinsRule jenkins) throws Exception {
        List<VerdictRow> rows =
                VerdictRow.all().stream().filter(VerdictRow::isQuick).toList();
        assertThat(rows).hasSizeGreaterThan(40);
        KoreFixture.storeGlobally(KoreFixture.app(KoreFixture.CREDENTIALS_ID, KoreFixture.SECRET));
        List<RowServer> servers = new ArrayList<>();
        List<KoreConnection> connections = new ArrayList<>();
        List<Check> checks = new ArrayList<>();
        try {
            for (VerdictRow row : rows) {
                RowServer server = RowServer.start(row.responses(), System::currentTimeMillis);
                servers.add(server);
                connections.add(connection("row-" + connections.size(), server));
            }
            KoreConfiguration.get().setConnections(connections);
            for (int i = 0; i < rows.size(); i++) {
                WorkflowRun run = Pipelines.start(jenkins, "row-" + i, script(rows.get(i), "row-" + i));
                checks.add(new Check(rows.get(i), servers.get(i), run));
            }
            SoftAssertions all = new SoftAssertions();
            for (Check check : checks) {
                jenkins.waitForCompletion(check.run());
                assertVerdict(check, all);
            }
            all.assertAll();
        } finally {
            servers.forEach(RowServer::close);
        }
    }

    private static KoreConnection connection(String name, RowServer server) {
        KoreConnection connection = new KoreConnection(name);
        connection.setUrl(server.uri().toString());
        connection.setStreamId("st-row");
        connection.setCredentialsId(KoreFixture.CREDENTIALS_ID);
        return connection;
    }

    private static String script(VerdictRow row, String connection) {
        Thresholds thresholds = row.thresholds();
        String ids =
                row.requests().stream().map(VerdictRowsInJenkinsTest::requestId).collect(Collectors.joining(", "));
        StringBuilder step = new StringBuilder("koreNotifyStatus unit: 'SECONDS', timeout: ")
                .append(row.timeout().toSeconds() <= 10 ? row.timeout().toSeconds() : 180)
                .append(", connection: '")
                .append(connection)
                .append("', requestIds: [")
                .append(ids)
                .append("], failFast: ")
                .append(row.failFast())
                .append(", minSuccessRate: '")
                .append(thresholds.minSuccessRate().toPlainString())
                .append("', minRecipients: ")
                .append(thresholds.minRecipients());
        thresholds
                .unstableSuccessRate()
                .ifPresent(rate -> step.append(", unstableSuccessRate: '")
                        .append(rate.toPlainString())
                        .append('\''));
        thresholds
                .maxFailures()
                .ifPresent(number -> step.append(", maxFailures: ").append(number));
        row.retries().ifPresent(number -> step.append(", retries: ").append(number));
        return step.toString();
    }

    private static String requestId(TrackedRequest request) {
        return request.recipients().isEmpty()
                ? "'" + request.requestId() + "'"
                : "'{\"_id\":\"" + request.requestId() + "\",\"store\":{\"identitiesCount\":"
                        + request.recipients().getAsLong() + "}}'";
    }

    private static void assertVerdict(Check check, SoftAssertions all) {
        VerdictRow row = check.row();
        CheckResult result =
                check.run().getAction(KoreNotifyStatusAction.class).getResults().get(0);

        all.assertThat(result.verdict.toString())
                .as(row + ": " + result.getReasons())
                .isEqualTo(row.verdict());
        row.inconclusiveReason()
                .ifPresent(reason -> all.assertThat(result.inconclusiveReason)
                        .as(row + ": " + result.getReasons())
                        .hasToString(reason));
    }
}
