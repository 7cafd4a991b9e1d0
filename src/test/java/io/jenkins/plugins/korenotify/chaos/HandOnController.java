package io.jenkins.plugins.korenotify.chaos;

import hudson.model.AbstractBuild;
import hudson.model.Job;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** Ends builds as somebody would in Jenkins' pages; runs within the controller. */
final class HandOnController {
    private HandOnController() {}

    /** What came of an attempt. */
    enum Answer {
        /** The build has not begun. */
        NOT_STARTED,
        /** It is over. */
        OVER,
        /** It was ended. */
        DONE
    }

    /** Ends the last build of a job, if it runs. */
    static Answer end(JenkinsRule rule, String name, PlannedEnd planned) throws Exception {
        try (ACLContext context = ACL.as2(ACL.SYSTEM2)) {
            Job<?, ?> job = Jenkins.get().getItemByFullName(name, Job.class);
            Run<?, ?> run = job == null ? null : job.getLastBuild();
            if (run == null) {
                return Answer.NOT_STARTED;
            }
            if (!run.isBuilding()) {
                return Answer.OVER;
            }
            switch (planned.way()) {
                case ABORT -> abort(run);
                case KILL -> kill((WorkflowRun) run, planned.gap());
                case DELETE -> job.delete();
            }
            return Answer.DONE;
        }
    }

    private static void abort(Run<?, ?> run) throws Exception {
        if (run instanceof WorkflowRun pipeline) {
            pipeline.doStop();
        } else {
            ((AbstractBuild<?, ?>) run).doStop();
        }
    }

    private static void kill(WorkflowRun run, long gap) throws InterruptedException {
        run.doTerm();
        Thread.sleep(gap);
        run.doKill();
    }
}
