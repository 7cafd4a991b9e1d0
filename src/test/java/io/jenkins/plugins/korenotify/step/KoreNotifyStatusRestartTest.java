package io.jenkins.plugins.korenotify.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import io.jenkins.plugins.korenotify.KoreFixture;
import io.jenkins.plugins.korenotify.Pipelines;
import io.jenkins.plugins.korenotify.StuckCredentials;
import io.jenkins.plugins.korenotify.connection.KoreConfiguration;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.FaultPlan;
import io.jenkins.plugins.korenotify.simulator.Faults;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
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
    private static final int LIMIT_SECONDS = 20;
    private static final Duration LAST_POLL = Duration.ofSeconds(70);

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private KoreFixture kore;
    private LogRecorder warnings;

    @BeforeEach
    void start() throws Exception {
        kore = KoreFixture.start();
        // Over all sessions, and what lies between them.
        warnings = new LogRecorder()
                .recordPackage(KoreNotifyStatusStep.class, Level.WARNING)
                .capture(10);
    }

    @AfterEach
    void stop() {
        kore.close();
        List<String> messages = warnings.getMessages();
        warnings.close();
        assertThat(messages).isEmpty();
    }

    @Test
    void betweenTwoQuestions() throws Throwable {
        kore.running("ds-long", 100, DeliveryCurve.LINEAR, Duration.ofSeconds(30));
        kore.running("ds-limited", 10, DeliveryCurve.NEVER, Duration.ofSeconds(60));
        sessions.then(jenkins -> {
            kore.connect("bank");
            startBuild(jenkins, "echo \"verdict ${koreNotifyStatus(requestId: 'ds-long').verdict}\"");
            startLimited(jenkins);
            kore.awaitCalls("ds-long", 2);
            kore.awaitCalls("ds-limited", 1);
        });
        sessions.then(jenkins -> kore.awaitCalls("ds-long", kore.callsTo("ds-long") + 1));
        sessions.then(jenkins -> {
            assertEndsAtItsDeadline(jenkins);
            WorkflowRun run = assertResult(jenkins, Result.SUCCESS);
            String log = JenkinsRule.getLog(run);
            assertThat(log.lines().filter(line -> line.contains("Resumed polling")))
                    .hasSize(2);
            assertThat(log).contains("verdict PASSED");
        });
    }

    @Test
    void withAnAnswerInFlight() throws Throwable {
        kore.finished("ds-late", 10, 0);
        kore.faults("ds-late", FaultPlan.onCalls(1, 2, Faults.stall()));
        kore.stalling("ds-limited");
        sessions.then(jenkins -> {
            kore.connect("bank");
            startBuild(jenkins, "koreNotifyStatus requestId: 'ds-late'");
            startLimited(jenkins);
            kore.awaitCalls("ds-late", 1);
            kore.awaitCalls("ds-limited", 1);
        });
        sessions.then(jenkins -> kore.awaitCalls("ds-late", 2));
        sessions.then(jenkins -> {
            assertEndsAtItsDeadline(jenkins);
            assertResult(jenkins, Result.SUCCESS);
            assertThat(kore.callsTo("ds-late")).isEqualTo(3);
        });
    }

    @Test
    void beforeTheFirstQuestion() throws Throwable {
        kore.finished("ds-first", 10, 0);
        kore.running("ds-limited", 10, DeliveryCurve.NEVER, Duration.ofSeconds(60));
        try (StuckCredentials stuck = new StuckCredentials()) {
            sessions.then(jenkins -> {
                kore.connect("bank");
                WorkflowRun run = startBuild(jenkins, "koreNotifyStatus requestId: 'ds-first', timeout: 2");
                jenkins.waitForMessage("[Pipeline] koreNotifyStatus", run);
                jenkins.waitForMessage("[Pipeline] koreNotifyStatus", startLimited(jenkins));
            });
            sessions.then(jenkins -> assertThat(kore.callsTo("ds-first")).isZero());
        }
        sessions.then(jenkins -> {
            assertEndsAtItsDeadline(jenkins);
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
            jenkins.assertLogContains("Timeout after 5 s", run);
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

    private static WorkflowRun startBuild(JenkinsRule jenkins, String script) throws Exception {
        return Pipelines.start(jenkins, "job", script);
    }

    private static WorkflowRun startLimited(JenkinsRule jenkins) throws Exception {
        return Pipelines.start(
                jenkins,
                "limited",
                "koreNotifyStatus requestId: 'ds-limited', timeout: " + LIMIT_SECONDS + ", unit: 'SECONDS'");
    }

    /** The timeout counts from the start of the check; restarts do not add to it. Only a last poll may, up to a minute. */
    private static void assertEndsAtItsDeadline(JenkinsRule jenkins) throws Exception {
        long back = System.currentTimeMillis();
        WorkflowRun run = assertResult(jenkins, "limited", Result.FAILURE);
        jenkins.assertLogContains("Timeout after " + LIMIT_SECONDS + " s", run);
        long limit = Duration.ofSeconds(LIMIT_SECONDS).toMillis();
        assertThat(run.getDuration())
                .isBetween(limit, Math.max(limit, back - run.getStartTimeInMillis()) + LAST_POLL.toMillis());
    }

    private static WorkflowRun assertResult(JenkinsRule jenkins, Result result) throws Exception {
        return assertResult(jenkins, "job", result);
    }

    private static WorkflowRun assertResult(JenkinsRule jenkins, String job, Result result) throws Exception {
        WorkflowRun run =
                jenkins.jenkins.getItemByFullName(job, WorkflowJob.class).getLastBuild();
        jenkins.assertBuildStatus(result, jenkins.waitForCompletion(run));
        assertThat(JenkinsRule.getLog(run)
                        .lines()
                        .filter(line -> line.matches(".*] (PASSED|UNSTABLE|FAILED|INCONCLUSIVE|ABORTED): .*")))
                .hasSize(1);
        return run;
    }
}
