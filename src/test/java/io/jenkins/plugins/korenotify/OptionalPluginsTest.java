package io.jenkins.plugins.korenotify;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.korenotify.connection.KoreConfiguration;
import io.jenkins.plugins.korenotify.connection.KoreConnection;
import io.jenkins.plugins.korenotify.connection.TestBot;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.SimulatedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** Jenkins starts and checks, in a process of its own with plugins' class loaders, whatever optional plugin is absent. */
class OptionalPluginsTest {
    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension().prepareHomeLazily(true);

    @ParameterizedTest(name = "without {0}")
    @ValueSource(strings = {"checks-api metrics", "checks-api", "metrics", "nothing"})
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
        for (String plugin : List.of("checks-api", "metrics")) {
            boolean there = !List.of(absent.split(" ")).contains(plugin);
            assertThat(rule.jenkins.pluginManager.getPlugin(plugin) != null)
                    .as(plugin)
                    .isEqualTo(there);
            if (there) {
                expected.add(plugin.equals("metrics") ? "KoreMetrics" : "CheckRunPublisher");
            }
        }
        assertThat(rule.jenkins.pluginManager.getFailedPlugins()).isEmpty();
        assertThat(ExtensionList.lookup(CheckListener.class).stream()
                        .map(listener -> listener.getClass().getSimpleName())
                        .collect(Collectors.toSet()))
                .isEqualTo(expected);
        connect(url);

        WorkflowJob pipeline = rule.createProject(WorkflowJob.class);
        pipeline.setDefinition(new CpsFlowDefinition("koreNotifyStatus requestId: 'ds-all'", true));
        assertThat(JenkinsRule.getLog(rule.buildAndAssertStatus(Result.SUCCESS, pipeline)))
                .contains("Verdict: PASSED");
        KoreNotifyStatusBuilder check = new KoreNotifyStatusBuilder();
        check.setRequestId("ds-all");
        FreeStyleProject freestyle = rule.createFreeStyleProject();
        freestyle.getBuildersList().add(check);
        rule.buildAndAssertSuccess(freestyle);

        assertThat(complaints()).isEmpty();
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
