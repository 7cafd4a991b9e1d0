package io.jenkins.plugins.korenotify.step;

import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.korenotify.engine.client.RequestIdParser;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * {@code koreNotifyStatus}: waits until outbound notification requests are finished at Kore.ai, compares the
 * delivered recipients with thresholds, and returns a {@link KoreNotifyStatusResult}.
 *
 * <p>Its parameters are as the user entered them, and those of the build step, too. Nothing is validated here; {@link
 * ValidatedCheck} does that when the check is about to run. A value that equals its default is not stored, so that a later
 * default reaches old jobs.
 */
public final class KoreNotifyStatusStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final String DEFAULT_MIN_SUCCESS_RATE = "100";
    private static final String DEFAULT_MIN_RECIPIENTS = "1";
    private static final int DEFAULT_TIMEOUT = 30;
    private static final int MAX_SCALE = 40;

    private static final Pattern SEPARATORS = Pattern.compile("[\\s,]+");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("0|[1-9]\\d{0,8}");

    private String requestId;
    private ArrayList<String> requestIds;
    private String connection;
    private String credentialsId;
    private String streamId;
    private String minSuccessRate;
    private String unstableSuccessRate;
    private String maxFailures;
    private String minRecipients;
    private Boolean failFast;
    private Integer timeout;
    private TimeUnit unit;
    private Boolean waitForCompletion;
    private InconclusiveAction onTimeout;
    private InconclusiveAction onError;
    private Boolean propagate;
    private Integer retries;
    private String name;
    private Boolean archive;

    /** A check with all defaults; what to check is set afterwards. */
    @DataBoundConstructor
    public KoreNotifyStatusStep() {
        // Nothing is mandatory by itself: a request may be named in either of two ways.
    }

    @Override
    public StepExecution start(StepContext context) throws AbortException {
        return new KoreNotifyStatusExecution(this, context);
    }

    /** A request's ID, {@code ds-…}. */
    public String getRequestId() {
        return requestId;
    }

    @DataBoundSetter
    public void setRequestId(String requestId) {
        this.requestId = Util.fixEmptyAndTrim(requestId);
    }

    /** More request IDs. */
    public List<String> getRequestIds() {
        return requestIds == null ? null : List.copyOf(requestIds);
    }

    /** The same as the form shows them, one per line. */
    @Restricted(NoExternalUse.class) // Jelly
    public String getRequestIdsText() {
        return requestIds == null ? null : String.join("\n", requestIds);
    }

    /** An element of several IDs, as the form's text box gives it, becomes several elements. */
    @DataBoundSetter
    public void setRequestIds(List<String> requestIds) {
        List<String> separate = requestIds == null
                ? List.of()
                : requestIds.stream().flatMap(KoreNotifyStatusStep::separateIds).toList();
        this.requestIds = separate.isEmpty() ? null : new ArrayList<>(separate);
    }

    private static Stream<String> separateIds(String text) {
        String ids = Util.fixNull(text).strip();
        return RequestIdParser.isJson(ids) || ids.indexOf('#') >= 0
                ? Stream.of(ids)
                : SEPARATORS.splitAsStream(ids).filter(id -> !id.isEmpty());
    }

    /** The name of a connection. */
    public String getConnection() {
        return connection;
    }

    @DataBoundSetter
    public void setConnection(String connection) {
        this.connection = Util.fixEmptyAndTrim(connection);
    }

    /** Credentials other than the connection's. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** A stream (bot) ID other than the connection's. */
    public String getStreamId() {
        return streamId;
    }

    @DataBoundSetter
    public void setStreamId(String streamId) {
        this.streamId = Util.fixEmptyAndTrim(streamId);
    }

    /** Percent of the recipients that must be delivered to pass. */
    public Object getMinSuccessRate() {
        return numberOrText(orDefault(minSuccessRate, DEFAULT_MIN_SUCCESS_RATE));
    }

    /** Takes any number or text. */
    @DataBoundSetter
    public void setMinSuccessRate(Object minSuccessRate) {
        this.minSuccessRate = unless(DEFAULT_MIN_SUCCESS_RATE, text(minSuccessRate));
    }

    /** Percent of the recipients that must be delivered for UNSTABLE instead of FAILED. */
    public Object getUnstableSuccessRate() {
        return numberOrText(unstableSuccessRate);
    }

    /** Takes any number or text. */
    @DataBoundSetter
    public void setUnstableSuccessRate(Object unstableSuccessRate) {
        this.unstableSuccessRate = text(unstableSuccessRate);
    }

    /** The largest allowed number of failed recipients. */
    public Object getMaxFailures() {
        return numberOrText(maxFailures);
    }

    /** Takes any number or text. */
    @DataBoundSetter
    public void setMaxFailures(Object maxFailures) {
        this.maxFailures = text(maxFailures);
    }

    /** The smallest allowed number of recipients. */
    public Object getMinRecipients() {
        return numberOrText(orDefault(minRecipients, DEFAULT_MIN_RECIPIENTS));
    }

    /** Takes any number or text. */
    @DataBoundSetter
    public void setMinRecipients(Object minRecipients) {
        this.minRecipients = unless(DEFAULT_MIN_RECIPIENTS, text(minRecipients));
    }

    /** Whether FAILED is given as soon as it is certain. */
    public boolean isFailFast() {
        return orDefault(failFast, true);
    }

    @DataBoundSetter
    public void setFailFast(boolean failFast) {
        this.failFast = unless(true, failFast);
    }

    /** The time after which the check ends. */
    public int getTimeout() {
        return orDefault(timeout, DEFAULT_TIMEOUT);
    }

    @DataBoundSetter
    public void setTimeout(int timeout) {
        this.timeout = unless(DEFAULT_TIMEOUT, timeout);
    }

    /** The unit of the timeout. */
    public TimeUnit getUnit() {
        return orDefault(unit, TimeUnit.MINUTES);
    }

    @DataBoundSetter
    public void setUnit(TimeUnit unit) {
        this.unit = unless(TimeUnit.MINUTES, unit);
    }

    /** Whether to wait until the requests are finished. */
    public boolean isWaitForCompletion() {
        return orDefault(waitForCompletion, true);
    }

    @DataBoundSetter
    public void setWaitForCompletion(boolean waitForCompletion) {
        this.waitForCompletion = unless(true, waitForCompletion);
    }

    /** The effect of a check that is not finished in time. */
    public InconclusiveAction getOnTimeout() {
        return orDefault(onTimeout, InconclusiveAction.FAILURE);
    }

    @DataBoundSetter
    public void setOnTimeout(InconclusiveAction onTimeout) {
        this.onTimeout = unless(InconclusiveAction.FAILURE, onTimeout);
    }

    /** The effect of a check without a usable response. */
    public InconclusiveAction getOnError() {
        return orDefault(onError, InconclusiveAction.FAILURE);
    }

    @DataBoundSetter
    public void setOnError(InconclusiveAction onError) {
        this.onError = unless(InconclusiveAction.FAILURE, onError);
    }

    /** How often a failed poll is repeated in a row; null: by default. */
    public Integer getRetries() {
        return retries;
    }

    @DataBoundSetter
    public void setRetries(Integer retries) {
        this.retries = retries;
    }

    /** What tells the check from the others of the build; null: by default. */
    public String getName() {
        return name;
    }

    @DataBoundSetter
    public void setName(String name) {
        this.name = Util.fixEmptyAndTrim(name);
    }

    /** Whether the result is archived as a JSON document. */
    public boolean isArchive() {
        return orDefault(archive, true);
    }

    @DataBoundSetter
    public void setArchive(boolean archive) {
        this.archive = unless(true, archive);
    }

    /** Whether the verdict sets the result of the build. */
    public boolean isPropagate() {
        return orDefault(propagate, true);
    }

    @DataBoundSetter
    public void setPropagate(boolean propagate) {
        this.propagate = unless(true, propagate);
    }

    /** A copy that names the requests by ID and number of recipients alone, whatever the user gave. */
    KoreNotifyStatusStep withRequests(List<TrackedRequest> requests) {
        KoreNotifyStatusStep copy = expanded(UnaryOperator.identity());
        copy.requestId = null;
        copy.requestIds = new ArrayList<>(
                requests.stream().map(KoreNotifyStatusStep::written).toList());
        return copy;
    }

    private static String written(TrackedRequest request) {
        return request.recipients().isEmpty()
                ? request.requestId()
                : "{\"_id\":\"" + request.requestId() + "\",\"store\":{\"identitiesCount\":"
                        + request.recipients().getAsLong() + "}}";
    }

    /**
     * A copy with variables expanded. The credentials are left as they are: an expression that names a parameter is
     * looked up by the rules for credentials parameters.
     */
    KoreNotifyStatusStep expanded(UnaryOperator<String> change) {
        KoreNotifyStatusStep copy = new KoreNotifyStatusStep();
        copy.setRequestId(applied(change, requestId));
        copy.setRequestIds(
                requestIds == null ? null : requestIds.stream().map(change).toList());
        copy.setConnection(applied(change, connection));
        copy.credentialsId = credentialsId;
        copy.setStreamId(applied(change, streamId));
        copy.setMinSuccessRate(applied(change, minSuccessRate));
        copy.setUnstableSuccessRate(applied(change, unstableSuccessRate));
        copy.setMaxFailures(applied(change, maxFailures));
        copy.setMinRecipients(applied(change, minRecipients));
        copy.failFast = failFast;
        copy.timeout = timeout;
        copy.unit = unit;
        copy.waitForCompletion = waitForCompletion;
        copy.onTimeout = onTimeout;
        copy.onError = onError;
        copy.propagate = propagate;
        copy.retries = retries;
        copy.setName(applied(change, name));
        copy.archive = archive;
        return copy;
    }

    /**
     * A number where the text is a whole one, so that generated Pipeline code has no needless quotes. The generator
     * knows no decimal numbers, and as text they stay exact.
     */
    private static Object numberOrText(String text) {
        return text != null && WHOLE_NUMBER.matcher(text).matches() ? Integer.valueOf(text) : text;
    }

    /** The exact text of a number: {@code 99.95} stays that, whether Groovy made it decimal or binary. */
    private static String text(Object value) {
        if (value == null) {
            return null;
        }
        // Without an exponent, unless that would take the memory of 1E+999999999.
        boolean plain = value instanceof BigDecimal decimal && Math.abs((long) decimal.scale()) < MAX_SCALE;
        return Util.fixEmptyAndTrim(plain ? ((BigDecimal) value).toPlainString() : value.toString());
    }

    private static String applied(UnaryOperator<String> change, String text) {
        return text == null ? null : change.apply(text);
    }

    private static <T> T orDefault(T value, T byDefault) {
        return value == null ? byDefault : value;
    }

    private static <T> T unless(T byDefault, T value) {
        return byDefault.equals(value) ? null : value;
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
