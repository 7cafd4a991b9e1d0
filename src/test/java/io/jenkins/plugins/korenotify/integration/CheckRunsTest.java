package io.jenkins.plugins.korenotify.integration;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.checks.api.ChecksConclusion;
import io.jenkins.plugins.checks.api.ChecksDetails;
import io.jenkins.plugins.checks.api.ChecksOutput;
import io.jenkins.plugins.checks.api.ChecksPublisher;
import io.jenkins.plugins.checks.api.ChecksPublisherFactory;
import io.jenkins.plugins.checks.api.ChecksStatus;
import io.jenkins.plugins.korenotify.JenkinsAndKore;
import io.jenkins.plugins.korenotify.KoreFixture;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.FaultPlan;
import io.jenkins.plugins.korenotify.simulator.Faults;
import io.jenkins.plugins.korenotify.step.KoreNotifyStatusBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.TestExtension;

/** What checks-api is given to publish. */
class CheckRunsTest extends JenkinsAndKore {
    private static final String NAME = "Kore.ai notifications";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @BeforeEach
    void clear() {
        Publishing.SHOWN.clear();
        Publishing.gate = new CountDownLatch(0);
    }

    @AfterEach
    void letGo() {
        Publishing.gate.countDown();
    }

    /** Keeps what is published; a server that is as slow as the test wants. */
    @TestExtension
    public static final class Publishing extends ChecksPublisherFactory {
        static final List<ChecksDetails> SHOWN = new CopyOnWriteArrayList<>();
        static volatile CountDownLatch gate = new CountDownLatch(0);

        @Override
        protected Optional<ChecksPublisher> createPublisher(Run<?, ?> run, TaskListener listener) {
            return Optional.of(new ChecksPublisher() {
                @Override
                public void publish(ChecksDetails details) {
                    if (details.getOutput().isPresent()) {
                        await(gate);
                    }
                    SHOWN.add(details);
                }
            });
        }

        private static void await(CountDownLatch gate) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void aCheckRunIsInProgressAndThenSaysTheVerdict() throws Exception {
        kore.finished("ds-98-of-100", 100, 2);
        kore.running("ds-slow", 100, DeliveryCurve.LINEAR, Duration.ofSeconds(3));

        build("slow", "koreNotifyStatus requestId: 'ds-slow'", Result.SUCCESS);
        ChecksDetails passed = completed(NAME, 1);
        assertThat(passed.getConclusion()).isEqualTo(ChecksConclusion.SUCCESS);
        assertThat(output(passed).getTitle()).contains("PASSED: 100 of 100 recipients delivered");
        assertThat(passed.getStartedAt().orElseThrow())
                .isBefore(passed.getCompletedAt().orElseThrow());
        assertThat(Publishing.SHOWN.get(0).getStatus()).isEqualTo(ChecksStatus.IN_PROGRESS);
        assertThat(Publishing.SHOWN.get(0).getName()).contains(NAME);

        build("failed", "koreNotifyStatus requestId: 'ds-98-of-100'", Result.FAILURE);
        ChecksDetails failed = completed(NAME, 2);
        assertThat(failed.getConclusion()).isEqualTo(ChecksConclusion.FAILURE);
        assertThat(output(failed).getTitle()).contains("FAILED: 98 of 100 recipients delivered");
        assertThat(output(failed).getSummary().orElseThrow())
                .contains("- ` success rate 98% is below 100%: 98 of 100 recipients delivered `")
                .contains(
                        "98 delivered, 2 failed, 0 pending of 100 recipients. 1 of 1 requests finished; 1 polls, 0 failed, in < 1 s.");
        assertThat(output(failed).getText().orElseThrow())
                .contains("- 2 failed: ` 'Identity is not associated with the channel' `");

        build("unstable", "koreNotifyStatus requestId: 'ds-98-of-100', unstableSuccessRate: 90", Result.UNSTABLE);
        assertThat(completed(NAME, 3).getConclusion()).isEqualTo(ChecksConclusion.NEUTRAL);
        build("borne", "koreNotifyStatus requestId: 'ds-98-of-100', propagate: false", Result.SUCCESS);
        assertThat(completed(NAME, 4).getConclusion()).isEqualTo(ChecksConclusion.NEUTRAL);
    }

    @Test
    void whatNobodyCanSayIsNeverASuccess() throws Exception {
        kore.openEnded("ds-open");

        build("fails", "koreNotifyStatus requestId: 'ds-open', minSuccessRate: 10", Result.FAILURE);
        assertThat(completed(NAME, 1).getConclusion()).isEqualTo(ChecksConclusion.FAILURE);
        build(
                "ignored",
                "koreNotifyStatus requestId: 'ds-open', minSuccessRate: 10, onError: 'IGNORE'",
                Result.SUCCESS);
        assertThat(completed(NAME, 2).getConclusion()).isEqualTo(ChecksConclusion.NEUTRAL);
        assertThat(output(completed(NAME, 2)).getTitle().orElseThrow()).startsWith("INCONCLUSIVE");
    }

    @Test
    void theBlockGivesTheNameAndTheVerdictComesAfterIt() throws Exception {
        kore.finished("ds-98-of-100", 100, 2);

        build(
                "named",
                "withChecks('Reach') { koreNotifyStatus requestId: 'ds-98-of-100', minSuccessRate: 98 }",
                Result.SUCCESS);
        assertThat(completed("Reach", 1).getConclusion()).isEqualTo(ChecksConclusion.SUCCESS);

        build("failing", "withChecks('Missed') { koreNotifyStatus requestId: 'ds-98-of-100' }", Result.FAILURE);
        // One by the block, one by the check.
        ChecksDetails last = completed("Missed", 2);
        assertThat(last.getConclusion()).isEqualTo(ChecksConclusion.FAILURE);
        assertThat(output(last).getTitle()).contains("FAILED: 98 of 100 recipients delivered");
        assertThat(Publishing.SHOWN).noneMatch(named(NAME));
    }

    @Test
    void wordsOfOthersStayWords() throws Exception {
        kore.finished("ds-hostile", 10, 0);
        kore.faults(
                "ds-hostile",
                FaultPlan.always(Faults.json("{\"statusLogs\":[{\"channel\":\"ivr\",\"status\":\"FAILURE\","
                        + "\"comments\":\"`</details><img src=x> @octocat **x** [a](http://b)`\"}],"
                        + "\"count\":1,\"status\":\"FAILURE\",\"streamId\":\"" + KoreFixture.STREAM + "\"}")));

        build("hostile", "koreNotifyStatus requestId: 'ds-hostile'", Result.FAILURE);

        assertThat(output(completed(NAME, 1)).getText().orElseThrow())
                .startsWith("- 1 failed: `` `</details><img src=x> @octocat")
                .endsWith("``\n");
    }

    @Test
    void freestyleBuildsHaveCheckRunsToo() throws Exception {
        kore.finished("ds-98-of-100", 100, 2);
        KoreNotifyStatusBuilder check = new KoreNotifyStatusBuilder();
        check.setRequestId("ds-98-of-100");
        check.setUnstableSuccessRate(98);
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(check);

        jenkins.buildAndAssertStatus(Result.UNSTABLE, job);

        assertThat(completed(NAME, 1).getConclusion()).isEqualTo(ChecksConclusion.NEUTRAL);
    }

    @Test
    void anAbortedCheckIsCanceled() throws Exception {
        kore.running("ds-slow", 40, DeliveryCurve.NEVER, Duration.ofSeconds(60));
        WorkflowRun run = job("aborted", "koreNotifyStatus requestId: 'ds-slow'")
                .scheduleBuild2(0)
                .waitForStart();
        kore.awaitCalls("ds-slow", 1);

        run.doStop();

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        assertThat(completed(NAME, 1).getConclusion()).isEqualTo(ChecksConclusion.CANCELED);
    }

    @Test
    void aPublisherThatHangsHoldsNoBuildUp() throws Exception {
        kore.finished("ds-all", 20, 0);
        Publishing.gate = new CountDownLatch(1);

        for (int i = 0; i < 8; i++) {
            build("waits-for-nobody-" + i, "koreNotifyStatus requestId: 'ds-all'", Result.SUCCESS);
        }
        assertThat(Publishing.SHOWN).isEmpty();
        Publishing.gate.countDown();

        completed(NAME, 8);
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().contains("koreNotifyStatus check runs"))
                .hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void checksOfOneBuildHaveCheckRunsOfTheirOwn() throws Exception {
        kore.finished("ds-all", 20, 0);

        build("two", """
                stage('Staff') { koreNotifyStatus requestId: 'ds-all' }
                koreNotifyStatus requestId: 'ds-all', name: 'Customers'
                """, Result.SUCCESS);

        assertThat(completed(NAME + " / Staff", 1).getConclusion()).isEqualTo(ChecksConclusion.SUCCESS);
        assertThat(completed(NAME + " / Customers", 1).getConclusion()).isEqualTo(ChecksConclusion.SUCCESS);
    }

    private WorkflowJob job(String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private void build(String name, String script, Result expected) throws Exception {
        jenkins.buildAndAssertStatus(expected, job(name, script));
    }

    /** The latest of so many that are completed under a name. */
    private static ChecksDetails completed(String name, int number) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Predicate<ChecksDetails> required = named(name).and(shown -> shown.getStatus() == ChecksStatus.COMPLETED);
        while (true) {
            List<ChecksDetails> found =
                    Publishing.SHOWN.stream().filter(required).toList();
            if (found.size() >= number) {
                return found.get(found.size() - 1);
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("only " + found.size() + " of " + number + " among " + Publishing.SHOWN);
            }
            Thread.sleep(20);
        }
    }

    private static Predicate<ChecksDetails> named(String name) {
        return shown -> shown.getName().equals(Optional.of(name));
    }

    private static ChecksOutput output(ChecksDetails details) {
        return details.getOutput().orElseThrow();
    }
}
