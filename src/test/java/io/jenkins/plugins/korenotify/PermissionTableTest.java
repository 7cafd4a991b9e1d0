package io.jenkins.plugins.korenotify;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.jenkins.plugins.korenotify.connection.KoreConfiguration;
import io.jenkins.plugins.korenotify.connection.KoreConnection;
import io.jenkins.plugins.korenotify.connection.TestBot;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.verb.POST;

/**
 * Every {@code do…} method of the plugin, found by reflection, called over HTTP by everybody in both ways, at the root
 * and below a job. A new method is in this table by being there.
 */
@WithJenkins
class PermissionTableTest {
    private static final String OURS = "io.jenkins.plugins.korenotify";
    private static final String HIDDEN = "hidden-id";
    private static final String OTHER = "hidden-name";
    private static final List<String> CALLERS = List.of("anonymous", "reader", "configurer", "admin");

    private JenkinsRule j;
    private TestBot bot;

    @BeforeEach
    void with(JenkinsRule rule) throws Exception {
        j = rule;
        bot = new TestBot();
        FreeStyleProject job = j.createFreeStyleProject("job");
        TestBot.store(TestBot.credentials(HIDDEN));
        KoreConnection other = bot.connection(OTHER, HIDDEN);
        KoreConfiguration.get().setConnections(List.of(other));
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader", "configurer")
                .grant(Item.READ, Item.EXTENDED_READ)
                .onItems(job)
                .to("reader", "configurer")
                .grant(Item.CONFIGURE)
                .onItems(job)
                .to("configurer"));
    }

    @AfterEach
    void close() {
        bot.close();
    }

    /** A method and a class that has it, by its own declaration or another's. */
    private record WebMethod(Class<?> owner, Method method) {
        String name() {
            return method.getName();
        }
    }

    private static List<WebMethod> webMethods() {
        List<WebMethod> methods = new ArrayList<>();
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(OURS)
                .forEach(found -> {
                    try {
                        Class<?> type =
                                Class.forName(found.getName(), false, PermissionTableTest.class.getClassLoader());
                        Arrays.stream(type.getMethods())
                                .filter(method -> !Modifier.isAbstract(type.getModifiers()))
                                .filter(method -> method.getName().matches("do[A-Z].*"))
                                .filter(method ->
                                        method.getDeclaringClass().getName().startsWith(OURS))
                                .filter(method -> !method.isSynthetic())
                                .forEach(method -> methods.add(new WebMethod(type, method)));
                    } catch (ClassNotFoundException e) {
                        throw new IllegalStateException(e);
                    }
                });
        return methods;
    }

    @Test
    void everyMethodTakesPostOnly() {
        assertThat(webMethods())
                .hasSizeGreaterThan(24)
                .allMatch(found -> found.method().isAnnotationPresent(POST.class));
    }

    @Test
    void holds() throws Exception {
        Map<String, String> wrong = new TreeMap<>();
        for (String caller : CALLERS) {
            JenkinsRule.WebClient client = j.createWebClient().withThrowExceptionOnFailingStatusCode(false);
            if (!caller.equals("anonymous")) {
                client.login(caller);
            }
            // Jenkins' 403 sends a browser on to the login page, by script or without.
            client.getOptions().setJavaScriptEnabled(false);
            client.setRefreshHandler((page, url, seconds) -> {});
            for (WebMethod method : webMethods()) {
                for (String context : List.of("", "job/job/")) {
                    for (HttpMethod verb : List.of(HttpMethod.GET, HttpMethod.POST)) {
                        Page page = client.getPage(request(client, method, context, verb));
                        String failure = judge(method, caller, context, verb, page);
                        if (!failure.isEmpty()) {
                            wrong.put(
                                    verb + " " + context + " " + method.owner() + " " + method.name() + " by " + caller,
                                    failure);
                        }
                    }
                }
            }
            client.close();
        }
        assertThat(wrong).isEmpty();
    }

    private WebRequest request(JenkinsRule.WebClient client, WebMethod method, String context, HttpMethod verb)
            throws Exception {
        String action = method.name().substring("do".length());
        WebRequest request = new WebRequest(
                new URL(j.getURL() + context + "descriptorByName/"
                        + method.owner().getEnclosingClass().getName() + "/"
                        + Character.toLowerCase(action.charAt(0)) + action.substring(1)),
                verb);
        request.setRequestParameters(List.of(
                new NameValuePair("value", method.name().startsWith("doCheckCredentials") ? HIDDEN : "unknown"),
                new NameValuePair("url", bot.url()),
                new NameValuePair("streamId", TestBot.STREAM_ID),
                new NameValuePair("apiVersion", "V2"),
                new NameValuePair("minPollSeconds", "2"),
                new NameValuePair("credentialsId", method.name().equals("doTestConnection") ? HIDDEN : "")));
        if (verb == HttpMethod.POST) {
            client.addCrumb(request);
        }
        return request;
    }

    /** What is wrong with an answer; empty if nothing is. */
    private static String judge(WebMethod method, String caller, String context, HttpMethod verb, Page page) {
        int status = page.getWebResponse().getStatusCode();
        String body = page.getWebResponse().getContentAsString();
        boolean ofJobs = Arrays.stream(method.method().getParameters())
                .anyMatch(parameter -> parameter.isAnnotationPresent(AncestorInPath.class));
        boolean may = caller.equals("admin") || ofJobs && caller.equals("configurer") && !context.isEmpty();
        if (verb == HttpMethod.GET) {
            return status >= 400 && status != 500 ? "" : "GET answered " + status;
        }
        if (may) {
            boolean list = method.name().startsWith("doFillCredentials");
            return status == 200 && (!list || body.contains(HIDDEN)) ? "" : "refused: " + status + " " + body;
        }
        if (body.contains(HIDDEN) || body.contains(OTHER)) {
            return "tells: " + body;
        }
        if (method.name().startsWith("doTest") && status < 400) {
            return "tests: " + status;
        }
        boolean looksUp = method.name().matches("doCheck(Connection|Credentials).*");
        return looksUp && status == 200 && !body.equals("<div/>") ? "answers: " + body : "";
    }
}
