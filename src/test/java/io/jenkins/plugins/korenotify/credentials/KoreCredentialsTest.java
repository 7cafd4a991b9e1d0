package io.jenkins.plugins.korenotify.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsNameProvider;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.ExtensionList;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.korenotify.connection.TestBot;
import io.jenkins.plugins.korenotify.connection.UnconfiguredJenkins;
import io.jenkins.plugins.korenotify.engine.client.JwtAlgorithm;
import java.nio.file.Files;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlElementUtil;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;

/** Kore.ai JWT apps in the credential store of a real Jenkins. */
class KoreCredentialsTest extends UnconfiguredJenkins {
    @Test
    void survivesItsForm() throws Exception {
        KoreCredentialsImpl before = TestBot.credentials("app");
        before.setAlgorithm(JwtAlgorithm.HS512);
        before.setSubject("nightly");
        TestBot.store(before);

        submit();

        KoreCredentials after = stored();
        j.assertEqualDataBoundBeans(before, after);
        assertThat(after.getClientSecret().getPlainText()).isEqualTo(TestBot.SECRET);
        assertThat(after.getAlgorithm()).isEqualTo(JwtAlgorithm.HS512);
        assertThat(after.getSubject()).isEqualTo("nightly");
    }

    @Test
    void signsWithHs256UnlessToldOtherwise() throws Exception {
        TestBot.store(TestBot.credentials("app"));

        submit();

        assertThat(stored().getAlgorithm()).isEqualTo(JwtAlgorithm.HS256);
        assertThat(stored().getSubject()).isNull();
    }

    @Test
    void neverShowsTheSecret() throws Exception {
        KoreCredentialsImpl credentials = TestBot.credentials("app");
        TestBot.store(credentials);

        String form = dialog().asXml();
        String disk = Files.readString(j.jenkins.getRootDir().toPath().resolve("credentials.xml"));

        assertThat(CredentialsNameProvider.name(credentials)).isEqualTo(TestBot.CLIENT_ID + " (for app)");
        assertThat(form).contains(TestBot.CLIENT_ID).doesNotContain(TestBot.SECRET);
        assertThat(disk).contains(TestBot.CLIENT_ID).doesNotContain(TestBot.SECRET);
        assertThat(JwtAppResolver.resolve(credentials).toString()).doesNotContain(TestBot.SECRET);
    }

    @Test
    void checksItsFields() {
        KoreCredentialsImpl.DescriptorImpl descriptor =
                ExtensionList.lookupSingleton(KoreCredentialsImpl.DescriptorImpl.class);

        assertThat(descriptor.doCheckClientId(null, " ").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(descriptor.doCheckClientId(null, "st-1").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(descriptor.doCheckClientId(null, "my app").kind).isEqualTo(FormValidation.Kind.WARNING);
        assertThat(descriptor.doCheckClientId(null, TestBot.CLIENT_ID).kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(descriptor.doCheckClientSecret(null, "").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(descriptor.doCheckClientSecret(null, "short").kind).isEqualTo(FormValidation.Kind.WARNING);
        assertThat(descriptor.doCheckClientSecret(null, TestBot.SECRET).kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(descriptor.doCheckClientSecret(
                                null, Secret.fromString(TestBot.SECRET).getEncryptedValue())
                        .kind)
                .isEqualTo(FormValidation.Kind.OK);
    }

    @Test
    void aUserNameWithAPasswordSignsToo() throws Exception {
        UsernamePasswordCredentialsImpl login = new UsernamePasswordCredentialsImpl(
                CredentialsScope.GLOBAL, "login", null, TestBot.CLIENT_ID, TestBot.SECRET);

        assertThat(JwtAppResolver.MATCHER.matches(login)).isTrue();
        assertThat(JwtAppResolver.resolve(login).clientId()).isEqualTo(TestBot.CLIENT_ID);
        assertThat(JwtAppResolver.resolve(login).algorithm()).isEqualTo(JwtAlgorithm.HS256);
    }

    @Test
    void withoutASecretNothingSigns() throws Exception {
        UsernamePasswordCredentialsImpl login =
                new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "login", null, TestBot.CLIENT_ID, "");

        assertThatThrownBy(() -> JwtAppResolver.resolve(login))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The client secret is missing");
        assertThatThrownBy(() -> JwtAppResolver.resolve(TestBot.emptyCredentials()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The client ID is missing");
    }

    @Test
    void aStreamIdIsNoClientId() {
        KoreCredentialsImpl wrong = new KoreCredentialsImpl(
                CredentialsScope.GLOBAL, "app", null, TestBot.STREAM_ID, Secret.fromString(TestBot.SECRET));

        assertThatThrownBy(() -> JwtAppResolver.resolve(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("This is a stream ID. The client ID of a JWT app begins with cs-");
    }

    @Test
    void incompleteOnesAreNotSaved() throws Exception {
        assertThatThrownBy(() -> TestBot.credentials("app", " ")).hasMessage("The client secret is missing");
        assertThatThrownBy(() -> new KoreCredentialsImpl(null, "app", null, "", Secret.fromString(TestBot.SECRET)))
                .hasMessage("The client ID is missing");
        TestBot.store(TestBot.credentials("app"));

        HtmlPage page = dialog();
        page.getFormByName("updateCredentials").getInputByName("_.clientId").setValue(" ");
        page.getWebClient().getOptions().setThrowExceptionOnFailingStatusCode(false);
        HtmlElementUtil.click((HtmlButton) page.querySelector("#cr-dialog-submit"));

        assertThat(stored().getClientId()).isEqualTo(TestBot.CLIENT_ID);
    }

    @Test
    void theKindIsDescribedWhereItIsChosen() throws Exception {
        HtmlPage page = j.createWebClient().goTo("manage/credentials/store/system/domain/_/dialog");

        assertThat(page.asNormalizedText())
                .contains("Kore.ai JWT app", "Client ID and client secret of a JWT app in Kore.ai.");
    }

    private void submit() throws Exception {
        HtmlPage page = dialog();
        HtmlElementUtil.click((HtmlButton) page.querySelector("#cr-dialog-submit"));
    }

    private HtmlPage dialog() throws Exception {
        HtmlPage page = j.createWebClient().goTo("manage/credentials/store/system/domain/_/credential/app/");
        HtmlElementUtil.click((HtmlButton) page.querySelector("button[data-type='credentials-update']"));
        assertThat(page.getFormByName("updateCredentials")
                        .getInputByName("_.clientId")
                        .getValue())
                .isEqualTo(TestBot.CLIENT_ID);
        return page;
    }

    private static KoreCredentials stored() {
        List<KoreCredentials> all = CredentialsProvider.lookupCredentialsInItemGroup(
                KoreCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of());
        return CredentialsMatchers.firstOrNull(all, CredentialsMatchers.withId("app"));
    }
}
