package io.jenkins.plugins.korenotify.benchmark;

import com.sun.management.OperatingSystemMXBean;
import hudson.ExtensionList;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.korenotify.connection.KoreConfiguration;
import io.jenkins.plugins.korenotify.connection.KoreConnection;
import io.jenkins.plugins.korenotify.connection.TestBot;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.actions.TimingAction;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.nodes.StepAtomNode;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** The measured side: what the benchmark has done within the controller. */
final class Controller {
    /** The name of the connection. */
    static final String CONNECTION = "waits";

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int TIMER_THREADS = 10;
    // More than these begin one after the other, as builds in earnest do, or Jenkins is busy with beginning alone.
    private static final int MAX_AT_ONCE = 500;
    private static final long BETWEEN_STARTS = 50;

    private static ThreadCounts threads;
    private static ProgramWrites writes;

    private Controller() {}

    /**
     * How a build that waited ended.
     *
     * @param result its result; null while it is not over
     * @param stepBeganAt when its first step began, in milliseconds since the epoch
     * @param endedAt when it ended, in milliseconds since the epoch
     * @param nodes flow nodes of the whole Pipeline
     * @param steps flow nodes of its steps
     * @param writes how often its program was stored, from its very start to its very end
     * @param largestWrite the most bytes of it
     */
    record Ended(String result, long stepBeganAt, long endedAt, int nodes, int steps, int writes, long largestWrite)
            implements Serializable {}

    /** Makes the connection and begins to count. */
    static void prepare(JenkinsRule rule, String url) throws Exception {
        TestBot.store(TestBot.credentials("app"));
        KoreConnection connection = new KoreConnection(CONNECTION);
        connection.setUrl(url);
        connection.setCredentialsId("app");
        KoreConfiguration.get().setConnections(List.of(connection));
        threads = new ThreadCounts();
        writes = new ProgramWrites();
        ExtensionList.lookup(RunListener.class).add(new StartListener());
        // Jenkins' timer makes its threads one by one, whatever for. A controller that is up for long has them all.
        for (int i = 0; i < TIMER_THREADS; i++) {
            Timer.get().schedule(() -> {}, 1, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Starts as many Pipelines of the same script, in which {@code %d} stands for the number, and {@code %b} for the
     * number of one of ten bots.
     */
    static void start(JenkinsRule rule, String name, String script, int number) throws Exception {
        List<WorkflowJob> jobs = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            String numbered = script.replace("%d", String.valueOf(i)).replace("%b", String.valueOf(i % 10));
            jobs.add(job(name, i, new CpsFlowDefinition(numbered, true)));
        }
        schedule(jobs);
    }

    /** Starts as many Pipelines of a script outside the sandbox, which finds the number at the end of its job's name. */
    static void startTrusted(JenkinsRule rule, String name, String script, int number) throws Exception {
        List<WorkflowJob> jobs = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            jobs.add(job(name, i, new CpsFlowDefinition(script, false)));
        }
        schedule(jobs);
    }

    private static WorkflowJob job(String name, int number, CpsFlowDefinition program) throws IOException {
        WorkflowJob job = Jenkins.get().createProject(WorkflowJob.class, name + "-" + number);
        job.setDefinition(program);
        return job;
    }

    private static void schedule(List<WorkflowJob> jobs) throws InterruptedException {
        for (WorkflowJob job : jobs) {
            job.scheduleBuild2(0);
            if (jobs.size() > MAX_AT_ONCE) {
                Thread.sleep(BETWEEN_STARTS);
            }
        }
    }

    /** How many of them have come to their step. */
    static int waiting(JenkinsRule rule, String name, int number) {
        return (int) runs(name, number).stream().filter(Controller::isWaiting).count();
    }

    /** How many of them are over. */
    static int over(JenkinsRule rule, String name, int number) {
        return (int)
                runs(name, number).stream().filter(run -> !run.isBuilding()).count();
    }

    /** Aborts those that are not over. */
    static void abort(JenkinsRule rule, String name, int number) {
        for (WorkflowRun run : runs(name, number)) {
            if (run.isBuilding() && run.getExecutor() != null) {
                run.getExecutor().interrupt(Result.ABORTED);
            }
        }
    }

    /** How they ended. */
    static ArrayList<Ended> ended(JenkinsRule rule, String name, int number) {
        ArrayList<Ended> ended = new ArrayList<>();
        runs(name, number).forEach(run -> ended.add(ended(run)));
        return ended;
    }

    /** Deletes them. */
    static void delete(JenkinsRule rule, String name, int number) throws IOException, InterruptedException {
        for (WorkflowRun run : runs(name, number)) {
            run.getParent().delete();
        }
    }

    /** The time from asking for a build that sleeps for a second to its end, in milliseconds; the most of five. */
    static long sleepOneSecond(JenkinsRule rule) throws Exception {
        long most = 0;
        WorkflowJob job = Jenkins.get().getItemByFullName("nap", WorkflowJob.class);
        if (job == null) {
            job = Jenkins.get().createProject(WorkflowJob.class, "nap");
            job.setDefinition(new CpsFlowDefinition("sleep 1", true));
        }
        for (int i = 0; i < 5; i++) {
            long before = System.nanoTime();
            rule.assertBuildStatusSuccess(job.scheduleBuild2(0));
            most = Math.max(most, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before));
        }
        return most;
    }

    /** CPU time that this process has used for anything but counting, in nanoseconds. */
    static long cpu(JenkinsRule rule) {
        return SYSTEM.getProcessCpuTime() - threads.cost();
    }

    /** CPU time by thread, in nanoseconds. */
    static TreeMap<String, Long> cpuByThread(JenkinsRule rule) {
        return ThreadCounts.cpuByName();
    }

    /** Bytes of the heap in use after garbage collection. */
    static long heap(JenkinsRule rule) throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(200);
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    /** The most threads that there were within a time. */
    static ThreadCounts.Count maxThreads(JenkinsRule rule, long from, long to) {
        return threads.most(from, to);
    }

    /** Threads by name. */
    static TreeMap<String, Integer> threadsByName(JenkinsRule rule) {
        return ThreadCounts.byName();
    }

    private static List<WorkflowRun> runs(String name, int number) {
        List<WorkflowRun> runs = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            WorkflowJob job = Jenkins.get().getItemByFullName(name + "-" + i, WorkflowJob.class);
            if (job != null && job.getLastBuild() != null) {
                runs.add(job.getLastBuild());
            }
        }
        return runs;
    }

    private static boolean isWaiting(WorkflowRun run) {
        FlowExecution execution = run.getExecution();
        return execution != null && execution.getCurrentHeads().stream().anyMatch(StepAtomNode.class::isInstance);
    }

    private static Ended ended(WorkflowRun run) {
        List<FlowNode> nodes = new DepthFirstScanner().allNodes(run.getExecution());
        List<FlowNode> steps =
                nodes.stream().filter(StepAtomNode.class::isInstance).toList();
        ProgramWrites.Stored stored = writes == null ? new ProgramWrites.Stored(0, 0) : writes.of(run);
        return new Ended(
                run.isBuilding() ? null : String.valueOf(run.getResult()),
                steps.isEmpty() ? 0 : TimingAction.getStartTime(steps.get(steps.size() - 1)),
                run.getStartTimeInMillis() + run.getDuration(),
                nodes.size(),
                steps.size(),
                stored.count(),
                stored.largest());
    }

    /** Counts what is stored of a build from its first moment. */
    private static final class StartListener extends RunListener<Run<?, ?>> {
        @Override
        public void onStarted(Run<?, ?> run, TaskListener listener) {
            try {
                writes.watch(run);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
