package io.jenkins.plugins.korenotify;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import io.jenkins.plugins.korenotify.connection.KoreConfiguration;
import io.jenkins.plugins.korenotify.connection.KoreConnection;
import io.jenkins.plugins.korenotify.simulator.FaultPlan;
import io.jenkins.plugins.korenotify.simulator.Faults;
import io.jenkins.plugins.korenotify.step.KoreNotifyStatusBuilder;
import io.jenkins.plugins.korenotify.step.KoreNotifyStatusStep;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;

/** Pages are in the reader's language, logs in that of the controller; what programs read is in neither. */
class GermanTest extends JenkinsAndKore {
    private final Locale before = Locale.getDefault();
    private final LocaleProvider provider = LocaleProvider.getProvider();

    /** As Jenkins' servlet listener does it, which does not run in tests. */
    @BeforeEach
    void followTheReader() {
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                StaplerRequest2 request = Stapler.getCurrentRequest2();
                return request == null ? Locale.getDefault() : request.getLocale();
            }
        });
    }

    @BeforeEach
    void open() {
        jenkins.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
        jenkins.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
    }

    @AfterEach
    void speakAsBefore() {
        LocaleProvider.setProvider(provider);
        Locale.setDefault(before);
    }

    @Test
    void formsAndHelpAreInTheReadersLanguage() throws Exception {
        try (JenkinsRule.WebClient german = reading("de-DE,de;q=0.9");
                JenkinsRule.WebClient french = reading("fr");
                JenkinsRule.WebClient english = reading("en")) {
            String own = "descriptor/" + KoreNotifyStatusStep.class.getName() + "/help/";
            String shared = "descriptor/" + KoreNotifyStatusBuilder.class.getName() + "/help/";
            assertThat(text(german, own + "requestId")).contains("Auch die ganze Sendeantwort ist möglich", "ds-…");
            assertThat(text(german, shared + "requestIdsFile")).contains("getrennt durch Leerraum");
            assertThat(text(french, own + "requestId")).contains("The whole send response");

            assertThat(text(german, "configure")).contains("Kore.ai-Benachrichtigungsstatus", "Verbindung hinzufügen");
            // Neither the controller's language nor the last reader's, but that of the bundle without a language.
            Locale.setDefault(Locale.GERMANY);
            assertThat(text(french, "configure")).contains("Kore.ai notification status", "Add connection");
            assertThat(text(english, "configure")).contains("Kore.ai notification status", "Add connection");
        }
    }

    @Test
    void thePageIsInTheReadersLanguageAndKeepsItsWordsForPrograms() throws Exception {
        kore.finished("ds-98-of-100", 100, 2);
        WorkflowRun run = build("koreNotifyStatus requestId: 'ds-98-of-100', minSuccessRate: 98", Result.SUCCESS);

        try (JenkinsRule.WebClient german = reading("de")) {
            assertThat(german.getPage(run).asNormalizedText()).contains("PASSED: 98 von 100 Empfängern");
            HtmlPage page = german.getPage(run, "koreNotifyStatus/");
            assertThat(page.asNormalizedText())
                    .contains("PASSED", "Verbindung „bank“", "Schwellwerte", "1 Abfrage in ")
                    .containsPattern("Erfolgs.?quote\\s+≥ 98.%\\s+98.%\\s+erfüllt");
            assertThat(german.getJSON(run.getUrl() + "koreNotifyStatus/api/json")
                            .getJSONObject()
                            .toString())
                    .contains("98 of 100 recipients delivered", "\"PASSED\"");
        }
    }

    /** A comma between thousands would be one before decimals to a German, and a point the other way about. */
    @Test
    void numbersAreWrittenAsEveryReaderReadsThem() throws Exception {
        kore.finished("ds-1500-of-2000", 2000, 500);
        WorkflowRun run = build(
                "koreNotifyStatus requestId: 'ds-1500-of-2000', minSuccessRate: 80, maxFailures: 1000, propagate: false",
                Result.SUCCESS);

        try (JenkinsRule.WebClient german = reading("de");
                JenkinsRule.WebClient english = reading("en")) {
            assertThat(german.getPage(run, "koreNotifyStatus/").asNormalizedText())
                    .contains("1500 von 2000 Empfängern")
                    .containsPattern("Fehl.?geschlagene Empfänger\\s+≤ 1000\\s+500");
            assertThat(german.getPage(run, "koreNotifyStatus/")
                            .<DomElement>querySelector(".kore-bar")
                            .getAttribute("aria-label"))
                    .startsWith("1500 von 2000 zugestellt, 500 fehlgeschlagen, 0 ausstehend");
            assertThat(english.getPage(run).asNormalizedText()).contains("1500 of 2000 recipients delivered");
        }
    }

    @Test
    void whatIsRefusedIsSaidInTheControllersLanguage() throws Exception {
        Locale.setDefault(Locale.GERMANY);
        KoreConfiguration.get().setConnections(List.of());

        WorkflowRun run = build("koreNotifyStatus requestId: 'ds-1'", Result.FAILURE);

        jenkins.assertLogContains("streamId fehlt, und die Verbindung platform.kore.ai hat keine", run);
    }

    @Test
    void theLogIsInTheControllersLanguageAndWhatScriptsReadIsNot() throws Exception {
        Locale.setDefault(Locale.GERMANY);
        kore.finished("ds-1000", 1000, 300);

        WorkflowRun run = build("""
            def check = koreNotifyStatus requestId: 'ds-1000', minSuccessRate: 80, failFast: false, propagate: false
            echo "verdict=${check.verdict}, ${check.reasons[0]}"
            koreNotifyStatus requestId: 'ds-1000', minSuccessRate: 80, failFast: false
            """, Result.FAILURE);

        jenkins.assertLogContains("[Kore.ai] Abgeschlossen: 700 von 1000 zugestellt (70 %), 300 fehlgeschlagen", run);
        jenkins.assertLogContains(
                "[Kore.ai] FAILED: Erfolgsquote 70 % liegt unter 80 %: 700 von 1000 Empfängern zugestellt", run);
        jenkins.assertLogContains("Der Build läuft weiter, weil propagate auf false steht", run);
        jenkins.assertLogContains("Kore.ai-Benachrichtigungsprüfung „ds-1000“: FAILED", run);
        jenkins.assertLogContains(
                "verdict=FAILED, success rate 70% is below 80%: 700 of 1000 recipients delivered", run);
    }

    /** What the engine says, too. */
    @Test
    void whatIsEnteredWrongIsSaidInTheReadersLanguage() throws Exception {
        String step = "job/" + jenkins.createProject(WorkflowJob.class).getName() + "/descriptorByName/"
                + KoreNotifyStatusStep.class.getName() + "/";
        String connection = "descriptorByName/" + KoreConnection.class.getName() + "/";
        try (JenkinsRule.WebClient german = reading("de");
                JenkinsRule.WebClient english = reading("en")) {
            assertThat(post(german, step + "checkMinSuccessRate", "value", "101"))
                    .contains("„Mindest-Erfolgsquote“ muss ein Prozentsatz von 0 bis 100 sein");
            assertThat(post(english, step + "checkMinSuccessRate", "value", "101"))
                    .contains("“Minimum success rate” must be a percentage from 0 to 100");
            assertThat(post(german, step + "checkUnstableSuccessRate", "value", "99", "minSuccessRate", "98"))
                    .contains("„Instabil ab“ (99) darf nicht über „Mindest-Erfolgsquote“ (98) liegen");
            assertThat(post(german, step + "checkRetries", "value", "99999999999"))
                    .contains("„Wiederholungen“ muss eine ganze Zahl von 0 bis 2147483647 sein");
            assertThat(post(german, step + "checkTimeout", "value", "31", "unit", "DAYS"))
                    .contains("„Zeitlimit“ (Tage) muss eine ganze Zahl von 1 bis 30 sein");
            assertThat(post(german, step + "checkTimeout", "value", "x"))
                    .contains("„Zeitlimit“ (Minuten) muss eine ganze Zahl von 1 bis 43200 sein");
            assertThat(post(german, step + "checkName", "value", "${BUILD_NUMBER}"))
                    .contains("${BUILD_NUMBER}", "steht dafür env.BUILD_NUMBER ohne");
            assertThat(post(german, step + "checkRequestId", "value", "<ds>"))
                    .contains("Das ist keine Anfrage-ID (ds-…): &lt;ds&gt;");
            assertThat(post(german, step + "checkRequestIds", "value", "{}"))
                    .contains("Das JSON-Objekt in Zeile 1 hat keine _id");
            assertThat(post(german, connection + "checkUrl", "value", "http://kore.example"))
                    .contains("Die URL muss mit https:// beginnen");
            assertThat(post(
                            german,
                            connection + "testConnection",
                            "url",
                            kore.url(),
                            "streamId",
                            "st-other",
                            "credentialsId",
                            KoreFixture.CREDENTIALS_ID,
                            "apiVersion",
                            "V2"))
                    .contains("Kore.ai antwortete mit HTTP 401", "Zu prüfen sind das Client-Secret, die Client-ID");
        }
    }

    @Test
    void whatWentWrongOnTheWayIsSaidInTheReadersLanguage() throws Exception {
        Locale.setDefault(Locale.GERMANY);
        kore.finished("ds-gone", 10, 0);
        kore.faults("ds-gone", FaultPlan.always(Faults.html(418)));

        WorkflowRun run =
                build("echo koreNotifyStatus(requestId: 'ds-gone', onError: 'IGNORE').reasons[0]", Result.SUCCESS);

        String german = "Der Server antwortete mit HTTP 418; die Antwort beginnt so: ";
        String english = "The server answered HTTP 418, which begins: ";
        jenkins.assertLogContains("ds-gone: " + german, run);
        jenkins.assertLogContains("Request ds-gone: " + english, run);
        try (JenkinsRule.WebClient reader = reading("de")) {
            String page = reader.getPage(run, "koreNotifyStatus/").asNormalizedText();
            // As a reason and in the poll history.
            assertThat(page.split(Pattern.quote(german), -1)).hasSizeGreaterThan(1);
            assertThat(page).contains("Anfrage ds-gone: " + german).doesNotContain(english);
            assertThat(reader.getJSON(run.getUrl() + "koreNotifyStatus/api/json?depth=2")
                            .getJSONObject()
                            .toString())
                    .contains(english)
                    .doesNotContain("antwortete");
        }
        try (JenkinsRule.WebClient reader = reading("en")) {
            assertThat(reader.getPage(run, "koreNotifyStatus/").asNormalizedText())
                    .contains("Request ds-gone: " + english)
                    .doesNotContain("antwortete");
        }
    }

    private static String post(JenkinsRule.WebClient web, String path, String... parameters) throws Exception {
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), HttpMethod.POST);
        List<NameValuePair> pairs = new ArrayList<>();
        for (int i = 0; i < parameters.length; i += 2) {
            pairs.add(new NameValuePair(parameters[i], parameters[i + 1]));
        }
        request.setRequestParameters(pairs);
        web.addCrumb(request);
        return web.getPage(request).getWebResponse().getContentAsString();
    }

    private WorkflowRun build(String script, Result expected) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return jenkins.assertBuildStatus(expected, job.scheduleBuild2(0));
    }

    private static JenkinsRule.WebClient reading(String languages) {
        JenkinsRule.WebClient web = jenkins.createWebClient();
        web.addRequestHeader("Accept-Language", languages);
        return web;
    }

    private static String text(JenkinsRule.WebClient web, String path) throws Exception {
        return web.goTo(path).asNormalizedText();
    }
}
