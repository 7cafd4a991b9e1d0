package io.jenkins.plugins.korenotify;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import io.jenkins.plugins.korenotify.connection.KoreConfiguration;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.FaultPlan;
import io.jenkins.plugins.korenotify.simulator.Faults;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A check goes on after Jenkins was away, whatever it was doing when it went. */
class KoreNotifyStatusRestartTest {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private KoreFixture kore;

    @BeforeEach
    void start() throws Exception {
        kore = KoreFixture.start();
    }

    @AfterEach
    void stop() {
        kore.close();
    }

    @Test
    void betweenTwoQuestions() throws Throwable {
        kore.running("ds-long", 100, DeliveryCurve.LINEAR, Duration.ofSeconds(40));
        sessions.then(jenkins -> {
            kore.connect("bank");
            startBuild(jenkins, "echo \"verdict ${koreNotifyStatus(requestId: 'ds-long').verdict}\"");
            kore.awaitCalls("ds-long", 2);
        });
        sessions.then(jenkins -> kore.awaitCalls("ds-long", kore.callsTo("ds-long") + 1));
        sessions.then(jenkins -> {
            LogRecorder warnings = new LogRecorder()
                    .recordPackage(KoreNotifyStatusStep.class, Level.WARNING)
                    .capture(10);
            WorkflowRun run = assertResult(jenkins, Result.SUCCESS);
            String log = JenkinsRule.getLog(run);
            assertThat(log.lines().filter(line -> line.contains("Verdict: "))).hasSize(1);
            assertThat(log.lines().filter(line -> line.contains("Jenkins is back")))
                    .hasSize(2);
            assertThat(log).contains("verdict PASSED");
            assertThat(warnings.getMessages()).isEmpty();
        });
    }

    @Test
    void withAnAnswerInFlight() throws Throwable {
        kore.finished("ds-late", 10, 0);
        kore.faults("ds-late", FaultPlan.onCalls(1, 2, Faults.stall()));
        sessions.then(jenkins -> {
            kore.connect("bank");
            startBuild(jenkins, "koreNotifyStatus requestId: 'ds-late'");
            kore.awaitCalls("ds-late", 1);
        });
        sessions.then(jenkins -> kore.awaitCalls("ds-late", 2));
        sessions.then(jenkins -> {
            assertResult(jenkins, Result.SUCCESS);
            assertThat(kore.callsTo("ds-late")).isEqualTo(3);
        });
    }

    @Test
    void beforeTheFirstQuestion() throws Throwable {
        kore.finished("ds-first", 10, 0);
        CountDownLatch goOn = new CountDownLatch(1);
        sessions.then(jenkins -> {
            kore.connect("bank");
            // Nothing can be looked up while this session lasts.
            Lookups.submit(() -> await(goOn));
            Lookups.submit(() -> await(goOn));
            WorkflowRun run = startBuild(jenkins, "koreNotifyStatus requestId: 'ds-first', timeout: 2");
            jenkins.waitForMessage("[Pipeline] koreNotifyStatus", run);
        });
        assertThat(kore.callsTo("ds-first")).isZero();
        sessions.then(jenkins -> assertThat(kore.callsTo("ds-first")).isZero());
        goOn.countDown();
        sessions.then(jenkins -> {
            assertResult(jenkins, Result.SUCCESS);
            assertThat(kore.callsTo("ds-first")).isEqualTo(1);
        });
    }

    @Test
    void theDeadlineStaysWhereItWas() throws Throwable {
        kore.running("ds-never", 10, DeliveryCurve.NEVER, Duration.ofSeconds(60));
        sessions.then(jenkins -> {
            kore.connect("bank");
            startBuild(jenkins, "koreNotifyStatus requestId: 'ds-never', timeout: 5, unit: 'SECONDS'");
            kore.awaitCalls("ds-never", 1);
        });
        int before = kore.callsTo("ds-never");
        Thread.sleep(5_000);
        sessions.then(jenkins -> {
            WorkflowRun run = assertResult(jenkins, Result.FAILURE);
            jenkins.assertLogContains("Time was up after 5 s", run);
            assertThat(kore.callsTo("ds-never") - before).isLessThanOrEqualTo(1);
        });
    }

    @Test
    void aRotatedSecretIsFoundWhenJenkinsIsBack() throws Throwable {
        kore.running("ds-rotated", 10, DeliveryCurve.LINEAR, Duration.ofSeconds(20));
        sessions.then(jenkins -> {
            kore.connect("bank");
            startBuild(jenkins, "koreNotifyStatus requestId: 'ds-rotated'");
            kore.awaitCalls("ds-rotated", 1);
            KoreFixture.storeGlobally(KoreFixture.app(KoreFixture.CREDENTIALS_ID, KoreFixture.NEW_SECRET));
            kore.acceptSecret(KoreFixture.NEW_SECRET);
        });
        sessions.then(jenkins -> assertResult(jenkins, Result.SUCCESS));
    }

    @Test
    void lostCredentialsAndConnectionsAreTroubleOnTheWay() throws Throwable {
        kore.running("ds-lost", 10, DeliveryCurve.NEVER, Duration.ofSeconds(60));
        sessions.then(jenkins -> {
            kore.connect("bank");
            startBuild(jenkins, "koreNotifyStatus requestId: 'ds-lost', connection: 'bank', onError: 'UNSTABLE'");
            kore.awaitCalls("ds-lost", 1);
            KoreConfiguration.get().setConnections(List.of(kore.connection("renamed")));
        });
        sessions.then(jenkins -> {
            WorkflowRun run = assertResult(jenkins, Result.UNSTABLE);
            jenkins.assertLogContains("bank", run);
            jenkins.assertLogContains("as onError is UNSTABLE", run);

            startBuild(jenkins, "koreNotifyStatus requestId: 'ds-lost', onError: 'FAILURE'");
            kore.awaitCalls("ds-lost", kore.callsTo("ds-lost") + 1);
            SystemCredentialsProvider.getInstance().getCredentials().clear();
            SystemCredentialsProvider.getInstance().save();
        });
        sessions.then(jenkins -> {
            WorkflowRun run = assertResult(jenkins, Result.FAILURE);
            jenkins.assertLogContains(KoreFixture.CREDENTIALS_ID, run);
            jenkins.assertLogContains("as onError is FAILURE", run);
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static WorkflowRun startBuild(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.jenkins.getItemByFullName("job", WorkflowJob.class);
        if (job == null) {
            job = jenkins.createProject(WorkflowJob.class, "job");
        }
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private static WorkflowRun assertResult(JenkinsRule jenkins, Result result) throws Exception {
        WorkflowRun run =
                jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getLastBuild();
        return jenkins.assertBuildStatus(result, jenkins.waitForCompletion(run));
    }
}
