package io.jenkins.plugins.korenotify.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.Result;
import io.jenkins.plugins.korenotify.KoreFixture;
import io.jenkins.plugins.korenotify.Pipelines;
import io.jenkins.plugins.korenotify.check.CheckListener;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.report.KoreNotifyStatusAction;
import io.jenkins.plugins.korenotify.report.RunningCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** Jenkins is killed (SIGKILL) when a verdict has been told, but its step is not over yet. */
class CompletedVerdictTest {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(15);

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension().withTimeout(0);

    /** Without knowing of it, the next Jenkins would find that time is up. */
    @Test
    void theVerdictStaysWhatItIs() throws Throwable {
        try (KoreFixture kore = KoreFixture.start()) {
            kore.finished("ds-told", 100, 5);
            String url = kore.url();
            jenkins.startJenkins();
            jenkins.runRemotely((RealJenkinsExtension.Step) rule -> tell(rule, url));
            Instant told = Instant.now();
            jenkins.stopJenkinsForcibly();
            jenkins.startJenkins();
            // A Jenkins that starts more quickly than that waits, for the time limit is to be over.
            Thread.sleep(Math.max(
                    0, Duration.between(Instant.now(), told.plus(TIME_LIMIT)).toMillis()));
            jenkins.runRemotely((RealJenkinsExtension.Step) CompletedVerdictTest::assertVerdict);

            assertThat(kore.callsTo("ds-told")).isEqualTo(1);
        }
    }

    /** Comes back when a verdict has been told; whom it was told keeps the step from ending. */
    private static void tell(JenkinsRule rule, String url) throws Exception {
        KoreFixture.connectTo(url, "bank");
        CountDownLatch told = new CountDownLatch(1);
        ExtensionList.lookup(CheckListener.class).add(new CheckListener() {
            @Override
            public void onCompleted(RunningCheck check, CheckResult result, Result consequence) {
                told.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        Pipelines.start(
                rule,
                "told",
                "def r = koreNotifyStatus connection: 'bank', requestId: 'ds-told', minSuccessRate: 90, timeout: "
                        + TIME_LIMIT.toSeconds()
                        + ", unit: 'SECONDS'; echo \"value: ${r.verdict} ${r.delivered} ${r.polls}\"");
        told.await();
    }

    private static void assertVerdict(JenkinsRule rule) throws Exception {
        WorkflowRun run =
                rule.jenkins.getItemByFullName("told", WorkflowJob.class).getLastBuild();
        rule.assertBuildStatus(Result.SUCCESS, rule.waitForCompletion(run));
        rule.assertLogContains("value: PASSED 95 1", run);
        List<CheckResult> kept = run.getAction(KoreNotifyStatusAction.class).getResults();
        assertThat(kept).extracting(result -> result.verdict).containsExactly(Verdict.Level.PASSED);
        assertThat(kept.get(0).durationMillis).isLessThan(TIME_LIMIT.toMillis());
        assertThat(JenkinsRule.getLog(run)
                        .lines()
                        .filter(line -> line.matches(".*] (PASSED|UNSTABLE|FAILED|INCONCLUSIVE|ABORTED): .*")))
                .allMatch(line -> line.contains("[Kore.ai] PASSED"));
    }
}
