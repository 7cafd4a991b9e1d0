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
        assertThat(JwtAppResolver.of(credentials).toString()).doesNotContain(TestBot.SECRET);
    }

    @Test
    void checksItsFields() {
        KoreCredentialsImpl.DescriptorImpl descriptor =
                ExtensionList.lookupSingleton(KoreCredentialsImpl.DescriptorImpl.class);

        assertThat(descriptor.doCheckClientId(null, " ").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(descriptor.doCheckClientId(null, "st-1").kind).isEqualTo(FormValidation.Kind.WARNING);
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
        assertThat(JwtAppResolver.of(login).clientId()).isEqualTo(TestBot.CLIENT_ID);
        assertThat(JwtAppResolver.of(login).algorithm()).isEqualTo(JwtAlgorithm.HS256);
    }

    @Test
    void withoutASecretNothingSigns() {
        assertThatThrownBy(() -> JwtAppResolver.of(TestBot.credentials("app", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The client secret is missing");
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
