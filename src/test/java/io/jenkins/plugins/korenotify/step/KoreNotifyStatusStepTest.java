package io.jenkins.plugins.korenotify.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.korenotify.JenkinsAndKore;
import io.jenkins.plugins.korenotify.Pipelines;
import io.jenkins.plugins.korenotify.benchmark.ProgramWrites;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.FaultPlan;
import io.jenkins.plugins.korenotify.simulator.Faults;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** What a Pipeline gives to a check and gets of it: arguments, values, log, storage. */
class KoreNotifyStatusStepTest extends JenkinsAndKore {
    @Test
    void scriptedTakesNumbersTextAndLists() throws Exception {
        kore.finished("ds-98-of-100", 100, 2);
        kore.finished("ds-all", 20, 0);

        assertScripted("requestId: 'ds-98-of-100', minSuccessRate: '97.95'", Result.SUCCESS);
        assertScripted(
                "requestId: \"ds-${90 + 8}-of-100\", minSuccessRate: 99.95, unstableSuccessRate: \"${97 + 1}\"",
                Result.UNSTABLE);
        assertScripted("requestId: 'ds-98-of-100', minSuccessRate: 90.0f, maxFailures: '2'", Result.SUCCESS);
        assertScripted("requestIds: ['ds-98-of-100', 'ds-all'], minSuccessRate: 98.3", Result.SUCCESS);
        assertScripted("requestIds: ['ds-98-of-100', 'ds-all'], minSuccessRate: 98.34", Result.FAILURE);
    }

    private static void assertScripted(String arguments, Result result) throws Exception {
        jenkins.assertBuildStatus(result, run("scripted", "koreNotifyStatus " + arguments));
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
                echo "verdict=${r.verdict} why=${r.inconclusiveReason} rate=${r.successRate} total=${r.total}"
                echo "delivered=${r.delivered} failed=${r.failed} pending=${r.pending}"
                echo "polls=${r.polls} retries=${r.retries} errors=${r.failedPolls} long=${r.durationMillis >= 0}"
                for (reason in r.reasons) { echo "reason: ${reason}" }
                echo "by reason: ${r.failedByReason}"
                echo "by channel: ${r.failedByChannel} and ${r.deliveredByChannel}"
                echo "first: ${r.requests[0].id} ${r.requests[0].delivered} ${r.requests[0].finished}"
                echo "json: ${r.toJson().contains('"verdict"')}"
                echo "text: ${r}"
                sleep 1 // the result is stored and read with the program
                echo "after: ${r.verdict}"
                """;

        WorkflowRun run = jenkins.buildAndAssertSuccess(job("sandbox", script));

        assertThat(JenkinsRule.getLog(run))
                .contains("verdict=FAILED why=null rate=98 total=100")
                .contains("delivered=98 failed=2 pending=0")
                .contains("polls=1 retries=0 errors=0 long=true")
                .contains("reason: success rate 98% is below 99%: 98 of 100 recipients delivered")
                .contains("'Identity is not associated with the channel':2")
                .contains("by channel: [ivr:2] and [ivr:98]")
                .contains("first: ds-98-of-100 98 true")
                .contains("json: true")
                .contains("text: FAILED: success rate 98%")
                .contains("The build goes on, as propagate is false")
                .contains("after: FAILED");
    }

    @Test
    void aFailureCanBeCaughtWithItsResult() throws Exception {
        kore.finished("ds-98-of-100", 100, 2);
        String script = """
                try {
                  %s
                  error 'not reached'
                } catch (io.jenkins.plugins.korenotify.step.CheckFailedException e) {
                  sleep 1 // the failure is stored and read with the program
                  echo "caught ${e.result.failed} failed, ${e.result.verdict}; ${e.message}"
                }
                """;

        for (String check : List.of(
                "koreNotifyStatus requestId: 'ds-98-of-100'",
                "step([$class: 'KoreNotifyStatusBuilder', requestId: 'ds-98-of-100'])")) {
            WorkflowRun run = run("catch", script.formatted(check));

            jenkins.assertBuildStatusSuccess(run);
            jenkins.assertLogContains(
                    "caught 2 failed, FAILED; Kore.ai notification check \"ds-98-of-100\": FAILED", run);
        }
    }

    @Test
    void everyLogLineNamesTheCheckUnlessItIsNamedAfterItsRequestAndAlone() throws Exception {
        kore.finished("ds-all", 20, 0);
        kore.running("ds-slow", 10, DeliveryCurve.LINEAR, Duration.ofSeconds(3));

        WorkflowRun one = run("one", "koreNotifyStatus requestId: 'ds-all'");
        jenkins.assertLogContains("[Kore.ai] PASSED: ", one);
        jenkins.assertLogNotContains("[Kore.ai ds-all]", one);

        WorkflowRun named = run("named", "koreNotifyStatus requestId: 'ds-all', name: 'Solo'");
        assertThat(JenkinsRule.getLog(named).lines().filter(line -> line.contains("[Kore.ai")))
                .hasSizeGreaterThan(2)
                .allMatch(line -> line.contains("[Kore.ai Solo] "));

        WorkflowRun two = run("two", """
                parallel staff: { koreNotifyStatus requestId: 'ds-slow' },
                    customers: { sleep 1; koreNotifyStatus requestId: 'ds-all', name: 'Customers' }
                """);
        jenkins.assertBuildStatusSuccess(two);
        jenkins.assertLogContains("[Kore.ai Customers] PASSED: ", two);
        jenkins.assertLogContains("[Kore.ai staff] Polling 1 request (ds-slow)", two);
        jenkins.assertLogContains("[Kore.ai staff] PASSED: ", two);
    }

    @Test
    void theVerdictStandsOnce() throws Exception {
        kore.finished("ds-98-of-100", 100, 2);

        WorkflowRun run = run("once", "stage('Notify') { koreNotifyStatus requestId: 'ds-98-of-100' }");

        jenkins.assertBuildStatus(Result.FAILURE, run);
        String log = JenkinsRule.getLog(run);
        assertThat(log).containsOnlyOnce("success rate 98% is below 100%");
        assertThat(log).contains("Kore.ai notification check \"Notify\": FAILED\n");
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
        assertRefused("requestId: 'ds-all', maxFailures: -1", "maxFailures must be a whole number from 0 to");
        assertRefused("requestId: 'ds-all', maxFailures: 1.5", "maxFailures must be a whole number");
        assertRefused("requestId: 'ds-all', minRecipients: -1", "minRecipients must be a whole number from 0 to");
        assertRefused("requestId: 'ds-all', timeout: 0", "timeout (minutes) must be a whole number from 1 to 43200");
        assertRefused(
                "requestId: 'ds-all', timeout: 31, unit: 'DAYS'", "timeout (days) must be a whole number from 1 to 30");
        assertRefused(
                "requestId: 'ds-all', timeout: 9, unit: 'NANOSECONDS'",
                "timeout (nanoseconds) must be a whole number from 1000000 to 2147483647");
        assertRefused("requestId: 'ds-all', retries: -1", "retries must be a whole number from 0 to 2147483647");
        assertRefused("requestId: 'ds-all', connection: 'nowhere'", "nowhere");
        assertRefused("requestId: 'ds-all', credentialsId: 'nothing'", "nothing");
        assertRefused("requestId: 'ds-all', streamId: 'no stream'", "stream ID");
        assertThat(kore.callsTo("ds-all")).isZero();
    }

    @Test
    void argumentsOfTheWrongTypeAreNamed() throws Exception {
        kore.finished("ds-all", 20, 0);
        String actions = " must be one of FAILURE, UNSTABLE, IGNORE, not ";

        assertMisfit("onError: 'unstable'", "onError" + actions + "\"unstable\"");
        assertMisfit("onTimeout: 'FAIL\\nED'", "onTimeout" + actions + "\"FAIL ED\"");
        assertMisfit("onTimeout: 'x'.multiply(1000)", "onTimeout" + actions + "\"" + "x".repeat(39) + "…\"");
        assertMisfit("unit: 'WEEKS'", "unit must be one of NANOSECONDS, ");
        assertMisfit("unit: 'WEEKS'", ", MINUTES, HOURS, DAYS, not \"WEEKS\"");
        assertMisfit("timeout: 99999999999", "timeout (minutes) must be a whole number from 1 to 43200");
        assertMisfit("timeout: 1.5, unit: 'DAYS'", "timeout (days) must be a whole number from 1 to 30");
        assertMisfit("retries: 99999999999", "retries must be a whole number from 0 to 2147483647");
        assertMisfit("retries: 'many'", "retries must be a whole number from 0 to 2147483647");
        assertThat(kore.callsTo("ds-all")).isZero();

        assertScripted("requestId: 'ds-all', timeout: 5L, retries: '3', unit: \"${'MIN' + 'UTES'}\"", Result.SUCCESS);
    }

    private static void assertMisfit(String argument, String message) throws Exception {
        for (String check : List.of(
                "koreNotifyStatus(requestId: 'ds-all', " + argument + ")",
                "step([$class: 'KoreNotifyStatusBuilder', requestId: 'ds-all', " + argument + "])")) {
            WorkflowRun run = run("misfit", check);
            jenkins.assertBuildStatus(Result.FAILURE, run);
            assertThat(JenkinsRule.getLog(run).lines())
                    .as(check)
                    .anyMatch(line -> line.contains("IllegalArgumentException: ") && line.contains(message));
            jenkins.assertLogNotContains("No enum constant", run);
        }
    }

    @Test
    void theLinterOfDeclarativeKnowsTheTypesAsBefore() throws Exception {
        WorkflowRun run = run(
                "linted",
                "pipeline { agent none\n stages { stage('check') { steps { koreNotifyStatus unit: 'WEEKS' } } } }");

        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains("for parameter \"unit\" but got \"WEEKS\"", run);
    }

    @Test
    void troubleIsToldOnceAndDoesNotEndTheCheck() throws Exception {
        kore.finished("ds-all", 20, 0);
        kore.failingFirst("ds-all", 2);

        WorkflowRun run = run("trouble", "koreNotifyStatus requestId: 'ds-all'");

        jenkins.assertBuildStatusSuccess(run);
        String log = JenkinsRule.getLog(run);
        assertThat(log.lines().filter(line -> line.contains("Poll failed ("))).hasSize(1);
        assertThat(log).contains("; 3 polls, 2 failed in ");
    }

    @Test
    void nothingIsSaidOfRecipientsWhereThereWasNoStatus() throws Exception {
        kore.finished("ds-refused", 20, 0);
        kore.faults("ds-refused", FaultPlan.always(Faults.error(401)));

        WorkflowRun run = run("refused", "koreNotifyStatus requestId: 'ds-refused', onError: 'UNSTABLE'");

        jenkins.assertBuildStatus(Result.UNSTABLE, run);
        assertThat(JenkinsRule.getLog(run))
                .contains("HTTP 401")
                .contains("2 polls, 2 failed")
                .doesNotContain("0 recipients");
    }

    @Test
    void aCheckIsOneNodeAndFewSmallWrites() throws Exception {
        kore.running("ds-six-polls", 1000, DeliveryCurve.LINEAR, Duration.ofSeconds(10));
        WorkflowJob job = job("frugal", "sleep 3; koreNotifyStatus requestId: 'ds-six-polls'");
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("Sleeping for", run);
        // What Pipeline stores because of the sleep is not the check's.
        while (!Files.exists(run.getRootDir().toPath().resolve("program.dat"))) {
            Thread.sleep(50);
        }

        try (ProgramWrites writes = new ProgramWrites()) {
            writes.watch(run);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));

            assertThat(kore.callsTo("ds-six-polls")).isGreaterThanOrEqualTo(3);
            assertThat(writes.of(run).count()).isBetween(1, 3);
            assertThat(writes.of(run).largest()).isBetween(1L, 20_000L);
        }
        assertThat(Pipelines.checks(run)).hasSize(1);
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
            jenkins.assertLogContains("10 of 10 recipients delivered", run);
        }
    }

    private void assertDeclarative(String step, Result result) throws Exception {
        String script = "pipeline { agent none\n stages { stage('check') { steps { " + step + " } } } }";
        WorkflowRun run = run("declarative", script);
        jenkins.assertBuildStatus(result, run);
        FlowNode node = Pipelines.checks(run).get(0);
        assertThat(node.getPersistentAction(WarningAction.class) != null).isEqualTo(result == Result.UNSTABLE);
    }

    private void assertRefused(String arguments, String message) throws Exception {
        WorkflowRun run = run("refused", "koreNotifyStatus(" + arguments + ")");
        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains(message, run);
        jenkins.assertLogNotContains("Exception", run);
    }

    private static WorkflowRun run(String name, String script) throws Exception {
        return Pipelines.run(jenkins, name, script);
    }

    private static WorkflowJob job(String name, String script) throws Exception {
        return Pipelines.job(jenkins, name, script);
    }
}
