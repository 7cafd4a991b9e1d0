package io.jenkins.plugins.korenotify.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.ExtensionList;
import hudson.util.FormValidation;
import hudson.util.FormValidation.Kind;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorException;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.casc.RootElementConfigurator;
import io.jenkins.plugins.casc.misc.Util;
import io.jenkins.plugins.casc.model.CNode;
import io.jenkins.plugins.casc.model.Mapping;
import io.jenkins.plugins.korenotify.credentials.KoreCredentials;
import io.jenkins.plugins.korenotify.engine.client.ApiVersion;
import io.jenkins.plugins.korenotify.engine.client.JwtAlgorithm;
import io.jenkins.plugins.korenotify.engine.polling.RateLimits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlElementUtil;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlFormUtil;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections in the global configuration: form, file, JCasC, and which one a job gets. */
class KoreConfigurationTest extends UnconfiguredJenkins {
    private static KoreConnection full() {
        KoreConnection connection = new KoreConnection("germany");
        connection.setUrl("https://de-platform.kore.ai");
        connection.setStreamId(TestBot.STREAM_ID);
        connection.setCredentialsId("app");
        connection.setApiVersion(ApiVersion.V1);
        connection.setMinPollSeconds(5);
        connection.setMaxPollSeconds(120);
        connection.setMaxPollsPerMinute(300);
        connection.setMaxPollsPerHour(6000);
        connection.setDefaultConnection(true);
        connection.setKeepMaskedRecipients(true);
        return connection;
    }

    @Test
    void survivesItsForm() throws Exception {
        TestBot.store(TestBot.credentials("app"));
        KoreConfiguration.get().setConnections(List.of(full(), new KoreConnection("plain")));

        j.configRoundtrip();

        List<KoreConnection> after = KoreConfiguration.get().getConnections();
        assertThat(after).hasSize(2);
        j.assertEqualDataBoundBeans(full(), after.get(0));
        j.assertEqualDataBoundBeans(new KoreConnection("plain"), after.get(1));
    }

    @Test
    void survivesARestart() throws Exception {
        KoreConfiguration.get().setConnections(List.of(full()));

        KoreConfiguration again = new KoreConfiguration();

        j.assertEqualDataBoundBeans(full(), again.getConnections().get(0));
        assertThat(Files.readString(file())).contains("<connections>").doesNotContain("java.util");
    }

    private static Path file() {
        return j.jenkins.getRootDir().toPath().resolve(KoreConfiguration.class.getName() + ".xml");
    }

    @Test
    void theLastConnectionCanBeRemoved() throws Exception {
        KoreConfiguration.get().setConnections(List.of(full()));
        HtmlPage page = j.createWebClient().goTo("configure");
        HtmlForm form = page.getFormByName("config");
        HtmlElementUtil.click((HtmlElement) chunk(form).querySelector("button.repeatable-delete"));
        HtmlFormUtil.submit(form);

        assertThat(KoreConfiguration.get().getConnections()).isEmpty();
    }

    @Test
    void refusesWhatCannotBeUsed() {
        KoreConfiguration configuration = KoreConfiguration.get();
        KoreConnection badUrl = new KoreConnection("bad");
        badUrl.setUrl("http://platform.kore.ai");
        KoreConnection badStream = new KoreConnection("bad");
        badStream.setStreamId("a/b");
        KoreConnection hasty = new KoreConnection("bad");
        hasty.setMinPollSeconds(1);
        KoreConnection upsideDown = new KoreConnection("bad");
        upsideDown.setMinPollSeconds(30);
        upsideDown.setMaxPollSeconds(10);

        KoreConnection starved = new KoreConnection("bad");
        starved.setMaxPollsPerMinute(29);
        KoreConnection impossible = new KoreConnection("bad");
        impossible.setMaxPollsPerHour(599);

        assertRefused(configuration, "The name is missing", new KoreConnection(" "));
        assertRefused(
                configuration,
                "Two connections have the name \u201ca\u201d",
                new KoreConnection("a"),
                new KoreConnection("a "));
        assertRefused(configuration, "The connection bad cannot be used. The URL must begin with https://", badUrl);
        assertRefused(
                configuration,
                "The connection bad cannot be used. This is not a stream ID (st-\u2026): a/b",
                badStream);
        assertRefused(
                configuration,
                "The connection bad cannot be used. The shortest interval must be a whole number from 2 to 3600",
                hasty);
        assertRefused(
                configuration,
                "The connection bad cannot be used. The longest interval must not be below the shortest",
                upsideDown);
        assertRefused(
                configuration,
                "The connection bad cannot be used. The limit of a minute must be a whole number from 30 to",
                starved);
        assertRefused(
                configuration,
                "The connection bad cannot be used. The limit of an hour must not be below the limit of a minute",
                impossible);
        assertThat(configuration.getConnections()).isEmpty();
    }

    private static void assertRefused(KoreConfiguration configuration, String words, KoreConnection... connections) {
        assertThatThrownBy(() -> configuration.setConnections(List.of(connections)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(words);
    }

    @Test
    void jobsThatNameNoConnectionUseTheDefault() {
        KoreConfiguration configuration = KoreConfiguration.get();
        assertThat(configuration.connection(null).getUrl()).isEqualTo("https://platform.kore.ai");

        KoreConnection first = new KoreConnection("first");
        configuration.setConnections(List.of(first));
        assertThat(configuration.connection("").getName()).isEqualTo("first");

        configuration.setConnections(List.of(first, new KoreConnection("plain")));
        assertThat(configuration.connection(" plain ").getName()).isEqualTo("plain");
        assertThatThrownBy(() -> configuration.connection(null))
                .hasMessage(
                        "There are several connections and none of them is the default. Set the parameter connection,"
                                + " or let an administrator mark a default connection");

        first.setDefaultConnection(true);
        configuration.setConnections(List.of(new KoreConnection("plain"), first));
        assertThat(configuration.connection(null).getName()).isEqualTo("first");
    }

    @Test
    void theFormNamesTheDefaultOnce() {
        ConnectionForms form = new ConnectionForms() {};
        KoreConfiguration.get().setConnections(List.of(full(), new KoreConnection("plain")));

        assertThat(form.doFillConnectionItems(null, "").get(0).name).isEqualTo("(default: germany)");
        assertThat(form.doCheckConnection(null, "").getMessage()).isNull();
        assertThat(form.doCheckConnection(null, "plain").getMessage()).isNull();

        KoreConfiguration.get().setConnections(List.of(new KoreConnection("first"), new KoreConnection("plain")));
        assertThat(form.doFillConnectionItems(null, "").get(0).name).isEqualTo("(default)");
        assertThat(form.doCheckConnection(null, "").getMessage())
                .endsWith("none of them is the default. Choose one, or let an administrator mark a default connection");
        assertThat(form.doCheckStreamId(null, "", "first").getMessage())
                .isEqualTo("The connection first has no stream ID: enter one here");
        assertThat(form.doCheckCredentialsId(null, "", "first").getMessage())
                .isEqualTo("The connection first has no credentials: choose some here");
    }

    @Test
    void onlyOneConnectionIsTheDefault() {
        KoreConnection other = new KoreConnection("other");
        other.setDefaultConnection(true);

        assertRefused(KoreConfiguration.get(), "Only one connection can be the default", full(), other);
    }

    @Test
    void theErrorOfAnUnknownConnectionNamesNoOther() {
        KoreConfiguration configuration = KoreConfiguration.get();
        assertThatThrownBy(() -> configuration.connection("a")).hasMessage("There is no connection \u201ca\u201d");

        configuration.setConnections(List.of(full()));

        assertThatThrownBy(() -> configuration.connection("a")).hasMessage("There is no connection \u201ca\u201d");
    }

    @Test
    void healsAFileWithGaps() throws Exception {
        Files.writeString(
                file(),
                "<?xml version='1.1' encoding='UTF-8'?><" + KoreConfiguration.class.getName() + "><connections>"
                        + "<" + KoreConnection.class.getName() + "><name>old</name></" + KoreConnection.class.getName()
                        + "></connections></" + KoreConfiguration.class.getName() + ">");

        KoreConnection healed = new KoreConfiguration().connection("old");

        assertThat(healed.getUrl()).isEqualTo("https://platform.kore.ai");
        assertThat(healed.getApiVersion()).isEqualTo(ApiVersion.V2);
        assertThat(healed.getMinPollSeconds()).isEqualTo(2);
        assertThat(healed.getMaxPollSeconds()).isEqualTo(60);
        assertThat(healed.limits()).isEqualTo(RateLimits.DOCUMENTED);
        healed.check();
    }

    @Test
    void checksItsFields() throws Exception {
        TestBot.store(TestBot.credentials("app"));
        KoreConnection.DescriptorImpl descriptor = ExtensionList.lookupSingleton(KoreConnection.DescriptorImpl.class);

        assertThat(descriptor.doCheckName("", "").kind).isEqualTo(Kind.ERROR);
        assertThat(descriptor.doCheckName("a", "").kind).isEqualTo(Kind.OK);
        assertThat(descriptor.doCheckUrl("ftp://x").kind).isEqualTo(Kind.ERROR);
        assertThat(descriptor.doCheckUrl("platform.kore.ai/api/").kind).isEqualTo(Kind.OK);
        assertThat(descriptor.doCheckStreamId("<b>").kind).isEqualTo(Kind.ERROR);
        assertThat(descriptor.doCheckStreamId("<b>").renderHtml()).doesNotContain("<b>");
        assertThat(descriptor.doCheckStreamId("").kind).isEqualTo(Kind.OK);
        assertThat(descriptor.doCheckStreamId(TestBot.CLIENT_ID).getMessage())
                .isEqualTo("This is a client ID. The stream ID of a bot begins with st-");
        assertThat(descriptor.doCheckMinPollSeconds("1").kind).isEqualTo(Kind.ERROR);
        assertThat(descriptor.doCheckMinPollSeconds("x").kind).isEqualTo(Kind.ERROR);
        assertThat(descriptor.doCheckMinPollSeconds("2").kind).isEqualTo(Kind.OK);
        assertThat(descriptor.doCheckMaxPollSeconds("10", "20").kind).isEqualTo(Kind.ERROR);
        assertThat(descriptor.doCheckMaxPollSeconds("20", "10").kind).isEqualTo(Kind.OK);
        assertThat(descriptor.doCheckMaxPollsPerMinute("29").kind).isEqualTo(Kind.ERROR);
        assertThat(descriptor.doCheckMaxPollsPerMinute("30").kind).isEqualTo(Kind.OK);
        assertThat(descriptor.doCheckMaxPollsPerHour("599", "600").kind).isEqualTo(Kind.ERROR);
        assertThat(descriptor.doCheckMaxPollsPerHour("600", "600").kind).isEqualTo(Kind.OK);
        assertThat(descriptor.doCheckCredentialsId("app", "").kind).isEqualTo(Kind.OK);
        FormValidation unknown = descriptor.doCheckCredentialsId("other", "");
        assertThat(unknown.kind).isEqualTo(Kind.ERROR);
        assertThat(descriptor.doFillCredentialsIdItems("", ""))
                .extracting(option -> option.value + "=" + option.name)
                .containsExactly("=- none -", "app=app \u2013 " + TestBot.CLIENT_ID + " (for app)");
    }

    @Test
    void whatIsWrongWithOneNumberIsSaidAtItsOwnFieldOnly() {
        KoreConnection.DescriptorImpl descriptor = ExtensionList.lookupSingleton(KoreConnection.DescriptorImpl.class);

        for (String wrong : List.of("", "x", "0", "-5", "99999999999", "999999")) {
            assertThat(descriptor.doCheckMaxPollSeconds("60", wrong).kind)
                    .as(wrong)
                    .isEqualTo(Kind.OK);
        }
        for (String wrong : List.of("", "x", "0", "-5", "99999999999")) {
            assertThat(descriptor.doCheckMaxPollsPerHour("18000", wrong).kind)
                    .as(wrong)
                    .isEqualTo(Kind.OK);
        }
        assertThat(descriptor.doCheckMaxPollSeconds("1", "x").getMessage())
                .isEqualTo("The longest interval must be a whole number from 2 to 3600 (seconds)");
        assertThat(descriptor.doCheckMaxPollsPerHour("5", "x").getMessage())
                .isEqualTo("The limit of an hour must be a whole number from 30 to 2147483647");
        assertThat(descriptor.doCheckMaxPollsPerHour("599", "600").getMessage())
                .isEqualTo("The limit of an hour must not be below the limit of a minute");
    }

    @Test
    void aNumberThatIsTooLargeIsToldItsRange() {
        KoreConnection.DescriptorImpl descriptor = ExtensionList.lookupSingleton(KoreConnection.DescriptorImpl.class);

        assertThat(descriptor.doCheckMinPollSeconds("99999999999").getMessage())
                .isEqualTo("The shortest interval must be a whole number from 2 to 3600 (seconds)");
        assertThat(descriptor.doCheckMaxPollsPerMinute("99999999999").getMessage())
                .isEqualTo("The limit of a minute must be a whole number from 30 to 2147483647");
        assertThat(descriptor.doCheckMaxPollsPerHour("", "600").getMessage())
                .isEqualTo("The limit of an hour must be a whole number from 30 to 2147483647");
    }

    @Test
    void aSecondConnectionOfTheSameNameIsReportedAtItsField() throws Exception {
        KoreConfiguration.get().setConnections(List.of(full(), new KoreConnection("plain")));
        KoreConnection.DescriptorImpl descriptor = ExtensionList.lookupSingleton(KoreConnection.DescriptorImpl.class);

        assertThat(descriptor.doCheckName("germany", "germany").kind).isEqualTo(Kind.OK);
        assertThat(descriptor.doCheckName("renamed", "germany").kind).isEqualTo(Kind.OK);
        assertThat(descriptor.doCheckName("plain ", "germany").kind).isEqualTo(Kind.ERROR);
        assertThat(descriptor.doCheckName("plain", "").getMessage())
                .isEqualTo("Two connections have the name \u201cplain\u201d");

        HtmlPage page = j.createWebClient().goTo("configure");
        HtmlElement name = chunk(page.getFormByName("config")).getOneHtmlElementByAttribute("input", "name", "_.name");
        name.focus();
        name.setAttribute("value", "plain");
        name.fireEvent("change");
        page.getWebClient().waitForBackgroundJavaScript(10_000);

        assertThat(chunk(page.getFormByName("config")).asNormalizedText()).contains("Two connections have the name");
    }

    @Test
    void theHelpOfTheListOpensItsOwnText() throws Exception {
        KoreConfiguration.get().setConnections(List.of(full()));
        HtmlPage page = j.createWebClient().goTo("configure");
        HtmlElement label =
                page.getFirstByXPath("//div[contains(@class,'help-sibling')][normalize-space(text())='Connections']");

        HtmlElementUtil.click(label.getElementsByTagName("a").get(0));
        page.getWebClient().waitForBackgroundJavaScript(10_000);

        assertThat(page.getBody().asNormalizedText()).contains("A connection is a Kore.ai environment with a bot");
        assertThat(chunk(page.getFormByName("config")).asNormalizedText())
                .doesNotContain("A connection is a Kore.ai environment with a bot");
    }

    /** The part of the form that has the connection {@link #full}. */
    private static HtmlElement chunk(HtmlForm form) {
        HtmlElement field =
                form.getElementsByAttribute("input", "name", "_.maxPollSeconds").get(0);
        return (HtmlElement) field.getFirstByXPath("ancestor::div[@name='connections']");
    }

    @Test
    void isConfiguredAsCode() throws Exception {
        ConfigurationAsCode.get()
                .configure(getClass().getResource("connections.yaml").toString());

        List<KoreConnection> connections = KoreConfiguration.get().getConnections();
        assertThat(connections).hasSize(2);
        j.assertEqualDataBoundBeans(full(), connections.get(0));
        j.assertEqualDataBoundBeans(new KoreConnection("plain"), connections.get(1));
        assertThat(CredentialsLookup.app(null, CredentialsLookup.requirements("https://de-platform.kore.ai"), "app")
                        .clientId())
                .isEqualTo(TestBot.CLIENT_ID);
    }

    @Test
    void isExportedAsItWasImportedWithItsCredentials(@TempDir Path folder) throws Exception {
        ConfigurationAsCode.get()
                .configure(getClass().getResource("connections.yaml").toString());

        String exported = exportedSections();

        assertThat(exported.replaceAll("\"\\{AQAA.*}\"", "(encrypted)"))
                .isEqualTo(Util.toStringFromYamlFile(this, "exported.yaml"));

        KoreConfiguration.get().setConnections(List.of());
        SystemCredentialsProvider.getInstance().getCredentials().clear();
        Path file = Files.writeString(folder.resolve("jenkins.yaml"), exported);
        ConfigurationAsCode.get().configure(file.toUri().toString());

        j.assertEqualDataBoundBeans(
                List.of(full(), new KoreConnection("plain")),
                KoreConfiguration.get().getConnections());
        KoreCredentials again = (KoreCredentials)
                SystemCredentialsProvider.getInstance().getCredentials().get(0);
        assertThat(again.getClientSecret().getPlainText()).isEqualTo("only-for-tests-only-for-tests-only-for-tests");
        assertThat(again.getAlgorithm()).isEqualTo(JwtAlgorithm.HS512);
        assertThat(again.getSubject()).isEqualTo("nightly");
    }

    /** What JCasC exports of Jenkins' own credentials, and of connections. */
    private static String exportedSections() throws Exception {
        ConfigurationContext context = new ConfigurationContext(ConfiguratorRegistry.get());
        RootElementConfigurator<?> credentials = RootElementConfigurator.all().stream()
                .filter(root -> root.getName().equals("credentials"))
                .findFirst()
                .orElseThrow();
        Mapping system = new Mapping();
        system.put("system", describe(credentials, context).asMapping().get("system"));
        Mapping unclassified = new Mapping();
        unclassified.put("koreNotify", Util.getUnclassifiedRoot(context).get("koreNotify"));
        Mapping all = new Mapping();
        all.put("credentials", system);
        all.put("unclassified", unclassified);
        return Util.toYamlString(all);
    }

    private static <T> CNode describe(RootElementConfigurator<T> root, ConfigurationContext context) throws Exception {
        return root.describe(root.getTargetComponent(context), context);
    }

    @Test
    void codeThatCannotBeUsedIsRefused(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("twice.yaml"),
                "unclassified:\n  koreNotify:\n    connections:\n      - name: a\n      - name: a\n",
                StandardCharsets.UTF_8);

        assertThatThrownBy(
                        () -> ConfigurationAsCode.get().configure(file.toUri().toString()))
                .isInstanceOf(ConfiguratorException.class)
                .hasStackTraceContaining("Two connections have the name");
    }
}
