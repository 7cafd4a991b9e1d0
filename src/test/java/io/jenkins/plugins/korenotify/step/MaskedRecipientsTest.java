package io.jenkins.plugins.korenotify.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.korenotify.JenkinsAndKore;
import io.jenkins.plugins.korenotify.Pipelines;
import io.jenkins.plugins.korenotify.connection.KoreConfiguration;
import io.jenkins.plugins.korenotify.connection.KoreConnection;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.report.KoreNotifyStatusAction;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.FaultPlan;
import io.jenkins.plugins.korenotify.simulator.Faults;
import io.jenkins.plugins.korenotify.trials.Documents;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;

/** Recipients who were not reached: nowhere, unless the connection allows it, and masked even then. */
class MaskedRecipientsTest extends JenkinsAndKore {
    /** No other text under Jenkins' home holds these. */
    private static final List<String> TRACES = List.of("roe.zanzibar", "zanzibar-tests", "4917055");

    private static final String TABLE = "//table[@aria-labelledby='check-undelivered']";

    private static final List<String> CORPUS = List.of(
            "<script>alert('kore')</script>",
            "<img src=kore onerror=alert('kore')>@example.com",
            "\"><svg onload=alert('kore')>",
            "x' onmouseover='alert(1)' kore='y",
            "</td></table><iframe srcdoc=kore>",
            "javascript:alert('kore')",
            "${jenkins.systemMessage} #{kore} {0}",
            "]]><kore/>&lt;b&gt;&#x0;\u0000\u001b[31m",
            "\u202Ekore\uD800");

    @Test
    void withoutLeaveNothingOfAnyRecipientIsLeftAnywhere() throws Exception {
        fail("ds-off", 30);
        try (LogRecorder said = new LogRecorder()
                .recordPackage(KoreNotifyStatusStep.class, Level.ALL)
                .quiet()
                .capture(10_000)) {
            for (Run<?, ?> run : both("off", "ds-off")) {
                CheckResult check = record(run);
                assertThat(check.getUndelivered()).isNull();
                assertThat(check.undeliveredOmitted).isNull();
                for (String text : everythingShownOf(run)) {
                    assertThat(text)
                            .doesNotContain("***", "recipients (masked)")
                            .doesNotContain(TRACES);
                }
            }
            assertThat(said.getRecords().toString()).doesNotContain(TRACES);
        }
        assertNoTraceUnder(jenkins.jenkins.getRootDir().toPath());
    }

    @Test
    void withLeaveSomeAreShownMasked() throws Exception {
        allow(true);
        fail("ds-on", 30);
        try (LogRecorder said = new LogRecorder()
                .recordPackage(KoreNotifyStatusStep.class, Level.ALL)
                .quiet()
                .capture(10_000)) {
            for (Run<?, ?> run : both("on", "ds-on")) {
                CheckResult check = record(run);
                assertThat(recipients(check)).isEqualTo(20);
                assertThat(check.undeliveredOmitted).isEqualTo(10);
                assertThat(check.getUndelivered())
                        .extracting(group -> group.recipient)
                        .containsExactlyInAnyOrder("j***@***", "***123");
                assertThat(JenkinsRule.getLog(run)).doesNotContain("***");
                assertShown(run);
                for (String text : everythingShownOf(run)) {
                    assertThat(text).doesNotContain(TRACES);
                }
                assertSameEverywhere(run);
            }
            assertThat(said.getRecords().toString()).doesNotContain(TRACES).doesNotContain("***123");
        }
        assertNoTraceUnder(jenkins.jenkins.getRootDir().toPath());
    }

    private static void assertShown(Run<?, ?> run) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(run, "koreNotifyStatus/");
            DomElement table = page.getFirstByXPath(TABLE);
            assertThat(table.<DomElement>getByXPath("./tbody/tr")).hasSize(2);
            assertThat(table.asNormalizedText())
                    .containsPattern("\\*\\*\\*123 ivr\\s+gone\\s+\\d+")
                    .containsPattern("j\\*\\*\\*@\\*\\*\\* ivr\\s+gone\\s+\\d+");
            assertThat(page.asNormalizedText()).contains("10 more undelivered recipients");
        }
    }

    @Test
    void hostileIdentitiesAreInert() throws Exception {
        allow(true);
        ObjectMapper json = new ObjectMapper();
        ObjectNode body = json.createObjectNode();
        for (String text : CORPUS) {
            for (String status : List.of("FAILURE", text)) {
                body.withArray("statusLogs")
                        .addObject()
                        .put("originalId", text)
                        .put("channelId", text)
                        .put("channel", text)
                        .put("comments", text)
                        .put("status", status);
            }
        }
        body.put("status", "PARTIAL_SUCCESS");
        kore.finished("ds-hostile", 10, 0);
        kore.faults("ds-hostile", FaultPlan.always(Faults.json(json.writeValueAsString(body))));
        WorkflowRun run = Pipelines.run(
                jenkins, "hostile", "koreNotifyStatus requestId: 'ds-hostile', failFast: false, propagate: false");

        assertThat(recipients(record(run))).isEqualTo(2L * CORPUS.size());
        assertThat(record(run).getUndelivered())
                .allSatisfy(one ->
                        assertThat(one.recipient).matches("[a-zA-Z0-9]{0,2}\\*\\*\\*(@\\*\\*\\*|[a-zA-Z0-9]{0,3})"));
        List<String> alerts = new ArrayList<>();
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.setAlertHandler((page, message) -> alerts.add(message));
            HtmlPage page = web.getPage(run, "koreNotifyStatus/");
            assertThat(page.<DomElement>getByXPath(TABLE + "/tbody/tr"))
                    .hasSize(record(run).getUndelivered().size());
            assertThat(page.<DomElement>getByXPath(
                            "//img[@src='kore'] | //iframe | //kore | //*[@kore] | //*[@srcdoc] | //svg[@onload]"))
                    .isEmpty();
        }
        assertThat(alerts).isEmpty();
        assertSameEverywhere(run);
        run.getParent().doReload();
        assertThat(recipients(record(run.getParent().getBuildByNumber(1)))).isEqualTo(2L * CORPUS.size());
    }

    @Test
    void ofAThousandWhoFailedTheRecordIsBounded() throws Exception {
        allow(true);
        ObjectMapper json = new ObjectMapper();
        ObjectNode body = json.createObjectNode();
        for (int i = 0; i < 1000; i++) {
            // As long as they may be, and of what takes most room in XML.
            body.withArray("statusLogs")
                    .addObject()
                    .put("originalId", "jane" + i + ".roe.zanzibar@example.com")
                    .put("channel", ("\"<" + i + ">").repeat(20))
                    .put("comments", ("\"'<&>" + Integer.toString(i, 36)).repeat(40))
                    .put("status", "FAILURE");
        }
        body.put("status", "FAILURE");
        kore.finished("ds-thousand", 1000, 0);
        kore.faults("ds-thousand", FaultPlan.always(Faults.json(json.writeValueAsString(body))));
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            kore.finished("ds-thousand-" + i, 1000, 0);
            kore.faults("ds-thousand-" + i, FaultPlan.always(Faults.json(json.writeValueAsString(body))));
            ids.add("'ds-thousand-" + i + "'");
        }

        WorkflowRun one = Pipelines.run(
                jenkins, "thousand", "koreNotifyStatus requestId: 'ds-thousand', failFast: false, propagate: false");
        WorkflowRun six = Pipelines.run(
                jenkins, "thousands", "koreNotifyStatus requestIds: " + ids + ", failFast: false, propagate: false");

        assertThat(recipients(record(one))).isEqualTo(20);
        assertThat(record(one).undeliveredOmitted).isEqualTo(980);
        assertThat(recipients(record(six))).isEqualTo(100);
        assertThat(record(six).undeliveredOmitted).isEqualTo(5900);
        System.out.println("1000 failed recipients, 20 kept: a record of " + bytes(one) + " bytes");
        System.out.println("6 times 1000 failed recipients, 100 kept: a record of " + bytes(six) + " bytes");
        assertThat(bytes(one)).isLessThan(192 * 1024);
        assertThat(bytes(six)).isLessThan(320 * 1024);
    }

    @Test
    void takingTheLeaveBackForgetsThemAtOnce() throws Exception {
        allow(true);
        fail("ds-early", 3);
        kore.running("ds-late", 100, DeliveryCurve.NEVER, Duration.ofSeconds(600));
        WorkflowRun run = Pipelines.start(
                jenkins,
                "withdrawn",
                "koreNotifyStatus requestIds: ['ds-early', 'ds-late'], failFast: false, timeout: 25, unit: 'SECONDS',"
                        + " propagate: false");
        kore.awaitCalls("ds-late", 2);
        assertThat(recipients(waiting(run))).isEqualTo(3);

        allow(false);
        kore.awaitCalls("ds-late", kore.callsTo("ds-late") + 2);
        // Kore.ai is not asked for the finished request any more, and still it is forgotten.
        assertThat(kore.callsTo("ds-early")).isEqualTo(1);
        assertThat(waiting(run).getUndelivered()).isNull();

        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(run));
        assertThat(record(run).getUndelivered()).isNull();
        for (String text : everythingShownOf(run)) {
            assertThat(text).doesNotContain("***", "recipients (masked)");
        }
    }

    @Test
    void givenLaterTheLeaveIsForAnswersFromThenOn() throws Exception {
        fail("ds-early", 3);
        kore.running("ds-late", 100, DeliveryCurve.NEVER, Duration.ofSeconds(600));
        kore.faults("ds-late", FaultPlan.times(2, Faults.error(500)));
        WorkflowRun run = Pipelines.start(
                jenkins,
                "granted",
                "koreNotifyStatus requestIds: ['ds-early', 'ds-late'], failFast: false, timeout: 25, unit: 'SECONDS',"
                        + " propagate: false");
        kore.awaitCalls("ds-early", 1);
        kore.awaitCalls("ds-late", 2);
        allow(true);

        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(run));
        // Of those who failed early nobody is named, but they are counted.
        assertThat(record(run).getUndelivered()).isEmpty();
        assertThat(record(run).undeliveredOmitted)
                .isEqualTo(record(run).failed + record(run).pending)
                .isGreaterThan(5);
    }

    /** A request with one recipient who was reached and others, by address and by phone, who were not. */
    private void fail(String id, int failures) throws Exception {
        ObjectMapper json = new ObjectMapper();
        ObjectNode body = json.createObjectNode();
        for (int i = 0; i <= failures; i++) {
            body.withArray("statusLogs")
                    .addObject()
                    .put("comments", i == 0 ? "sent" : "gone")
                    .put("channelId", "jane" + i + ".roe.zanzibar@zanzibar-tests.example")
                    .put(
                            "originalId",
                            i % 2 == 1
                                    ? "+4917055" + (10 + i) + "123"
                                    : "jane" + i + ".roe.zanzibar@zanzibar-tests.example")
                    .put("channel", "ivr")
                    .put("status", i == 0 ? "SUCCESS" : "FAILURE");
        }
        body.put("count", failures + 1).put("status", "PARTIAL_SUCCESS");
        kore.finished(id, 10, 0);
        kore.faults(id, FaultPlan.always(Faults.json(json.writeValueAsString(body))));
    }

    private void allow(boolean keep) {
        KoreConnection connection = kore.connection("bank");
        connection.setKeepMaskedRecipients(keep);
        KoreConfiguration.get().setConnections(List.of(connection));
    }

    /** A build by the step and one by the build step. */
    private static List<Run<?, ?>> both(String name, String id) throws Exception {
        KoreNotifyStatusBuilder check = new KoreNotifyStatusBuilder();
        check.setRequestId(id);
        check.setPropagate(false);
        FreeStyleProject job = jenkins.createFreeStyleProject(name + "-freestyle");
        job.getBuildersList().add(check);
        return List.of(
                Pipelines.run(
                        jenkins,
                        name,
                        "def r = koreNotifyStatus requestId: '" + id + "', propagate: false\necho \"$r ${r.verdict}\""),
                jenkins.buildAndAssertSuccess(job));
    }

    private static long recipients(CheckResult check) {
        return check.getUndelivered().stream()
                .mapToLong(group -> group.recipients)
                .sum();
    }

    private static CheckResult record(Run<?, ?> run) {
        return run.getAction(KoreNotifyStatusAction.class).getResults().get(0);
    }

    private static CheckResult waiting(Run<?, ?> run) {
        return run.getAction(KoreNotifyStatusAction.class).getSnapshots().get(0);
    }

    private static int bytes(Run<?, ?> run) {
        return Run.XSTREAM2.toXML(run.getAction(KoreNotifyStatusAction.class)).getBytes(StandardCharsets.UTF_8).length;
    }

    private static String document(Run<?, ?> run) throws Exception {
        try (InputStream in =
                run.getArtifactManager().root().child("kore-notify-status.json").open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Log, pages, REST and document. */
    private static List<String> everythingShownOf(Run<?, ?> run) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            List<String> texts = new ArrayList<>();
            texts.add(JenkinsRule.getLog(run));
            texts.add(document(run));
            texts.add(web.getPage(run).getWebResponse().getContentAsString());
            texts.add(web.getPage(run, "koreNotifyStatus/").getWebResponse().getContentAsString());
            for (String view : List.of("live", "api/json", "api/xml")) {
                texts.add(web.goTo(run.getUrl() + "koreNotifyStatus/" + view, null)
                        .getWebResponse()
                        .getContentAsString());
            }
            return texts;
        }
    }

    private static void assertSameEverywhere(Run<?, ?> run) throws Exception {
        JsonNode document = Documents.read(document(run));
        assertThat(Documents.violations(document)).isEmpty();
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            JsonNode check = Documents.read(web.goTo(run.getUrl() + "koreNotifyStatus/api/json", "application/json")
                            .getWebResponse()
                            .getContentAsString(StandardCharsets.UTF_8))
                    .get("checks")
                    .get(0);
            assertThat(check.get("undelivered")).isEqualTo(document.get("undelivered"));
            assertThat(check.get("undeliveredOmitted")).isEqualTo(document.get("undeliveredOmitted"));
        }
    }

    private static void assertNoTraceUnder(Path home) throws Exception {
        try (Stream<Path> walk = Files.walk(home)) {
            List<Path> files = walk.filter(Files::isRegularFile)
                    .filter(file -> !home.relativize(file).startsWith("plugins"))
                    .filter(file -> !home.relativize(file).startsWith("war"))
                    .toList();
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .contains("build.xml", "log", "kore-notify-status.json");
            for (Path file : files) {
                String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(content.toLowerCase(Locale.ROOT)).as(file.toString()).doesNotContain(TRACES);
            }
        }
    }
}
