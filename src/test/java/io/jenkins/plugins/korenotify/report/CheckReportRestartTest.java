package io.jenkins.plugins.korenotify.report;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.korenotify.KoreFixture;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.PollEvent;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A build stores one result of each check, however often Jenkins is restarted. */
class CheckReportRestartTest {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @Test
    void aCheckThatWaitsAcrossRestartsIsStoredOnce() throws Throwable {
        try (KoreFixture kore = KoreFixture.start()) {
            kore.running("ds-long", 100, DeliveryCurve.LINEAR, Duration.ofSeconds(40));
            kore.finished("ds-done", 10, 0);
            sessions.then(jenkins -> {
                kore.connect("bank");
                WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
                job.setDefinition(new CpsFlowDefinition(
                        "koreNotifyStatus requestId: 'ds-done'\nkoreNotifyStatus requestId: 'ds-long'", true));
                job.scheduleBuild2(0).waitForStart();
                kore.awaitCalls("ds-long", 2);
            });
            sessions.then(jenkins -> {
                kore.awaitCalls("ds-long", kore.callsTo("ds-long") + 1);
                KoreNotifyStatusAction action = build(jenkins).getAction(KoreNotifyStatusAction.class);
                assertThat(action.getResults()).hasSize(1);
                assertThat(action.getSnapshots())
                        .singleElement()
                        .satisfies(check -> assertThat(check.getPollHistory())
                                .extracting(event -> event.kind)
                                .startsWith(PollEvent.Kind.STARTED, PollEvent.Kind.RESUMED));
            });
            sessions.then(jenkins -> {
                jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(build(jenkins)));
                assertStored(build(jenkins));
            });
            sessions.then(jenkins -> assertStored(build(jenkins)));
        }
    }

    private static void assertStored(WorkflowRun run) {
        assertThat(run.getActions(KoreNotifyStatusAction.class)).hasSize(1);
        KoreNotifyStatusAction action = run.getAction(KoreNotifyStatusAction.class);
        assertThat(action.getSnapshots()).isEmpty();
        List<CheckResult> checks = action.getResults();
        assertThat(checks).extracting(CheckResult::getTotal).containsExactly(10L, 100L);
        assertThat(checks).extracting(result -> result.verdict).containsOnly(Verdict.Level.PASSED);
        assertThat(run.getRootDir().toPath().resolve("archive").resolve("kore-notify-status-2.json"))
                .satisfies(document -> assertThat(Files.readString(document)).contains("\"delivered\": 100"));
        assertThat(run.getArtifacts()).hasSize(2);
    }

    private static WorkflowRun build(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1);
    }
}
