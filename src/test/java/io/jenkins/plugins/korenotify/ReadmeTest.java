package io.jenkins.plugins.korenotify;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleProject;
import hudson.model.Job;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.queue.QueueTaskFuture;
import hudson.security.SecurityRealm;
import hudson.util.Secret;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.korenotify.connection.KoreConfiguration;
import io.jenkins.plugins.korenotify.connection.KoreConnection;
import io.jenkins.plugins.korenotify.connection.TestBot;
import io.jenkins.plugins.korenotify.credentials.KoreCredentialsImpl;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.SimulatedApp;
import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import io.jenkins.plugins.korenotify.simulator.SimulatedRequest;
import io.jenkins.plugins.korenotify.simulator.SimulatorServer;
import io.jenkins.plugins.korenotify.step.KoreNotifyStatusBuilder;
import io.jenkins.plugins.korenotify.step.KoreNotifyStatusResult;
import io.jenkins.plugins.korenotify.step.KoreNotifyStatusStep;
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
import java.util.Set;
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

/** What the documents show works as it stands there, and the README's tables of parameters say what the forms say. */
class ReadmeTest {
    private static final int RECIPIENTS = 200;
    private static final String SECRET = "the-secret-of-the-example-for-this-test-only";

    private static final Set<String> OF_ALL_CREDENTIALS = Set.of("scope", "id", "description");

    private JenkinsRule jenkins;

    @Test
    @WithJenkins
    void everySnippetDoesWhatItShows(JenkinsRule rule, @TempDir Path directory) throws Exception {
        jenkins = rule;
        jenkins.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
        List<String> yaml = MarkdownFile.allSnippets("yaml");
        assertThat(yaml).hasSize(1);
        configure(yaml.get(0), directory);
        // KoreTokenBindingTest runs the one that sends.
        List<String> groovy = MarkdownFile.allSnippets("groovy").stream()
                .filter(snippet -> !snippet.contains("koreToken"))
                .toList();
        // By what is typical of each snippet, what becomes of its build where half of the recipients are not reached.
        Map<String, Result> whenHalfFail = Map.of(
                "pipeline {", Result.FAILURE,
                "readFile", Result.FAILURE,
                "propagate: false", Result.UNSTABLE,
                "catchError", Result.UNSTABLE,
                "step([$class", Result.FAILURE,
                "withChecks", Result.FAILURE,
                "freeStyleJob(", Result.FAILURE);
        assertThat(groovy).hasSameSizeAs(whenHalfFail.keySet());

        try (SimulatorServer server = serve(groovy, 0)) {
            connectTo(server);
            for (String snippet : groovy) {
                run(snippet, Result.SUCCESS, "] PASSED: ");
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
                        run(snippet, expected.getValue(), "] FAILED: ");
                    }
                }
            }
        }
    }

    @Test
    void everyParameterHasItsRow() throws Exception {
        KoreNotifyStatusBuilder builder = new KoreNotifyStatusBuilder();
        assertRows(
                "docs/usage.md", "### Parameters", builder, KoreNotifyStatusBuilder.class, KoreNotifyStatusStep.class);
        assertRows(
                "docs/configuration.md",
                "### Parameters of a connection",
                new KoreConnection(""),
                KoreConnection.class);
        assertRows(
                "docs/configuration.md",
                "### Parameters of credentials",
                TestBot.emptyCredentials(),
                KoreCredentialsImpl.class);
        for (DescribableParameter parameter : new DescribableModel<>(KoreNotifyStatusStep.class).getParameters()) {
            assertThat(byDefault(new KoreNotifyStatusStep(), parameter.getName()))
                    .as(parameter.getName())
                    .isEqualTo(byDefault(builder, parameter.getName()));
        }
    }

    /** The table below a heading has what a new object has, and what the help of its type, or else of others, says. */
    private static void assertRows(String document, String heading, Object fresh, Class<?>... helped) throws Exception {
        Map<String, String> rows = new LinkedHashMap<>();
        Pattern.compile("^\\| `(\\w+)` \\| (none|`\\S+`) \\| (.*) \\|$", Pattern.MULTILINE)
                .matcher(MarkdownFile.at(document).section(heading))
                .results()
                .forEach(row -> rows.put(row.group(1), row.group(2) + " | " + row.group(3)));
        List<String> parameters = new DescribableModel<>(fresh.getClass())
                .getParameters().stream()
                        .map(DescribableParameter::getName)
                        .filter(name -> !(fresh instanceof Credentials) || !OF_ALL_CREDENTIALS.contains(name))
                        .toList();

        assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(parameters);
        for (Map.Entry<String, String> row : rows.entrySet()) {
            assertThat(row.getValue())
                    .as(row.getKey())
                    .isEqualTo(byDefault(fresh, row.getKey()) + " | " + help(row.getKey(), helped));
        }
    }

    @Test
    void theFieldsOfTheResultAreThere() throws Exception {
        String usage = MarkdownFile.at("docs/usage.md").text();
        String table = usage.substring(usage.indexOf("| field | meaning |"));
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
        if (script.contains("env.CUSTOMERS")) {
            job.addProperty(
                    new ParametersDefinitionProperty(new StringParameterDefinition("CUSTOMERS", "ds-1f0e2d3c")));
        }
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
        boolean none = value == null || value.equals("") || value instanceof Secret;
        return none ? "none" : "`" + value + "`";
    }

    /** A field's help as Markdown: that of the first type that has one. */
    private static String help(String field, Class<?>... types) throws IOException {
        for (Class<?> type : types) {
            Path file = Path.of("src/main/resources", type.getName().replace('.', '/'), "help-" + field + ".html");
            if (Files.exists(file)) {
                return Files.readString(file)
                        .replaceAll("</?code>", "`")
                        .replaceAll("</?em>", "*")
                        .replaceAll("<[^>]+>", "")
                        .replace("&ldquo;", "“")
                        .replace("&rdquo;", "”")
                        .replace("&#39;", "'")
                        .replaceAll("\\s+", " ")
                        .strip();
            }
        }
        throw new AssertionError("no help of " + field);
    }
}
