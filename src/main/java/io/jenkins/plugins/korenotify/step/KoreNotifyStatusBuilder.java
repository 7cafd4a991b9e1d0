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
 * workspace is needed only to read request IDs from a file.
 */
public final class KoreNotifyStatusBuilder extends Builder implements SimpleBuildStep {
    private final CheckSettings settings = new CheckSettings();
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
        CheckSettings expanded = run instanceof AbstractBuild ? settings.expanded(env::expand) : settings;
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

    /** A request's ID, {@code ds-…}. */
    public String getRequestId() {
        return settings.requestId();
    }

    @DataBoundSetter
    public void setRequestId(String requestId) {
        settings.requestId(requestId);
    }

    /** More request IDs. */
    public List<String> getRequestIds() {
        return settings.requestIds();
    }

    /** The same as the form shows them, one per line. */
    @Restricted(DoNotUse.class) // Jelly
    public String getRequestIdsText() {
        return settings.requestIds() == null ? null : String.join("\n", settings.requestIds());
    }

    @DataBoundSetter
    public void setRequestIds(List<String> requestIds) {
        settings.requestIds(requestIds);
    }

    /** The name of a connection. */
    public String getConnection() {
        return settings.connection();
    }

    @DataBoundSetter
    public void setConnection(String connection) {
        settings.connection(connection);
    }

    /** Credentials other than the connection's. */
    public String getCredentialsId() {
        return settings.credentialsId();
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        settings.credentialsId(credentialsId);
    }

    /** A stream (bot) ID other than the connection's. */
    public String getStreamId() {
        return settings.streamId();
    }

    @DataBoundSetter
    public void setStreamId(String streamId) {
        settings.streamId(streamId);
    }

    /** Percent of the recipients that must be delivered to pass. */
    public Object getMinSuccessRate() {
        return CheckSettings.numberOrText(settings.minSuccessRate());
    }

    /** Takes any number or text. */
    @DataBoundSetter
    public void setMinSuccessRate(Object minSuccessRate) {
        settings.minSuccessRate(minSuccessRate);
    }

    /** Percent of the recipients that must be delivered for UNSTABLE instead of FAILED. */
    public Object getUnstableSuccessRate() {
        return CheckSettings.numberOrText(settings.unstableSuccessRate());
    }

    /** Takes any number or text. */
    @DataBoundSetter
    public void setUnstableSuccessRate(Object unstableSuccessRate) {
        settings.unstableSuccessRate(unstableSuccessRate);
    }

    /** The largest allowed number of failed recipients. */
    public Object getMaxFailures() {
        return CheckSettings.numberOrText(settings.maxFailures());
    }

    /** Takes any number or text. */
    @DataBoundSetter
    public void setMaxFailures(Object maxFailures) {
        settings.maxFailures(maxFailures);
    }

    /** The smallest allowed number of recipients. */
    public Object getMinRecipients() {
        return CheckSettings.numberOrText(settings.minRecipients());
    }

    /** Takes any number or text. */
    @DataBoundSetter
    public void setMinRecipients(Object minRecipients) {
        settings.minRecipients(minRecipients);
    }

    /** Whether FAILED is given as soon as it is certain. */
    public boolean isFailFast() {
        return settings.failFast();
    }

    @DataBoundSetter
    public void setFailFast(boolean failFast) {
        settings.failFast(failFast);
    }

    /** The time after which the check ends. */
    public int getTimeout() {
        return settings.timeout();
    }

    @DataBoundSetter
    public void setTimeout(int timeout) {
        settings.timeout(timeout);
    }

    /** The unit of the timeout. */
    public TimeUnit getUnit() {
        return settings.unit();
    }

    @DataBoundSetter
    public void setUnit(TimeUnit unit) {
        settings.unit(unit);
    }

    /** Whether to wait until the requests are finished. */
    public boolean isWaitForCompletion() {
        return settings.waitForCompletion();
    }

    @DataBoundSetter
    public void setWaitForCompletion(boolean waitForCompletion) {
        settings.waitForCompletion(waitForCompletion);
    }

    /** The effect of a check that is not finished in time. */
    public InconclusiveAction getOnTimeout() {
        return settings.onTimeout();
    }

    @DataBoundSetter
    public void setOnTimeout(InconclusiveAction onTimeout) {
        settings.onTimeout(onTimeout);
    }

    /** The effect of a check without a usable response. */
    public InconclusiveAction getOnError() {
        return settings.onError();
    }

    @DataBoundSetter
    public void setOnError(InconclusiveAction onError) {
        settings.onError(onError);
    }

    /** How often a failed poll is repeated in a row; null: by default. */
    public Integer getRetries() {
        return settings.retries();
    }

    @DataBoundSetter
    public void setRetries(Integer retries) {
        settings.retries(retries);
    }

    /** What tells the check from the others of the build; null: by default. */
    public String getName() {
        return settings.name();
    }

    @DataBoundSetter
    public void setName(String name) {
        settings.name(name);
    }

    /** Whether the result is archived as a JSON document. */
    public boolean isArchive() {
        return settings.archive();
    }

    @DataBoundSetter
    public void setArchive(boolean archive) {
        settings.archive(archive);
    }

    /** Whether the verdict sets the result of the build. */
    public boolean isPropagate() {
        return settings.propagate();
    }

    @DataBoundSetter
    public void setPropagate(boolean propagate) {
        settings.propagate(propagate);
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
