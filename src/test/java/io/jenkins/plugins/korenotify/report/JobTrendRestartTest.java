package io.jenkins.plugins.korenotify.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.korenotify.KoreFixture;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** The trend of a job outlives Jenkins. */
class JobTrendRestartTest {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @Test
    void itIsThereBeforeAnyBuildIsLoaded() throws Throwable {
        try (KoreFixture kore = KoreFixture.start()) {
            kore.finished("ds-9-of-10", 10, 1);
            sessions.then(jenkins -> {
                kore.connect("bank");
                WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
                job.setDefinition(
                        new CpsFlowDefinition("koreNotifyStatus requestId: 'ds-9-of-10', minSuccessRate: 90", true));
                jenkins.buildAndAssertSuccess(job);
                jenkins.buildAndAssertSuccess(job);
            });
            sessions.then(jenkins -> {
                WorkflowJob job = job(jenkins);
                assertThat(job.getAction(JobTrendAction.class).getBuilds())
                        .extracting(
                                build -> build.number,
                                point -> point.getStatus().getLabel(),
                                TrendPoint::getRateText)
                        .containsExactly(tuple(2, "PASSED", "90%"), tuple(1, "PASSED", "90%"));
                assertThat(job.getLazyBuildMixIn().getRunMap().getLoadedBuilds())
                        .doesNotContainKey(1);
                jenkins.buildAndAssertSuccess(job);
            });
            sessions.then(jenkins -> assertThat(
                            job(jenkins).getAction(JobTrendAction.class).getBuilds())
                    .hasSize(3));
        }
    }

    private static WorkflowJob job(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName("job", WorkflowJob.class);
    }
}
