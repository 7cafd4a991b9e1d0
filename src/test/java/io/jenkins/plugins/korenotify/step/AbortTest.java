package io.jenkins.plugins.korenotify.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.korenotify.JenkinsAndKore;
import io.jenkins.plugins.korenotify.Pipelines;
import io.jenkins.plugins.korenotify.StuckCredentials;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.report.KoreNotifyStatusAction;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** An aborted build ends at once, and nothing is asked for it any more, whatever its check was doing. */
class AbortTest extends JenkinsAndKore {
    private static final String REQUEST = "ds-aborted";

    @Test
    void beforeTheFirstQuestion() throws Exception {
        kore.finished(REQUEST, 10, 0);
        try (StuckCredentials stuck = new StuckCredentials()) {
            Run<?, ?> run = startPipeline();
            jenkins.waitForMessage("[Pipeline] koreNotifyStatus", run);
            abort(run);
            assertThat(run.getAction(KoreNotifyStatusAction.class)).isNull();
        }
        kore.assertNoMoreCalls(REQUEST);
        assertThat(kore.callsTo(REQUEST)).isZero();
    }

    @Test
    void withAnAnswerInFlight() throws Exception {
        kore.stalling(REQUEST);
        Run<?, ?> pipeline = startPipeline();
        kore.awaitCalls(REQUEST, 1);
        abort(pipeline);
        Run<?, ?> freestyle = startFreestyle();
        kore.awaitCalls(REQUEST, 2);
        abort(freestyle);

        kore.assertNoMoreCalls(REQUEST);
        assertThat(kore.callsTo(REQUEST)).isEqualTo(2);
        assertThat(kore.server().openConnections())
                .as("questions still under way")
                .isZero();
    }

    @Test
    void betweenTwoQuestions() throws Exception {
        kore.running(REQUEST, 40, DeliveryCurve.NEVER, Duration.ofSeconds(60));
        Run<?, ?> pipeline = startPipeline();
        Run<?, ?> freestyle = startFreestyle();
        jenkins.waitForMessage("of 40 delivered", pipeline);
        jenkins.waitForMessage("of 40 delivered", freestyle);
        abort(pipeline);
        abort(freestyle);
        for (Run<?, ?> run : List.of(pipeline, freestyle)) {
            assertThat(JenkinsRule.getLog(run))
                    .containsOnlyOnce("[Kore.ai] ABORTED: The check was aborted")
                    .containsPattern("Stopped: [0-9]+ of 40 delivered, 0 failed, [0-9]+ pending; [0-9]+ polls? in ");
        }
        for (Run<?, ?> run : List.of(pipeline, freestyle)) {
            KoreNotifyStatusAction action = run.getAction(KoreNotifyStatusAction.class);
            await(() -> !action.isAnyWaiting());
            assertThat(action.getResults())
                    .extracting(result -> result.verdict, CheckResult::getTotal)
                    .containsExactly(tuple(Verdict.Level.ABORTED, 40L));
        }

        kore.assertNoMoreCalls(REQUEST);
    }

    /** The check has its verdict, but the artifact store does not take its document. */
    @Test
    void whileStoringHangs() throws Exception {
        kore.finished(REQUEST, 10, 0);
        try (StuckArtifacts stuck = new StuckArtifacts()) {
            Run<?, ?> pipeline = startPipeline();
            stuck.awaitArchiving();
            assertThat(new File(pipeline.getRootDir(), "build.xml")).content().contains("<verdict>PASSED</verdict>");
            abort(pipeline);
        }
        assertThat(kore.callsTo(REQUEST)).isEqualTo(1);
    }

    private static Run<?, ?> startPipeline() throws Exception {
        return Pipelines.start(jenkins, "pipeline", "koreNotifyStatus requestId: '" + REQUEST + "'");
    }

    private static Run<?, ?> startFreestyle() throws Exception {
        KoreNotifyStatusBuilder check = new KoreNotifyStatusBuilder();
        check.setRequestId(REQUEST);
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(check);
        return job.scheduleBuild2(0).waitForStart();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 500 && !condition.getAsBoolean(); i++) {
            Thread.sleep(20);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private static void abort(Run<?, ?> run) throws Exception {
        long before = System.nanoTime();
        run.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    }
}
