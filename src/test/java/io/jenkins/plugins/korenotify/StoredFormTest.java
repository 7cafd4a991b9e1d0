package io.jenkins.plugins.korenotify;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.korenotify.connection.KoreConfiguration;
import io.jenkins.plugins.korenotify.connection.KoreConnection;
import io.jenkins.plugins.korenotify.engine.client.ApiVersion;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.step.InconclusiveAction;
import io.jenkins.plugins.korenotify.step.KoreNotifyStatusBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * What the first version stored is still read: connections, credentials, jobs, builds that ended, the trend, and a build
 * that waits. The files of {@code stored/1} do not change any more; another form of them gets a folder of its own.
 */
class StoredFormTest extends SessionsAndKore {
    private static final Path STORED =
            Path.of("src/test/resources/io/jenkins/plugins/korenotify/stored/1").toAbsolutePath();
    // In place of the address of the simulated Kore.ai.
    private static final String URL = "https://kore.example";

    @Test
    void isRead() throws Throwable {
        kore.finished("ds-waiting", 10, 0);
        FileUtils.copyDirectory(STORED.toFile(), sessions.getHome());
        edit(sessions.getHome().toPath(), URL, kore.url());
        sessions.then(jenkins -> {
            List<KoreConnection> connections = KoreConfiguration.get().getConnections();
            assertThat(connections)
                    .extracting(KoreConnection::getApiVersion)
                    .containsExactly(ApiVersion.V1, ApiVersion.V2);
            KoreConnection connection = connections.get(1);
            assertThat(connection)
                    .usingRecursiveComparison()
                    .isEqualTo(connection(kore.url(), connection.getCredentialsId()));
            assertThat(build(jenkins.jenkins.getItemByFullName("freestyle", FreeStyleProject.class)))
                    .usingRecursiveComparison()
                    .isEqualTo(builder());
            assertThat(json(jenkins, "job/ended/1/koreNotifyStatus/"))
                    .isEqualTo(Files.readString(STORED.resolve("ended.json")));
            assertThat(json(jenkins, "job/ended/koreNotifyStatusTrend/"))
                    .isEqualTo(Files.readString(STORED.resolve("trend.json")));

            WorkflowRun waiting = run(jenkins, "waiting");
            jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(waiting));
            jenkins.assertLogContains("Resumed polling 1 request (ds-waiting)", waiting);
            jenkins.assertLogContains("verdict PASSED, 10 delivered", waiting);
        });
    }

    /** Writes the files, once for each form: {@code -Dtest=StoredFormTest -Dstored.write=target/stored}. */
    @Test
    @EnabledIfSystemProperty(named = "stored.write", matches = ".+")
    void isWritten() throws Throwable {
        Path folder = Path.of(System.getProperty("stored.write")).toAbsolutePath();
        kore.finished("ds-1", 40, 3);
        kore.finished("ds-2", 20, 1);
        kore.running("ds-waiting", 10, DeliveryCurve.NEVER, Duration.ofSeconds(60));
        sessions.then(jenkins -> {
            kore.connect("simple");
            KoreConnection simple = KoreConfiguration.get().getConnections().get(0);
            simple.setApiVersion(ApiVersion.V1);
            KoreConfiguration.get().setConnections(List.of(simple, connection(kore.url(), simple.getCredentialsId())));
            jenkins.createProject(FreeStyleProject.class, "freestyle")
                    .getBuildersList()
                    .add(builder());
            Pipelines.run(jenkins, "ended", """
                    koreNotifyStatus requestIds: ['ds-1', 'ds-2'], connection: 'full', name: 'Customers',
                        minSuccessRate: 98, unstableSuccessRate: 90, maxFailures: 10, minRecipients: 2, propagate: false
                    koreNotifyStatus requestId: 'ds-unknown', connection: 'simple', timeout: 5, unit: 'SECONDS',
                        propagate: false, archive: false
                    """);
            Pipelines.start(jenkins, "waiting", """
                    def check = koreNotifyStatus requestId: 'ds-waiting', connection: 'full'
                    echo "verdict ${check.verdict}, ${check.delivered} delivered"
                    """);
            kore.awaitCalls("ds-waiting", 2);
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("ended.json"), json(jenkins, "job/ended/1/koreNotifyStatus/"));
            Files.writeString(folder.resolve("trend.json"), json(jenkins, "job/ended/koreNotifyStatusTrend/"));
        });
        for (File file : sessions.getHome().listFiles()) {
            if (file.getName().equals("jobs")) {
                FileUtils.copyDirectory(
                        file,
                        folder.resolve("jobs").toFile(),
                        each -> !each.getName().startsWith("log"));
            } else if (file.getName().matches("credentials.xml|.*(korenotify|FlowExecutionList).*")) {
                FileUtils.copyFileToDirectory(file, folder.toFile());
            }
        }
        edit(folder, kore.url(), URL);
        Path credentials = folder.resolve("credentials.xml");
        String secret = Files.readString(credentials).replaceAll("(?s).*<clientSecret>(.*)</clientSecret>.*", "$1");
        edit(credentials, secret, KoreFixture.SECRET);
    }

    private static KoreConnection connection(String url, String credentialsId) {
        KoreConnection connection = new KoreConnection("full");
        connection.setUrl(url);
        connection.setStreamId(KoreFixture.STREAM);
        connection.setCredentialsId(credentialsId);
        connection.setMinPollSeconds(3);
        connection.setMaxPollSeconds(90);
        connection.setMaxPollsPerMinute(300);
        connection.setMaxPollsPerHour(9_000);
        connection.setKeepMaskedRecipients(true);
        connection.setDefaultConnection(true);
        return connection;
    }

    private static KoreNotifyStatusBuilder builder() {
        KoreNotifyStatusBuilder builder = new KoreNotifyStatusBuilder();
        builder.setRequestId("${REQUEST_ID}");
        builder.setRequestIds(List.of("ds-1", "ds-2"));
        builder.setRequestIdsFile("sent.json");
        builder.setConnection("full");
        builder.setCredentialsId("another-app");
        builder.setStreamId("st-another");
        builder.setMinSuccessRate("97.5");
        builder.setUnstableSuccessRate("95");
        builder.setMaxFailures("7");
        builder.setMinRecipients("12");
        builder.setFailFast(false);
        builder.setTimeout(45);
        builder.setUnit(TimeUnit.SECONDS);
        builder.setWaitForCompletion(false);
        builder.setOnTimeout(InconclusiveAction.UNSTABLE);
        builder.setOnError(InconclusiveAction.IGNORE);
        builder.setRetries(4);
        builder.setName("Customers");
        builder.setArchive(false);
        builder.setPropagate(false);
        return builder;
    }

    private static KoreNotifyStatusBuilder build(FreeStyleProject job) {
        return job.getBuildersList().get(KoreNotifyStatusBuilder.class);
    }

    private static WorkflowRun run(JenkinsRule jenkins, String job) {
        return jenkins.jenkins.getItemByFullName(job, WorkflowJob.class).getBuildByNumber(1);
    }

    private static String json(JenkinsRule jenkins, String path) throws Exception {
        return jenkins.getJSON(path + "api/json?pretty=true").getContentAsString();
    }

    private static void edit(Path folder, String from, String to) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".xml")).toList()) {
                Files.writeString(file, Files.readString(file).replace(from, to));
            }
        }
    }
}
