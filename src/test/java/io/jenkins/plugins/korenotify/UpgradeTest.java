package io.jenkins.plugins.korenotify;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.korenotify.connection.KoreConfiguration;
import io.jenkins.plugins.korenotify.connection.KoreConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.apache.commons.io.FileUtils;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/**
 * What the first form of the plugin stored, loads: configuration, credentials, a job, and a Pipeline that waits. The
 * files are as Jenkins stored them, but for the address, the secret and what other plugins add.
 */
class UpgradeTest {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private KoreFixture kore;

    @BeforeEach
    void start() throws Exception {
        kore = KoreFixture.start();
        kore.finished("ds-done", 1000, 3);
        kore.finished("ds-waiting", 1000, 30);
    }

    @AfterEach
    void stop() {
        kore.close();
    }

    @Test
    void theFirstFormLoads() throws Throwable {
        store(text -> text);
        sessions.then(this::assertLoaded);
    }

    /** So somebody may go back to an older version. */
    @Test
    void fieldsOfLaterVersionsDoNoHarm() throws Throwable {
        String later = "<later><made>up</made></later>";
        store(text -> text.replace("<connections>", later + "<connections>")
                .replace("<name>bank", later + "<name>bank")
                .replace("<settings>", later + "<settings>" + later)
                .replace("<clientId>", later + "<clientId>"));
        sessions.then(this::assertLoaded);
    }

    private void assertLoaded(JenkinsRule jenkins) throws Exception {
        KoreConnection connection = KoreConfiguration.get().getConnections().get(0);
        assertThat(connection.getName()).isEqualTo("bank");
        assertThat(connection.getUrl()).isEqualTo(kore.url());
        assertThat(connection.getMaxPollSeconds()).isEqualTo(60);

        FreeStyleProject job = jenkins.jenkins.getItemByFullName("freestyle", FreeStyleProject.class);
        KoreNotifyStatusBuilder builder = job.getBuildersList().get(KoreNotifyStatusBuilder.class);
        assertThat(builder.getMinSuccessRate()).isEqualTo("97.5");
        assertThat(builder.getMaxFailures()).isEqualTo(3);
        assertThat(builder.getOnError()).isEqualTo(OnDoubt.UNSTABLE);
        jenkins.buildAndAssertSuccess(job);

        WorkflowRun waited =
                jenkins.jenkins.getItemByFullName("waiting", WorkflowJob.class).getBuildByNumber(1);
        jenkins.assertBuildStatus(Result.UNSTABLE, jenkins.waitForCompletion(waited));
        assertThat(JenkinsRule.getLog(waited)).contains("Jenkins is back").contains("UNSTABLE 970 of 1000");
    }

    private void store(UnaryOperator<String> change) throws Exception {
        Path home = sessions.getHome().toPath();
        FileUtils.copyDirectory(
                Path.of(getClass().getResource("UpgradeTest").toURI()).toFile(), home.toFile());
        try (var files = Files.walk(home)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".xml")).toList()) {
                fill(file, change);
            }
        }
    }

    private void fill(Path file, UnaryOperator<String> change) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8)
                .replace("@url@", kore.url())
                .replace("@secret@", KoreFixture.SECRET);
        Files.writeString(file, change.apply(text), StandardCharsets.UTF_8);
    }
}
