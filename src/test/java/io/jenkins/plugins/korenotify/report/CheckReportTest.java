package io.jenkins.plugins.korenotify.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.Saveable;
import hudson.model.listeners.SaveableListener;
import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import io.jenkins.plugins.korenotify.JenkinsAndKore;
import io.jenkins.plugins.korenotify.KoreFixture;
import io.jenkins.plugins.korenotify.LocaleReader;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.FaultPlan;
import io.jenkins.plugins.korenotify.simulator.Faults;
import io.jenkins.plugins.korenotify.step.KoreNotifyStatusBuilder;
import io.jenkins.plugins.korenotify.trials.Documents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.htmlunit.html.DomAttr;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.TestExtension;

/** What a build stores and shows of its checks. */
class CheckReportTest extends JenkinsAndKore {
    private static final String URL = "koreNotifyStatus";
    // What REST adds to the document.
    private static final List<String> BESIDES = List.of("number", "document");

    @BeforeEach
    void open() {
        jenkins.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
        jenkins.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
    }

    @Test
    void stepAndBuildStepLeaveSummaryPageDocumentAndRest() throws Exception {
        kore.finished("ds-98-of-100", 100, 2);
        WorkflowRun byStep = build(
                "koreNotifyStatus requestId: 'ds-98-of-100', minSuccessRate: 99.5, unstableSuccessRate: 97.25",
                Result.UNSTABLE);
        FreeStyleProject job = jenkins.createFreeStyleProject();
        KoreNotifyStatusBuilder check = new KoreNotifyStatusBuilder();
        check.setRequestId("ds-98-of-100");
        check.setMinSuccessRate("99.5");
        check.setUnstableSuccessRate("97.25");
        job.getBuildersList().add(check);

        assertReport(byStep);
        assertReport(jenkins.buildAndAssertStatus(Result.UNSTABLE, job));
    }

    @Test
    void thePageHasEveryRequestAndTheSummaryTheFirstChecks() throws Exception {
        kore.finished("ds-98-of-100", 100, 2);
        kore.finished("ds-all", 10, 0);
        WorkflowRun run = build("""
                koreNotifyStatus requestIds: ['ds-98-of-100', 'ds-all'], failFast: false, propagate: false
                for (int i = 0; i < 11; i++) {
                  koreNotifyStatus requestId: 'ds-all'
                }
                """, Result.SUCCESS);

        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage build = web.getPage(run);
            assertThat(build.getByXPath("//ul[@class='kore-summary']/li")).hasSize(11);
            assertThat(build.asNormalizedText()).contains("2 more checks");
            HtmlPage page = web.getPage(run, URL + "/");
            DomElement check = page.getElementById("check");
            assertThat(check.asNormalizedText())
                    .containsPattern(
                            "Delivered\\s+108\\s+Failed\\s+2\\s+Pending\\s+0\\s+Recipients\\s+110\\s+Success rate\\s+98.1818%")
                    .containsPattern("ds-98-of-100 finished, 1 poll\\s+98\\s+2\\s+0")
                    .containsPattern("ds-all finished, 1 poll\\s+10\\s+0\\s+0");
            assertThat(page.<DomElement>getByXPath("//details[@id='check-history']//time"))
                    .hasSize(3)
                    .allSatisfy(
                            time -> assertThat(time.getAttribute("datetime")).matches("20.*T.*[.]\\d{3}Z"))
                    .allSatisfy(time -> assertThat(time.getTextContent()).endsWith(" s"));
            assertThat(page.querySelector("#check-history tbody").getTextContent())
                    .contains("Started", "108 of 110 delivered, 2 failed, 0 pending");
        }
    }

    private void assertReport(Run<?, ?> run) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage build = web.getPage(run);
            assertClean(build);
            assertThat(build.getByXPath("//a[@href='koreNotifyStatus/']")).isNotEmpty();
            assertThat(build.asNormalizedText())
                    .contains(
                            "ds-98-of-100: UNSTABLE: Success rate 98% is below 99.5%: 98 of 100 recipients delivered");

            HtmlPage page = web.getPage(run, URL + "/");
            assertClean(page);
            assertThat(page.getElementById("kore-checks").getAttribute("data-waiting"))
                    .isEqualTo("false");
            assertThat(page.asNormalizedText())
                    .contains("UNSTABLE", "Success rate 98% is below 99.5%: 98 of 100 recipients delivered")
                    .contains("Connection \"bank\"", "1 poll in ")
                    .containsPattern("Success rate\\s+≥ 99.5%\\s+98%\\s+not met")
                    .containsPattern("Success rate for UNSTABLE\\s+≥ 97.25%\\s+98%\\s+met")
                    .containsPattern("Identity is not associated with the channel.?\\s+2\\s+100%");
            DomElement bar = page.querySelector(".kore-bar[role=img]");
            assertThat(bar.getAttribute("aria-label"))
                    .isEqualTo("98 of 100 delivered, 2 failed, 0 pending; 99.5% required");
            // A single request has no table of its own.
            assertThat(page.<DomElement>getByXPath("//div[@id='kore-checks']//table"))
                    .hasSize(3)
                    .allSatisfy(table -> assertThat(page.getElementById(table.getAttribute("aria-labelledby")))
                            .isNotNull());

            JsonNode document = Documents.read(Files.readString(artifact(run, "kore-notify-status.json")));
            assertThat(Documents.violations(document)).isEmpty();
            assertThat(document.get("successRate").decimalValue()).isEqualByComparingTo("98");
            JsonNode rest = rest(web, run);
            assertThat(rest.get("schemaVersion").asInt()).isEqualTo(1);
            assertThat(rest.get("waiting")).isEmpty();
            assertThat(rest.get("checks")).hasSize(1);
            assertSame(rest.get("checks").get(0), document);
            assertThat(web.goTo(run.getUrl() + "artifact/kore-notify-status.json", "application/json")
                            .getWebResponse()
                            .getContentAsString())
                    .contains("\"UNSTABLE\"");
        }
    }

    @Test
    void checksSideBySideAndInARowAreKeptOnceEach() throws Exception {
        for (int i = 1; i <= 4; i++) {
            kore.finished("ds-" + i, 10 * i, 0);
        }
        WorkflowRun run = build("""
                parallel(
                  a: { koreNotifyStatus requestId: 'ds-1' },
                  b: { koreNotifyStatus requestId: 'ds-2' },
                  c: { step([$class: 'KoreNotifyStatusBuilder', requestId: 'ds-3']) })
                retry(2) {
                  koreNotifyStatus requestIds: ['ds-4', 'ds-1'], minRecipients: 60, propagate: false
                }
                """, Result.SUCCESS);

        assertFourChecks(run);
        WorkflowJob job = run.getParent();
        job.doReload();
        assertFourChecks(job.getBuildByNumber(run.getNumber()));
    }

    private void assertFourChecks(WorkflowRun run) throws Exception {
        assertThat(run.getActions(KoreNotifyStatusAction.class)).hasSize(1);
        List<CheckResult> checks = run.getAction(KoreNotifyStatusAction.class).getResults();
        assertThat(checks).extracting(result -> result.name).containsExactlyInAnyOrder("a", "b", "ds-3", "ds-4");
        assertThat(checks.subList(0, 3)).extracting(CheckResult::getTotal).containsExactlyInAnyOrder(10L, 20L, 30L);
        assertThat(checks.get(3).verdict).isEqualTo(Verdict.Level.FAILED);
        assertThat(checks.get(3).getTotal()).isEqualTo(50);
        assertThat(run.getArtifacts())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(
                        "kore-notify-status-a.json",
                        "kore-notify-status-b.json",
                        "kore-notify-status.json",
                        "kore-notify-status-2.json");
        assertThat(Documents.read(Files.readString(artifact(run, "kore-notify-status-b.json")))
                        .get("total")
                        .asLong())
                .isEqualTo(20);
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            assertThat(web.getPage(run).<DomElement>getByXPath("//a[@href='koreNotifyStatus/#check-b']"))
                    .hasSize(1);
            assertThat(web.getPage(run, URL + "/").getElementById("check-b").asNormalizedText())
                    .contains("20 of 20 recipients delivered");
        }
    }

    @Test
    void withoutArchivingThereIsNoDocument() throws Exception {
        kore.finished("ds-all", 10, 0);
        WorkflowRun run = build("koreNotifyStatus requestId: 'ds-all', archive: false", Result.SUCCESS);

        assertThat(run.getHasArtifacts()).isFalse();
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            assertThat(web.getPage(run, URL + "/").<DomElement>getByXPath("//a[contains(@href, '/artifact/kore')]"))
                    .isEmpty();
            assertThat(rest(web, run).get("checks").get(0).get("document").isNull())
                    .isTrue();
        }
    }

    @Test
    void aWaitingCheckShowsHowFarItIsWithoutAskingOrStoring() throws Exception {
        kore.running("ds-long", 1000, DeliveryCurve.LINEAR, Duration.ofSeconds(600));
        WorkflowRun run = job("koreNotifyStatus requestId: 'ds-long', timeout: 20, failFast: false")
                .scheduleBuild2(0)
                .waitForStart();
        kore.awaitCalls("ds-long", 2);
        Saves saves = jenkins.jenkins.getExtensionList(SaveableListener.class).get(Saves.class);
        int saved = saves.ofRuns.get();
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(run, URL + "/");
            assertClean(page);
            assertThat(page.getElementById("kore-checks").getAttribute("data-waiting"))
                    .isEqualTo("true");
            assertThat(page.asNormalizedText())
                    .containsPattern("(Next poll in \\d+ s|Polling now) · up to 19 min \\d+ s left")
                    .contains("WAITING")
                    .containsPattern("Success rate\\s+≥ 100%\\s+.*\\s+pending");
            assertThat(web.getPage(run).getElementById("main-panel").asNormalizedText())
                    .contains("ds-long: WAITING: ", " left");

            long began = System.nanoTime();
            int before20 = kore.callsTo("ds-long");
            for (int i = 0; i < 20; i++) {
                assertThat(live(web, run)).contains("data-waiting=\"true\"").doesNotContain("<html");
            }
            // The watch goes on meanwhile, at its own pace.
            assertThat(kore.callsTo("ds-long") - before20)
                    .isLessThanOrEqualTo(1
                            + (int) (Duration.ofNanos(System.nanoTime() - began).toSeconds() / 2));

            JsonNode before = rest(web, run).get("waiting").get(0);
            assertThat(before.get("verdict").isNull()).isTrue();
            assertThat(before.get("endedAt").isNull()).isTrue();
            kore.awaitCalls("ds-long", kore.callsTo("ds-long") + 2);
            JsonNode after = rest(web, run).get("waiting").get(0);
            assertThat(after.get("polls").asInt())
                    .isGreaterThan(before.get("polls").asInt());
        }
        assertRenewsItself(run);
        assertThat(saves.ofRuns).hasValue(saved);

        run.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        // An abort is stored in the background.
        while (saves.ofRuns.get() == saved
                || run.getAction(KoreNotifyStatusAction.class).getResults().isEmpty()) {
            Thread.sleep(50);
        }
        assertAborted(run);
        WorkflowJob job = run.getParent();
        job.doReload();
        assertAborted(job.getBuildByNumber(run.getNumber()));
    }

    private static void assertAborted(WorkflowRun run) throws Exception {
        KoreNotifyStatusAction action = run.getAction(KoreNotifyStatusAction.class);
        assertThat(action.getSnapshots()).isEmpty();
        assertThat(action.getResults()).singleElement().satisfies(check -> {
            assertThat(check.verdict).isEqualTo(Verdict.Level.ABORTED);
            assertThat(check.getTotal()).isEqualTo(1000);
        });
        assertThat(Documents.violations(Documents.read(Files.readString(artifact(run, "kore-notify-status.json")))))
                .isEmpty();
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            assertThat(web.getPage(run, URL + "/").asNormalizedText())
                    .contains("ABORTED", "The check was aborted")
                    .doesNotContain("Next poll", " left");
            assertThat(web.goTo(run.getParent().getUrl() + "koreNotifyStatusTrend/api/json", "application/json")
                            .getWebResponse()
                            .getContentAsString())
                    .contains("\"verdict\":\"ABORTED\"");
        }
    }

    @Test
    void whilePollsFailThePageSaysSoAndTheNumbersAreUnknown() throws Exception {
        kore.finished("ds-busy", 10, 0);
        kore.faults("ds-busy", FaultPlan.always(Faults.error(503)));
        WorkflowRun run = job("koreNotifyStatus requestId: 'ds-busy', name: 'Customers'")
                .scheduleBuild2(0)
                .waitForStart();
        kore.awaitCalls("ds-busy", 2);
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.setJavaScriptEnabled(false);
            HtmlPage page = web.getPage(run, URL + "/");
            assertThat(page.getElementById("check-Customers").asNormalizedText())
                    .contains("WAITING", "No status received yet", "Last poll failed: ", " left")
                    .containsPattern("Delivered\\s+–\\s+Failed\\s+–\\s+Pending\\s+–");
        }
        run.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
    }

    private void assertRenewsItself(Run<?, ?> run) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(run, URL + "/");
            String shown = page.getElementById("kore-checks").asNormalizedText();
            long patience = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            // What is read out changes shortly after what is shown.
            while (page.getElementById("kore-checks").asNormalizedText().equals(shown)
                    || !page.getElementById("kore-status").getTextContent().contains("1 check is waiting")) {
                assertThat(System.nanoTime()).as("the page renews itself").isLessThan(patience);
                web.waitForBackgroundJavaScript(500);
            }
        }
    }

    @Test
    void remoteTextIsInertEverywhere() throws Exception {
        List<String> corpus = List.of(
                "<script>alert('kore')</script>",
                "<img src=kore onerror=alert('kore')>",
                "\"><svg onload=alert('kore')>",
                "' onmouseover='alert(1)' kore='",
                "</td></table><iframe srcdoc=kore>",
                "javascript:alert('kore')",
                "${jenkins.systemMessage} #{kore} {0}",
                "]]><kore/>&lt;b&gt;&#x0;\u0000\u001b[31m",
                "\u202Ekore\uD800");
        ObjectMapper json = new ObjectMapper();
        ObjectNode body = json.createObjectNode();
        for (String text : corpus) {
            for (String status : List.of("FAILURE", "SUCCESS", text)) {
                body.withArray("statusLogs")
                        .addObject()
                        .put("channel", text)
                        .put("comments", text)
                        .put("status", status)
                        .put("identity", text);
            }
        }
        body.put("count", 3 * corpus.size()).put("status", "PARTIAL_SUCCESS").put("streamId", KoreFixture.STREAM);
        String finished = json.writeValueAsString(body);
        kore.finished("ds-hostile", 10, 0);
        kore.faults("ds-hostile", FaultPlan.always(Faults.json(finished)));
        kore.finished("ds-word", 10, 0);
        kore.faults(
                "ds-word", FaultPlan.always(Faults.json(json.writeValueAsString(body.put("status", corpus.get(0))))));
        StringBuilder failing = new StringBuilder();
        for (int i = 0; i < corpus.size(); i++) {
            ObjectNode error = json.createObjectNode();
            error.withArray("errors").addObject().put("code", 1).put("msg", corpus.get(i));
            kore.finished("ds-error-" + i, 10, 0);
            kore.faults("ds-error-" + i, FaultPlan.always(Faults.json(json.writeValueAsString(error))));
            failing.append(
                    "e%d: { koreNotifyStatus requestId: 'ds-error-%d', timeout: 4, unit: 'SECONDS', propagate: false },\n"
                            .formatted(i, i));
        }
        WorkflowRun run = build("""
                koreNotifyStatus requestId: 'ds-hostile', propagate: false
                koreNotifyStatus requestId: 'ds-word', waitForCompletion: false, propagate: false
                parallel(%s failFast: false)
                """.formatted(failing), Result.SUCCESS);
        int checks = 2 + corpus.size();

        List<String> alerts = new ArrayList<>();
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.setAlertHandler((page, message) -> alerts.add(message));
            HtmlPage page = web.getPage(run, URL + "/");
            assertClean(page);
            assertThat(page.asNormalizedText())
                    .contains("<script>alert('kore')</script>", "</td></table><iframe srcdoc=kore>")
                    .containsPattern("Request ds-error-0: .*<script>alert\\('kore'\\)</script>");
            assertClean(web.getPage(run));
            HtmlPage german = germanPage(run);
            assertClean(german);
            assertThat(german.asNormalizedText())
                    .containsPattern("Anfrage ds-error-0: .*<script>alert\\('kore'\\)</script>")
                    .containsPattern("Anfrage ds-error-6: .*\\$\\{jenkins.systemMessage} #\\{kore} \\{0}")
                    .contains("Anfrage ds-error-" + (corpus.size() - 1));
            for (HtmlPage one : List.of(page, web.getPage(run), german)) {
                assertThat(one.<DomElement>getByXPath(
                                "//img[@src='kore'] | //iframe | //kore | //*[@kore] | //*[@srcdoc] | //svg[@onload]"))
                        .isEmpty();
            }
            JsonNode rest = rest(web, run);
            assertThat(rest.toString()).contains("<script>alert('kore')</script>");
            assertThat(web.goTo(run.getUrl() + URL + "/api/xml", "application/xml")
                            .getWebResponse()
                            .getContentAsString())
                    .contains("&lt;script&gt;")
                    .doesNotContain("<script");
            assertThat(rest.get("checks")).hasSize(checks);
            for (JsonNode check : rest.get("checks")) {
                JsonNode document = Documents.read(
                        Files.readString(artifact(run, check.get("document").asText())));
                assertThat(Documents.violations(document)).isEmpty();
                assertSame(check, document);
            }
        }
        assertThat(alerts).isEmpty();
        run.getParent().doReload();
        assertThat(run.getParent()
                        .getBuildByNumber(1)
                        .getAction(KoreNotifyStatusAction.class)
                        .getResults())
                .hasSize(checks);
    }

    /** The page as a German reader sees it. */
    private static HtmlPage germanPage(Run<?, ?> run) throws Exception {
        try (LocaleReader german = new LocaleReader(Locale.GERMAN);
                JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.addRequestHeader("Accept-Language", "de");
            return web.getPage(run, URL + "/");
        }
    }

    @Test
    void aThousandReasonsAreBoundedAndShown() throws Exception {
        ObjectMapper json = new ObjectMapper();
        ObjectNode body = json.createObjectNode();
        for (int i = 0; i < 1000; i++) {
            // Of quotes and angle brackets, as nothing takes more room in XML.
            body.withArray("statusLogs")
                    .addObject()
                    .put("channel", ("\"<" + i + ">").repeat(20))
                    .put("comments", ("\"'<&>" + Integer.toString(i, 36)).repeat(40))
                    .put("status", "FAILURE")
                    .put("identity", "somebody");
        }
        body.put("count", 1000).put("status", "FAILURE").put("streamId", KoreFixture.STREAM);
        kore.finished("ds-thousand", 1000, 0);
        kore.faults("ds-thousand", FaultPlan.always(Faults.json(json.writeValueAsString(body))));
        WorkflowRun run = build("koreNotifyStatus requestId: 'ds-thousand', propagate: false", Result.SUCCESS);

        CheckResult check =
                run.getAction(KoreNotifyStatusAction.class).getResults().get(0);
        assertThat(check.failed).isEqualTo(1000);
        assertThat(check.getFailedByReason()).hasSize(CheckResult.MAX_LABELS + 1);
        int bytes =
                Run.XSTREAM2.toXML(run.getAction(KoreNotifyStatusAction.class)).getBytes(StandardCharsets.UTF_8).length;
        System.out.println("1000 failed recipients with 1000 reasons: a record of " + bytes + " bytes");
        assertThat(bytes).isLessThan(160 * 1024);
        assertThat(Files.size(run.getRootDir().toPath().resolve("build.xml"))).isLessThan(bytes + 16 * 1024L);
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(run, URL + "/");
            assertClean(page);
            assertThat(page.<DomElement>getByXPath("//table[@aria-labelledby='check-failuresByReason']/tbody/tr"))
                    .hasSize(CheckResult.MAX_LABELS + 1);
            assertThat(page.<DomElement>getByXPath("//details[@id='check-more']//tbody/tr"))
                    .hasSize(CheckResult.MAX_LABELS + 1 - 8);
            assertThat(page.asXml()).contains("other reasons, or none given");
            long began = System.nanoTime();
            assertThat(live(web, run)).contains("other reasons, or none given");
            System.out.println("its part of the page: "
                    + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms");
        }
    }

    @Test
    void whoMayNotReadTheJobFindsNothing() throws Exception {
        kore.finished("ds-all", 10, 0);
        WorkflowRun run = build("koreNotifyStatus requestId: 'ds-all'", Result.SUCCESS);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.READ)
                .everywhere()
                .to("reader"));

        try (JenkinsRule.WebClient web = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            web.setJavaScriptEnabled(false);
            for (String view : List.of("", "/live", "/api/json", "/api/xml", "/checks")) {
                assertThat(status(web, run, URL + view))
                        .as("anonymous: " + view)
                        .isEqualTo(404);
            }
            web.login("reader");
            for (String view : List.of("/", "/live", "/api/json")) {
                assertThat(status(web, run, URL + view)).as("reader: " + view).isEqualTo(200);
            }
        }
    }

    private static int status(JenkinsRule.WebClient web, Run<?, ?> run, String view) throws Exception {
        return web.goTo(run.getUrl() + view, null).getWebResponse().getStatusCode();
    }

    /** Counts how often builds are stored. */
    @TestExtension
    public static final class Saves extends SaveableListener {
        private final AtomicInteger ofRuns = new AtomicInteger();

        @Override
        public void onChange(Saveable stored, hudson.XmlFile file) {
            if (stored instanceof Run) {
                ofRuns.incrementAndGet();
            }
        }
    }

    /** Nothing on the page needs what Jenkins' policy forbids, and the policy is in force. */
    private static void assertClean(HtmlPage page) {
        assertThat(page.getWebResponse().getResponseHeaderValue("Content-Security-Policy"))
                .contains("script-src 'report-sample' 'self'")
                .doesNotContain("unsafe-eval");
        assertThat(page.<DomElement>getByXPath("//script[not(@src) and not(@type='application/json')]"))
                .as("inline scripts")
                .isEmpty();
        assertThat(page.<DomAttr>getByXPath("//@*[starts-with(name(), 'on')]"))
                .as("inline event handlers")
                .isEmpty();
        assertThat(page.<DomAttr>getByXPath("//@href[starts-with(., 'javascript:')]"))
                .isEmpty();
        assertThat(
                        page.<DomAttr>getByXPath(
                                "//div[@id='kore-checks']//@style[not(ancestor::*[contains(@class, 'kore-chart')])] | //ul[@class='kore-summary']//@style"))
                .as("inline styles")
                .isEmpty();
    }

    private static void assertSame(JsonNode rest, JsonNode document) {
        ObjectNode theRest = rest.deepCopy();
        theRest.remove(BESIDES);
        assertThat(Documents.areEqual(theRest, document))
                .as("%s%nand%n%s", theRest.toPrettyString(), document.toPrettyString())
                .isTrue();
    }

    private static JsonNode rest(JenkinsRule.WebClient web, Run<?, ?> run) throws Exception {
        return Documents.read(web.goTo(run.getUrl() + URL + "/api/json", "application/json")
                .getWebResponse()
                .getContentAsString(StandardCharsets.UTF_8));
    }

    private static String live(JenkinsRule.WebClient web, Run<?, ?> run) throws Exception {
        return web.goTo(run.getUrl() + URL + "/live", "text/html")
                .getWebResponse()
                .getContentAsString();
    }

    private static Path artifact(Run<?, ?> run, String name) throws Exception {
        assertThat(leftBehind()).isEmpty();
        return run.getRootDir().toPath().resolve("archive").resolve(name);
    }

    /** Folders made for archiving that were not removed. */
    private static List<Path> leftBehind() throws Exception {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("kore-notify-status"))
                    .toList();
        }
    }

    private WorkflowRun build(String script, Result result) throws Exception {
        return jenkins.assertBuildStatus(result, job(script).scheduleBuild2(0));
    }

    private WorkflowJob job(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }
}
