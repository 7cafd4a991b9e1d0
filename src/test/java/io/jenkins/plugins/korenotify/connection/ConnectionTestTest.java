package io.jenkins.plugins.korenotify.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.HostnameSpecification;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.ExtensionList;
import hudson.ProxyConfiguration;
import hudson.util.FormValidation;
import hudson.util.FormValidation.Kind;
import io.jenkins.plugins.korenotify.credentials.KoreCredentialsImpl;
import io.jenkins.plugins.korenotify.engine.client.JwtAlgorithm;
import io.jenkins.plugins.korenotify.simulator.RateLimits;
import io.jenkins.plugins.korenotify.simulator.SimulatedApp;
import io.jenkins.plugins.korenotify.trials.FaultyServer;
import io.jenkins.plugins.korenotify.trials.TestTls;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** "Test connection" in a real Jenkins: what it says of everything that can be wrong. */
class ConnectionTestTest extends UnconfiguredJenkins {
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

    private static FormValidation test(String url, String streamId, String credentialsId) {
        FormValidation result = ExtensionList.lookupSingleton(KoreConnection.DescriptorImpl.class)
                .doTestConnection(url, streamId, credentialsId, "V2");
        assertThat(result.renderHtml()).doesNotContain(TestBot.SECRET).doesNotContain("eyJ");
        return result;
    }

    private void assertSays(FormValidation result, Kind kind, String... words) {
        assertThat(result.kind).as(result.renderHtml()).isEqualTo(kind);
        assertThat(result.renderHtml()).contains(words);
    }

    @Test
    void saysThatAllIsWell() {
        assertSays(
                test(bot.url(), TestBot.STREAM_ID, "app"),
                Kind.OK,
                "Kore.ai accepts the credentials for " + TestBot.STREAM_ID);
        assertSays(
                ExtensionList.lookupSingleton(KoreConnection.DescriptorImpl.class)
                        .doTestConnection(bot.url() + "/api/", TestBot.STREAM_ID, "app", "V1"),
                Kind.OK,
                "accepts");
    }

    @Test
    void credentialsOfTheScopeSystemAreEnough() throws Exception {
        TestBot.store(new UsernamePasswordCredentialsImpl(
                CredentialsScope.SYSTEM, "login", null, TestBot.CLIENT_ID, TestBot.SECRET));

        assertSays(test(bot.url(), TestBot.STREAM_ID, "login"), Kind.OK, "accepts");
    }

    @Test
    void namesWhatToCheckWhereTheyAreRefused() throws Exception {
        TestBot.store(TestBot.credentials("wrong", "another-secret-another-secret-another-secret"));

        assertSays(
                test(bot.url(), TestBot.STREAM_ID, "wrong"),
                Kind.ERROR,
                "HTTP 401",
                "client secret",
                "client ID",
                "stream ID",
                "scope");
        assertSays(test(bot.url(), "st-other", "app"), Kind.ERROR, "HTTP 401", "stream ID");
        KoreCredentialsImpl otherAlgorithm = TestBot.credentials("hs512");
        otherAlgorithm.setAlgorithm(JwtAlgorithm.HS512);
        TestBot.store(otherAlgorithm);
        assertSays(test(bot.url(), TestBot.STREAM_ID, "hs512"), Kind.ERROR, "HTTP 401", "algorithm");
    }

    @Test
    void namesTheMissingScope() {
        bot.kore()
                .addApp(SimulatedApp.hs256(TestBot.CLIENT_ID, TestBot.SECRET, TestBot.STREAM_ID)
                        .withoutScopes());

        assertSays(test(bot.url(), TestBot.STREAM_ID, "app"), Kind.ERROR, "lacks the scope", "publish the bot");
    }

    @Test
    void tellsHowFarTheClockIsOff() {
        bot.kore().clockOffset(Duration.ofHours(-2));

        FormValidation result = test(bot.url(), TestBot.STREAM_ID, "app");

        assertThat(result.kind).isEqualTo(Kind.ERROR);
        assertThat(result.renderHtml()).containsPattern("clock is 7(199|200|201) s ahead of the server");
    }

    @Test
    void tellsThatALimitIsHit() {
        bot.kore().limitPerBot(new RateLimits(1, 1));
        test(bot.url(), TestBot.STREAM_ID, "app");

        assertSays(test(bot.url(), TestBot.STREAM_ID, "app"), Kind.ERROR, "rate limit");
    }

    @Test
    void tellsWhichWayTheConnectionFails(@TempDir Path folder) throws Exception {
        assertSays(
                test("https://no-such-host.invalid", TestBot.STREAM_ID, "app"),
                Kind.ERROR,
                "host name of no-such-host.invalid:443",
                "(DNS)");
        int deaf = FaultyServer.deafPort();
        assertSays(
                test("http://127.0.0.1:" + deaf, TestBot.STREAM_ID, "app"),
                Kind.ERROR,
                "The connection to 127.0.0.1:" + deaf + " was refused");
        TestTls tls = TestTls.forHost(folder, "localhost");
        try (FaultyServer server = FaultyServer.start(tls.listen(), FaultyServer.answering(200, "{}"))) {
            assertSays(
                    test(server.url(), TestBot.STREAM_ID, "app"), Kind.ERROR, "certificate is not trusted here (TLS)");
        }
    }

    @Test
    void namesTheProxyInBetween() throws Exception {
        j.jenkins.setProxy(new ProxyConfiguration("127.0.0.1", FaultyServer.deafPort()));

        assertSays(
                test("https://platform.kore.ai", TestBot.STREAM_ID, "app"),
                Kind.ERROR,
                "(through the proxy 127.0.0.1:");

        j.jenkins.setProxy(null);
        assertSays(test(bot.url(), TestBot.STREAM_ID, "app"), Kind.OK, "accepts");
    }

    @Test
    void goesThroughTheProxy() throws Exception {
        try (FaultyServer proxy = FaultyServer.start(FaultyServer.answering(502, "no way"))) {
            j.jenkins.setProxy(new ProxyConfiguration("127.0.0.1", port(proxy.url())));

            FormValidation result = test("https://platform.kore.ai", TestBot.STREAM_ID, "app");

            assertThat(proxy.requests())
                    .isNotEmpty()
                    .allSatisfy(request -> assertThat(request.line()).startsWith("CONNECT platform.kore.ai:443 "));
            assertThat(result.renderHtml()).contains("through the proxy");
        }
    }

    /** Over plain http the proxy would see the token. */
    @Test
    void loopbackNeverGoesThroughTheProxy(@TempDir Path folder) throws Exception {
        TestTls tls = TestTls.forHost(folder, "localhost");
        try (FaultyServer proxy = FaultyServer.start(FaultyServer.answering(502, "no way"));
                FaultyServer secure = FaultyServer.start(tls.listen(), FaultyServer.answering(200, "{}"))) {
            j.jenkins.setProxy(new ProxyConfiguration("127.0.0.1", port(proxy.url())));

            assertSays(test(bot.url(), TestBot.STREAM_ID, "app"), Kind.OK, "accepts");
            assertSays(test("http://localhost:" + port(bot.url()), TestBot.STREAM_ID, "app"), Kind.OK, "accepts");
            assertSays(test(secure.url(), TestBot.STREAM_ID, "app"), Kind.ERROR, "certificate is not trusted");

            assertThat(proxy.requests()).isEmpty();
        }
    }

    private static int port(String url) {
        return URI.create(url).getPort();
    }

    @Test
    void saysWhatIsWrongWithTheCredentialsThemselves() throws Exception {
        TestBot.storeIn(
                j.jenkins,
                new Domain("elsewhere", null, List.of(new HostnameSpecification("example.com", null))),
                TestBot.credentials("foreign"));
        TestBot.store(
                new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "empty", null, TestBot.CLIENT_ID, ""));

        assertSays(test(bot.url(), TestBot.STREAM_ID, ""), Kind.ERROR, "Choose credentials");
        assertSays(test(bot.url(), TestBot.STREAM_ID, "missing"), Kind.ERROR, "There are no credentials");
        assertSays(test(bot.url(), TestBot.STREAM_ID, "foreign"), Kind.ERROR, "domain of the credentials");
        assertSays(test(bot.url(), TestBot.STREAM_ID, "empty"), Kind.ERROR, "client secret is missing");
        assertSays(test(bot.url(), "", "app"), Kind.ERROR, "stream ID");
        assertSays(test("ftp://x", TestBot.STREAM_ID, "app"), Kind.ERROR, "https://");
        assertThat(bot.kore().counters().calls()).isZero();
    }

    @Test
    void isNotTakenInByAServerThatIsNotKore() throws Exception {
        try (FaultyServer page = FaultyServer.start(FaultyServer.answering(404, "<h1>not found</h1>"));
                FaultyServer eager =
                        FaultyServer.start(FaultyServer.answering(200, "{\"status\":\"SUCCESS\",\"statusLogs\":[]}"))) {
            assertSays(test(page.url(), TestBot.STREAM_ID, "app"), Kind.ERROR, "does not check the token");
            assertSays(test(eager.url(), TestBot.STREAM_ID, "app"), Kind.ERROR, "it is not Kore.ai");
        }
    }

    @Test
    void escapesWhatTheServerSays() throws Exception {
        String body = "{\"errors\":[{\"msg\":\"<script>alert(1)</script> " + TestBot.SECRET + "\",\"code\":4002}]}";
        try (FaultyServer server = FaultyServer.start(FaultyServer.answering(401, body))) {
            FormValidation result = test(server.url(), TestBot.STREAM_ID, "app");

            assertThat(result.kind).isEqualTo(Kind.ERROR);
            assertThat(result.renderHtml()).doesNotContain("<script>").doesNotContain(TestBot.SECRET);
        }
    }
}
