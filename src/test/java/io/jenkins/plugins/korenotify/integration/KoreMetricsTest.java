package io.jenkins.plugins.korenotify.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.korenotify.KoreFixture;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.FaultPlan;
import io.jenkins.plugins.korenotify.simulator.Faults;
import io.jenkins.plugins.korenotify.step.KoreNotifyStatusBuilder;
import java.time.Duration;
import jenkins.metrics.api.Metrics;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What the metrics plugin is told, under the names that the documentation gives. */
@WithJenkins
class KoreMetricsTest {
    @Test
    void countsWhatTheChecksDo(JenkinsRule jenkins) throws Exception {
        try (KoreFixture kore = KoreFixture.start()) {
            kore.connect("bank");
            kore.finished("ds-98-of-100", 100, 2);
            kore.finished("ds-flaky", 10, 0);
            kore.faults("ds-flaky", FaultPlan.inSequence(Faults.error(500), Faults.tooManyCalls()));
            kore.openEnded("ds-open");
            kore.running("ds-slow", 40, DeliveryCurve.NEVER, Duration.ofSeconds(60));
            assertThat(Metrics.metricRegistry().getNames().stream().filter(name -> name.startsWith("korenotify.")))
                    .containsExactlyInAnyOrder(
                            "korenotify.checks.waiting",
                            "korenotify.checks.wait",
                            "korenotify.polls",
                            "korenotify.polls.retried",
                            "korenotify.polls.ratelimited",
                            "korenotify.verdicts.passed",
                            "korenotify.verdicts.unstable",
                            "korenotify.verdicts.failed",
                            "korenotify.verdicts.inconclusive",
                            "korenotify.verdicts.aborted");

            build(jenkins, "requestId: 'ds-98-of-100'", Result.FAILURE);
            build(jenkins, "requestId: 'ds-98-of-100', unstableSuccessRate: 98", Result.UNSTABLE);
            build(jenkins, "requestId: 'ds-open', minSuccessRate: 10, onError: 'IGNORE'", Result.SUCCESS);
            assertThat(meter("polls.retried")).isZero();
            build(jenkins, "requestId: 'ds-flaky'", Result.SUCCESS);
            assertThat(meter("polls.retried")).isEqualTo(2);
            assertThat(meter("polls.ratelimited")).isEqualTo(1);
            // The open-ended request is polled until the same was seen three times.
            assertThat(meter("polls")).isEqualTo(8);
            KoreNotifyStatusBuilder check = new KoreNotifyStatusBuilder();
            check.setRequestId("ds-98-of-100");
            FreeStyleProject freestyle = jenkins.createFreeStyleProject();
            freestyle.getBuildersList().add(check);
            jenkins.buildAndAssertStatus(Result.FAILURE, freestyle);

            assertThat(meter("verdicts.passed")).isEqualTo(1);
            assertThat(meter("verdicts.unstable")).isEqualTo(1);
            assertThat(meter("verdicts.failed")).isEqualTo(2);
            assertThat(meter("verdicts.inconclusive")).isEqualTo(1);
            assertThat(registry().timer("korenotify.checks.wait").getCount()).isEqualTo(5);
            assertThat(registry().timer("korenotify.checks.wait").getSnapshot().getMax())
                    .isPositive();
            assertThat(waiting()).isZero();

            WorkflowRun aborted =
                    job(jenkins, "requestId: 'ds-slow'").scheduleBuild2(0).waitForStart();
            kore.awaitCalls("ds-slow", 1);
            assertThat(waiting()).isEqualTo(1);
            aborted.doStop();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(aborted));
            assertThat(waiting()).isZero();
            assertThat(meter("verdicts.aborted")).isEqualTo(1);
        }
    }

    private static void build(JenkinsRule jenkins, String parameters, Result expected) throws Exception {
        jenkins.buildAndAssertStatus(expected, job(jenkins, parameters));
    }

    private static WorkflowJob job(JenkinsRule jenkins, String parameters) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("koreNotifyStatus " + parameters, true));
        return job;
    }

    private static MetricRegistry registry() {
        return Metrics.metricRegistry();
    }

    private static long meter(String name) {
        return registry().meter("korenotify." + name).getCount();
    }

    private static int waiting() {
        return (Integer) registry().gauge("korenotify.checks.waiting").getValue();
    }
}
