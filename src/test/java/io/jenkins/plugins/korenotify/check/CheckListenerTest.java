package io.jenkins.plugins.korenotify.check;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.korenotify.KoreFixture;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.report.RunningCheck;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.FaultPlan;
import io.jenkins.plugins.korenotify.simulator.Faults;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Listeners hear of a check from its beginning to its one end, and disturb nobody. */
class CheckListenerTest {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private KoreFixture kore;

    @BeforeEach
    void startKore() throws Exception {
        kore = KoreFixture.start();
        HEARD.clear();
    }

    @AfterEach
    void stopKore() {
        kore.close();
    }

    private static final List<String> HEARD = new CopyOnWriteArrayList<>();

    /** Fails at everything it is told. */
    @TestExtension
    public static final class Clumsy implements CheckListener {
        @Override
        public void onStarted(RunningCheck check, PollingState watch) {
            HEARD.add("began");
            throw new IllegalStateException("began");
        }

        @Override
        public void onStatus(RunningCheck check, PollingState watch) {
            HEARD.add("answered");
            throw new NoClassDefFoundError("answered");
        }

        @Override
        public void onPollFailure(RunningCheck check, PollFailure failure, PollingState watch) {
            HEARD.add(failure.kind().name());
            throw new IllegalStateException("troubled");
        }

        @Override
        public void onCompleted(RunningCheck check, CheckResult result, Result consequence) {
            HEARD.add(result.verdict + " means " + consequence);
            throw new IllegalStateException("ended");
        }

        @Override
        public void onAborted(RunningCheck check) {
            HEARD.add("stopped");
            throw new IllegalStateException("stopped");
        }
    }

    @Test
    void hearsEverythingInOrderAndDisturbsNobody() throws Throwable {
        kore.finished("ds-flaky", 10, 1);
        kore.faults("ds-flaky", FaultPlan.inSequence(Faults.tooManyCalls(), Faults.error(500)));
        sessions.then(jenkins -> {
            kore.connect("bank");

            WorkflowRun run = jenkins.buildAndAssertStatus(
                    Result.UNSTABLE, job(jenkins, "koreNotifyStatus requestId: 'ds-flaky', unstableSuccessRate: 90"));

            assertThat(HEARD)
                    .containsExactly("began", "RATE_LIMITED", "UNAVAILABLE", "answered", "UNSTABLE means UNSTABLE");
            assertThat(JenkinsRule.getLog(run)).contains("[Kore.ai] UNSTABLE");
        });
    }

    @Test
    void hearsNothingOfACheckThatNeverBegan() throws Throwable {
        sessions.then(jenkins -> {
            kore.connect("bank");

            jenkins.buildAndAssertStatus(
                    Result.FAILURE, job(jenkins, "koreNotifyStatus requestId: 'ds-any', connection: 'unknown'"));

            assertThat(HEARD).isEmpty();
        });
    }

    @Test
    void hearsOfTheSameCheckAgainAfterARestart() throws Throwable {
        kore.running("ds-slow", 40, DeliveryCurve.NEVER, Duration.ofMinutes(10));
        sessions.then(jenkins -> {
            kore.connect("bank");
            job(jenkins, "koreNotifyStatus requestId: 'ds-slow'")
                    .scheduleBuild2(0)
                    .waitForStart();
            kore.awaitCalls("ds-slow", 1);
        });
        assertThat(HEARD).startsWith("began").doesNotContain("stopped");
        HEARD.clear();
        int before = kore.callsTo("ds-slow");

        sessions.then(jenkins -> {
            kore.awaitCalls("ds-slow", before + 1);
            WorkflowRun run = jenkins.jenkins
                    .getItemByFullName("check", WorkflowJob.class)
                    .getLastBuild();
            run.doStop();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        });

        assertThat(HEARD).startsWith("began").endsWith("stopped").containsOnlyOnce("began", "stopped");
    }

    private static WorkflowJob job(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "check");
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }
}
