package io.jenkins.plugins.korenotify.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsParameterDefinition;
import com.cloudbees.plugins.credentials.CredentialsParameterValue;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import com.sun.management.HotSpotDiagnosticMXBean;
import hudson.ExtensionList;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.Cause;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Label;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import hudson.slaves.DumbSlave;
import hudson.tasks.Shell;
import hudson.util.FormValidation.Kind;
import io.jenkins.plugins.korenotify.MarkdownFile;
import io.jenkins.plugins.korenotify.connection.KoreConfiguration;
import io.jenkins.plugins.korenotify.connection.TestBot;
import io.jenkins.plugins.korenotify.connection.UnconfiguredJenkins;
import io.jenkins.plugins.korenotify.credentials.KoreCredentialsImpl;
import io.jenkins.plugins.korenotify.simulator.SimulatedRequest;
import io.jenkins.plugins.korenotify.trials.TestTokens;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import jenkins.security.MasterToSlaveCallable;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.credentialsbinding.impl.BindingStep;
import org.jenkinsci.plugins.credentialsbinding.impl.SecretBuildWrapper;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.TestBuilder;

/** {@code koreToken} in a real Jenkins: what a block gets, and what nobody gets. */
class KoreTokenBindingTest extends UnconfiguredJenkins {
    private static final String BIND = "koreToken(credentialsId: 'app', variable: 'KORE_AUTH')";

    private TestBot bot;

    @BeforeEach
    void startBot() throws Exception {
        bot = new TestBot();
        TestBot.store(TestBot.credentials("app"));
    }

    @AfterEach
    void close() {
        bot.close();
    }

    private WorkflowRun run(String script, Result expected) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return j.buildAndAssertStatus(expected, job);
    }

    private static FilePath workspace(WorkflowRun run) {
        return j.jenkins.getWorkspaceFor(run.getParent());
    }

    private static String tokenIn(FilePath workspace) throws Exception {
        return workspace.child("token.txt").readToString();
    }

    private int poll(String token) throws Exception {
        URI status = URI.create(bot.url() + "/api/public/bot/" + TestBot.STREAM_ID + "/notifyV2/status/ds-1");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(status).header("auth", token).build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void aBlockGetsATokenForSeveralCalls() throws Exception {
        bot.kore()
                .addRequest(
                        SimulatedRequest.named("ds-1").stream(TestBot.STREAM_ID).recipients(1));

        WorkflowRun run = run(
                "node('built-in') { withCredentials([" + BIND
                        + "]) { writeFile file: 'token.txt', text: env.KORE_AUTH } }",
                Result.SUCCESS);

        String token = tokenIn(workspace(run));
        Map<String, String> claims = TestTokens.claims(token);
        assertThat(TestTokens.isSigned(token, TestBot.SECRET, "HmacSHA256")).isTrue();
        assertThat(claims).containsOnlyKeys("appId", "sub", "iat", "exp").containsEntry("appId", TestBot.CLIENT_ID);
        assertThat(Long.parseLong(claims.get("exp")) - Long.parseLong(claims.get("iat")))
                .isEqualTo(30 * 60);
        assertThat(poll(token)).isEqualTo(200);
        assertThat(poll(token)).isEqualTo(200);
    }

    @Test
    void aTokenForOneCallHasAJti() throws Exception {
        bot.kore()
                .addRequest(
                        SimulatedRequest.named("ds-1").stream(TestBot.STREAM_ID).recipients(1));

        WorkflowRun run = run(
                "node('built-in') { withCredentials([" + BIND.replace(")", ", singleUse: true)")
                        + "]) { writeFile file: 'token.txt', text: env.KORE_AUTH } }",
                Result.SUCCESS);

        String token = tokenIn(workspace(run));
        assertThat(TestTokens.claims(token)).containsKey("jti");
        assertThat(poll(token)).isEqualTo(200);
        assertThat(poll(token)).isEqualTo(401);
    }

    @Test
    void neitherSecretNorTokenIsLoggedOrStored() throws Exception {
        WorkflowRun run = run(
                "node('built-in') { withCredentials([" + BIND + "]) {\n"
                        + "  writeFile file: 'token.txt', text: env.KORE_AUTH\n"
                        + "  echo \"is ${env.KORE_AUTH}\"\n"
                        + "  error \"failed with ${env.KORE_AUTH}\"\n} }",
                Result.FAILURE);

        String token = tokenIn(workspace(run));
        assertThat(JenkinsRule.getLog(run))
                .contains("is ****", "failed with ****")
                .doesNotContain(token, "eyJ");
        assertNothingOf(token, run);
        assertNothingOf(TestBot.SECRET, run);
    }

    private static void assertNothingOf(String secret, Run<?, ?> run) throws IOException {
        try (Stream<Path> files = Files.walk(run.getRootDir().toPath())) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain(secret));
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs a shell")
    void theSecretNeverReachesTheAgent() throws Exception {
        DumbSlave agent = j.createOnlineSlave(Label.get("remote"));
        try {
            WorkflowRun run = run(
                    "node('remote') { withCredentials([" + BIND + "]) { sh 'env > environment.txt' } }",
                    Result.SUCCESS);

            assertThat(agent.getWorkspaceFor(run.getParent())
                            .child("environment.txt")
                            .readToString())
                    .contains("KORE_AUTH=eyJ");
            FilePath[] files = agent.getRootPath().list("**/*");
            assertThat(files).isNotEmpty();
            for (FilePath file : files) {
                assertThat(file.readToString()).as(file.getName()).doesNotContain(TestBot.SECRET);
            }
        } finally {
            j.jenkins.removeNode(agent);
        }
    }

    /** All objects of the agent's process, also those that are no longer used. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs a shell")
    void theSecretIsNotInTheMemoryOfTheAgent(@TempDir Path folder) throws Exception {
        DumbSlave agent = j.createOnlineSlave(Label.get("remote"));
        Path dump = folder.resolve("agent.hprof");
        String marker = "this text is in the memory of the agent";
        // Not a constant, which the agent would get with the classes of this test.
        String secret = TestBot.SECRET + UUID.randomUUID();
        TestBot.store(TestBot.credentials("other", secret));
        FreeStyleProject job = j.createFreeStyleProject();
        job.setAssignedNode(agent);
        job.getBuildWrappersList().add(new SecretBuildWrapper(List.of(new KoreTokenBinding("KORE_AUTH", "other"))));
        job.getBuildersList().add(new Shell("env > environment.txt"));
        job.getBuildersList().add(new HeapDumper(dump.toString(), marker));
        try {
            FreeStyleBuild build = j.buildAndAssertSuccess(job);

            assertThat(build.getWorkspace().child("environment.txt").readToString())
                    .contains("KORE_AUTH=eyJ");
            assertThat(isIn(dump, marker)).isTrue();
            assertThat(isIn(dump, secret)).isFalse();
        } finally {
            j.jenkins.removeNode(agent);
        }
    }

    private static final class HeapDumper extends TestBuilder {
        private final String file;
        private final String marker;

        private HeapDumper(String file, String marker) {
            this.file = file;
            this.marker = marker;
        }

        @Override
        public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                throws InterruptedException, IOException {
            return launcher.getChannel().call(new HeapDump(file, marker));
        }
    }

    /** Writes all objects of the process to a file. */
    private static final class HeapDump extends MasterToSlaveCallable<Boolean, IOException> {
        private static final long serialVersionUID = 1L;

        private final String file;
        private final String marker;

        private HeapDump(String file, String marker) {
            this.file = file;
            this.marker = marker;
        }

        @Override
        public Boolean call() throws IOException {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file, false);
            return !marker.isEmpty();
        }
    }

    private static boolean isIn(Path file, String text) throws IOException {
        byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            for (int start = 0; start <= bytes.limit() - wanted.length; start++) {
                int same = 0;
                while (same < wanted.length && bytes.get(start + same) == wanted[same]) {
                    same++;
                }
                if (same == wanted.length) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void credentialsAreFoundWhereTheJobMayUseThem() throws Exception {
        TestBot.store(new UsernamePasswordCredentialsImpl(
                CredentialsScope.SYSTEM, "system", null, TestBot.CLIENT_ID, TestBot.SECRET));
        Folder own = j.createProject(Folder.class);
        Folder other = j.createProject(Folder.class);
        TestBot.storeIn(own, Domain.global(), TestBot.credentials("folder"));

        for (String id : List.of("app", "folder")) {
            j.assertBuildStatusSuccess(build(own, id));
        }
        j.assertLogContains("'folder'", j.assertBuildStatus(Result.FAILURE, build(other, "folder")));
        j.assertLogContains("'system'", j.assertBuildStatus(Result.FAILURE, build(own, "system")));
    }

    private static WorkflowRun build(Folder folder, String credentialsId) throws Exception {
        WorkflowJob job = folder.createProject(WorkflowJob.class, "uses-" + credentialsId);
        job.setDefinition(new CpsFlowDefinition(
                "withCredentials([" + BIND.replace("app", credentialsId) + "]) { echo 'bound' }", true));
        return job.scheduleBuild2(0).get();
    }

    @Test
    void theUseOfTheCredentialsIsRecorded() throws Exception {
        KoreCredentialsImpl app = TestBot.credentials("recorded");
        TestBot.store(app);

        WorkflowRun run =
                run("withCredentials([" + BIND.replace("app", "recorded") + "]) { echo 'bound' }", Result.SUCCESS);

        assertThat(CredentialsProvider.getFingerprintOf(app).getJobs())
                .contains(run.getParent().getFullName());
    }

    @Test
    void aParameterStandsForCredentialsThatTheUserMayUse() throws Exception {
        FreeStyleProject job = j.createFreeStyleProject();
        job.addProperty(new ParametersDefinitionProperty(
                new CredentialsParameterDefinition("CRED", null, "", StandardCredentials.class.getName(), true)));
        job.getBuildWrappersList().add(new SecretBuildWrapper(List.of(new KoreTokenBinding("KORE_AUTH", "${CRED}"))));
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        List.of("builder", "user").forEach(name -> User.getById(name, true));
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .everywhere()
                .to("builder", "user")
                // Implies Credentials/UseItem.
                .grant(Item.CONFIGURE)
                .everywhere()
                .to("user"));
        try {
            j.assertBuildStatus(Result.FAILURE, build(job, "builder"));
            j.assertBuildStatusSuccess(build(job, "user"));
        } finally {
            j.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
            j.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
        }
    }

    private static FreeStyleBuild build(FreeStyleProject job, String user) throws Exception {
        return job.scheduleBuild2(
                        0,
                        new Cause.UserIdCause(user),
                        new ParametersAction(new CredentialsParameterValue("CRED", "app", null, false)))
                .get();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs a shell")
    void freestyleJobsGetItToo() throws Exception {
        FreeStyleProject job = j.createFreeStyleProject();
        job.getBuildWrappersList().add(new SecretBuildWrapper(List.of(new KoreTokenBinding("KORE_AUTH", "app"))));
        job.getBuildersList().add(new Shell("printf %s \"$KORE_AUTH\" > token.txt; echo \"is $KORE_AUTH\""));

        FreeStyleBuild build = j.buildAndAssertSuccess(job);

        String token = tokenIn(build.getWorkspace());
        assertThat(TestTokens.isSigned(token, TestBot.SECRET, "HmacSHA256")).isTrue();
        assertThat(JenkinsRule.getLog(build)).contains("is ****").doesNotContain(token);
    }

    @Test
    void saysWhatIsWrongWithTheCredentials() throws Exception {
        TestBot.store(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "empty", null, "user", ""));

        j.assertLogContains(
                "Choose credentials that sign the token",
                run("withCredentials([koreToken(variable: 'KORE_AUTH')]) { echo 'no' }", Result.FAILURE));
        j.assertLogContains(
                "Enter the name of an environment variable",
                run("withCredentials([koreToken(credentialsId: 'app')]) { echo 'no' }", Result.FAILURE));
        j.assertLogContains(
                "The credentials \u201cempty\u201d cannot sign. The client secret is missing",
                run("withCredentials([" + BIND.replace("app", "empty") + "]) { echo 'no' }", Result.FAILURE));
        j.assertLogContains(
                "Could not find credentials entry with ID 'missing'",
                run("withCredentials([" + BIND.replace("app", "missing") + "]) { echo 'no' }", Result.FAILURE));
    }

    @Test
    void survivesItsForm() throws Exception {
        KoreTokenBinding plain = new KoreTokenBinding("KORE_AUTH", "app");
        KoreTokenBinding single = new KoreTokenBinding("ONCE", "app");
        single.setSingleUse(true);
        FreeStyleProject job = j.createFreeStyleProject();
        job.getBuildWrappersList().add(new SecretBuildWrapper(List.of(plain, single)));

        j.configRoundtrip(job);

        List<?> after = job.getBuildWrappersList().get(SecretBuildWrapper.class).getBindings();
        j.assertEqualDataBoundBeans(List.of(plain, single), after);
    }

    @Test
    void theSnippetGeneratorWritesIt() throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class);
        JSONObject binding = new JSONObject();
        binding.put("stapler-class", KoreTokenBinding.class.getName());
        binding.put("variable", "KORE_AUTH");
        binding.put("credentialsId", "app");
        binding.put("singleUse", false);
        JSONObject step = new JSONObject();
        step.put("stapler-class", BindingStep.class.getName());
        step.put("bindings", List.of(binding));

        try (JenkinsRule.WebClient web = j.createWebClient()) {
            WebRequest generate =
                    new WebRequest(new URL(job.getAbsoluteUrl() + "pipeline-syntax/generateSnippet"), HttpMethod.POST);
            generate.setRequestParameters(List.of(new NameValuePair("json", step.toString())));
            String snippet =
                    web.getPage(web.addCrumb(generate)).getWebResponse().getContentAsString();
            assertThat(snippet).startsWith("withCredentials([" + BIND + "]) {");
        }
    }

    @Test
    void checksItsFields() throws Exception {
        KoreTokenBinding.DescriptorImpl descriptor =
                ExtensionList.lookupSingleton(KoreTokenBinding.DescriptorImpl.class);

        assertThat(descriptor.doFillCredentialsIdItems(null))
                .extracting(option -> option.value)
                .containsExactly("", "app");
        assertThat(descriptor.doCheckCredentialsId(null, "app").kind).isEqualTo(Kind.OK);
        assertThat(descriptor.doCheckCredentialsId(null, "").kind).isEqualTo(Kind.ERROR);
        assertThat(descriptor.doCheckCredentialsId(null, "missing").kind).isEqualTo(Kind.ERROR);
        assertThat(descriptor.doCheckCredentialsId(null, "${PARAMETER}").kind).isEqualTo(Kind.WARNING);
        assertThat(descriptor.doCheckVariable(null, "KORE_AUTH").kind).isEqualTo(Kind.OK);
        for (String wrong : List.of("", "1x", "A-B", "A B", "$A")) {
            assertThat(descriptor.doCheckVariable(null, wrong).kind).as(wrong).isEqualTo(Kind.ERROR);
        }
        for (String help : List.of("help", "help-variable", "help-credentialsId", "help-singleUse")) {
            assertThat(KoreTokenBinding.class.getResource("KoreTokenBinding/" + help + ".html"))
                    .as(help)
                    .isNotNull();
        }
    }

    /** Send, and hand the response to the check, as the documents show it. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs a shell")
    void theDocumentedPipelineSendsAndChecks() throws Exception {
        KoreConfiguration.get().setConnections(List.of(bot.connection("bank", "app")));
        String documented = MarkdownFile.allSnippets("groovy").stream()
                .filter(snippet -> snippet.contains("koreToken"))
                .findFirst()
                .orElseThrow();

        WorkflowRun run = run(
                documented
                        .replace("node {", "node('built-in') {")
                        .replace("https://platform.kore.ai", bot.url())
                        .replace("st-1f0e2d3c", TestBot.STREAM_ID)
                        .replace("'kore-app'", "'app'"),
                Result.SUCCESS);

        j.assertLogContains("PASSED", run);
        j.assertLogContains("2 of 2 ", run);
        j.assertLogNotContains("eyJ", run);
    }
}
