package io.jenkins.plugins.korenotify.chaos;

import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.korenotify.report.KoreNotifyStatusAction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** How builds stand, and how they ended; runs within the controller. */
final class BuildReader {
    // Of a build without a verdict, what its log ends with.
    private static final int LAST_LINES = 12;

    private BuildReader() {}

    /** How the build of a job stands. */
    enum Stand {
        /** There is none. */
        NOT_STARTED,
        /** It runs, or is about to. */
        UNDER_WAY,
        /** It is over, or there is nothing of it that could go on; no verdict is kept. */
        DEAD,
        /** It keeps verdicts, and no check goes on. */
        JUDGED
    }

    /** How the builds of these jobs stand, by name; they have so many checks. */
    static TreeMap<String, Stand> stands(JenkinsRule rule, TreeMap<String, Integer> jobs) {
        TreeMap<String, Stand> stands = new TreeMap<>();
        jobs.forEach((name, checks) -> stands.put(name, stand(job(name), checks)));
        return stands;
    }

    private static Stand stand(Job<?, ?> job, int checks) {
        Run<?, ?> run = job == null ? null : job.getLastBuild();
        if (run == null) {
            return job != null && job.isInQueue() ? Stand.UNDER_WAY : Stand.NOT_STARTED;
        }
        int kept = kept(run).size();
        boolean goesOn =
                run.isBuilding() && (!(run instanceof WorkflowRun pipeline) || pipeline.getExecution() != null);
        if (goesOn && (kept < checks || isChecking(run))) {
            return Stand.UNDER_WAY;
        }
        return kept == 0 ? Stand.DEAD : Stand.JUDGED;
    }

    /** How they ended, by name; jobs without a build are left out. */
    static TreeMap<String, Ended> ended(JenkinsRule rule, ArrayList<String> names) throws IOException {
        TreeMap<String, Ended> all = new TreeMap<>();
        for (String name : names) {
            Job<?, ?> job = job(name);
            if (job != null && job.getLastBuild() != null) {
                all.put(name, ended(job));
            }
        }
        return all;
    }

    private static Job<?, ?> job(String name) {
        return Jenkins.get().getItemByFullName(name, Job.class);
    }

    private static Ended ended(Job<?, ?> job) throws IOException {
        Run<?, ?> run = job.getLastBuild();
        ArrayList<Kept> kept = kept(run);
        List<String> log = JenkinsRule.getLog(run).lines().toList();
        String end = String.join("\n", log.subList(Math.max(0, log.size() - LAST_LINES), log.size()));
        return new Ended(
                (int) job.getBuilds().stream().count(),
                run.isBuilding() ? null : String.valueOf(run.getResult()),
                isChecking(run),
                kept,
                failure(log),
                (int) log.stream()
                        .filter(line -> line.startsWith("\tat ") && line.contains(".korenotify."))
                        .filter(line -> !line.contains(".korenotify.chaos."))
                        .count(),
                run.isBuilding() ? end + "\n" + heads(run) : kept.isEmpty() ? end : "");
    }

    private static boolean isChecking(Run<?, ?> run) {
        if (run instanceof WorkflowRun pipeline) {
            FlowExecution execution = pipeline.getExecution();
            return run.isBuilding()
                    && execution != null
                    && execution.getCurrentHeads().stream()
                            .anyMatch(head -> head.isActive()
                                    && head.getDisplayFunctionName().equals("koreNotifyStatus"));
        }
        KoreNotifyStatusAction action = run.getAction(KoreNotifyStatusAction.class);
        return run.isBuilding() && action != null && action.isAnyWaiting();
    }

    private static String heads(Run<?, ?> run) {
        FlowExecution execution = run instanceof WorkflowRun pipeline ? pipeline.getExecution() : null;
        if (execution == null) {
            return "no program";
        }
        return (execution.isComplete() ? "complete, " : "")
                + execution.getCurrentHeads().stream()
                        .map(head -> head.getDisplayFunctionName() + (head.isActive() ? " active" : ""))
                        .toList();
    }

    private static ArrayList<Kept> kept(Run<?, ?> run) {
        ArrayList<Kept> kept = new ArrayList<>();
        KoreNotifyStatusAction action = run.getAction(KoreNotifyStatusAction.class);
        if (action != null) {
            action.getResults().forEach(result -> kept.add(Kept.of(result)));
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
}
