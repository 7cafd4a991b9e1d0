package io.jenkins.plugins.korenotify.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.security.SecurityRealm;
import io.jenkins.plugins.korenotify.JenkinsAndKore;
import io.jenkins.plugins.korenotify.Pipelines;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.FaultPlan;
import io.jenkins.plugins.korenotify.simulator.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javaposse.jobdsl.plugin.ExecuteDslScripts;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the blocks of Pipeline make of a check inside them, and what it needs from Jenkins: no executor, no node. */
class KoreNotifyStatusBlocksTest extends JenkinsAndKore {
    @BeforeEach
    void send() {
        jenkins.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
        kore.finished("ds-all", 20, 0);
        kore.finished("ds-98-of-100", 100, 2);
    }

    @Test
    void aCaughtErrorLetsTheBuildGoOn() throws Exception {
        WorkflowRun failed = run("catchError { koreNotifyStatus requestId: 'ds-98-of-100' }; echo 'went on'");
        jenkins.assertBuildStatus(Result.FAILURE, failed);
        jenkins.assertLogContains("went on", failed);

        WorkflowRun mild = run("catchError(buildResult: 'SUCCESS', stageResult: 'UNSTABLE') {"
                + " koreNotifyStatus requestId: 'ds-98-of-100' }; echo 'went on'");
        jenkins.assertBuildStatus(Result.SUCCESS, mild);
        jenkins.assertLogContains("went on", mild);

        // The step's failure is no interruption, which this would let through.
        WorkflowRun strict = run("catchError(catchInterruptions: false) {"
                + " koreNotifyStatus requestId: 'ds-98-of-100' }; echo 'went on'");
        jenkins.assertLogContains("went on", strict);

        WorkflowRun warned =
                run("warnError('not everybody') { koreNotifyStatus requestId: 'ds-98-of-100' }; echo 'went on'");
        jenkins.assertBuildStatus(Result.UNSTABLE, warned);
        jenkins.assertLogContains("not everybody", warned);
        jenkins.assertLogContains("success rate 98% is below 100%: 98 of 100 recipients delivered", warned);
        jenkins.assertLogContains("went on", warned);
    }

    @Test
    void retryChecksAnew() throws Exception {
        kore.faults(
                "ds-all",
                FaultPlan.times(1, Faults.json("{\"statusLogs\":[{\"status\":\"FAILURE\"}],\"status\":\"FAILURE\"}")));

        WorkflowRun mended = run("retry(3) { koreNotifyStatus requestId: 'ds-all' }");
        jenkins.assertBuildStatusSuccess(mended);
        assertThat(kore.callsTo("ds-all")).isEqualTo(2);
        jenkins.assertLogContains("Retrying", mended);

        jenkins.assertBuildStatus(Result.FAILURE, run("retry(2) { koreNotifyStatus requestId: 'ds-98-of-100' }"));
        assertThat(kore.callsTo("ds-98-of-100")).isEqualTo(2);
    }

    @Test
    void timeoutOfABlockEndsTheQuestions() throws Exception {
        kore.running("ds-slow", 40, DeliveryCurve.NEVER, Duration.ofSeconds(60));

        jenkins.assertBuildStatus(
                Result.ABORTED, run("timeout(time: 3, unit: 'SECONDS') { koreNotifyStatus requestId: 'ds-slow' }"));
        kore.assertNoMoreCalls("ds-slow");

        WorkflowRun within = run("timeout(1) { koreNotifyStatus requestId: 'ds-all' }");
        jenkins.assertBuildStatusSuccess(within);
    }

    @Test
    void declarativeOptionsWorkOnIt() throws Exception {
        kore.running("ds-slow", 40, DeliveryCurve.NEVER, Duration.ofSeconds(60));

        WorkflowRun run = run("""
                pipeline {
                  agent none
                  stages {
                    stage('again') {
                      options { retry(2) }
                      steps { catchError(buildResult: 'SUCCESS') { koreNotifyStatus requestId: 'ds-98-of-100' } }
                    }
                    stage('if') {
                      when { expression { koreNotifyStatus(requestId: 'ds-98-of-100', propagate: false).failed == 2 } }
                      steps { script { echo "value: ${koreNotifyStatus(requestId: 'ds-all').delivered}" } }
                    }
                    stage('time') {
                      options { timeout(time: 3, unit: 'SECONDS') }
                      steps { koreNotifyStatus requestId: 'ds-slow' }
                    }
                  }
                }
                """);

        jenkins.assertBuildStatus(Result.ABORTED, run);
        jenkins.assertLogContains("value: 20", run);
        kore.assertNoMoreCalls("ds-slow");
    }

    @Test
    void branchesCheckSideBySide() throws Exception {
        kore.running("ds-slow", 40, DeliveryCurve.LINEAR, Duration.ofSeconds(3));
        kore.running("ds-never", 40, DeliveryCurve.NEVER, Duration.ofSeconds(60));

        WorkflowRun run = run("""
                def found = [:]
                parallel all: { found.all = koreNotifyStatus(requestId: 'ds-all').verdict },
                    slow: { found.slow = koreNotifyStatus(requestId: 'ds-slow').verdict },
                    some: { found.some = koreNotifyStatus(requestId: 'ds-98-of-100', unstableSuccessRate: 98).verdict }
                echo "found ${found.all} ${found.slow} ${found.some}"
                """);
        jenkins.assertBuildStatus(Result.UNSTABLE, run);
        jenkins.assertLogContains("found PASSED PASSED UNSTABLE", run);

        WorkflowRun first = run("""
                parallel failFast: true,
                    never: { koreNotifyStatus requestId: 'ds-never' },
                    some: { sleep 3; koreNotifyStatus requestId: 'ds-98-of-100' }
                """);
        jenkins.assertBuildStatus(Result.FAILURE, first);
        kore.assertNoMoreCalls("ds-never");
    }

    @Test
    void everythingWaitsWithoutAnExecutorAndOutsideOfNode() throws Exception {
        int executors = jenkins.jenkins.getNumExecutors();
        jenkins.jenkins.setNumExecutors(0);
        try {
            List<WorkflowRun> runs = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                kore.hidden("ds-" + i, 10, Duration.ofSeconds(6));
                String step = "koreNotifyStatus requestId: 'ds-" + i + "'";
                String script = i % 2 == 0
                        ? step
                        : "pipeline { agent none\n stages { stage('check') { steps { " + step + " } } } }";
                runs.add(Pipelines.start(jenkins, "without-" + i, script));
            }
            for (int i = 0; i < 10; i++) {
                kore.awaitCalls("ds-" + i, 1);
            }
            assertThat(jenkins.jenkins.getComputers())
                    .allMatch(computer -> computer.countBusy() == 0 && computer.getNumExecutors() == 0);
            for (WorkflowRun run : runs) {
                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            }
        } finally {
            jenkins.jenkins.setNumExecutors(executors);
        }
    }

    @Test
    void jobDslMakesAPipeline() throws Exception {
        ExecuteDslScripts script = new ExecuteDslScripts();
        script.setScriptText("""
                pipelineJob('made') {
                  definition {
                    cps {
                      script("koreNotifyStatus requestId: 'ds-98-of-100', minSuccessRate: 99.5, unstableSuccessRate: 98")
                      sandbox(true)
                    }
                  }
                }
                """);
        script.setUseScriptText(true);
        FreeStyleProject seed = jenkins.createFreeStyleProject();
        seed.getBuildersList().add(script);
        jenkins.buildAndAssertSuccess(seed);

        WorkflowJob made = jenkins.jenkins.getItemByFullName("made", WorkflowJob.class);
        jenkins.assertBuildStatus(Result.UNSTABLE, made.scheduleBuild2(0));
    }

    private static WorkflowRun run(String script) throws Exception {
        return Pipelines.run(jenkins, "blocks", script);
    }
}
