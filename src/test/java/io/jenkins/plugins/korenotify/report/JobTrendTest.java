package io.jenkins.plugins.korenotify.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Result;
import hudson.model.Run;
import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import io.jenkins.plugins.korenotify.JenkinsAndKore;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.step.KoreNotifyStatusBuilder;
import io.jenkins.plugins.korenotify.trials.Documents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
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

/** The trend of a job: the numbers of its latest builds with checks. */
class JobTrendTest extends JenkinsAndKore {
    private static final String REASON = "Success rate 98% is below 99%: 98 of 100 recipients delivered";
    private static final String URL = "koreNotifyStatusTrend/";
    private static final String FILE = "kore-notify-status-trend.xml";

    @BeforeEach
    void open() {
        jenkins.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
        jenkins.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
    }

    @Test
    void pipelineAndFreestyleJobsHaveOneOnceABuildHasFigures() throws Exception {
        kore.finished("ds-98-of-100", 100, 2);
        kore.finished("ds-all", 33, 0);
        WorkflowJob pipeline = jenkins.createProject(WorkflowJob.class);
        pipeline.setDefinition(new CpsFlowDefinition("echo 'no check'", true));
        FreeStyleProject freestyle = jenkins.createFreeStyleProject();
        jenkins.buildAndAssertSuccess(pipeline);
        jenkins.buildAndAssertSuccess(freestyle);
        assertNoTrend(pipeline);
        assertNoTrend(freestyle);

        pipeline.setDefinition(new CpsFlowDefinition("""
                parallel(
                  a: { koreNotifyStatus requestId: 'ds-98-of-100', minSuccessRate: 99, propagate: false },
                  b: { koreNotifyStatus requestId: 'ds-all' })
                """, true));
        freestyle.getBuildersList().add(check("ds-98-of-100", "99", "97"));
        freestyle.getBuildersList().add(check("ds-all", "100", null));
        jenkins.buildAndAssertStatus(Result.SUCCESS, pipeline);
        jenkins.buildAndAssertStatus(Result.UNSTABLE, freestyle);

        assertTrend(pipeline, "FAILED");
        assertTrend(freestyle, "UNSTABLE");
    }

    private void assertTrend(Job<?, ?> job, String verdict) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            for (String view : List.of("", URL)) {
                HtmlPage page = web.getPage(job, view);
                assertClean(page);
                DomElement chart = page.querySelector(".kore-chart");
                assertThat(chart.getAttribute("role")).isEqualTo("img");
                assertThat(chart.getAttribute("aria-label")).contains("The latest build with checks", "table");
                // 131 of 133, rounded down.
                JsonNode numbers = Documents.read(chart.getAttribute("data-numbers"));
                assertThat(numbers).hasToString("[[2,131,2,0,98.4962]]");
            }
            HtmlPage page = web.getPage(job, URL);
            assertThat(page.asNormalizedText()).contains("The latest build with checks");
            assertThat(table(page).asNormalizedText())
                    .containsPattern("#2\\s+" + verdict + "\\s+98.4962%\\s+131\\s+2\\s+0\\s+133\\s+" + REASON)
                    .doesNotContain("#1");
            assertThat(table(page).<DomElement>getByXPath(".//th[not(@scope)]")).isEmpty();
            assertThat(page.getAnchorByText("#2").click().getUrl())
                    .hasToString(jenkins.getURL() + job.getUrl() + "2/koreNotifyStatus/");
            // The job's page has the chart alone.
            assertThat(web.getPage(job).<DomElement>getByXPath("//*[contains(@class, 'kore-trend')]//table"))
                    .isEmpty();
            JsonNode rest = Documents.read(web.goTo(job.getUrl() + URL + "api/json", "application/json")
                            .getWebResponse()
                            .getContentAsString())
                    .get("builds")
                    .get(0);
            assertThat(rest.get("number").asInt()).isEqualTo(2);
            assertThat(rest.get("verdict").asText()).isEqualTo(verdict);
            assertThat(rest.get("reason").asText()).isEqualTo(REASON);
            assertThat(rest.get("total").asInt()).isEqualTo(133);
            assertThat(rest.get("successRate").asDouble()).isEqualTo(98.4962);
            assertThat(web.getPage(job)
                            .<DomElement>getByXPath(
                                    "//*[@id='side-panel']//a[contains(@href, 'koreNotifyStatusTrend')]"))
                    .hasSize(1);
        }
    }

    private void assertNoTrend(Job<?, ?> job) throws Exception {
        assertThat(job.getActions(JobTrendAction.class)).isEmpty();
        assertThat(job.getRootDir().toPath().resolve(FILE)).doesNotExist();
        try (JenkinsRule.WebClient web = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            assertThat(web.getPage(job).getWebResponse().getContentAsString())
                    .doesNotContain("koreNotifyStatusTrend", "kore-trend", "echarts");
            assertThat(web.getPage(job, URL).getWebResponse().getStatusCode()).isEqualTo(404);
        }
    }

    @Test
    void aDeletedBuildDisappears() throws Exception {
        kore.finished("ds-all", 10, 0);
        WorkflowJob job = job("koreNotifyStatus requestId: 'ds-all'");
        List<WorkflowRun> runs = builds(job, 3);

        runs.get(1).delete();
        assertNumbers(job, 3, 1);
        assertThat(stored(job)).contains("<number>3<").doesNotContain("<number>2<");

        runs.get(0).delete();
        runs.get(2).delete();
        assertThat(job.getActions(JobTrendAction.class)).isEmpty();
        assertThat(stored(job)).doesNotContain("<number>");
    }

    @Test
    void aBuildThatVanishedUnheardIsNotShownAndGivesItsPlaceAway() throws Exception {
        kore.finished("ds-all", 10, 0);
        WorkflowJob job = job("koreNotifyStatus requestId: 'ds-all'");
        // 100 builds of which nothing is there any more, and numbers that begin anew.
        store(job, IntStream.rangeClosed(401, 500));
        assertThat(job.getActions(JobTrendAction.class)).isEmpty();

        builds(job, 2);

        assertNumbers(job, 2, 1);
        assertThat(stored(job).split("<build>", -1)).hasSize(3);
    }

    @Test
    void hundredsOfBuildsLoadNoRecordForTheTrend() throws Exception {
        kore.finished("ds-all", 10, 0);
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(check("ds-all", "100", null));
        Run<?, ?> first = jenkins.buildAndAssertSuccess(job);
        Path builds = first.getRootDir().toPath().getParent();
        for (int number = 2; number <= 300; number++) {
            Path build = Files.createDirectory(builds.resolve(String.valueOf(number)));
            Files.copy(first.getRootDir().toPath().resolve("build.xml"), build.resolve("build.xml"));
            Files.createFile(build.resolve("log"));
        }
        job.updateNextBuildNumber(301);

        Files.delete(job.getRootDir().toPath().resolve(FILE));
        job = reloaded(job);
        // Jenkins looks once for the last failed build, of which there is none.
        show(job);

        // What the pages load anyway is all that a trend can have that has no file.
        job = reloaded(job);
        assertThat(job.getActions(JobTrendAction.class)).isEmpty();
        // Jenkins' own last successful build, for the sake of other actions.
        assertThat(loaded(job)).isSubsetOf(1);
        show(job);
        Set<Integer> without = loaded(job);
        assertThat(without).hasSizeBetween(1, 50);
        assertThat(numbers(job)).hasSameElementsAs(without);

        store(job, IntStream.rangeClosed(1, 300));
        job = reloaded(job);
        assertThat(numbers(job))
                .containsExactlyElementsOf(IntStream.iterate(300, number -> number > 200, number -> number - 1)
                        .boxed()
                        .toList());
        assertThat(job.getAction(JobTrendAction.class).getFigures())
                .startsWith("[[201,")
                .endsWith(",100]]");
        assertThat(loaded(job)).isSubsetOf(1);
        HtmlPage page = show(job);
        assertThat(table(page).<DomElement>getByXPath("./tbody/tr")).hasSize(100);
        assertThat(loaded(job)).isSubsetOf(without);

        jenkins.buildAndAssertSuccess(job);
        assertThat(stored(job).split("<build>", -1)).hasSize(101);
        System.out.println("trend of 100 builds: " + stored(job).length() + " bytes");
    }

    /** Looks at the job's page and at the trend's; returns the latter. */
    private HtmlPage show(Job<?, ?> job) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.setJavaScriptEnabled(false);
            web.getPage(job);
            return web.withThrowExceptionOnFailingStatusCode(false).getPage(job, URL);
        }
    }

    private FreeStyleProject reloaded(FreeStyleProject job) throws Exception {
        jenkins.jenkins.reload();
        FreeStyleProject fresh = jenkins.jenkins.getItemByFullName(job.getFullName(), FreeStyleProject.class);
        assertThat(fresh).isNotSameAs(job);
        return fresh;
    }

    private static Set<Integer> loaded(FreeStyleProject job) {
        return new TreeSet<>(
                job.getLazyBuildMixIn().getRunMap().getLoadedBuilds().keySet());
    }

    @Test
    void buildsAtTheSameTimeAreAllThere() throws Exception {
        for (int i = 0; i < 4; i++) {
            kore.finished("ds-" + i, 10, 0);
        }
        WorkflowJob job = job("""
                parallel([0, 1, 2, 3].collectEntries { i ->
                  [("c" + i): { koreNotifyStatus requestId: "ds-${i}", waitForCompletion: true }]
                })
                """);
        List<WorkflowRun> runs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            runs.add(job.scheduleBuild2(0).waitForStart());
        }
        for (WorkflowRun run : runs) {
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        }

        assertNumbers(job, 5, 4, 3, 2, 1);
        assertThat(job.getAction(JobTrendAction.class).getBuilds())
                .extracting(TrendPoint::getTotal)
                .containsOnly(40L);
    }

    @Test
    void itGoesWithTheJobAndNotWithACopy() throws Exception {
        kore.finished("ds-all", 10, 0);
        WorkflowJob job = job("koreNotifyStatus requestId: 'ds-all'");
        builds(job, 1);

        WorkflowJob copy = jenkins.jenkins.copy(job, "copy");
        assertThat(copy.getActions(JobTrendAction.class)).isEmpty();
        job.renameTo("renamed");
        builds(job, 1);

        assertNumbers(job, 2, 1);
        assertThat(stored(job)).contains("<number>2<", "<number>1<");
        assertThat(copy.getActions(JobTrendAction.class)).isEmpty();
        job.delete();
        assertThat(job.getRootDir()).doesNotExist();
    }

    @Test
    void aJobThatIsReadAnewMeanwhileHasTheBuild() throws Exception {
        kore.running("ds-long", 10, DeliveryCurve.LINEAR, Duration.ofSeconds(10));
        FreeStyleProject job = jenkins.createFreeStyleProject("job");
        job.getBuildersList().add(check("ds-long", "100", null));
        Run<?, ?> run = job.scheduleBuild2(0).waitForStart();
        kore.awaitCalls("ds-long", 1);

        FreeStyleProject fresh = reloaded(job);
        assertThat(fresh.getActions(JobTrendAction.class)).isEmpty();
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));

        assertNumbers(fresh, 1);
    }

    @Test
    void whateverTheFileSaysDoesNoHarm() throws Exception {
        kore.finished("ds-all", 10, 0);
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setDisplayName("<script>alert('kore')</script>");
        job.getBuildersList().add(check("ds-all", "100", null));
        for (int i = 0; i < 4; i++) {
            jenkins.buildAndAssertSuccess(job);
        }
        Files.writeString(job.getRootDir().toPath().resolve(FILE), """
                <?xml version='1.1' encoding='UTF-8'?>
                <trend plugin="kore-notify-status@9">
                  <later><made>up</made></later>
                  <builds>
                    <build><number>4</number><verdict>&lt;img src=kore onerror=alert(1)&gt;</verdict><delivered>7</delivered><fresh>1</fresh></build>
                    <build><number>3</number><verdict>PASSED</verdict><delivered>-1</delivered></build>
                    <build><number>2</number><verdict>PASSED</verdict><failed>9223372036854775807</failed></build>
                    <build><number>1</number></build>
                    <null/>
                  </builds>
                </trend>
                """);
        job = reloaded(job);

        assertThat(job.getAction(JobTrendAction.class).getBuilds())
                .extracting(build -> build.number, point -> point.getStatus().getLabel(), TrendPoint::getTotal)
                .containsExactly(tuple(4, "unknown", 7L));
        List<String> alerts = new ArrayList<>();
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.setAlertHandler((page, message) -> alerts.add(message));
            for (String view : List.of("", URL)) {
                HtmlPage page = web.getPage(job, view);
                assertClean(page);
                assertThat(page.getTitleText()).contains("<script>alert('kore')</script>");
                assertThat(page.<DomElement>getByXPath("//img[@src='kore']")).isEmpty();
            }
        }
        assertThat(alerts).isEmpty();

        Files.writeString(job.getRootDir().toPath().resolve(FILE), "<trend><builds><build>");
        job = reloaded(job);
        assertThat(job.getActions(JobTrendAction.class)).isEmpty();
        jenkins.buildAndAssertSuccess(job);
        assertThat(numbers(job)).startsWith(5);
        assertThat(stored(job)).contains("<number>5<");
    }

    @Test
    void aFileThatCannotBeWrittenLeavesTheBuildAlone() throws Exception {
        kore.finished("ds-all", 10, 0);
        WorkflowJob job = job("koreNotifyStatus requestId: 'ds-all'");
        Path inTheWay =
                Files.createDirectories(job.getRootDir().toPath().resolve(FILE).resolve("full"));

        builds(job, 1);

        assertNumbers(job, 1);
        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());
        builds(job, 1);
        assertThat(stored(job)).contains("<number>2<", "<number>1<");
    }

    @Test
    void whoMayNotReadTheJobFindsNothing() throws Exception {
        kore.finished("ds-all", 10, 0);
        WorkflowJob job = job("koreNotifyStatus requestId: 'ds-all'");
        builds(job, 1);
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
            for (String view : List.of("", "api/json", "charts", "jobMain")) {
                assertThat(status(web, job, URL + view))
                        .as("anonymous: " + view)
                        .isEqualTo(404);
            }
            web.login("reader");
            assertThat(status(web, job, URL)).isEqualTo(200);
        }
    }

    private static int status(JenkinsRule.WebClient web, Job<?, ?> job, String view) throws Exception {
        return web.goTo(job.getUrl() + view, null).getWebResponse().getStatusCode();
    }

    private static DomElement table(HtmlPage page) {
        return page.querySelector(".kore-trend table");
    }

    /** Nothing of the trend needs what Jenkins' policy forbids, and the policy is in force. */
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
        assertThat(page.getWebResponse().getContentAsString())
                .as("inline styles")
                .doesNotContainPattern("class=\"kore-[^\"]*\"[^>]*style=");
    }

    private static void assertNumbers(Job<?, ?> job, Integer... numbers) {
        assertThat(numbers(job)).containsExactly(numbers);
    }

    private static List<Integer> numbers(Job<?, ?> job) {
        return job.getAction(JobTrendAction.class).getBuilds().stream()
                .map(build -> build.number)
                .toList();
    }

    private static String stored(Job<?, ?> job) throws Exception {
        return Files.readString(job.getRootDir().toPath().resolve(FILE));
    }

    private static void store(Job<?, ?> job, IntStream numbers) throws Exception {
        StringBuilder xml = new StringBuilder("<?xml version='1.1' encoding='UTF-8'?>\n<trend><builds>");
        numbers.forEach(number -> xml.append("<build><number>")
                .append(number)
                .append("</number><verdict>PASSED</verdict><delivered>10</delivered></build>\n"));
        Files.writeString(job.getRootDir().toPath().resolve(FILE), xml.append("</builds></trend>"));
    }

    private static KoreNotifyStatusBuilder check(String requestId, String minimum, String unstable) {
        KoreNotifyStatusBuilder check = new KoreNotifyStatusBuilder();
        check.setRequestId(requestId);
        check.setMinSuccessRate(minimum);
        check.setUnstableSuccessRate(unstable);
        return check;
    }

    private WorkflowJob job(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private List<WorkflowRun> builds(WorkflowJob job, int count) throws Exception {
        List<WorkflowRun> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            runs.add(jenkins.buildAndAssertSuccess(job));
        }
        return runs;
    }
}
