package io.jenkins.plugins.korenotify.integration;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.FreeStyleProject;
import hudson.model.Job;
import hudson.model.Result;
import io.jenkins.plugins.korenotify.check.CheckListener;
import io.jenkins.plugins.korenotify.connection.KoreConfiguration;
import io.jenkins.plugins.korenotify.connection.KoreConnection;
import io.jenkins.plugins.korenotify.connection.TestBot;
import io.jenkins.plugins.korenotify.report.Charts;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.SimulatedRequest;
import io.jenkins.plugins.korenotify.step.KoreNotifyStatusBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** Jenkins starts and checks, in a process of its own with plugins' class loaders, whatever optional plugin is absent. */
class OptionalPluginsTest {
    private static final Map<String, String> CLASSES =
            Map.of("checks-api", "CheckRunPublisher", "metrics", "KoreMetrics", "echarts-api", "EchartsCharts");

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension().prepareHomeLazily(true);

    @ParameterizedTest(name = "without {0}")
    @ValueSource(
            strings = {
                "checks-api metrics echarts-api",
                "checks-api",
                "metrics",
                "echarts-api",
                // Declarative needs it.
                "credentials-binding pipeline-model-definition pipeline-model-extensions",
                "nothing"
            })
    void checksWithoutThem(String absent) throws Throwable {
        jenkins.omitPlugins(absent.split(" "));
        try (TestBot bot = new TestBot()) {
            bot.kore()
                    .addRequest(SimulatedRequest.named("ds-all").stream(TestBot.STREAM_ID)
                            .recipients(20)
                            .delivering(DeliveryCurve.AT_ONCE, Duration.ZERO)
                            .startsAt(Instant.EPOCH));
            String url = bot.url();
            jenkins.then((RealJenkinsExtension.Step) rule -> checks(rule, url, absent));
        }
    }

    private static void checks(JenkinsRule rule, String url, String absent) throws Exception {
        Set<String> expected = new HashSet<>();
        for (String plugin : CLASSES.keySet()) {
            boolean there = !List.of(absent.split(" ")).contains(plugin);
            assertThat(rule.jenkins.pluginManager.getPlugin(plugin) != null)
                    .as(plugin)
                    .isEqualTo(there);
            if (there) {
                expected.add(CLASSES.get(plugin));
            }
        }
        assertThat(rule.jenkins.pluginManager.getFailedPlugins()).isEmpty();
        assertThat(Stream.concat(
                                ExtensionList.lookup(CheckListener.class).stream(),
                                ExtensionList.lookup(Charts.class).stream())
                        .map(extension -> extension.getClass().getSimpleName())
                        .collect(Collectors.toSet()))
                .isEqualTo(expected);
        connect(url);
        assertBinding(rule, !List.of(absent.split(" ")).contains("credentials-binding"));

        WorkflowJob pipeline = rule.createProject(WorkflowJob.class);
        pipeline.setDefinition(new CpsFlowDefinition("koreNotifyStatus requestId: 'ds-all'", true));
        assertThat(JenkinsRule.getLog(rule.buildAndAssertStatus(Result.SUCCESS, pipeline)))
                .contains("PASSED: ");
        KoreNotifyStatusBuilder check = new KoreNotifyStatusBuilder();
        check.setRequestId("ds-all");
        FreeStyleProject freestyle = rule.createFreeStyleProject();
        freestyle.getBuildersList().add(check);
        rule.buildAndAssertSuccess(freestyle);
        for (Job<?, ?> job : List.of(pipeline, freestyle)) {
            assertTrend(rule, job, expected.contains("EchartsCharts"));
        }

        assertThat(complaints()).isEmpty();
    }

    private static void assertBinding(JenkinsRule rule, boolean there) throws Exception {
        assertThat(rule.jenkins.getDescriptorByName("io.jenkins.plugins.korenotify.integration.KoreTokenBinding")
                        != null)
                .isEqualTo(there);
        if (there) {
            WorkflowJob job = rule.createProject(WorkflowJob.class);
            job.setDefinition(new CpsFlowDefinition(
                    "withCredentials([koreToken(credentialsId: 'app', variable: 'KORE_AUTH')]) {\n"
                            + "  echo \"is ${env.KORE_AUTH}\"\n}",
                    true));
            assertThat(JenkinsRule.getLog(rule.buildAndAssertStatus(Result.SUCCESS, job)))
                    .contains("is ****");
        }
    }

    /** The numbers are always there, the chart only with what draws it. */
    private static void assertTrend(JenkinsRule rule, Job<?, ?> job, boolean drawn) throws Exception {
        try (JenkinsRule.WebClient web = rule.createWebClient()) {
            assertThat(web.getPage(job, "koreNotifyStatusTrend/")
                            .<DomNode>querySelector(".kore-trend table")
                            .asNormalizedText())
                    .containsPattern("#1\\s+PASSED\\s+100%\\s+20\\s+0\\s+0\\s+20");
            assertThat(web.getPage(job)
                            .<DomNode>querySelector(".kore-trend")
                            .asNormalizedText()
                            .contains("#1: PASSED: 20 of 20 recipients delivered"))
                    .isNotEqualTo(drawn);
            for (String view : List.of("", "koreNotifyStatusTrend/")) {
                HtmlPage page = web.getPage(job, view);
                assertThat(page.querySelectorAll(".kore-chart")).hasSize(drawn ? 1 : 0);
                assertThat(page.querySelectorAll(".kore-chart canvas")).hasSize(drawn ? 1 : 0);
                assertThat(page.getWebResponse().getContentAsString().contains("/echarts.min.js"))
                        .isEqualTo(drawn);
            }
        }
    }

    private static void connect(String url) throws Exception {
        TestBot.store(TestBot.credentials("app"));
        KoreConnection connection = new KoreConnection("bank");
        connection.setUrl(url);
        connection.setStreamId(TestBot.STREAM_ID);
        connection.setCredentialsId("app");
        KoreConfiguration.get().setConnections(List.of(connection));
    }

    /** What the system log has of this plugin or of missing classes. */
    private static List<String> complaints() {
        return Jenkins.logRecords.stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(entry -> entry.getLoggerName() + ": " + entry.getMessage() + " "
                        + Stream.ofNullable(entry.getThrown())
                                .map(String::valueOf)
                                .collect(Collectors.joining())
                        + Arrays.toString(entry.getParameters()))
                .filter(text -> text.contains("korenotify") || text.contains("NoClassDefFound"))
                .toList();
    }
}
