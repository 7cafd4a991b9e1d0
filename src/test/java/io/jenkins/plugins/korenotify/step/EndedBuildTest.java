package io.jenkins.plugins.korenotify.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Job;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.korenotify.JenkinsAndKore;
import io.jenkins.plugins.korenotify.Pipelines;
import io.jenkins.plugins.korenotify.StuckCredentials;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.report.KoreNotifyStatusAction;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import java.time.Duration;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** A build that is killed or deleted while its check waits: polling stops at once, and next to nothing is stored. */
class EndedBuildTest extends JenkinsAndKore {
    private static final String REQUEST = "ds-ended";

    @Test
    void aKilledBuildKeepsWhatWasKnown() throws Exception {
        kore.running(REQUEST, 40, DeliveryCurve.LINEAR, Duration.ofSeconds(60));
        WorkflowRun run = startPipeline();
        jenkins.waitForMessage("of 40 delivered", run);

        run.doKill();

        kore.assertNoMoreCalls(REQUEST);
        jenkins.assertBuildStatus(Result.ABORTED, run);
        assertThat(results(run)).extracting(result -> result.verdict).containsExactly(Verdict.Level.ABORTED);
        assertThat(run.getAction(KoreNotifyStatusAction.class).isAnyWaiting()).isFalse();
        assertThat(JenkinsRule.getLog(run)).doesNotContain("ABORTED: ").endsWith("Finished: ABORTED\n");
    }

    @Test
    void aBuildThatIsKilledDuringTheLookupNeverShowsACheck() throws Exception {
        kore.finished(REQUEST, 10, 0);
        WorkflowRun run;
        try (StuckCredentials stuck = new StuckCredentials()) {
            run = startPipeline();
            jenkins.waitForMessage("[Pipeline] koreNotifyStatus", run);
            run.doKill();
        }

        kore.assertNoMoreCalls(REQUEST);
        assertThat(kore.callsTo(REQUEST)).isZero();
        assertThat(run.getAction(KoreNotifyStatusAction.class)).isNull();
        jenkins.assertLogNotContains("[Kore.ai]", run);
    }

    /** Jenkins deletes no build that runs, but jobs with such builds. */
    @Test
    void theBuildOfADeletedPipelineIsNotPolledAndNotStoredAnew() throws Exception {
        kore.running(REQUEST, 40, DeliveryCurve.LINEAR, Duration.ofSeconds(60));
        WorkflowRun run = startPipeline();
        jenkins.waitForMessage("of 40 delivered", run);

        assertDeletionEndsPolling(run, run.getParent());
    }

    @Test
    void theBuildOfADeletedFreestyleJobIsNotPolledAndNotStoredAnew() throws Exception {
        kore.running(REQUEST, 40, DeliveryCurve.LINEAR, Duration.ofSeconds(60));
        KoreNotifyStatusBuilder check = new KoreNotifyStatusBuilder();
        check.setRequestId(REQUEST);
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(check);
        Run<?, ?> run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("of 40 delivered", run);

        assertDeletionEndsPolling(run, job);
    }

    private void assertDeletionEndsPolling(Run<?, ?> run, Job<?, ?> job) throws Exception {
        job.delete();

        kore.assertNoMoreCalls(REQUEST);
        jenkins.waitUntilNoActivityUpTo(10_000);
        assertThat(job.getRootDir()).doesNotExist();
        assertThat(run.getAction(KoreNotifyStatusAction.class).isAnyWaiting()).isFalse();
    }

    private static List<CheckResult> results(Run<?, ?> run) {
        return run.getAction(KoreNotifyStatusAction.class).getResults();
    }

    private static WorkflowRun startPipeline() throws Exception {
        return Pipelines.start(jenkins, "ended", "koreNotifyStatus requestId: '" + REQUEST + "'");
    }
}
