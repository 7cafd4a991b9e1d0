package io.jenkins.plugins.korenotify.step;

import hudson.Extension;
import hudson.model.AbstractProject;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import org.kohsuke.stapler.DataBoundConstructor;

/** Puts the form of the Pipeline step into that of a freestyle job, so that it can be submitted and bound. */
public final class StepHolder extends Builder {
    // Steps are not made to be stored with a job.
    private final transient KoreNotifyStatusStep step;

    @DataBoundConstructor
    public StepHolder(KoreNotifyStatusStep step) {
        this.step = step;
    }

    public KoreNotifyStatusStep getStep() {
        return step;
    }

    @Extension
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {
        @Override
        public boolean isApplicable(@SuppressWarnings("rawtypes") Class<? extends AbstractProject> jobType) {
            return true;
        }
    }
}
