package io.jenkins.plugins.korenotify;

import com.cloudbees.hudson.plugins.folder.Folder;
import io.jenkins.plugins.korenotify.step.KoreNotifyStatusStep;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.nodes.StepAtomNode;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** Pipelines, run in the sandbox, and the checks in them. */
public final class Pipelines {
    private Pipelines() {}

    /** The job of this name, made unless it is there, with this script. */
    public static WorkflowJob job(JenkinsRule jenkins, String name, String script) throws Exception {
        WorkflowJob job = jenkins.jenkins.getItemByFullName(name, WorkflowJob.class);
        return with(job == null ? jenkins.createProject(WorkflowJob.class, name) : job, script);
    }

    /** A new job in a folder. */
    public static WorkflowJob job(Folder folder, String name, String script) throws Exception {
        return with(folder.createProject(WorkflowJob.class, name), script);
    }

    private static WorkflowJob with(WorkflowJob job, String script) throws Exception {
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    /** A build of the job of this name, under way. */
    public static WorkflowRun start(JenkinsRule jenkins, String name, String script) throws Exception {
        return job(jenkins, name, script).scheduleBuild2(0).waitForStart();
    }

    /** A build of the job of this name, over. */
    public static WorkflowRun run(JenkinsRule jenkins, String name, String script) throws Exception {
        return jenkins.waitForCompletion(start(jenkins, name, script));
    }

    /** The nodes of the step in a build. */
    public static List<FlowNode> checks(WorkflowRun run) {
        return new DepthFirstScanner()
                .filteredNodes(
                        run.getExecution(),
                        node -> node instanceof StepAtomNode step
                                && step.getDescriptor() instanceof KoreNotifyStatusStep.DescriptorImpl);
    }
}
