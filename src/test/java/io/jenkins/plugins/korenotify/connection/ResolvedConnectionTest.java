package io.jenkins.plugins.korenotify.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.HostnameSpecification;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.AbortException;
import hudson.model.Fingerprint;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.util.Secret;
import io.jenkins.plugins.korenotify.credentials.KoreCredentialsImpl;
import io.jenkins.plugins.korenotify.engine.client.ApiVersion;
import io.jenkins.plugins.korenotify.simulator.SimulatedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a build gets for what its job says, in a real Jenkins with folders and domains. */
class ResolvedConnectionTest extends UnconfiguredJenkins {
    private TestBot bot;

    @BeforeEach
    void startBot() throws Exception {
        bot = new TestBot();
    }

    @AfterEach
    void close() {
        bot.close();
    }

    private FreeStyleBuild build() throws Exception {
        return j.buildAndAssertSuccess(j.createFreeStyleProject());
    }

    private FreeStyleBuild buildIn(Folder folder) throws Exception {
        return j.buildAndAssertSuccess(folder.createProject(FreeStyleProject.class, "job"));
    }

    private static void assertRefused(FreeStyleBuild run, String words, String... parameters) {
        assertThatThrownBy(() -> ResolvedConnection.resolve(run, parameters[0], parameters[1], parameters[2]))
                .isInstanceOf(AbortException.class)
                .hasMessage(words);
    }

    @Test
    void theOnlyConnectionNeedsNoName() throws Exception {
        TestBot.store(TestBot.credentials("app"));
        KoreConnection connection = bot.connection("main", "app");
        connection.setApiVersion(ApiVersion.V1);
        connection.setKeepMaskedRecipients(true);
        KoreConfiguration.get().setConnections(List.of(connection));

        ResolvedConnection resolved = ResolvedConnection.resolve(build(), null, " ", "");

        assertThat(resolved.name()).isEqualTo("main");
        assertThat(resolved.endpoint().base().toString()).isEqualTo(bot.url());
        assertThat(resolved.endpoint().streamId()).isEqualTo(TestBot.STREAM_ID);
        assertThat(resolved.endpoint().version()).isEqualTo(ApiVersion.V1);
        assertThat(resolved.keepMaskedRecipients().getAsBoolean()).isTrue();
        assertThat(resolved.scheduler())
                .isSameAs(
                        ResolvedConnection.resolve(build(), "main", "app", null).scheduler());
        assertThat(resolved.toString()).doesNotContain(TestBot.SECRET);
    }

    @Test
    void asksKoreAi() throws Exception {
        TestBot.store(TestBot.credentials("app"));
        KoreConfiguration.get().setConnections(List.of(bot.connection("main", "app")));
        bot.kore()
                .addRequest(SimulatedRequest.named("ds-1").stream(TestBot.STREAM_ID)
                        .recipients(10)
                        .startsAt(Instant.now().minus(Duration.ofHours(1))));

        ResolvedConnection resolved = ResolvedConnection.resolve(build(), null, null, null);

        assertThat(resolved.source()
                        .fetch("ds-1")
                        .get(20, TimeUnit.SECONDS)
                        .counts()
                        .total())
                .isEqualTo(10);
    }

    @Test
    void thePublicCloudIsBuiltIn() throws Exception {
        TestBot.store(TestBot.credentials("app"));

        ResolvedConnection resolved = ResolvedConnection.resolve(build(), null, "app", TestBot.STREAM_ID);

        assertThat(resolved.name()).isEqualTo("platform.kore.ai");
        assertThat(resolved.endpoint().base().toString()).isEqualTo("https://platform.kore.ai");
        assertRefused(build(), "streamId is missing, and the connection platform.kore.ai has none", null, "app", null);
        assertRefused(
                build(),
                "credentialsId is missing, and the connection platform.kore.ai has none",
                null,
                null,
                TestBot.STREAM_ID);
    }

    @Test
    void saysWhichParameterIsWrong() throws Exception {
        KoreConfiguration.get().setConnections(List.of(bot.connection("one", null), bot.connection("two", "gone")));
        FreeStyleBuild run = build();

        assertRefused(
                run,
                "connection: There are several connections and none of them is the default. Set the parameter connection, or"
                        + " let an administrator mark a default connection",
                null,
                null,
                null);
        assertRefused(run, "connection: There is no connection \u201cthree\u201d", "three", null, null);
        assertRefused(run, "streamId: This is not a stream ID (st-\u2026): a/b", "one", null, "a/b");
        assertRefused(run, "credentialsId is missing, and the connection one has none", "one", null, null);
        assertRefused(
                run,
                "credentialsId: There are no credentials \u201cx\u201d here, or they may not be used here",
                "one",
                "x",
                null);
        assertRefused(
                run,
                "The connection two cannot be used. There are no credentials \u201cgone\u201d here, or they may not be"
                        + " used here",
                "two",
                null,
                null);
    }

    @Test
    void folderCredentialsAreFoundInTheirFolderAlone() throws Exception {
        Folder own = j.jenkins.createProject(Folder.class, "own");
        Folder foreign = j.jenkins.createProject(Folder.class, "foreign");
        TestBot.storeIn(own, Domain.global(), TestBot.credentials("team"));
        KoreConfiguration.get().setConnections(List.of(bot.connection("main", null)));

        assertThat(ResolvedConnection.resolve(buildIn(own), null, "team", null).name())
                .isEqualTo("main");
        String unknown = "credentialsId: There are no credentials \u201cteam\u201d here, or they may not be used here";
        assertRefused(buildIn(foreign), unknown, null, "team", null);
        assertRefused(build(), unknown, null, "team", null);
    }

    @Test
    void aFolderDoesNotReplaceTheConnectionsCredentials() throws Exception {
        Folder folder = j.jenkins.createProject(Folder.class, "folder");
        TestBot.storeIn(
                folder, Domain.global(), TestBot.credentials("app", "the-folder-has-another-secret-of-its-own"));
        TestBot.store(new KoreCredentialsImpl(
                CredentialsScope.SYSTEM, "app", null, TestBot.CLIENT_ID, Secret.fromString(TestBot.SECRET)));
        KoreConfiguration.get().setConnections(List.of(bot.connection("main", "app")));
        bot.kore()
                .addRequest(
                        SimulatedRequest.named("ds-1").stream(TestBot.STREAM_ID).recipients(1));

        ResolvedConnection resolved = ResolvedConnection.resolve(buildIn(folder), null, null, null);

        assertThat(resolved.source().fetch("ds-1").get(20, TimeUnit.SECONDS)).isNotNull();
        assertRefused(
                build(),
                "credentialsId: There are no credentials \u201capp\u201d here, or they may not be used here",
                null,
                "app",
                null);
    }

    @Test
    void credentialsOfAnotherDomainAreNotUsed() throws Exception {
        TestBot.storeIn(
                j.jenkins,
                new Domain("elsewhere", null, List.of(new HostnameSpecification("example.com", null))),
                TestBot.credentials("foreign"));
        TestBot.storeIn(
                j.jenkins,
                new Domain("here", null, List.of(new HostnameSpecification("127.0.0.1", null))),
                TestBot.credentials("fitting"));
        KoreConfiguration.get().setConnections(List.of(bot.connection("main", null)));

        assertThat(ResolvedConnection.resolve(build(), null, "fitting", null).name())
                .isEqualTo("main");
        assertRefused(
                build(),
                "credentialsId: The domain of the credentials \u201cforeign\u201d does not include the connection\u2019s"
                        + " URL",
                null,
                "foreign",
                null);
    }

    @Test
    void itsUseIsRecorded() throws Exception {
        KoreCredentialsImpl app = TestBot.credentials("recorded");
        UsernamePasswordCredentialsImpl login = new UsernamePasswordCredentialsImpl(
                CredentialsScope.GLOBAL, "login", null, TestBot.CLIENT_ID, TestBot.SECRET);
        TestBot.store(app);
        TestBot.store(login);
        KoreConfiguration.get().setConnections(List.of(bot.connection("main", "recorded")));
        FreeStyleBuild run = build();

        ResolvedConnection.resolve(run, null, null, null);
        ResolvedConnection.resolve(run, null, "login", null);

        for (Fingerprint use :
                List.of(CredentialsProvider.getFingerprintOf(app), CredentialsProvider.getFingerprintOf(login))) {
            assertThat(use).isNotNull();
            assertThat(use.getJobs()).containsExactly(run.getParent().getFullName());
        }
    }
}
