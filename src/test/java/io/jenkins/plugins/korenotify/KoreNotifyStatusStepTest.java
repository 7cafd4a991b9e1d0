package io.jenkins.plugins.korenotify;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.actions.ErrorAction;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.nodes.StepAtomNode;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What a Pipeline sees of a check: verdicts, colours, values, blocks around it. */
@WithJenkins
class KoreNotifyStatusStepTest {
    private JenkinsRule jenkins;
    private KoreFixture kore;

    @BeforeEach
    void connect(JenkinsRule rule) throws Exception {
        jenkins = rule;
        kore = KoreFixture.start();
        kore.connect("bank");
    }

    @AfterEach
    void disconnect() {
        kore.close();
    }

    @Test
    void everyVerdictGetsItsResultAndColour() throws Exception {
        kore.finished("ds-98-of-100", 100, 2);
        kore.finished("ds-all", 20, 0);
        kore.finished("ds-nobody", 0, 0);
        kore.openEnded("ds-open");

        assertOutcome("requestId: 'ds-all'", Result.SUCCESS, "PASSED: 20 of 20 recipients were reached");
        assertOutcome("requestId: 'ds-98-of-100', minSuccessRate: 98", Result.SUCCESS, "PASSED");
        assertOutcome("requestId: 'ds-98-of-100', minSuccessRate: 98.01", Result.FAILURE, "FAILED");
        assertOutcome("requestId: 'ds-98-of-100', minSuccessRate: '97.95'", Result.SUCCESS, "PASSED");
        assertOutcome(
                "requestId: 'ds-98-of-100', minSuccessRate: 99.95, unstableSuccessRate: \"${97 + 1}\"",
                Result.UNSTABLE,
                "UNSTABLE");
        assertOutcome("requestId: 'ds-98-of-100', minSuccessRate: 90, maxFailures: 1", Result.FAILURE, "FAILED");
        assertOutcome("requestId: 'ds-98-of-100', minSuccessRate: 90, maxFailures: '2'", Result.SUCCESS, "PASSED");
        assertOutcome("requestId: 'ds-98-of-100', minSuccessRate: 90, minRecipients: 101", Result.FAILURE, "FAILED");
        assertOutcome("requestId: 'ds-nobody'", Result.FAILURE, "FAILED: The requests have 0 recipients");
        assertOutcome("requestIds: ['ds-98-of-100', 'ds-all'], minSuccessRate: 98.3", Result.SUCCESS, "118 of 120");
        assertOutcome("requestId: 'ds-open', minSuccessRate: 10", Result.FAILURE, "INCONCLUSIVE");
        assertOutcome("requestId: 'ds-open', minSuccessRate: 10, onError: 'UNSTABLE'", Result.UNSTABLE, "INCONCLUSIVE");
        assertOutcome("requestId: 'ds-open', minSuccessRate: 10, onError: 'IGNORE'", Result.SUCCESS, "INCONCLUSIVE");
    }

    @Test
    void timeUpAndNoWaitingAreTheUsersToJudge() throws Exception {
        kore.running("ds-slow", 40, DeliveryCurve.NEVER, Duration.ofSeconds(60));

        assertOutcome("requestId: 'ds-slow', timeout: 3, unit: 'SECONDS'", Result.FAILURE, "Time was up after 3 s");
        assertOutcome(
                "requestId: 'ds-slow', timeout: 3, unit: 'SECONDS', onTimeout: 'UNSTABLE'",
                Result.UNSTABLE,
                "as onTimeout is UNSTABLE");
        assertOutcome(
                "requestId: 'ds-slow', waitForCompletion: false, onTimeout: 'IGNORE'",
                Result.SUCCESS,
                "At the time of asking 1 of 1 requests were not finished");
    }

    @Test
    void declarativeTakesNumbersAndTextAndColoursTheStage() throws Exception {
        kore.finished("ds-98-of-100", 100, 2);

        assertDeclarative("koreNotifyStatus requestId: 'ds-98-of-100', minSuccessRate: 98", Result.SUCCESS);
        assertDeclarative("koreNotifyStatus requestId: 'ds-98-of-100', minSuccessRate: 97.5", Result.SUCCESS);
        assertDeclarative(
                "koreNotifyStatus(requestIds: ['ds-98-of-100'], minSuccessRate: '99.5', unstableSuccessRate: '98', "
                        + "maxFailures: '3', timeout: 5, unit: 'MINUTES', failFast: false, onError: 'UNSTABLE')",
                Result.UNSTABLE);
        assertDeclarative("koreNotifyStatus requestId: 'ds-98-of-100', maxFailures: 1", Result.FAILURE);
    }

    @Test
    void theResultIsReadableInTheSandbox() throws Exception {
        kore.finished("ds-98-of-100", 100, 2);
        String script = """
                def r = koreNotifyStatus requestId: 'ds-98-of-100', minSuccessRate: 99, propagate: false
                echo "verdict=${r.verdict} doubt=${r.doubt} rate=${r.successRate} total=${r.total}"
                echo "delivered=${r.delivered} failed=${r.failed} pending=${r.pending}"
                echo "polls=${r.polls} retries=${r.retries} errors=${r.errors} long=${r.duration >= 0}"
                for (reason in r.reasons) { echo "reason: ${reason}" }
                echo "by reason: ${r.failuresByReason}"
                echo "by channel: ${r.failuresByChannel} and ${r.deliveredByChannel}"
                echo "first: ${r.requests[0].id} ${r.requests[0].delivered} ${r.requests[0].finished}"
                echo "json: ${r.toJson().contains('"verdict"')}"
                echo "text: ${r}"
                sleep 1 // the result is stored and read with the program
                echo "after: ${r.verdict}"
                """;

        WorkflowRun run = jenkins.buildAndAssertSuccess(job("sandbox", script));

        assertThat(JenkinsRule.getLog(run))
                .contains("verdict=FAILED doubt=null rate=98 total=100")
                .contains("delivered=98 failed=2 pending=0")
                .contains("polls=1 retries=0 errors=0 long=true")
                .contains("reason: 98 of 100 recipients were reached: 98 %, at least 99 % wanted")
                .contains("'Identity is not associated with the channel':2")
                .contains("by channel: [ivr:2] and [ivr:98]")
                .contains("first: ds-98-of-100 98 true")
                .contains("json: true")
                .contains("text: FAILED: 98 of 100")
                .contains("The build goes on, as propagate is false")
                .contains("after: FAILED");
    }

    @Test
    void aFailureCanBeCaughtWithItsResult() throws Exception {
        kore.finished("ds-98-of-100", 100, 2);
        String script = """
                try {
                  koreNotifyStatus requestId: 'ds-98-of-100'
                  error 'not reached'
                } catch (org.jenkinsci.plugins.workflow.steps.FlowInterruptedException e) {
                  echo "caught ${e.causes[0].result.failed} failed, ${e.causes[0].result.verdict}"
                }
                """;

        // The sandbox lets no script ask an exception for its causes; there, propagate: false gives the result.
        WorkflowJob job = job("catch", script);
        job.setDefinition(new CpsFlowDefinition(script, false));

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("caught 2 failed, FAILED", run);
    }

    @Test
    void blocksAroundItDoWhatTheyDo() throws Exception {
        kore.finished("ds-98-of-100", 100, 2);
        kore.running("ds-slow", 40, DeliveryCurve.NEVER, Duration.ofSeconds(60));

        WorkflowRun caught = run("caught", """
                catchError {
                  koreNotifyStatus requestId: 'ds-98-of-100'
                }
                echo 'went on'
                """);
        jenkins.assertBuildStatus(Result.FAILURE, caught);
        jenkins.assertLogContains("went on", caught);

        int before = kore.callsTo("ds-98-of-100");
        WorkflowRun retried = run("retried", "retry(2) { koreNotifyStatus requestId: 'ds-98-of-100' }");
        jenkins.assertBuildStatus(Result.FAILURE, retried);
        assertThat(kore.callsTo("ds-98-of-100") - before).isEqualTo(2);

        WorkflowRun timedOut =
                run("timed-out", "timeout(time: 3, unit: 'SECONDS') { koreNotifyStatus requestId: 'ds-slow' }");
        jenkins.assertBuildStatus(Result.ABORTED, timedOut);
        assertNothingIsAskedAnyMore("ds-slow");
    }

    @Test
    void abortEndsTheQuestionsAtOnce() throws Exception {
        kore.stalling("ds-stalling");
        WorkflowRun run = job("abort", "koreNotifyStatus requestId: 'ds-stalling'")
                .scheduleBuild2(0)
                .waitForStart();
        kore.awaitCalls("ds-stalling", 1);

        long before = System.nanoTime();
        run.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));

        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - before)).isLessThan(10);
        assertNothingIsAskedAnyMore("ds-stalling");
    }

    @Test
    void badSettingsAreNamedBeforeAnythingIsAsked() throws Exception {
        kore.finished("ds-all", 20, 0);

        assertRefused("", "requestId is missing");
        assertRefused("requestId: 'not an id'", "requestId");
        assertRefused("requestIds: ['ds-all', '../x']", "requestIds");
        assertRefused("requestId: 'ds-all', minSuccessRate: 101", "minSuccessRate must be a percentage from 0 to 100");
        assertRefused("requestId: 'ds-all', minSuccessRate: 'most'", "minSuccessRate must be a percentage");
        assertRefused("requestId: 'ds-all', minSuccessRate: 90, unstableSuccessRate: 95", "unstableSuccessRate (95)");
        assertRefused("requestId: 'ds-all', maxFailures: -1", "maxFailures must be 0 or more");
        assertRefused("requestId: 'ds-all', maxFailures: 1.5", "maxFailures must be a whole number");
        assertRefused("requestId: 'ds-all', minRecipients: 0", "minRecipients must be 1 or more");
        assertRefused("requestId: 'ds-all', timeout: 0", "timeout must be above 0");
        assertRefused("requestId: 'ds-all', connection: 'nowhere'", "nowhere");
        assertRefused("requestId: 'ds-all', credentialsId: 'nothing'", "nothing");
        assertRefused("requestId: 'ds-all', streamId: 'no stream'", "stream ID");
        assertThat(kore.callsTo("ds-all")).isZero();
    }

    @Test
    void troubleIsToldOnceAndDoesNotEndTheCheck() throws Exception {
        kore.finished("ds-all", 20, 0);
        kore.failingFirst("ds-all", 2);

        WorkflowRun run = run("trouble", "koreNotifyStatus requestId: 'ds-all'");

        jenkins.assertBuildStatusSuccess(run);
        String log = JenkinsRule.getLog(run);
        assertThat(log.lines().filter(line -> line.contains("Trouble with ds-all")))
                .hasSize(1);
        assertThat(log).contains("3 polls, 2 without a status");
    }

    @Test
    void aCheckIsOneNodeAndFewSmallWrites() throws Exception {
        kore.running("ds-six-polls", 1000, DeliveryCurve.LINEAR, Duration.ofSeconds(10));
        WorkflowJob job = job("frugal", "sleep 3; koreNotifyStatus requestId: 'ds-six-polls'");
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("Sleeping for", run);

        try (ProgramWrites writes = ProgramWrites.of(run)) {
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));

            assertThat(kore.callsTo("ds-six-polls")).isGreaterThanOrEqualTo(3);
            assertThat(writes.count()).isBetween(1, 3);
            assertThat(writes.largest()).isBetween(1L, 20_000L);
        }
        assertThat(nodes(run.getExecution())).hasSize(1);
    }

    @Test
    void buildsOfOneJobCheckSideBySide() throws Exception {
        List<WorkflowRun> runs = new ArrayList<>();
        WorkflowJob job = job("side-by-side", "koreNotifyStatus requestId: \"ds-${env.BUILD_NUMBER}\"");
        for (int i = 1; i <= 10; i++) {
            kore.running("ds-" + i, 10, DeliveryCurve.LINEAR, Duration.ofSeconds(3));
            runs.add(job.scheduleBuild2(0).waitForStart());
        }

        for (WorkflowRun run : runs) {
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            jenkins.assertLogContains("10 of 10 recipients were reached", run);
        }
    }

    private void assertOutcome(String arguments, Result result, String inLog) throws Exception {
        WorkflowRun run = run("verdict", "stage('check') { koreNotifyStatus " + arguments + " }");
        jenkins.assertBuildStatus(result, run);
        jenkins.assertLogContains(inLog, run);
        FlowNode node = nodes(run.getExecution()).get(0);
        WarningAction warning = node.getPersistentAction(WarningAction.class);
        ErrorAction error = node.getPersistentAction(ErrorAction.class);
        if (result == Result.UNSTABLE) {
            assertThat(warning.getResult()).isEqualTo(Result.UNSTABLE);
            assertThat(warning.getMessage()).contains("Kore.ai notification check: ");
        } else {
            assertThat(warning).isNull();
        }
        assertThat(error != null).isEqualTo(result == Result.FAILURE);
    }

    private void assertDeclarative(String step, Result result) throws Exception {
        String script = "pipeline { agent none\n stages { stage('check') { steps { " + step + " } } } }";
        WorkflowRun run = run("declarative", script);
        jenkins.assertBuildStatus(result, run);
        FlowNode node = nodes(run.getExecution()).get(0);
        assertThat(node.getPersistentAction(WarningAction.class) != null).isEqualTo(result == Result.UNSTABLE);
    }

    private void assertRefused(String arguments, String message) throws Exception {
        WorkflowRun run = run("refused", "koreNotifyStatus(" + arguments + ")");
        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains(message, run);
        jenkins.assertLogNotContains("Exception", run);
    }

    private void assertNothingIsAskedAnyMore(String requestId) throws InterruptedException {
        int calls = kore.callsTo(requestId);
        Thread.sleep(5_000);
        assertThat(kore.callsTo(requestId)).isEqualTo(calls);
    }

    private WorkflowRun run(String name, String script) throws Exception {
        return jenkins.waitForCompletion(job(name, script).scheduleBuild2(0).waitForStart());
    }

    private WorkflowJob job(String name, String script) throws Exception {
        WorkflowJob job = jenkins.jenkins.getItemByFullName(name, WorkflowJob.class);
        if (job == null) {
            job = jenkins.createProject(WorkflowJob.class, name);
        }
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private static List<FlowNode> nodes(FlowExecution execution) {
        return new DepthFirstScanner()
                .filteredNodes(
                        execution,
                        node -> node instanceof StepAtomNode step
                                && step.getDescriptor() instanceof KoreNotifyStatusStep.DescriptorImpl);
    }
}
