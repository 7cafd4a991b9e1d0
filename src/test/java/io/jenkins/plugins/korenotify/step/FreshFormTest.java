package io.jenkins.plugins.korenotify.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleProject;
import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import hudson.util.Secret;
import io.jenkins.plugins.korenotify.JenkinsAndKore;
import io.jenkins.plugins.korenotify.KoreFixture;
import io.jenkins.plugins.korenotify.connection.KoreConfiguration;
import io.jenkins.plugins.korenotify.connection.KoreConnection;
import io.jenkins.plugins.korenotify.credentials.KoreCredentialsImpl;
import java.util.List;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlElementUtil;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlFormUtil;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlSelect;
import org.htmlunit.html.HtmlTextArea;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** A form that somebody adds and leaves as it is gives the defaults of the code. */
class FreshFormTest extends JenkinsAndKore {
    @BeforeEach
    void open() {
        jenkins.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
        jenkins.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
    }

    @Test
    void aNewBuildStepIsThatOfTheCode() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(job, "configure");
            HtmlElementUtil.click(page.getFirstByXPath("//button[@suffix='builder']"));
            web.waitForBackgroundJavaScript(5_000);
            HtmlElementUtil.click(page.getFirstByXPath("//button[contains(@class, 'jenkins-dropdown__item')]"
                    + "[contains(., '" + new KoreNotifyStatusBuilder.DescriptorImpl().getDisplayName() + "')]"));
            web.waitForBackgroundJavaScript(10_000);
            assertThat(page.getElementsByName("_.minSuccessRate")).hasSize(1);
            HtmlFormUtil.submit(page.getFormByName("config"));
        }

        assertThat(job.getBuildersList()).hasSize(1);
        jenkins.assertEqualDataBoundBeans(
                new KoreNotifyStatusBuilder(), job.getBuildersList().get(KoreNotifyStatusBuilder.class));
        assertThat(job.getConfigFile().asString()).contains("<settings/>");
    }

    @Test
    void aNewStepHasASnippetWithoutParameters() throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.goTo("pipeline-syntax/");
            HtmlSelect steps = page.querySelector("select.dropdownList");
            steps.setSelectedAttribute(
                    steps.getOptions().stream()
                            .filter(option -> option.getText().startsWith("koreNotifyStatus:"))
                            .findFirst()
                            .orElseThrow(),
                    true);
            web.waitForBackgroundJavaScript(10_000);
            assertThat(page.getElementsByName("_.minSuccessRate")).hasSize(1);
            HtmlElementUtil.click(page.getHtmlElementById("generatePipelineScript"));
            web.waitForBackgroundJavaScript(10_000);

            assertThat(((HtmlTextArea) page.getElementById("prototypeText"))
                            .getText()
                            .strip())
                    .isEqualTo("koreNotifyStatus()");
        }
    }

    @Test
    void aNewConnectionIsThatOfTheCode() throws Exception {
        KoreConfiguration.get().setConnections(List.of());
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlForm form = web.goTo("configure").getFormByName("config");
            HtmlElementUtil.click(HtmlFormUtil.getButtonByCaption(form, "Add connection"));
            web.waitForBackgroundJavaScript(10_000);
            DomElement added = form.getFirstByXPath("//div[@name='connections'][.//input[@name='_.maxPollSeconds']]");
            form.getInputsByName("_.name").stream()
                    .filter(added::isAncestorOf)
                    .findFirst()
                    .orElseThrow()
                    .setValue("new");
            HtmlFormUtil.submit(form);
        }

        assertThat(KoreConfiguration.get().getConnections()).hasSize(1);
        jenkins.assertEqualDataBoundBeans(
                new KoreConnection("new"),
                KoreConfiguration.get().getConnections().get(0));
    }

    @Test
    void newCredentialsAreThoseOfTheCode() throws Exception {
        KoreFixture.storeGlobally();
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.goTo("manage/credentials/store/system/domain/_/");
            HtmlElementUtil.click(page.querySelector("button[data-type='credentials-add-store-item']"));
            web.waitForBackgroundJavaScript(10_000);
            HtmlElementUtil.click(
                    page.querySelector("input[name='kind'][value='" + KoreCredentialsImpl.class.getName() + "']"));
            HtmlElementUtil.click(page.getHtmlElementById("cr-dialog-next"));
            web.waitForBackgroundJavaScript(10_000);
            HtmlForm form = page.getFormByName("newCredentials");
            form.getInputByName("_.clientId").setValue(KoreFixture.CLIENT_ID);
            form.getInputByName("_.clientSecret").setValue(KoreFixture.SECRET);
            form.getInputByName("_.id").setValue("new");
            HtmlElementUtil.click(page.getHtmlElementById("cr-dialog-submit"));
            web.waitForBackgroundJavaScript(10_000);
        }

        assertThat(SystemCredentialsProvider.getInstance().getCredentials()).hasSize(1);
        jenkins.assertEqualDataBoundBeans(
                new KoreCredentialsImpl(
                        CredentialsScope.GLOBAL,
                        "new",
                        "",
                        KoreFixture.CLIENT_ID,
                        Secret.fromString(KoreFixture.SECRET)),
                SystemCredentialsProvider.getInstance().getCredentials().get(0));
    }
}
