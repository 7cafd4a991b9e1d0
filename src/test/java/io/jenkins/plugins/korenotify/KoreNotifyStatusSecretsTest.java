package io.jenkins.plugins.korenotify;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.hudson.plugins.folder.properties.FolderCredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.Result;
import io.jenkins.plugins.korenotify.connection.KoreConfiguration;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.FaultPlan;
import io.jenkins.plugins.korenotify.simulator.Faults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Whose credentials a check uses, what becomes of it when they change, and that they are written down nowhere. */
class KoreNotifyStatusSecretsTest {
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
    void credentialsOfTheFolderAreFoundAndThoseOfOthersAreNot() throws Throwable {
        kore.finished("ds-all", 10, 0);
        sessions.then(jenkins -> {
            kore.connect("bank");
            Folder own = folder(jenkins, "own");
            folder(jenkins, "foreign");
            String script = "koreNotifyStatus requestId: 'ds-all', credentialsId: 'of-own'";

            WorkflowJob mine = own.createProject(WorkflowJob.class, "mine");
            mine.setDefinition(new CpsFlowDefinition(script, true));
            jenkins.buildAndAssertSuccess(mine);

            WorkflowJob other = ((Folder) jenkins.jenkins.getItem("foreign")).createProject(WorkflowJob.class, "other");
            other.setDefinition(new CpsFlowDefinition(script, true));
            WorkflowRun run = jenkins.assertBuildStatus(Result.FAILURE, other.scheduleBuild2(0));
            jenkins.assertLogContains("credentialsId", run);
            assertThat(kore.callsTo("ds-all")).isEqualTo(1);
        });
    }

    @Test
    void aSecretMayBeReplacedWhileABuildWaits() throws Throwable {
        kore.running("ds-slow", 10, DeliveryCurve.LINEAR, Duration.ofSeconds(12));
        sessions.then(jenkins -> {
            kore.connect("bank");
            WorkflowRun run = start(jenkins, "rotated", "koreNotifyStatus requestId: 'ds-slow'");
            kore.awaitCalls("ds-slow", 1);
            KoreFixture.storeGlobally(KoreFixture.app(KoreFixture.CREDENTIALS_ID, KoreFixture.NEW_SECRET));
            kore.acceptSecret(KoreFixture.NEW_SECRET);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            assertThat(kore.refusedTokens()).isEqualTo(1);
        });
    }

    @Test
    void deletedCredentialsEndTheCheckOnceTheyAreRefused() throws Throwable {
        kore.running("ds-slow", 10, DeliveryCurve.NEVER, Duration.ofSeconds(60));
        sessions.then(jenkins -> {
            kore.connect("bank");
            WorkflowRun run = start(jenkins, "deleted", "koreNotifyStatus requestId: 'ds-slow', onError: 'UNSTABLE'");
            kore.awaitCalls("ds-slow", 1);
            SystemCredentialsProvider.getInstance().getCredentials().clear();
            SystemCredentialsProvider.getInstance().save();
            kore.acceptSecret(KoreFixture.NEW_SECRET);
            jenkins.assertBuildStatus(Result.UNSTABLE, jenkins.waitForCompletion(run));
            jenkins.assertLogContains(KoreFixture.CREDENTIALS_ID, run);
        });
    }

    @Test
    void aConnectionMayBeRenamedWhileABuildWaits() throws Throwable {
        kore.running("ds-slow", 10, DeliveryCurve.LINEAR, Duration.ofSeconds(8));
        sessions.then(jenkins -> {
            kore.connect("bank");
            WorkflowRun run = start(jenkins, "renamed", "koreNotifyStatus requestId: 'ds-slow', connection: 'bank'");
            kore.awaitCalls("ds-slow", 1);
            KoreConfiguration.get().setConnections(List.of(kore.connection("renamed")));
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        });
    }

    @Test
    void nothingUnderJenkinsHomeHoldsASecretOrAToken() throws Throwable {
        kore.finished("ds-refused", 10, 0);
        kore.faults("ds-refused", FaultPlan.always(Faults.error(401)));
        kore.finished("ds-500", 10, 0);
        kore.faults("ds-500", FaultPlan.always(Faults.error(500)));
        kore.finished("ds-html", 10, 0);
        kore.faults("ds-html", FaultPlan.always(Faults.html(200)));
        kore.finished("ds-all", 10, 0);
        kore.stalling("ds-stalling");
        sessions.then(jenkins -> {
            kore.connect("bank");
            for (String id : List.of("ds-refused", "ds-500", "ds-html")) {
                WorkflowRun run =
                        start(jenkins, id, "koreNotifyStatus requestId: '" + id + "', timeout: 5, unit: 'SECONDS'");
                jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
            }
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(
                    start(jenkins, "passed", "echo koreNotifyStatus(requestId: 'ds-all').toJson()")));
            WorkflowRun aborted = start(jenkins, "aborted", "koreNotifyStatus requestId: 'ds-stalling'");
            kore.awaitCalls("ds-stalling", 1);
            aborted.getExecutor().interrupt();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(aborted));
            start(jenkins, "restarted", "koreNotifyStatus requestId: 'ds-stalling'");
            kore.awaitCalls("ds-stalling", 2);
        });
        sessions.then(jenkins -> {
            kore.awaitCalls("ds-stalling", 3);
            assertNoSecretUnder(jenkins.jenkins.getRootDir().toPath());
        });
    }

    private static void assertNoSecretUnder(Path home) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(home)) {
            // The war and the plugins are code, and hold what code holds.
            files = walk.filter(Files::isRegularFile)
                    .filter(file -> !home.relativize(file).startsWith("plugins"))
                    .filter(file -> !home.relativize(file).startsWith("war"))
                    .toList();
        }
        assertThat(files).anyMatch(file -> file.endsWith("program.dat"));
        for (Path file : files) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .as(file.toString())
                    .doesNotContain(KoreFixture.SECRET)
                    .doesNotContain("eyJ");
        }
    }

    private static WorkflowRun start(JenkinsRule jenkins, String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private static Folder folder(JenkinsRule jenkins, String name) throws Exception {
        Folder folder = jenkins.createProject(Folder.class, name);
        for (CredentialsStore store : CredentialsProvider.lookupStores(folder)) {
            if (store.getProvider() instanceof FolderCredentialsProvider && store.getContext() == folder) {
                store.addCredentials(Domain.global(), KoreFixture.app("of-" + name, KoreFixture.SECRET));
            }
        }
        return folder;
    }
}
