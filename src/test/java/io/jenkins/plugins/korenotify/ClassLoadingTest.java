package io.jenkins.plugins.korenotify;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.util.FormValidation;
import io.jenkins.plugins.korenotify.connection.KoreConnection;
import io.jenkins.plugins.korenotify.connection.TestBot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * A token is signed and taken in a Jenkins of its own process, where Jackson comes from the plugin jackson2-api by
 * class loaders, not from one flat class path.
 */
class ClassLoadingTest {
    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension();

    @Test
    void signsAndReadsWithTheClassesOfThePlugins() throws Throwable {
        try (TestBot bot = new TestBot()) {
            String url = bot.url();
            jenkins.then((RealJenkinsExtension.Step) rule -> accepts(rule, url));
        }
    }

    private static void accepts(JenkinsRule rule, String url) throws Exception {
        TestBot.store(TestBot.credentials("app"));
        FormValidation said = ExtensionList.lookupSingleton(KoreConnection.DescriptorImpl.class)
                .doTestConnection(url, TestBot.STREAM_ID, "app", "V2");
        assertThat(said.kind).as(said.renderHtml()).isEqualTo(FormValidation.Kind.OK);
        Class<?> jackson =
                Class.forName("com.fasterxml.jackson.core.JsonFactory", false, KoreConnection.class.getClassLoader());
        assertThat(jackson.getProtectionDomain().getCodeSource().getLocation().toString())
                .contains("jackson2-api");
    }
}
