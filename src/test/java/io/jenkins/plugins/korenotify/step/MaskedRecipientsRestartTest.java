package io.jenkins.plugins.korenotify.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.korenotify.KoreFixture;
import io.jenkins.plugins.korenotify.Pipelines;
import io.jenkins.plugins.korenotify.benchmark.ProgramWrites;
import io.jenkins.plugins.korenotify.connection.KoreConfiguration;
import io.jenkins.plugins.korenotify.connection.KoreConnection;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.report.KoreNotifyStatusAction;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Masked recipients of requests that nobody asks for again are still there after a restart, unless forbidden by then. */
class MaskedRecipientsRestartTest {
    private static final int REQUESTS = 20;

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @Test
    void survivesARestartAndTheLeaveIsAskedForAgain() throws Throwable {
        try (KoreFixture kore = KoreFixture.start()) {
            List<String> ids = new ArrayList<>();
            for (int i = 1; i < REQUESTS; i++) {
                kore.finished("ds-0f6b2c3d-0000-4000-8000-0000000000" + (10 + i), 1000, 300);
                ids.add("'ds-0f6b2c3d-0000-4000-8000-0000000000" + (10 + i) + "'");
            }
            kore.running("ds-long", 100, DeliveryCurve.NEVER, Duration.ofSeconds(600));
            ids.add("'ds-long'");
            String check = "koreNotifyStatus requestIds: " + ids
                    + ", failFast: false, timeout: 60, unit: 'SECONDS', propagate: false";
            sessions.then(jenkins -> {
                kore.connect("bank");
                allow(kore, true);
                Pipelines.start(jenkins, "kept", check.replace("requestIds", "connection: 'bank', requestIds"));
                Pipelines.start(jenkins, "forgotten", check.replace("requestIds", "connection: 'other', requestIds"));
                kore.awaitCalls("ds-long", 4);
            });
            sessions.then(jenkins -> {
                Path program = build(jenkins, "kept").getRootDir().toPath().resolve("program.dat");
                long bytes = Files.size(program);
                System.out.println(REQUESTS + " requests, 100 recipients kept: program.dat of " + bytes + " bytes");
                assertThat(bytes).isLessThan(20_000);
                assertThat(Files.readString(program, StandardCharsets.ISO_8859_1))
                        .contains("***")
                        .doesNotContain("example.com");
                allow(kore, false);

                CheckResult kept;
                try (ProgramWrites writes = new ProgramWrites()) {
                    WorkflowRun run = build(jenkins, "kept");
                    writes.watch(run);
                    kept = ended(jenkins, "kept");
                    System.out.println("with its verdict: " + writes.of(run).largest() + " bytes");
                    assertThat(writes.of(run).largest()).isBetween(1L, 20_000L);
                }
                assertThat(kept.getUndelivered().stream()
                                .mapToLong(group -> group.recipients)
                                .sum())
                        .isEqualTo(100);
                assertThat(kept.getUndelivered())
                        .extracting(group -> group.recipient)
                        .containsOnly("r***@***");
                assertThat(kept.undeliveredOmitted).isEqualTo(kept.failed + kept.pending - 100);
                assertThat(ended(jenkins, "forgotten").getUndelivered()).isNull();
                assertThat(kore.callsTo("ds-0f6b2c3d-0000-4000-8000-000000000011"))
                        .isEqualTo(2);
            });
        }
    }

    /** The leave for the connection {@code bank}, and for the other one. */
    private static void allow(KoreFixture kore, boolean other) {
        KoreConnection first = kore.connection("bank");
        first.setKeepMaskedRecipients(true);
        KoreConnection second = kore.connection("other");
        second.setKeepMaskedRecipients(other);
        KoreConfiguration.get().setConnections(List.of(first, second));
    }

    private static CheckResult ended(JenkinsRule jenkins, String name) throws Exception {
        WorkflowRun run = build(jenkins, name);
        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(run));
        return run.getAction(KoreNotifyStatusAction.class).getResults().get(0);
    }

    private static WorkflowRun build(JenkinsRule jenkins, String name) {
        return jenkins.jenkins.getItemByFullName(name, WorkflowJob.class).getBuildByNumber(1);
    }
}
