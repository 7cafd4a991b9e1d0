package io.jenkins.plugins.korenotify.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.FreeStyleProject;
import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.korenotify.KoreFixture;
import io.jenkins.plugins.korenotify.connection.KoreConfiguration;
import io.jenkins.plugins.korenotify.connection.KoreConnection;
import io.jenkins.plugins.korenotify.credentials.KoreCredentialsImpl;
import io.jenkins.plugins.korenotify.simulator.Scenarios;
import io.jenkins.plugins.korenotify.simulator.SimulatorServer;
import io.jenkins.plugins.korenotify.step.KoreNotifyStatusBuilder;
import io.jenkins.plugins.korenotify.trials.Documents;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** For the same answers, step, build step and command line (in {@code CliIT}) give the same document. */
@WithJenkins
class SameDocumentTest {
    private static final String CREDENTIALS = "scenarios";

    private JenkinsRule jenkins;

    @BeforeEach
    void with(JenkinsRule rule) {
        jenkins = rule;
    }

    @Test
    void stepAndBuildStepArchiveWhatTheCommandLinePrints() throws Exception {
        try (SimulatorServer server = SimulatorServer.start(0, Scenarios.kore(InstantSource.system(), 1))) {
            KoreFixture.storeGlobally(new KoreCredentialsImpl(
                    CredentialsScope.GLOBAL,
                    CREDENTIALS,
                    "",
                    Scenarios.CLIENT_ID,
                    Secret.fromString(Scenarios.SIMULATED_SECRET)));
            KoreConnection connection = new KoreConnection("scenarios");
            connection.setUrl(server.url().toString());
            connection.setStreamId(Scenarios.STREAM_ID);
            connection.setCredentialsId(CREDENTIALS);
            KoreConfiguration.get().setConnections(List.of(connection));

            KoreNotifyStatusBuilder sample = check(Scenarios.SAMPLE_REQUEST_ID);
            sample.setStreamId(Scenarios.SAMPLE_STREAM_ID);
            assertDocument(build(sample), "sample");
            assertDocument(
                    build("requestId: '" + Scenarios.SAMPLE_REQUEST_ID + "', streamId: '" + Scenarios.SAMPLE_STREAM_ID
                            + "'"),
                    "sample");

            KoreNotifyStatusBuilder wrongStream = check("ds-all-delivered");
            wrongStream.setStreamId(Scenarios.OTHER_STREAM_ID);
            assertDocument(build(wrongStream), "wrong-stream");
            assertDocument(
                    build("requestId: 'ds-all-delivered', streamId: '" + Scenarios.OTHER_STREAM_ID + "'"),
                    "wrong-stream");

            String mixed = "requestIds: ['ds-2-of-100-failed', 'ds-one-failing'], minSuccessRate: 99.5,"
                    + " unstableSuccessRate: 60, failFast: false";
            assertDocument(build(mixed), "mixed");

            connection.setKeepMaskedRecipients(true);
            KoreConfiguration.get().setConnections(List.of(connection));
            assertDocument(build(mixed), "masked");
        }
    }

    private static void assertDocument(Run<?, ?> run, String name) throws Exception {
        JsonNode document;
        try (InputStream in =
                run.getArtifactManager().root().child("kore-notify-status.json").open()) {
            document = Documents.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(Documents.violations(document)).isEmpty();
        assertThat(Documents.areEqual(Documents.withoutTimes(document), Documents.expected(name)))
                .as("%s", document.toPrettyString())
                .isTrue();
    }

    private static KoreNotifyStatusBuilder check(String id) {
        KoreNotifyStatusBuilder check = new KoreNotifyStatusBuilder();
        check.setRequestId(id);
        check.setPropagate(false);
        return check;
    }

    private Run<?, ?> build(KoreNotifyStatusBuilder check) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(check);
        return jenkins.buildAndAssertSuccess(job);
    }

    private Run<?, ?> build(String arguments) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("koreNotifyStatus propagate: false, " + arguments, true));
        return jenkins.buildAndAssertSuccess(job);
    }
}
