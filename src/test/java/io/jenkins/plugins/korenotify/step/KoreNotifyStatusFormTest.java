package io.jenkins.plugins.korenotify.step;

import static org.assertj.core.api.Assertions.assertThat;

import groovy.lang.GroovyShell;
import hudson.model.Descriptor;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.StringParameterDefinition;
import hudson.util.FormValidation;
import io.jenkins.plugins.korenotify.JenkinsAndKore;
import io.jenkins.plugins.korenotify.KoreFixture;
import io.jenkins.plugins.korenotify.step.KoreNotifyStatusStep.DescriptorImpl;
import java.math.BigDecimal;
import java.net.URL;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.steps.CoreStep;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Forms show, keep and check what was entered; the Snippet Generator writes what differs from the defaults. */
class KoreNotifyStatusFormTest extends JenkinsAndKore {
    @BeforeEach
    void connectTwice() throws Exception {
        kore.connect("bank", "shop");
    }

    @Test
    void theStepSurvivesItsForm() throws Exception {
        KoreNotifyStatusStep plain = new KoreNotifyStatusStep();
        plain.setRequestId("ds-1");
        jenkins.assertEqualDataBoundBeans(plain, configRoundTrip(plain));

        KoreNotifyStatusStep full = full();
        KoreNotifyStatusStep again = configRoundTrip(full);
        jenkins.assertEqualDataBoundBeans(full, again);
        assertThat(again.getRequestIds()).containsExactly("ds-2", "ds-3");
        assertThat(again.getMinSuccessRate()).isEqualTo("99.95");
    }

    @Test
    void theBuildStepSurvivesItsForm() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        KoreNotifyStatusBuilder plain = new KoreNotifyStatusBuilder();
        plain.setRequestId("${REQUEST_ID}");
        job.getBuildersList().add(plain);
        job = jenkins.configRoundtrip(job);
        KoreNotifyStatusBuilder again = job.getBuildersList().get(KoreNotifyStatusBuilder.class);
        jenkins.assertEqualDataBoundBeans(plain, again);
        assertThat(job.getConfigFile().asString())
                .contains("<requestId>${REQUEST_ID}</requestId>")
                .doesNotContain("<timeout>")
                .doesNotContain("<propagate>")
                .doesNotContain("<minSuccessRate>");

        KoreNotifyStatusBuilder full = new KoreNotifyStatusBuilder();
        full.setRequestIdsFile("sent.json");
        full.setRequestIds(List.of("ds-2", "${MORE}"));
        full.setConnection("shop");
        full.setCredentialsId(KoreFixture.CREDENTIALS_ID);
        full.setStreamId("st-other");
        full.setMinSuccessRate("${RATE}");
        full.setUnstableSuccessRate("90");
        full.setMaxFailures("7");
        full.setMinRecipients("3");
        full.setFailFast(false);
        full.setTimeout(2);
        full.setUnit(TimeUnit.HOURS);
        full.setWaitForCompletion(false);
        full.setOnTimeout(InconclusiveAction.UNSTABLE);
        full.setOnError(InconclusiveAction.IGNORE);
        full.setPropagate(false);
        full.setRetries(4);
        full.setName("Staff");
        full.setArchive(false);
        job.getBuildersList().replace(full);
        job = jenkins.configRoundtrip(job);
        jenkins.assertEqualDataBoundBeans(full, job.getBuildersList().get(KoreNotifyStatusBuilder.class));
    }

    @Test
    void theSnippetGeneratorWritesWhatDiffers() throws Exception {
        KoreNotifyStatusStep plain = new KoreNotifyStatusStep();
        plain.setRequestId("ds-1");
        assertSnippet(plain, "koreNotifyStatus requestId: 'ds-1'", "{'requestId': 'ds-1', 'requestIds': ''}");
        assertSnippet(
                full(),
                "koreNotifyStatus archive: false, connection: 'shop', credentialsId: 'kore-app', failFast: false, maxFailures: 7, "
                        + "minRecipients: 3, minSuccessRate: '99.95', name: 'Staff', onError: 'IGNORE', onTimeout: 'UNSTABLE', "
                        + "propagate: false, requestIds: ['ds-2', 'ds-3'], retries: 4, streamId: 'st-other', timeout: 2, "
                        + "unit: 'HOURS', unstableSuccessRate: 90, waitForCompletion: false",
                "{'requestId': '', 'requestIds': 'ds-2\\nds-3', 'connection': 'shop', 'credentialsId': 'kore-app', "
                        + "'streamId': 'st-other', 'minSuccessRate': '99.95', 'unstableSuccessRate': '90', "
                        + "'maxFailures': '7', 'minRecipients': '3', 'failFast': false, 'timeout': '2', "
                        + "'unit': 'HOURS', 'waitForCompletion': false, 'onTimeout': 'UNSTABLE', "
                        + "'onError': 'IGNORE', 'propagate': false, 'retries': '4', 'name': 'Staff', 'archive': false}");
    }

    /** The step gives the snippet, and so does the form as a browser submits it; the snippet gives the step. */
    private void assertSnippet(KoreNotifyStatusStep step, String snippet, String form) throws Exception {
        assertThat(Snippetizer.object2Groovy(step)).isEqualTo(snippet);

        JSONObject submitted = JSONObject.fromObject(form);
        submitted.put("stapler-class", KoreNotifyStatusStep.class.getName());
        submitted.put("$class", KoreNotifyStatusStep.class.getName());
        JenkinsRule.WebClient client = jenkins.createWebClient();
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), Snippetizer.GENERATE_URL), HttpMethod.POST);
        request.setRequestParameters(List.of(new NameValuePair("json", submitted.toString())));
        client.addCrumb(request);
        assertThat(client.getPage(request).getWebResponse().getContentAsString())
                .isEqualToIgnoringNewLines(snippet);

        // What Groovy makes of the arguments, and Pipeline of that.
        Map<?, ?> arguments =
                (Map<?, ?>) new GroovyShell().evaluate("def koreNotifyStatus(Map all) { all }\n" + snippet);
        Map<String, Object> named = new HashMap<>();
        arguments.forEach((name, value) -> named.put(name.toString(), value));
        jenkins.assertEqualDataBoundBeans(
                step, new DescribableModel<>(KoreNotifyStatusStep.class).instantiate(named, null));
    }

    @Test
    void theGeneralBuildStepHasASnippetThatMeansTheBuildStep() throws Exception {
        KoreNotifyStatusBuilder builder = new KoreNotifyStatusBuilder();
        builder.setRequestIdsFile("sent.json");
        builder.setMaxFailures(2);

        assertThat(Snippetizer.object2Groovy(new CoreStep(builder)))
                .isEqualTo("step([$class: 'KoreNotifyStatusBuilder', maxFailures: 2, requestIdsFile: 'sent.json'])");
    }

    @Test
    void thePipelineReferenceShowsTheStep() throws Exception {
        String page = jenkins.createWebClient()
                .goTo("pipeline-syntax/html")
                .getWebResponse()
                .getContentAsString();
        assertThat(page).contains("koreNotifyStatus");
    }

    @Test
    void everyFieldHasHelpAndTheSameInBothForms() throws Exception {
        Descriptor<?> step = jenkins.jenkins.getDescriptorOrDie(KoreNotifyStatusStep.class);
        Descriptor<?> builder = jenkins.jenkins.getDescriptorOrDie(KoreNotifyStatusBuilder.class);
        Set<String> fields = fields(KoreNotifyStatusBuilder.class);

        for (String field : fields) {
            assertThat(help(builder, field)).as(field).isNotBlank();
            if (!field.equals("requestIdsFile")) {
                assertThat(help(step, field)).as(field).isEqualTo(help(builder, field));
            }
        }
        fields.remove("requestIdsFile");
        assertThat(fields(KoreNotifyStatusStep.class)).isEqualTo(fields);
    }

    private static Set<String> fields(Class<?> type) {
        return new DescribableModel<>(type)
                .getParameters().stream()
                        .map(DescribableParameter::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private String help(Descriptor<?> descriptor, String field) throws Exception {
        String file = jenkins.executeOnServer(() -> descriptor.getHelpFile(field));
        assertThat(file).as("help of " + field).isNotNull();
        return jenkins.createWebClient()
                .goTo(file.substring(1))
                .getWebResponse()
                .getContentAsString();
    }

    @Test
    void onlyTheCommonFieldsAreVisibleUntilOthersDiffer() throws Exception {
        assertThat(visibleFields(new KoreNotifyStatusBuilder()))
                .containsExactlyInAnyOrder("requestId", "connection", "minSuccessRate", "timeout", "unit");

        KoreNotifyStatusBuilder named = new KoreNotifyStatusBuilder();
        named.setName("Staff");
        assertThat(visibleFields(named))
                .contains("name", "retries", "archive")
                .doesNotContain("propagate", "maxFailures");
        KoreNotifyStatusBuilder tolerant = new KoreNotifyStatusBuilder();
        tolerant.setOnError(InconclusiveAction.UNSTABLE);
        assertThat(visibleFields(tolerant)).contains("propagate").doesNotContain("name", "maxFailures");
        KoreNotifyStatusBuilder strict = new KoreNotifyStatusBuilder();
        strict.setMinRecipients(5);
        assertThat(visibleFields(strict))
                .contains("minRecipients", "maxFailures")
                .doesNotContain("name", "propagate");
        KoreNotifyStatusBuilder many = new KoreNotifyStatusBuilder();
        many.setRequestIdsFile("sent.json");
        assertThat(visibleFields(many)).contains("requestIds", "requestIdsFile").doesNotContain("name");
    }

    /** The fields of the build step's form that are not folded away. */
    private static Set<String> visibleFields(KoreNotifyStatusBuilder builder) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(builder);
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            HtmlPage page = client.withJavaScriptEnabled(false).getPage(job, "configure");
            List<DomElement> fields = page.getByXPath("//div[@name='builder']//*[starts-with(@name, '_.')]"
                    + "[not(ancestor::*[contains(@class, 'advancedBody')])]");
            return fields.stream()
                    .map(field -> field.getAttribute("name").substring(2))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void aRequestIdIsRequiredInOneOfItsFields() {
        DescriptorImpl step = jenkins.jenkins.getDescriptorByType(DescriptorImpl.class);
        CheckFormValidation builder = jenkins.jenkins.getDescriptorByType(KoreNotifyStatusBuilder.DescriptorImpl.class);

        assertThat(step.doCheckRequestId(null, "", "", null))
                .hasMessage("At least one request ID is required")
                .extracting(validation -> validation.kind)
                .isEqualTo(FormValidation.Kind.ERROR);
        assertThat(step.doCheckRequestId(null, "", "ds-2", null).kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(builder.doCheckRequestId(null, " ", "", "").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(builder.doCheckRequestId(null, "", "", "sent.json").kind).isEqualTo(FormValidation.Kind.OK);
    }

    @Test
    void aVariableThatPipelineDoesNotExpandIsPointedOut() {
        DescriptorImpl step = jenkins.jenkins.getDescriptorByType(DescriptorImpl.class);
        CheckFormValidation builder = jenkins.jenkins.getDescriptorByType(KoreNotifyStatusBuilder.DescriptorImpl.class);

        FormValidation warning = step.doCheckRequestId(null, "${REQUEST_ID}", null, null);
        assertThat(warning.kind).isEqualTo(FormValidation.Kind.WARNING);
        assertThat(warning.getMessage()).contains("${REQUEST_ID}").contains("write params.REQUEST_ID without");
        assertThat(step.doCheckMinSuccessRate(null, "${params.RATE}").getMessage())
                .contains("write params.RATE without");
        assertThat(step.doCheckStreamId(null, "$STREAM", null).getMessage()).contains("write params.STREAM without");
        assertThat(builder.doCheckRequestId(null, "${REQUEST_ID}", null, null).kind)
                .isEqualTo(FormValidation.Kind.OK);
    }

    @Test
    void variablesOfTheBuildAreNoParametersUnlessTheJobHasOneOfThatName() throws Exception {
        DescriptorImpl step = jenkins.jenkins.getDescriptorByType(DescriptorImpl.class);
        CheckFormValidation builder = jenkins.jenkins.getDescriptorByType(KoreNotifyStatusBuilder.DescriptorImpl.class);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.addProperty(new ParametersDefinitionProperty(
                new StringParameterDefinition("BRANCH_NAME"), new StringParameterDefinition("REQUEST_ID")));

        for (String variable : List.of("BUILD_NUMBER", "JOB_NAME", "JENKINS_URL", "WORKSPACE", "CHANGE_ID")) {
            assertThat(step.doCheckName(job, "${" + variable + "}").getMessage())
                    .contains("does not expand ${" + variable + "} here", "write env." + variable + " without");
            assertThat(builder.doCheckName(job, "${" + variable + "}").kind).isEqualTo(FormValidation.Kind.OK);
        }
        assertThat(step.doCheckName(job, "${BRANCH_NAME}").getMessage()).contains("write params.BRANCH_NAME without");
        assertThat(step.doCheckName(null, "$BRANCH_NAME").getMessage()).contains("write env.BRANCH_NAME without");
        assertThat(step.doCheckName(job, "${env.BUILD_TAG}").getMessage()).contains("write env.BUILD_TAG without");
        assertThat(step.doCheckName(job, "${params['A B']}").getMessage())
                .contains("write params[&#039;A B&#039;] without");
        assertThat(step.doCheckRequestIds(job, "ds-1 ${REQUEST_ID}").getMessage())
                .contains("write params.REQUEST_ID without");
    }

    @Test
    void otherIdsAreNoRequestIds() {
        DescriptorImpl form = jenkins.jenkins.getDescriptorByType(DescriptorImpl.class);

        assertThat(form.doCheckRequestId(null, "st-1", null, null).getMessage())
                .isEqualTo("“Request ID”: st-… is a stream ID; a request ID (ds-…) is required");
        assertThat(form.doCheckRequestIds(null, "ds-1 cs-2").getMessage())
                .startsWith("“More request IDs”: cs-… is a client ID");
    }

    @Test
    void theFormSaysWhatTheBuildWouldSay() {
        DescriptorImpl form = jenkins.jenkins.getDescriptorByType(DescriptorImpl.class);

        assertThat(form.doCheckRequestId(null, "ds-1", null, null).kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(form.doCheckRequestId(null, "not an id", null, null).kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckRequestIds(null, "ds-1, ds-2\nds-3").getMessage())
                .contains("ds-1, ds-2, ds-3");
        assertThat(form.doCheckRequestIds(null, "../1").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckMinSuccessRate(null, "99.95").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(form.doCheckMinSuccessRate(null, "100.1").getMessage())
                .isEqualTo("“Minimum success rate” must be a percentage from 0 to 100");
        assertThat(form.doCheckUnstableSuccessRate(null, "95", "90").getMessage())
                .isEqualTo("“Mark unstable from” (95) must not be above “Minimum success rate” (90)");
        assertThat(form.doCheckUnstableSuccessRate(null, "85", "90").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(form.doCheckMaxFailures(null, "-1").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckMaxFailures(null, "").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(form.doCheckMinRecipients(null, "-1").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckMinRecipients(null, "0").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(form.doCheckRetries(null, "0").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(form.doCheckRetries(null, "-1").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckTimeout(null, "", null).kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckTimeout(null, "0", null).kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckTimeout(null, "43200", null).kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(form.doCheckTimeout(null, "31", "DAYS").getMessage())
                .isEqualTo("“Timeout” (days) must be a whole number from 1 to 30");
        assertThat(form.doCheckConnection(null, "nowhere").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doFillConnectionItems(null, "").stream().map(option -> option.value))
                .contains("", "bank", "shop");
        assertThat(form.doFillUnitItems(null, "").stream().map(option -> option.value))
                .containsExactly("SECONDS", "MINUTES", "HOURS", "DAYS");
        assertThat(form.doFillCredentialsIdItems(null, "shop", "").get(0).name)
                .isEqualTo("(credentials of the connection)");
        assertThat(form.doCheckStreamId(null, "", "shop").getMessage()).isEqualTo("Default: " + KoreFixture.STREAM);
    }

    @Test
    void aNumberThatIsTooLargeIsToldItsRange() {
        DescriptorImpl form = jenkins.jenkins.getDescriptorByType(DescriptorImpl.class);

        assertThat(form.doCheckRetries(null, "99999999999").getMessage())
                .isEqualTo("“Retries” must be a whole number from 0 to 2147483647");
        assertThat(form.doCheckTimeout(null, "99999999999", "MINUTES").getMessage())
                .isEqualTo("“Timeout” (minutes) must be a whole number from 1 to 43200");
        assertThat(form.doCheckMaxFailures(null, "99999999999999999999").getMessage())
                .isEqualTo("“Maximum failed recipients” must be a whole number from 0 to 9223372036854775807");
    }

    @Test
    void numbersTakeNoVariables() {
        CheckFormValidation builder = jenkins.jenkins.getDescriptorByType(KoreNotifyStatusBuilder.DescriptorImpl.class);

        assertThat(builder.doCheckRetries(null, "${RETRIES}").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(builder.doCheckTimeout(null, "${TIMEOUT}", null).kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(builder.doCheckMaxFailures(null, "${MOST}").kind).isEqualTo(FormValidation.Kind.OK);
    }

    @Test
    void whatIsWrongWithTheMinimumIsSaidAtItsOwnFieldOnly() {
        DescriptorImpl form = jenkins.jenkins.getDescriptorByType(DescriptorImpl.class);

        for (String wrong : List.of("x", "101", "-1", "${RATE}")) {
            assertThat(form.doCheckUnstableSuccessRate(null, "95", wrong).kind)
                    .as(wrong)
                    .isEqualTo(FormValidation.Kind.OK);
        }
    }

    private KoreNotifyStatusStep configRoundTrip(KoreNotifyStatusStep step) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new StepHolder(step));
        return jenkins.configRoundtrip(job)
                .getBuildersList()
                .get(StepHolder.class)
                .getStep();
    }

    private static KoreNotifyStatusStep full() {
        KoreNotifyStatusStep full = new KoreNotifyStatusStep();
        full.setRequestIds(List.of("ds-2", "ds-3"));
        full.setConnection("shop");
        full.setCredentialsId(KoreFixture.CREDENTIALS_ID);
        full.setStreamId("st-other");
        full.setMinSuccessRate(new BigDecimal("99.95"));
        full.setUnstableSuccessRate(90);
        full.setMaxFailures(7);
        full.setMinRecipients("3");
        full.setFailFast(false);
        full.setTimeout(2);
        full.setUnit(TimeUnit.HOURS);
        full.setWaitForCompletion(false);
        full.setOnTimeout(InconclusiveAction.UNSTABLE);
        full.setOnError(InconclusiveAction.IGNORE);
        full.setPropagate(false);
        full.setRetries(4);
        full.setName("Staff");
        full.setArchive(false);
        return full;
    }
}
