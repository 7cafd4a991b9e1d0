package io.jenkins.plugins.korenotify.step;

import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import hudson.util.FormValidation;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import jenkins.tasks.SimpleBuildStep;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.DoNotUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * The check as a build step of freestyle and similar jobs. The build waits for the verdict on its own thread; a
 * workspace is needed only to read request IDs from a file. All other parameters are those of {@link
 * KoreNotifyStatusStep}.
 */
public final class KoreNotifyStatusBuilder extends Builder implements SimpleBuildStep {
    private final KoreNotifyStatusStep settings = new KoreNotifyStatusStep();
    private String requestIdsFile;

    /** A check with all defaults; what to check is set afterwards. */
    @DataBoundConstructor
    public KoreNotifyStatusBuilder() {
        // Nothing is mandatory by itself: a request may be named in any of three ways.
    }

    @Override
    public boolean requiresWorkspace() {
        return requestIdsFile != null;
    }

    @Override
    public void perform(Run<?, ?> run, FilePath workspace, EnvVars env, Launcher launcher, TaskListener listener)
            throws InterruptedException, IOException {
        if (requestIdsFile == null) {
            perform(run, env, listener);
            return;
        }
        String file = run instanceof AbstractBuild ? env.expand(requestIdsFile) : requestIdsFile;
        check(run, env, listener, new RequestIdsFile(workspace, file).read());
    }

    @Override
    public void perform(Run<?, ?> run, EnvVars env, TaskListener listener) throws InterruptedException, IOException {
        check(run, env, listener, null);
    }

    private void check(Run<?, ?> run, EnvVars env, TaskListener listener, String saved)
            throws InterruptedException, IOException {
        // Pipeline expands variables itself, in Groovy.
        KoreNotifyStatusStep expanded = run instanceof AbstractBuild ? settings.expanded(env::expand) : settings;
        BuildOutcome outcome = BlockingCheck.run(run, listener, expanded, ValidatedCheck.of(expanded, saved));
        VerdictEnvironment.add(run, outcome.checked());
        if (outcome.result() == Result.FAILURE) {
            throw new CheckFailedException(new KoreNotifyStatusResult(outcome.checked()));
        }
        if (outcome.result() == Result.UNSTABLE) {
            run.setResult(Result.UNSTABLE);
        }
    }

    /** A file in the workspace with request IDs, or with send responses. */
    public String getRequestIdsFile() {
        return requestIdsFile;
    }

    @DataBoundSetter
    public void setRequestIdsFile(String requestIdsFile) {
        this.requestIdsFile = Util.fixEmptyAndTrim(requestIdsFile);
    }

    public String getRequestId() {
        return settings.getRequestId();
    }

    @DataBoundSetter
    public void setRequestId(String requestId) {
        settings.setRequestId(requestId);
    }

    public List<String> getRequestIds() {
        return settings.getRequestIds();
    }

    @Restricted(DoNotUse.class) // Jelly
    public String getRequestIdsText() {
        return settings.getRequestIdsText();
    }

    @DataBoundSetter
    public void setRequestIds(List<String> requestIds) {
        settings.setRequestIds(requestIds);
    }

    public String getConnection() {
        return settings.getConnection();
    }

    @DataBoundSetter
    public void setConnection(String connection) {
        settings.setConnection(connection);
    }

    public String getCredentialsId() {
        return settings.getCredentialsId();
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        settings.setCredentialsId(credentialsId);
    }

    public String getStreamId() {
        return settings.getStreamId();
    }

    @DataBoundSetter
    public void setStreamId(String streamId) {
        settings.setStreamId(streamId);
    }

    public Object getMinSuccessRate() {
        return settings.getMinSuccessRate();
    }

    @DataBoundSetter
    public void setMinSuccessRate(Object minSuccessRate) {
        settings.setMinSuccessRate(minSuccessRate);
    }

    public Object getUnstableSuccessRate() {
        return settings.getUnstableSuccessRate();
    }

    @DataBoundSetter
    public void setUnstableSuccessRate(Object unstableSuccessRate) {
        settings.setUnstableSuccessRate(unstableSuccessRate);
    }

    public Object getMaxFailures() {
        return settings.getMaxFailures();
    }

    @DataBoundSetter
    public void setMaxFailures(Object maxFailures) {
        settings.setMaxFailures(maxFailures);
    }

    public Object getMinRecipients() {
        return settings.getMinRecipients();
    }

    @DataBoundSetter
    public void setMinRecipients(Object minRecipients) {
        settings.setMinRecipients(minRecipients);
    }

    public boolean isFailFast() {
        return settings.isFailFast();
    }

    @DataBoundSetter
    public void setFailFast(boolean failFast) {
        settings.setFailFast(failFast);
    }

    public int getTimeout() {
        return settings.getTimeout();
    }

    @DataBoundSetter
    public void setTimeout(int timeout) {
        settings.setTimeout(timeout);
    }

    public TimeUnit getUnit() {
        return settings.getUnit();
    }

    @DataBoundSetter
    public void setUnit(TimeUnit unit) {
        settings.setUnit(unit);
    }

    public boolean isWaitForCompletion() {
        return settings.isWaitForCompletion();
    }

    @DataBoundSetter
    public void setWaitForCompletion(boolean waitForCompletion) {
        settings.setWaitForCompletion(waitForCompletion);
    }

    public InconclusiveAction getOnTimeout() {
        return settings.getOnTimeout();
    }

    @DataBoundSetter
    public void setOnTimeout(InconclusiveAction onTimeout) {
        settings.setOnTimeout(onTimeout);
    }

    public InconclusiveAction getOnError() {
        return settings.getOnError();
    }

    @DataBoundSetter
    public void setOnError(InconclusiveAction onError) {
        settings.setOnError(onError);
    }

    public Integer getRetries() {
        return settings.getRetries();
    }

    @DataBoundSetter
    public void setRetries(Integer retries) {
        settings.setRetries(retries);
    }

    public String getName() {
        return settings.getName();
    }

    @DataBoundSetter
    public void setName(String name) {
        settings.setName(name);
    }

    public boolean isArchive() {
        return settings.isArchive();
    }

    @DataBoundSetter
    public void setArchive(boolean archive) {
        settings.setArchive(archive);
    }

    public boolean isPropagate() {
        return settings.isPropagate();
    }

    @DataBoundSetter
    public void setPropagate(boolean propagate) {
        settings.setPropagate(propagate);
    }

    /** Form and description. */
    @Extension
    @Symbol("koreNotifyStatus")
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> implements CheckFormValidation {
        @Override
        public String getDisplayName() {
            return Messages.KoreNotifyStatus_displayName();
        }

        @Override
        @SuppressWarnings("rawtypes")
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }

        @Override
        public boolean expandsVariables() {
            return true;
        }

        /** A field's help: the step's, where both mean the same. */
        @Override
        public String getHelpFile(String fieldName) {
            String own = super.getHelpFile(fieldName);
            return own == null
                    ? Jenkins.get()
                            .getDescriptorOrDie(KoreNotifyStatusStep.class)
                            .getHelpFile(fieldName)
                    : own;
        }

        @POST
        public FormValidation doCheckRequestIdsFile(@AncestorInPath Item item, @QueryParameter String value) {
            return checked(
                    item,
                    value,
                    path -> RequestIdsFile.seemsInside(path)
                            ? FormValidation.ok()
                            : FormValidation.error(Messages.CheckFormValidation_fileOutside()));
        }
    }
}
