package io.jenkins.plugins.korenotify.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsParameterDefinition;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.tasks.Builder;
import io.jenkins.plugins.korenotify.JenkinsAndKore;
import io.jenkins.plugins.korenotify.KoreFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javaposse.jobdsl.plugin.ExecuteDslScripts;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check as a build step of freestyle jobs, in {@code step([$class: ...])}, and made by Job DSL. */
class KoreNotifyStatusBuilderTest extends JenkinsAndKore {
    @Test
    void badSettingsAreNamedBeforeAnythingIsAsked() throws Exception {
        kore.finished("ds-all", 20, 0);
        KoreNotifyStatusBuilder check = new KoreNotifyStatusBuilder();
        check.setRequestId("ds-all");
        check.setMinSuccessRate("all");
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(check);

        FreeStyleBuild build = jenkins.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));

        jenkins.assertLogContains("minSuccessRate must be a percentage", build);
        jenkins.assertLogNotContains("Exception", build);
        assertThat(kore.callsTo("ds-all")).isZero();
    }

    @Test
    void variablesAreExpandedAndFilesRead() throws Exception {
        kore.finished("ds-98-of-100", 100, 2);
        kore.finished("ds-all", 20, 0);
        KoreNotifyStatusBuilder check = new KoreNotifyStatusBuilder();
        check.setRequestIds(List.of("${IDS}"));
        check.setConnection("${CONNECTION}");
        check.setMinSuccessRate("$RATE");
        check.setRequestIdsFile("sent/${FILE}.json");
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.addProperty(new ParametersDefinitionProperty(
                new StringParameterDefinition("IDS"),
                new StringParameterDefinition("CONNECTION"),
                new StringParameterDefinition("RATE"),
                new StringParameterDefinition("FILE")));
        job.getBuildersList().add(new FileWriter("sent/answer.json", "{\"_id\":\"ds-all\",\"store\":{}}"));
        job.getBuildersList().add(check);

        FreeStyleBuild build = job.scheduleBuild2(
                        0,
                        new ParametersAction(
                                new StringParameterValue("IDS", "ds-98-of-100"),
                                new StringParameterValue("CONNECTION", "bank"),
                                new StringParameterValue("RATE", "98.3"),
                                new StringParameterValue("FILE", "answer")))
                .get();

        jenkins.assertBuildStatusSuccess(build);
        jenkins.assertLogContains("118 of 120 recipients delivered", build);
    }

    /** Else whoever may start the job could choose among all credentials that the job sees. */
    @Test
    void credentialsFollowTheRulesForCredentialsParameters() throws Exception {
        kore.finished("ds-all", 20, 0);
        KoreNotifyStatusBuilder check = new KoreNotifyStatusBuilder();
        check.setRequestId("ds-all");
        check.setCredentialsId("${CRED}");
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(check);
        job.addProperty(
                new ParametersDefinitionProperty(new StringParameterDefinition("CRED", KoreFixture.CREDENTIALS_ID)));

        FreeStyleBuild refused = jenkins.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
        jenkins.assertLogContains("credentialsId", refused);
        assertThat(kore.callsTo("ds-all")).isZero();

        job.removeProperty(ParametersDefinitionProperty.class);
        job.addProperty(new ParametersDefinitionProperty(new CredentialsParameterDefinition(
                "CRED", "", KoreFixture.CREDENTIALS_ID, StandardCredentials.class.getName(), true)));
        jenkins.buildAndAssertSuccess(job);
        assertThat(kore.callsTo("ds-all")).isEqualTo(1);
    }

    @Test
    void laterBuildStepsReadTheMostSevereOutcomeInTheEnvironment() throws Exception {
        kore.finished("ds-98-of-100", 100, 2);
        kore.finished("ds-all", 20, 0);
        FreeStyleProject job = jenkins.createFreeStyleProject();
        List<EnvVars> seen = new ArrayList<>();
        job.getBuildersList().add(withoutPropagation("ds-all"));
        job.getBuildersList().add(new EnvironmentReader(seen));
        job.getBuildersList().add(withoutPropagation("ds-98-of-100"));
        job.getBuildersList().add(withoutPropagation("ds-all"));
        job.getBuildersList().add(new EnvironmentReader(seen));

        jenkins.buildAndAssertSuccess(job);

        assertThat(seen.get(0)).containsEntry("KORE_NOTIFY_VERDICT", "PASSED");
        assertThat(seen.get(1))
                .containsEntry("KORE_NOTIFY_VERDICT", "FAILED")
                .containsEntry("KORE_NOTIFY_SUCCESS_RATE", "98")
                .containsEntry("KORE_NOTIFY_TOTAL", "100")
                .containsEntry("KORE_NOTIFY_DELIVERED", "98")
                .containsEntry("KORE_NOTIFY_FAILED", "2")
                .containsEntry("KORE_NOTIFY_PENDING", "0");
    }

    private static KoreNotifyStatusBuilder withoutPropagation(String requestId) {
        KoreNotifyStatusBuilder check = new KoreNotifyStatusBuilder();
        check.setRequestId(requestId);
        check.setPropagate(false);
        return check;
    }

    @Test
    void onlyFilesOfTheWorkspaceAreRead(@TempDir Path elsewhere) throws Exception {
        kore.finished("ds-all", 20, 0);
        Path secret = Files.writeString(elsewhere.resolve("ids"), "ds-all", StandardCharsets.UTF_8);
        FreeStyleProject job = jenkins.createFreeStyleProject("files");
        jenkins.buildAndAssertSuccess(job);
        FilePath workspace = job.getSomeWorkspace();
        workspace.child("link").symlinkTo(secret.toString(), hudson.model.TaskListener.NULL);
        workspace.child("directory").mkdirs();
        workspace.child("empty").write("", "UTF-8");
        try (var out = workspace.child("huge").write()) {
            byte[] lines = "ds-all\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 2500; i++) {
                out.write(lines);
            }
        }

        assertFileRefused(job, secret.toString(), "must be a path within the workspace");
        assertFileRefused(job, "../../secret.key", "must be a path within the workspace");
        assertFileRefused(job, "link", "must be a path within the workspace");
        assertFileRefused(job, "directory", "there is no file directory");
        assertFileRefused(job, "missing", "there is no file missing");
        assertFileRefused(job, "empty", "There is no request ID");
        assertFileRefused(job, "huge", "is larger than");
        assertThat(kore.callsTo("ds-all")).isZero();
    }

    @Test
    void generalBuildStepOfPipelineNeedsNoNode() throws Exception {
        kore.finished("ds-98-of-100", 100, 2);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(
                "step([$class: 'KoreNotifyStatusBuilder', requestId: 'ds-98-of-100', minSuccessRate: 99.5, "
                        + "unstableSuccessRate: 98])",
                true));

        WorkflowRun run = jenkins.assertBuildStatus(Result.UNSTABLE, job.scheduleBuild2(0));

        jenkins.assertLogContains("[Kore.ai] UNSTABLE", run);
    }

    @Test
    void jobDslMakesItByItsSymbol() throws Exception {
        kore.finished("ds-98-of-100", 100, 2);
        FreeStyleProject seed = jenkins.createFreeStyleProject("seed");
        ExecuteDslScripts script = new ExecuteDslScripts();
        script.setScriptText("""
                freeStyleJob('made') {
                  steps {
                    koreNotifyStatus {
                      requestId('ds-98-of-100')
                      minSuccessRate('99.5')
                      unstableSuccessRate('98')
                      timeout(5)
                      onError('UNSTABLE')
                    }
                  }
                }
                """);
        script.setUseScriptText(true);
        seed.getBuildersList().add(script);
        jenkins.jenkins.setSecurityRealm(hudson.security.SecurityRealm.NO_AUTHENTICATION);

        jenkins.buildAndAssertSuccess(seed);

        FreeStyleProject made = jenkins.jenkins.getItemByFullName("made", FreeStyleProject.class);
        KoreNotifyStatusBuilder check = made.getBuildersList().get(KoreNotifyStatusBuilder.class);
        assertThat(check.getTimeout()).isEqualTo(5);
        assertThat(check.getOnError()).isEqualTo(InconclusiveAction.UNSTABLE);
        jenkins.assertBuildStatus(Result.UNSTABLE, made.scheduleBuild2(0));
    }

    private void assertFileRefused(FreeStyleProject job, String file, String message) throws Exception {
        KoreNotifyStatusBuilder check = new KoreNotifyStatusBuilder();
        check.setRequestIdsFile(file);
        job.getBuildersList().replaceBy(List.<Builder>of(check));
        FreeStyleBuild build = jenkins.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
        jenkins.assertLogContains(message, build);
        jenkins.assertLogNotContains("Exception", build);
    }

    /** Notes the environment of the build. */
    private static final class EnvironmentReader extends org.jvnet.hudson.test.TestBuilder {
        private final transient List<EnvVars> seen;

        EnvironmentReader(List<EnvVars> seen) {
            this.seen = seen;
        }

        @Override
        public boolean perform(
                hudson.model.AbstractBuild<?, ?> build, hudson.Launcher launcher, hudson.model.BuildListener listener)
                throws java.io.IOException, InterruptedException {
            seen.add(build.getEnvironment(listener));
            return true;
        }
    }

    /** Puts a file into the workspace. */
    private static final class FileWriter extends org.jvnet.hudson.test.TestBuilder {
        private final String path;
        private final String content;

        FileWriter(String path, String content) {
            this.path = path;
            this.content = content;
        }

        @Override
        public boolean perform(
                hudson.model.AbstractBuild<?, ?> build, hudson.Launcher launcher, hudson.model.BuildListener listener)
                throws java.io.IOException, InterruptedException {
            EnvVars env = build.getEnvironment(listener);
            build.getWorkspace().child(env.expand(path)).write(content, "UTF-8");
            return true;
        }
    }
}
