package io.jenkins.plugins.korenotify;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleProject;
import hudson.model.Job;
import hudson.model.Result;
import hudson.model.queue.QueueTaskFuture;
import hudson.security.SecurityRealm;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.korenotify.connection.KoreConfiguration;
import io.jenkins.plugins.korenotify.connection.KoreConnection;
import io.jenkins.plugins.korenotify.credentials.KoreCredentialsImpl;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.SimulatedApp;
import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import io.jenkins.plugins.korenotify.simulator.SimulatedRequest;
import io.jenkins.plugins.korenotify.simulator.SimulatorServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javaposse.jobdsl.plugin.ExecuteDslScripts;
import jenkins.model.ParameterizedJobMixIn.ParameterizedJob;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What README.md shows works as it stands there, and its table of parameters says what the forms say. */
class ReadmeTest {
    private static final int RECIPIENTS = 200;
    private static final String SECRET = "the-secret-of-the-example-for-this-test-only";

    private JenkinsRule jenkins;

    @Test
    @WithJenkins
    void everySnippetDoesWhatItShows(JenkinsRule rule, @TempDir Path directory) throws Exception {
        jenkins = rule;
        jenkins.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
        List<String> yaml = snippets("yaml");
        assertThat(yaml).hasSize(1);
        configure(yaml.get(0), directory);
        List<String> groovy = snippets("groovy");
        // By what is typical of each snippet, what becomes of its build where half of the recipients are not reached.
        Map<String, Result> whenHalfFail = Map.of(
                "pipeline {", Result.FAILURE,
                "readFile", Result.FAILURE,
                "propagate: false", Result.UNSTABLE,
                "catchError", Result.UNSTABLE,
                "step([$class", Result.FAILURE,
                "freeStyleJob(", Result.FAILURE);
        assertThat(groovy).hasSameSizeAs(whenHalfFail.keySet());

        try (SimulatorServer server = serve(groovy, 0)) {
            connectTo(server);
            for (String snippet : groovy) {
                run(snippet, Result.SUCCESS, "Verdict: PASSED");
            }
        }
        try (SimulatorServer server = serve(groovy, RECIPIENTS / 2)) {
            connectTo(server);
            for (Map.Entry<String, Result> expected : whenHalfFail.entrySet()) {
                assertThat(groovy)
                        .filteredOn(one -> one.contains(expected.getKey()))
                        .hasSize(1);
                for (String snippet : groovy) {
                    if (snippet.contains(expected.getKey())) {
                        run(snippet, expected.getValue(), "Verdict: FAILED");
                    }
                }
            }
        }
    }

    @Test
    void everyParameterHasItsRow() throws Exception {
        Map<String, String> rows = new LinkedHashMap<>();
        Pattern.compile("^\\| `(\\w+)` \\| (none|`\\w+`) \\| (.*) \\|$", Pattern.MULTILINE)
                .matcher(readme())
                .results()
                .forEach(row -> rows.put(row.group(1), row.group(2) + " | " + row.group(3)));
        KoreNotifyStatusBuilder builder = new KoreNotifyStatusBuilder();

        assertThat(rows.keySet())
                .containsExactlyInAnyOrderElementsOf(new DescribableModel<>(KoreNotifyStatusBuilder.class)
                        .getParameters().stream()
                                .map(DescribableParameter::getName)
                                .toList());
        for (Map.Entry<String, String> row : rows.entrySet()) {
            assertThat(row.getValue())
                    .as(row.getKey())
                    .isEqualTo(byDefault(builder, row.getKey()) + " | " + help(row.getKey()));
        }
        for (DescribableParameter parameter : new DescribableModel<>(KoreNotifyStatusStep.class).getParameters()) {
            assertThat(byDefault(new KoreNotifyStatusStep(), parameter.getName()))
                    .as(parameter.getName())
                    .isEqualTo(byDefault(builder, parameter.getName()));
        }
    }

    @Test
    void theFieldsOfTheResultAreThere() throws Exception {
        String table = readme().substring(readme().indexOf("| field | meaning |"));
        table = table.substring(0, table.indexOf("\n\n"));
        List<String> fields = Pattern.compile("^\\| (`.*?`) \\| ", Pattern.MULTILINE)
                .matcher(table)
                .results()
                .flatMap(row -> Pattern.compile("`(\\w+)(\\(\\))?`")
                        .matcher(row.group(1))
                        .results()
                        .map(name -> name.group(1)))
                .sorted()
                .toList();
        List<String> readable = Arrays.stream(KoreNotifyStatusResult.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Whitelisted.class))
                .map(method -> method.getName().startsWith("get")
                        ? Character.toLowerCase(method.getName().charAt(3))
                                + method.getName().substring(4)
                        : method.getName())
                .filter(name -> !name.equals("toString"))
                .sorted()
                .toList();

        assertThat(fields).isEqualTo(readable);
    }

    @Test
    void everyPictureIsThereAndDescribed() throws Exception {
        List<MatchResult> pictures = Pattern.compile("!\\[([^]]*)]\\(([^)]*)\\)")
                .matcher(readme())
                .results()
                .toList();

        assertThat(pictures).isNotEmpty();
        for (MatchResult picture : pictures) {
            assertThat(picture.group(1)).isNotBlank();
            assertThat(Path.of(picture.group(2))).exists();
            assertThat(Files.size(Path.of(picture.group(2)))).isLessThan(200_000);
        }
    }

    private static void configure(String yaml, Path directory) throws Exception {
        // Where the secret comes from is the administrator's; JCasC finds it in the environment or in a secret source.
        assertThat(yaml).contains("${KORE_CLIENT_SECRET}");
        Path file = Files.writeString(
                directory.resolve("jenkins.yaml"),
                yaml.replace("${KORE_CLIENT_SECRET}", SECRET),
                StandardCharsets.UTF_8);
        ConfigurationAsCode.get().configure(file.toString());
        assertThat(KoreConfiguration.get().getConnections()).hasSize(1);
    }

    private static void connectTo(SimulatorServer server) throws IOException {
        KoreConnection connection = KoreConfiguration.get().getConnections().get(0);
        connection.setUrl(server.url().toString());
        KoreConfiguration.get().setConnections(List.of(connection));
    }

    /** A simulated Kore.ai that knows the requests of these snippets. */
    private static SimulatorServer serve(List<String> snippets, int failures) throws IOException {
        String stream = KoreConfiguration.get().getConnections().get(0).getStreamId();
        KoreCredentialsImpl app = (KoreCredentialsImpl)
                SystemCredentialsProvider.getInstance().getCredentials().get(0);
        SimulatedKore kore = new SimulatedKore(InstantSource.system(), 1);
        kore.addBot(stream);
        kore.addApp(SimulatedApp.hs256(app.getClientId(), SECRET, stream));
        for (String id : requestIds(snippets)) {
            kore.addRequest(SimulatedRequest.named(id).stream(stream)
                    .recipients(RECIPIENTS)
                    .failures(failures)
                    .delivering(DeliveryCurve.AT_ONCE, Duration.ZERO)
                    .startsAt(Instant.EPOCH));
        }
        return SimulatorServer.start(0, kore);
    }

    private static TreeSet<String> requestIds(List<String> snippets) {
        return Pattern.compile("ds-[0-9a-f]+")
                .matcher(String.join("\n", snippets))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void run(String snippet, Result expected, String logged) throws Exception {
        Job<?, ?> job = snippet.contains("freeStyleJob(") ? made(snippet) : pipeline(snippet);
        QueueTaskFuture<?> build = ((ParameterizedJob<?, ?>) job).scheduleBuild2(0);
        build.get();
        jenkins.assertBuildStatus(expected, job.getLastBuild());
        jenkins.assertLogContains(logged, job.getLastBuild());
        if (snippet.contains("catchError")) {
            jenkins.assertLogContains("This is done in any case", job.getLastBuild());
        }
        job.delete();
    }

    private WorkflowJob pipeline(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        jenkins.jenkins
                .getWorkspaceFor(job)
                .child("sent.json")
                .write("{\"_id\":\"ds-1f0e2d3c\",\"status\":\"IN_PROGRESS\",\"statusLogs\":[]}", "UTF-8");
        return job;
    }

    private FreeStyleProject made(String script) throws Exception {
        FreeStyleProject seed = jenkins.createFreeStyleProject();
        ExecuteDslScripts step = new ExecuteDslScripts();
        step.setScriptText(script);
        step.setUseScriptText(true);
        seed.getBuildersList().add(step);
        jenkins.buildAndAssertSuccess(seed);
        seed.delete();
        return jenkins.jenkins.getAllItems(FreeStyleProject.class).get(0);
    }

    private static String byDefault(Object step, String property) throws ReflectiveOperationException {
        Object value;
        String name = Character.toUpperCase(property.charAt(0)) + property.substring(1);
        try {
            value = step.getClass().getMethod("get" + name).invoke(step);
        } catch (NoSuchMethodException e) {
            value = step.getClass().getMethod("is" + name).invoke(step);
        }
        return value == null ? "none" : "`" + value + "`";
    }

    /** A field's help as Markdown. */
    private static String help(String field) throws IOException {
        Path resources = Path.of("src/main/resources/io/jenkins/plugins/korenotify");
        Path file = resources.resolve("KoreNotifyStatusStep/help-" + field + ".html");
        String html = Files.readString(
                Files.exists(file) ? file : resources.resolve("KoreNotifyStatusBuilder/help-" + field + ".html"));
        return html.replaceAll("</?code>", "`")
                .replaceAll("<[^>]+>", "")
                .replace("&ldquo;", "“")
                .replace("&rdquo;", "”")
                .replace("&#39;", "'")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static List<String> snippets(String language) throws IOException {
        return Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(readme())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"), StandardCharsets.UTF_8);
    }
}
