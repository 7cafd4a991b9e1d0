package io.jenkins.plugins.korenotify.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsParameterDefinition;
import com.cloudbees.plugins.credentials.CredentialsParameterValue;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.model.Cause;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.model.User;
import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.SimulatedRequest;
import io.jenkins.plugins.korenotify.step.KoreNotifyStatusBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** Whose credentials the parameter of a freestyle job may stand for: that depends on who started the build. */
class CredentialsParameterTest extends UnconfiguredJenkins {
    private TestBot bot;
    private FreeStyleProject job;

    @BeforeEach
    void configure() throws Exception {
        bot = new TestBot();
        bot.kore()
                .addRequest(SimulatedRequest.named("ds-1").stream(TestBot.STREAM_ID)
                        .recipients(1)
                        .delivering(DeliveryCurve.AT_ONCE, Duration.ZERO)
                        .startsAt(Instant.EPOCH));
        KoreConfiguration.get().setConnections(List.of(bot.connection("main", null)));
        TestBot.store(TestBot.credentials("app"));
        job = j.createFreeStyleProject();
        KoreNotifyStatusBuilder check = new KoreNotifyStatusBuilder();
        check.setRequestId("ds-1");
        check.setCredentialsId("${CRED}");
        job.getBuildersList().add(check);
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        List.of("builder", "configurer").forEach(name -> User.getById(name, true));
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .everywhere()
                .to("builder", "configurer")
                .grant(Item.CONFIGURE)
                .everywhere()
                .to("configurer"));
    }

    @AfterEach
    void close() throws Exception {
        j.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        j.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
        bot.close();
    }

    private FreeStyleBuild build(String user, ParameterValue value) throws Exception {
        return job.scheduleBuild2(0, new Cause.UserIdCause(user), new ParametersAction(value))
                .get();
    }

    private void takesCredentials() throws Exception {
        job.addProperty(new ParametersDefinitionProperty(
                new CredentialsParameterDefinition("CRED", null, "app", StandardCredentials.class.getName(), true)));
    }

    @Test
    void whoMayOnlyBuildChoosesNoCredentialsOfTheJob() throws Exception {
        takesCredentials();

        FreeStyleBuild build = build("builder", new CredentialsParameterValue("CRED", "app", null, false));

        j.assertBuildStatus(Result.FAILURE, build);
        j.assertLogContains(
                "credentialsId: There is no credentials parameter ${CRED}, or its credentials may not be", build);
        assertThat(bot.kore().counters().calls()).isZero();
    }

    @Test
    void whoMayConfigureTheJobDoes() throws Exception {
        takesCredentials();

        j.assertBuildStatusSuccess(build("configurer", new CredentialsParameterValue("CRED", "app", null, false)));
    }

    @Test
    void theDefaultIsForEverybodyWhoMayBuild() throws Exception {
        takesCredentials();

        j.assertBuildStatusSuccess(build("builder", new CredentialsParameterValue("CRED", "app", null, true)));
    }

    @Test
    void aTextIsNoCredentialsParameter() throws Exception {
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("CRED", "")));

        FreeStyleBuild build = build("configurer", new StringParameterValue("CRED", "app"));

        j.assertBuildStatus(Result.FAILURE, build);
        j.assertLogContains("Other variables are not expanded in credentialsId", build);
    }
}
