package io.jenkins.plugins.korenotify.chaos;

import hudson.model.Descriptor.FormException;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.korenotify.connection.KoreConfiguration;
import io.jenkins.plugins.korenotify.connection.KoreConnection;
import io.jenkins.plugins.korenotify.connection.TestBot;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.report.KoreNotifyStatusAction;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** What a chaos run has done within the controller. */
final class ChaosController {
    /** The name of the connection. */
    static final String CONNECTION = "chaos";

    // Of a build without a verdict, what its log ends with.
    private static final int LAST_LINES = 12;

    private ChaosController() {}

    /** How the build of a job stands. */
    enum Stand {
        /** There is none. */
        NOT_STARTED,
        /** It runs, or is about to. */
        UNDER_WAY,
        /** It is over, or there is nothing of it that could go on; no verdict is kept. */
        DEAD,
        /** It keeps a verdict, and no check goes on. */
        JUDGED
    }

    /**
     * A verdict that a build keeps.
     *
     * @param doubt empty unless INCONCLUSIVE
     * @param startedAt when the check began, in milliseconds since the epoch
     * @param endedAt when the verdict was given, likewise
     */
    record Kept(String verdict, String inconclusiveReason, String reason, long startedAt, long endedAt)
            implements Serializable {}

    /**
     * How a job's builds ended.
     *
     * @param builds how many there are, without those of which nothing but a folder is there
     * @param result the last one's; null while it is not over
     * @param checking whether it still waits for a check
     * @param kept its verdicts
     * @param wentOn how often its log says that the script went on behind the check
     * @param trouble the first line of a stack trace in its log, and of what class; empty if there is none
     * @param ownTraces lines of stack traces that name the plugin
     * @param end the last lines of its log and how far its program is, if it keeps no verdict or is not over
     */
    record Ended(
            int builds,
            String result,
            boolean checking,
            ArrayList<Kept> kept,
            int wentOn,
            String failure,
            int ownTraces,
            String end)
            implements Serializable {}

    /** Makes the connection. */
    static void prepare(JenkinsRule rule, String url) throws Exception {
        TestBot.store(TestBot.credentials("app"));
        KoreConnection connection = new KoreConnection(CONNECTION);
        connection.setUrl(url);
        connection.setCredentialsId("app");
        KoreConfiguration.get().setConnections(List.of(connection));
    }

    /**
     * Starts a build of each of these scripts, a job for each, spread over so many milliseconds; does not wait. A job
     * that is there already, as it was made just before a kill, is used.
     */
    static void feed(JenkinsRule rule, TreeMap<String, String> scripts, long span) {
        Thread feeder = new Thread(() -> {
            try (ACLContext context = ACL.as2(ACL.SYSTEM2)) {
                for (var script : scripts.entrySet()) {
                    WorkflowJob job = job(script.getKey(), script.getValue());
                    if (job.getLastBuild() == null) {
                        job.scheduleBuild2(0);
                    }
                    Thread.sleep(span / scripts.size());
                }
            } catch (IOException | FormException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        feeder.setDaemon(true);
        feeder.start();
    }

    private static WorkflowJob job(String name, String script) throws IOException, FormException {
        WorkflowJob job = Jenkins.get().getItemByFullName(name, WorkflowJob.class);
        if (job == null) {
            job = Jenkins.get().createProject(WorkflowJob.class, name);
        }
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    /** How the builds of these jobs stand, by name. */
    static TreeMap<String, Stand> stands(JenkinsRule rule, ArrayList<String> names) {
        TreeMap<String, Stand> stands = new TreeMap<>();
        for (String name : names) {
            stands.put(name, stand(Jenkins.get().getItemByFullName(name, WorkflowJob.class)));
        }
        return stands;
    }

    private static Stand stand(WorkflowJob job) {
        if (job == null || job.getLastBuild() == null) {
            return job != null && job.isInQueue() ? Stand.UNDER_WAY : Stand.NOT_STARTED;
        }
        WorkflowRun run = job.getLastBuild();
        if (!kept(run).isEmpty()) {
            return isChecking(run) ? Stand.UNDER_WAY : Stand.JUDGED;
        }
        return run.isBuilding() && run.getExecution() != null ? Stand.UNDER_WAY : Stand.DEAD;
    }

    /** How they ended, by name; jobs without a build are left out. */
    static TreeMap<String, Ended> ended(JenkinsRule rule, ArrayList<String> names) throws IOException {
        TreeMap<String, Ended> all = new TreeMap<>();
        for (String name : names) {
            WorkflowJob job = Jenkins.get().getItemByFullName(name, WorkflowJob.class);
            if (job != null && job.getLastBuild() != null) {
                all.put(name, ended(job));
            }
        }
        return all;
    }

    private static Ended ended(WorkflowJob job) throws IOException {
        WorkflowRun run = job.getLastBuild();
        ArrayList<Kept> kept = kept(run);
        List<String> log = JenkinsRule.getLog(run).lines().toList();
        String end = String.join("\n", log.subList(Math.max(0, log.size() - LAST_LINES), log.size()));
        FlowExecution execution = run.getExecution();
        return new Ended(
                (int) job.getBuilds().stream().count(),
                run.isBuilding() ? null : String.valueOf(run.getResult()),
                isChecking(run),
                kept,
                count(log, "went on: "),
                failure(log),
                (int) log.stream()
                        .filter(line -> line.startsWith("\tat ") && line.contains(".korenotify."))
                        .filter(line -> !line.contains(".korenotify.chaos."))
                        .count(),
                run.isBuilding()
                        ? end + "\n" + (execution == null ? null : heads(execution))
                        : kept.isEmpty() ? end : "");
    }

    private static boolean isChecking(WorkflowRun run) {
        FlowExecution execution = run.getExecution();
        return run.isBuilding()
                && execution != null
                && execution.getCurrentHeads().stream()
                        .anyMatch(head ->
                                head.isActive() && head.getDisplayFunctionName().equals("koreNotifyStatus"));
    }

    private static String heads(FlowExecution execution) {
        return (execution.isComplete() ? "complete, " : "")
                + execution.getCurrentHeads().stream()
                        .map(head -> head.getDisplayFunctionName() + (head.isActive() ? " active" : ""))
                        .toList();
    }

    private static ArrayList<Kept> kept(Run<?, ?> run) {
        ArrayList<Kept> kept = new ArrayList<>();
        KoreNotifyStatusAction action = run.getAction(KoreNotifyStatusAction.class);
        for (CheckResult record : action == null ? List.<CheckResult>of() : action.getResults()) {
            long startedAt = Instant.parse(record.getStartedAt()).toEpochMilli();
            kept.add(new Kept(
                    record.getVerdict().name(),
                    record.getInconclusiveReason() == null
                            ? ""
                            : record.getInconclusiveReason().name(),
                    record.getReasons().get(0),
                    startedAt,
                    startedAt + record.getDurationMillis()));
        }
        return kept;
    }

    private static String failure(List<String> log) {
        for (int i = 1; i < log.size(); i++) {
            if (log.get(i).startsWith("\tat ")) {
                return log.get(i - 1) + " " + log.get(i).strip();
            }
        }
        return "";
    }

    private static int count(List<String> log, String part) {
        return (int) log.stream().filter(line -> line.contains(part)).count();
    }
}
