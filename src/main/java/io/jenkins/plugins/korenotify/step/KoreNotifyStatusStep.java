package io.jenkins.plugins.korenotify.step;

import hudson.AbortException;
import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.DoNotUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * {@code koreNotifyStatus}: waits until outbound notification requests are finished at Kore.ai, compares the
 * delivered recipients with thresholds, and returns a {@link KoreNotifyStatusResult}.
 */
public final class KoreNotifyStatusStep extends Step {
    private final CheckSettings settings = new CheckSettings();

    /** A check with all defaults; what to check is set afterwards. */
    @DataBoundConstructor
    public KoreNotifyStatusStep() {
        // Nothing is mandatory by itself: a request may be named in either of two ways.
    }

    @Override
    public StepExecution start(StepContext context) throws AbortException {
        return new KoreNotifyStatusExecution(settings, context);
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
    public static final class DescriptorImpl extends StepDescriptor implements CheckFormValidation {
        @Override
        public String getFunctionName() {
            return "koreNotifyStatus";
        }

        @Override
        public boolean expandsVariables() {
            return false;
        }

        @Override
        public String getDisplayName() {
            return Messages.KoreNotifyStatus_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class);
        }

        @Override
        public String argumentsToString(Map<String, Object> namedArgs) {
            Object one = namedArgs.get("requestId");
            Object shown = one == null ? namedArgs.get("requestIds") : one;
            return shown == null ? null : shown.toString();
        }
    }
}
