package io.jenkins.plugins.korenotify.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.korenotify.KoreFixture;
import io.jenkins.plugins.korenotify.Pipelines;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.FaultPlan;
import io.jenkins.plugins.korenotify.simulator.Faults;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.workflow.actions.ErrorAction;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.BlockEndNode;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Every threshold, every verdict and every way to take it, in scripted and Declarative Pipelines and in freestyle jobs:
 * what becomes of build, stage and step, and what the result says.
 */
@WithJenkins
class VerdictTableTest {
    private static final String FIELDS =
            "${r.verdict} ${r.inconclusiveReason} of ${r.total}: ${r.delivered} delivered, "
                    + "${r.failed} failed, ${r.pending} pending, ${r.successRate} %, ${r.reasons[0]}";

    private static JenkinsRule jenkins;
    private static KoreFixture kore;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        kore = KoreFixture.start();
        kore.connect("bank");
    }

    @AfterAll
    static void stop() throws Exception {
        kore.close();
        jenkins.after();
    }

    /** What Kore.ai says of a request; each check has one of its own. */
    private enum Request {
        /** 995 of 1000 were reached. */
        SENT {
            @Override
            void prepare(String id) {
                kore.finished(id, 1000, 5);
            }
        },
        NOBODY {
            @Override
            void prepare(String id) {
                kore.finished(id, 0, 0);
            }
        },
        /** At first 2 of 4 failed, at last all 10 were reached. */
        MENDED {
            @Override
            void prepare(String id) {
                kore.finished(id, 10, 0);
                kore.faults(
                        id,
                        FaultPlan.times(
                                1,
                                Faults.json("{\"statusLogs\":[{\"status\":\"FAILURE\"},{\"status\":\"FAILURE\"}],"
                                        + "\"count\":4,\"status\":\"IN_PROGRESS\"}")));
            }
        },
        /** Finished, with a recipient of whom nothing is said. */
        OPEN {
            @Override
            void prepare(String id) {
                kore.openEnded(id);
            }
        },
        REFUSED {
            @Override
            void prepare(String id) {
                kore.finished(id, 10, 0);
                kore.faults(id, FaultPlan.always(Faults.error(401)));
            }
        },
        ENDLESS {
            @Override
            void prepare(String id) {
                kore.running(id, 40, DeliveryCurve.NEVER, Duration.ofSeconds(60));
            }
        };

        abstract void prepare(String id);
    }

    /** A check, and what must come of it. */
    private record Row(Request request, Map<String, Object> settings, Result result, String fields, String inLog) {
        @Override
        public String toString() {
            return request + " " + settings;
        }

        /** The check as Groovy arguments. */
        String arguments(String id) {
            return "requestId: '" + id + "'"
                    + settings.entrySet().stream()
                            .map(entry -> ", " + entry.getKey() + ": "
                                    + (entry.getValue() instanceof String text ? "'" + text + "'" : entry.getValue()))
                            .collect(Collectors.joining());
        }
    }

    private static Row row(Request request, Result result, String fields, String inLog, Object... settings) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put((String) settings[i], settings[i + 1]);
        }
        return new Row(request, map, result, fields, inLog);
    }

    private static BigDecimal decimal(String number) {
        return new BigDecimal(number);
    }

    static Stream<Row> rows() {
        String sent = " null of 1000: 995 delivered, 5 failed, 0 pending, 99.5 %, ";
        String open = "INCONCLUSIVE INCOMPLETE of 2: 1 delivered, 0 failed, 1 pending, 50 %, ";
        String refused = "INCONCLUSIVE NO_RESPONSE of 0: 0 delivered, 0 failed, 0 pending, null %, ";
        String endless = "INCONCLUSIVE TIMEOUT of 40: ";
        return Stream.of(
                row(
                        Request.SENT,
                        Result.SUCCESS,
                        "PASSED" + sent
                                + "995 of 1000 recipients delivered: success rate 99.5%, at least 99.5% required",
                        "] PASSED: ",
                        "minSuccessRate",
                        decimal("99.5")),
                row(
                        Request.SENT,
                        Result.FAILURE,
                        "FAILED" + sent + "success rate 99.5% is below 99.51%: 995 of 1000 recipients delivered",
                        "] FAILED: ",
                        "minSuccessRate",
                        decimal("99.51")),
                row(Request.SENT, Result.FAILURE, "FAILED" + sent, "is below 100%"),
                row(
                        Request.SENT,
                        Result.UNSTABLE,
                        "UNSTABLE" + sent,
                        "success rate 99.5% is below 99.95%",
                        "minSuccessRate",
                        decimal("99.95"),
                        "unstableSuccessRate",
                        decimal("99.5")),
                row(
                        Request.SENT,
                        Result.FAILURE,
                        "FAILED" + sent,
                        "] FAILED: ",
                        "minSuccessRate",
                        decimal("99.95"),
                        "unstableSuccessRate",
                        decimal("99.51")),
                row(
                        Request.SENT,
                        Result.SUCCESS,
                        "FAILED" + sent,
                        "as propagate is false",
                        "unstableSuccessRate",
                        decimal("99.51"),
                        "propagate",
                        false),
                row(
                        Request.SENT,
                        Result.SUCCESS,
                        "UNSTABLE" + sent,
                        "as propagate is false",
                        "unstableSuccessRate",
                        99,
                        "propagate",
                        false),
                row(Request.SENT, Result.SUCCESS, "PASSED" + sent, "] PASSED: ", "minSuccessRate", 0, "maxFailures", 5),
                row(
                        Request.SENT,
                        Result.FAILURE,
                        "FAILED" + sent + "5 recipients failed, at most 4 allowed",
                        "] FAILED: ",
                        "minSuccessRate",
                        0,
                        "maxFailures",
                        4),
                row(
                        Request.SENT,
                        Result.SUCCESS,
                        "PASSED" + sent,
                        "] PASSED: ",
                        "minSuccessRate",
                        99,
                        "minRecipients",
                        1000),
                row(
                        Request.SENT,
                        Result.FAILURE,
                        "FAILED" + sent + "1000 recipients found, at least 1001 required",
                        "] FAILED: ",
                        "minSuccessRate",
                        99,
                        "minRecipients",
                        1001),
                row(
                        Request.NOBODY,
                        Result.FAILURE,
                        "FAILED null of 0: 0 delivered, 0 failed, 0 pending, null %, no recipients found, at least 1 required",
                        "] FAILED: "),
                row(
                        Request.MENDED,
                        Result.FAILURE,
                        "FAILED null of 4: 0 delivered, 2 failed, 2 pending, 0 %, ",
                        "; 1 poll in ",
                        "maxFailures",
                        1),
                row(
                        Request.MENDED,
                        Result.SUCCESS,
                        "PASSED null of 10: 10 delivered, 0 failed, 0 pending, 100 %, ",
                        "; 2 polls in ",
                        "maxFailures",
                        1,
                        "failFast",
                        false),
                inconclusiveReason(Request.OPEN, Result.FAILURE, open, "onError", "FAILURE", "onTimeout", "IGNORE"),
                inconclusiveReason(Request.OPEN, Result.UNSTABLE, open, "onError", "UNSTABLE", "onTimeout", "FAILURE"),
                inconclusiveReason(Request.OPEN, Result.SUCCESS, open, "onError", "IGNORE", "onTimeout", "FAILURE"),
                inconclusiveReason(
                        Request.REFUSED, Result.FAILURE, refused, "onError", "FAILURE", "onTimeout", "IGNORE"),
                inconclusiveReason(
                        Request.REFUSED, Result.UNSTABLE, refused, "onError", "UNSTABLE", "onTimeout", "FAILURE"),
                inconclusiveReason(
                        Request.REFUSED, Result.SUCCESS, refused, "onError", "IGNORE", "onTimeout", "FAILURE"),
                inconclusiveReason(
                        Request.ENDLESS, Result.FAILURE, endless, "onTimeout", "FAILURE", "onError", "IGNORE"),
                inconclusiveReason(
                        Request.ENDLESS, Result.UNSTABLE, endless, "onTimeout", "UNSTABLE", "onError", "FAILURE"),
                inconclusiveReason(
                        Request.ENDLESS, Result.SUCCESS, endless, "onTimeout", "IGNORE", "onError", "FAILURE"),
                row(
                        Request.ENDLESS,
                        Result.UNSTABLE,
                        endless,
                        "; 1 poll in ",
                        "waitForCompletion",
                        false,
                        "onTimeout",
                        "UNSTABLE"),
                row(
                        Request.REFUSED,
                        Result.SUCCESS,
                        refused + "Request ds-",
                        "as propagate is false",
                        "propagate",
                        false));
    }

    /** An inconclusive verdict is taken as one parameter says, whatever the other does. */
    private static Row inconclusiveReason(
            Request request, Result result, String fields, String asked, String what, String other, String otherwise) {
        return row(
                request,
                result,
                fields,
                "as " + asked + " is " + what,
                "minSuccessRate",
                10,
                asked,
                what,
                other,
                otherwise,
                "timeout",
                request == Request.ENDLESS ? 3 : 60,
                "unit",
                "SECONDS");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void holds(Row row) throws Exception {
        String name = "row-" + Integer.toHexString(row.toString().hashCode());
        WorkflowRun scripted = startScripted(row, name);
        WorkflowRun declarative = startDeclarative(row, name);
        FreeStyleBuild freestyle = startFreestyle(row, name);

        assertScripted(row, jenkins.waitForCompletion(scripted));
        assertDeclarative(row, jenkins.waitForCompletion(declarative));
        jenkins.assertBuildStatus(row.result(), jenkins.waitForCompletion(freestyle));
        jenkins.assertLogContains(row.inLog(), freestyle);
        jenkins.assertLogNotContains("\tat ", freestyle);
    }

    private static WorkflowRun startScripted(Row row, String name) throws Exception {
        String value = "ds-value-" + name;
        String check = "ds-scripted-" + name;
        row.request().prepare(value);
        row.request().prepare(check);
        String quietly = row.settings().containsKey("propagate") ? "" : ", propagate: false";
        return Pipelines.start(
                jenkins,
                "scripted-" + name,
                "parallel value: { def r = koreNotifyStatus(" + row.arguments(value) + quietly + "); echo \"" + FIELDS
                        + "\" }, effect: { stage('check') { koreNotifyStatus(" + row.arguments(check) + ") } }");
    }

    private static void assertScripted(Row row, WorkflowRun run) throws Exception {
        jenkins.assertBuildStatus(row.result(), run);
        jenkins.assertLogContains(row.inLog(), run);
        jenkins.assertLogContains(row.fields(), run);
        assertColour(row, run);
    }

    private static WorkflowRun startDeclarative(Row row, String name) throws Exception {
        String check = "ds-declarative-" + name;
        row.request().prepare(check);
        return Pipelines.start(jenkins, "declarative-" + name, """
                pipeline {
                  agent none
                  stages {
                    stage('check') {
                      steps { koreNotifyStatus(%s) }
                      post {
                        success { echo 'stage: SUCCESS' }
                        unstable { echo 'stage: UNSTABLE' }
                        failure { echo 'stage: FAILURE' }
                      }
                    }
                    stage('next') { steps { echo 'went on' } }
                  }
                }
                """.formatted(row.arguments(check)));
    }

    private static void assertDeclarative(Row row, WorkflowRun run) throws Exception {
        jenkins.assertBuildStatus(row.result(), run);
        jenkins.assertLogContains(row.inLog(), run);
        String log = JenkinsRule.getLog(run);
        assertThat(log.lines().filter(line -> line.startsWith("stage: "))).containsExactly("stage: " + row.result());
        assertThat(log.lines().anyMatch("went on"::equals)).isEqualTo(row.result() != Result.FAILURE);
        assertColour(row, run);
    }

    /** What colours steps and stages: a warning on the step, or an error on it and on the end of its stage. */
    private static void assertColour(Row row, WorkflowRun run) {
        List<FlowNode> warned = Pipelines.checks(run).stream()
                .filter(node -> node.getPersistentAction(WarningAction.class) != null)
                .toList();
        List<FlowNode> failed = Pipelines.checks(run).stream()
                .filter(node -> node.getError() != null)
                .toList();
        assertThat(warned).hasSize(row.result() == Result.UNSTABLE ? 1 : 0).allSatisfy(node -> {
            WarningAction warning = node.getPersistentAction(WarningAction.class);
            assertThat(warning.getResult()).isEqualTo(Result.UNSTABLE);
            assertThat(warning.getMessage()).contains("Kore.ai notification check ");
            assertThat(node.getEnclosingBlocks()).anyMatch(VerdictTableTest::isTheStage);
        });
        assertThat(failed).hasSize(row.result() == Result.FAILURE ? 1 : 0);
        List<FlowNode> ends = new DepthFirstScanner()
                .filteredNodes(
                        run.getExecution(),
                        node -> node instanceof BlockEndNode<?> end && isTheStage(end.getStartNode()));
        assertThat(ends)
                .hasSize(1)
                .allMatch(end ->
                        (end.getPersistentAction(ErrorAction.class) != null) == (row.result() == Result.FAILURE));
    }

    private static boolean isTheStage(FlowNode start) {
        LabelAction label = start.getPersistentAction(LabelAction.class);
        return label != null && "check".equals(label.getDisplayName());
    }

    private static FreeStyleBuild startFreestyle(Row row, String name) throws Exception {
        String check = "ds-freestyle-" + name;
        row.request().prepare(check);
        Map<String, Object> settings = new LinkedHashMap<>(row.settings());
        settings.put("requestId", check);
        FreeStyleProject job = jenkins.createFreeStyleProject("freestyle-" + name);
        job.getBuildersList().add(new DescribableModel<>(KoreNotifyStatusBuilder.class).instantiate(settings, null));
        return job.scheduleBuild2(0).waitForStart();
    }
}
