package io.jenkins.plugins.korenotify.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.korenotify.KoreFixture;
import io.jenkins.plugins.korenotify.Pipelines;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.FaultPlan;
import io.jenkins.plugins.korenotify.simulator.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A Jenkins in a process of its own is killed (SIGKILL) while checks wait; the next one gives their verdicts. */
class KilledControllerTest {
    private static final long TIME_LIMIT_SECONDS = 60;

    private static final Map<String, String> ARGUMENTS = Map.of(
            "in-flight", ":",
            "between", ":",
            "failing", "minSuccessRate: 95.5",
            "unstable", "minSuccessRate: 95.5, unstableSuccessRate: 90",
            "removed", "connection: 'old', onError: 'UNSTABLE'",
            "finished", "minSuccessRate: 95.5, unstableSuccessRate: 90",
            "endless", "timeout: " + TIME_LIMIT_SECONDS + ", unit: 'SECONDS'");

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension().withTimeout(0);

    @Test
    void everyCheckGoesOnToItsVerdict() throws Throwable {
        try (KoreFixture kore = KoreFixture.start()) {
            kore.finished("ds-in-flight", 10, 0);
            kore.faults("ds-in-flight", FaultPlan.times(1, Faults.stall()));
            kore.running("ds-between", 40, DeliveryCurve.LINEAR, Duration.ofSeconds(40));
            for (String id : List.of("ds-failing", "ds-unstable", "ds-finished")) {
                kore.finished(id, 100, 5);
                kore.faults(id, FaultPlan.times(1, Faults.stall()));
            }
            kore.running("ds-removed", 40, DeliveryCurve.NEVER, Duration.ofSeconds(60));
            kore.running("ds-endless", 40, DeliveryCurve.NEVER, Duration.ofSeconds(60));
            String url = kore.url();

            jenkins.startJenkins();
            jenkins.runRemotely((RealJenkinsExtension.Step) rule -> startChecks(rule, url));
            for (String job : ARGUMENTS.keySet()) {
                kore.awaitCalls("ds-" + job, 1);
            }
            kore.awaitCalls("ds-between", 2);
            jenkins.runRemotely((RealJenkinsExtension.Step) KilledControllerTest::awaitPrograms);
            jenkins.runRemotely((RealJenkinsExtension.Step) rule -> KoreFixture.connectTo(url, "bank"));
            jenkins.stopJenkinsForcibly();
            forgetNode("finished");
            jenkins.startJenkins();
            jenkins.runRemotely((RealJenkinsExtension.Step) KilledControllerTest::assertVerdicts);

            // The answer that was under way is lost, its question asked once more, and nothing twice.
            assertThat(kore.callsTo("ds-in-flight")).isEqualTo(2);
            assertThat(kore.callsTo("ds-failing")).isEqualTo(2);
            assertThat(kore.callsTo("ds-finished")).isEqualTo(2);
        }
    }

    private static void startChecks(JenkinsRule rule, String url) throws Exception {
        KoreFixture.connectTo(url, "bank", "old");
        for (Map.Entry<String, String> check : ARGUMENTS.entrySet()) {
            Pipelines.start(
                    rule,
                    check.getKey(),
                    "def r = koreNotifyStatus([connection: 'bank', requestId: 'ds-" + check.getKey() + "'] + ["
                            + check.getValue() + "]); echo \"value: ${r.verdict}\"");
        }
    }

    /** What was not stored when Jenkins was killed cannot be known after. */
    private static void awaitPrograms(JenkinsRule rule) throws Exception {
        for (String job : ARGUMENTS.keySet()) {
            Path program = run(rule, job).getRootDir().toPath().resolve("program.dat");
            rule.waitForMessage("[Kore.ai] Polling", run(rule, job));
            while (!Files.exists(program)) {
                Thread.sleep(50);
            }
        }
    }

    /**
     * As if Jenkins had been killed between storing the program, in which the check waits, and storing the build: whose
     * last node is the one before, so that Pipeline takes the check's for finished and lets nobody write to its log.
     */
    private void forgetNode(String job) throws IOException {
        Path stored = jenkins.getHome().toPath().resolve("jobs/" + job + "/builds/1/build.xml");
        String text = Files.readString(stored);
        assertThat(text).contains("<head>1:3</head>");
        Files.writeString(stored, text.replace("<head>1:3</head>", "<head>1:2</head>"));
    }

    private static void assertVerdicts(JenkinsRule rule) throws Exception {
        assertVerdict(rule, "in-flight", Result.SUCCESS, "value: PASSED");
        assertVerdict(rule, "between", Result.SUCCESS, "value: PASSED");
        assertVerdict(
                rule, "failing", Result.FAILURE, "success rate 95% is below 95.5%: 95 of 100 recipients delivered");
        assertVerdict(rule, "unstable", Result.UNSTABLE, "value: UNSTABLE");
        assertVerdict(rule, "finished", Result.UNSTABLE, "value: UNSTABLE");
        assertVerdict(rule, "removed", Result.UNSTABLE, "as onError is UNSTABLE");
        WorkflowRun late =
                assertVerdict(rule, "endless", Result.FAILURE, "Timeout after " + TIME_LIMIT_SECONDS / 60 + " min");
        // The deadline stays: the time that Jenkins was away counts, and nothing is added for it.
        assertThat(JenkinsRule.getLog(late).lines().filter(line -> line.contains("Resumed polling")))
                .hasSize(1)
                .noneMatch(line -> line.endsWith(" min left"));
        assertThat(late.getDuration()).isGreaterThanOrEqualTo(TIME_LIMIT_SECONDS * 1000);
    }

    private static WorkflowRun assertVerdict(JenkinsRule rule, String job, Result result, String inLog)
            throws Exception {
        WorkflowRun run = rule.assertBuildStatus(result, rule.waitForCompletion(run(rule, job)));
        List<String> lines = JenkinsRule.getLog(run).lines().toList();
        assertThat(lines).anyMatch(line -> line.contains(inLog));
        assertThat(lines.stream().filter(line -> line.matches(".*] (PASSED|UNSTABLE|FAILED|INCONCLUSIVE|ABORTED): .*")))
                .hasSize(1);
        assertThat(lines).noneMatch(line -> line.contains("\tat "));
        return run;
    }

    private static WorkflowRun run(JenkinsRule rule, String job) {
        return rule.jenkins.getItemByFullName(job, WorkflowJob.class).getLastBuild();
    }
}
