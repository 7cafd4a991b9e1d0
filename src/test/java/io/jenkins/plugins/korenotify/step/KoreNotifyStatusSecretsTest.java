package io.jenkins.plugins.korenotify.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.hudson.plugins.folder.properties.FolderCredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.Functions;
import hudson.console.ConsoleNote;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.korenotify.KoreFixture;
import io.jenkins.plugins.korenotify.Pipelines;
import io.jenkins.plugins.korenotify.SessionsAndKore;
import io.jenkins.plugins.korenotify.connection.KoreConfiguration;
import io.jenkins.plugins.korenotify.connection.KoreConnection;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.FaultPlan;
import io.jenkins.plugins.korenotify.simulator.Faults;
import io.jenkins.plugins.korenotify.trials.FaultyServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;

/** Whose credentials a check uses, what becomes of it when they change, and that they are written down nowhere. */
class KoreNotifyStatusSecretsTest extends SessionsAndKore {
    @Test
    void credentialsOfTheFolderAreFoundAndThoseOfOthersAreNot() throws Throwable {
        kore.finished("ds-all", 10, 0);
        sessions.then(jenkins -> {
            kore.connect("bank");
            Folder own = folder(jenkins, "own");
            Folder foreign = folder(jenkins, "foreign");
            String script = "koreNotifyStatus requestId: 'ds-all', credentialsId: 'of-own'";

            jenkins.buildAndAssertSuccess(Pipelines.job(own, "mine", script));

            WorkflowJob other = Pipelines.job(foreign, "other", script);
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
        kore.finished("ds-all", 10, 0);
        kore.stalling("ds-stalling");
        kore.running("ds-rotated", 10, DeliveryCurve.LINEAR, Duration.ofSeconds(8));
        Map<String, FaultPlan> failures = Map.of(
                "ds-401", FaultPlan.always(Faults.error(401)),
                "ds-500", FaultPlan.always(Faults.error(500)),
                "ds-page", FaultPlan.always(Faults.html(200)),
                "ds-cut", FaultPlan.always(Faults.truncatedJson()),
                "ds-reset", FaultPlan.always(Faults.reset()));
        failures.forEach((id, plan) -> {
            kore.finished(id, 10, 0);
            kore.faults(id, plan);
        });
        LogRecorder said = new LogRecorder()
                .recordPackage(KoreNotifyStatusStep.class, Level.ALL)
                .quiet()
                .capture(10_000);
        try (said;
                FaultyServer mirror = FaultyServer.start(KoreNotifyStatusSecretsTest::mirror)) {
            sessions.then(jenkins -> {
                KoreConnection mirroring = kore.connection("mirror");
                mirroring.setUrl(mirror.url());
                kore.connect("bank");
                KoreConfiguration.get().setConnections(List.of(kore.connection("bank"), mirroring));
                List<WorkflowRun> failing = new ArrayList<>();
                for (String id : failures.keySet()) {
                    failing.add(start(jenkins, id, limited(id, "bank")));
                }
                for (String id : List.of("ds-page-401", "ds-json-401", "ds-page-200", "ds-json-500")) {
                    failing.add(start(jenkins, id, limited(id, "mirror")));
                }
                for (WorkflowRun run : failing) {
                    jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
                    assertThat(JenkinsRule.getLog(run)).contains("INCONCLUSIVE");
                }
                assertThat(mirror.requests()).hasSizeGreaterThan(4);
                freestyle(jenkins, "ds-json-401");

                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(start(
                        jenkins, "passed", "echo koreNotifyStatus(requestId: 'ds-all', connection: 'bank').toJson()")));
                WorkflowRun aborted = start(jenkins, "aborted", stalling());
                kore.awaitCalls("ds-stalling", 1);
                aborted.getExecutor().interrupt();
                jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(aborted));

                WorkflowRun rotated =
                        start(jenkins, "rotated", "koreNotifyStatus requestId: 'ds-rotated', connection: 'bank'");
                kore.awaitCalls("ds-rotated", 1);
                KoreFixture.storeGlobally(KoreFixture.app(KoreFixture.CREDENTIALS_ID, KoreFixture.NEW_SECRET));
                kore.acceptSecret(KoreFixture.NEW_SECRET);
                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(rotated));

                start(jenkins, "restarted", stalling());
                kore.awaitCalls("ds-stalling", 2);
            });
            sessions.then(jenkins -> {
                kore.awaitCalls("ds-stalling", 3);
                assertNoSecretUnder(jenkins.jenkins.getRootDir().toPath());
                String messages = said.getRecords().stream()
                        .map(record -> record.getMessage()
                                + Arrays.toString(record.getParameters())
                                + (record.getThrown() == null ? "" : Functions.printThrowable(record.getThrown())))
                        .collect(Collectors.joining("\n"));
                assertNoSecretIn("what the plugin logs", messages);
            });
        }
    }

    /** Answers as the request ID asks it to, and says back whatever it was sent. */
    private static void mirror(FaultyServer.Exchange exchange) throws IOException {
        String path = exchange.request().path();
        int status = Integer.parseInt(path.substring(path.length() - 3));
        String told = exchange.request().headers() + " " + KoreFixture.SECRET;
        if (path.contains("page")) {
            exchange.answer(status, "<html><title>" + told + "</title>" + told, "Content-Type: text/html");
        } else {
            exchange.answer(
                    status,
                    "{\"errors\":[{\"msg\":\"" + told + "\",\"code\":4002}]}",
                    "Content-Type: application/json");
        }
    }

    private static String limited(String id, String connection) {
        return "koreNotifyStatus requestId: '" + id + "', connection: '" + connection
                + "', timeout: 6, unit: 'SECONDS'";
    }

    private static String stalling() {
        return "koreNotifyStatus requestId: 'ds-stalling', connection: 'bank'";
    }

    private static void freestyle(JenkinsRule jenkins, String id) throws Exception {
        KoreNotifyStatusBuilder check = new KoreNotifyStatusBuilder();
        check.setRequestId(id);
        check.setConnection("mirror");
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(check);
        jenkins.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
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
        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .contains(
                        "program.dat",
                        "build.xml",
                        "log",
                        "config.xml",
                        "credentials.xml",
                        KoreConfiguration.class.getName() + ".xml");
        assertThat(files).anyMatch(file -> file.startsWith(home.resolve("fingerprints")));
        for (Path file : files) {
            // Notes in logs are long and random, and would hold any three letters now and then.
            String content = ConsoleNote.removeNotes(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            assertNoSecretIn(file.toString(), content);
            // What Jenkins encrypts begins so.
            assertThat(content.contains("{AQAAABAAAA")).as(file.toString()).isEqualTo(file.endsWith("credentials.xml"));
        }
    }

    private static void assertNoSecretIn(String where, String text) {
        for (String secret : List.of(KoreFixture.SECRET, KoreFixture.NEW_SECRET)) {
            assertThat(text)
                    .as(where)
                    .doesNotContain(secret.substring(0, 20))
                    .doesNotContain(Base64.getEncoder()
                            .encodeToString(secret.getBytes(StandardCharsets.UTF_8))
                            .substring(0, 20));
        }
        assertThat(text).as(where).doesNotContain("eyJ");
    }

    private static WorkflowRun start(JenkinsRule jenkins, String name, String script) throws Exception {
        return Pipelines.start(jenkins, name, script);
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
