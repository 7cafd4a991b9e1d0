package io.jenkins.plugins.korenotify.step;

import hudson.Util;
import io.jenkins.plugins.korenotify.engine.client.RequestIdParser;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The parameters of a check as the user entered them: the same for Pipeline and for freestyle. A value that equals its
 * default is not stored, so that a later default reaches old jobs.
 *
 * <p>Nothing is validated here; {@link ValidatedCheck} does that when the check is about to run.
 */
final class CheckSettings implements Serializable {
    private static final long serialVersionUID = 1L;

    static final String DEFAULT_MIN_SUCCESS_RATE = "100";
    static final String DEFAULT_MIN_RECIPIENTS = "1";
    static final int DEFAULT_TIMEOUT = 30;

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

    String requestId() {
        return requestId;
    }

    void requestId(String id) {
        requestId = Util.fixEmptyAndTrim(id);
    }

    List<String> requestIds() {
        return requestIds == null ? null : List.copyOf(requestIds);
    }

    /** The list; an element of several IDs, as the form's text box gives it, becomes several elements. */
    void requestIds(List<String> ids) {
        ArrayList<String> separate = new ArrayList<>();
        if (ids != null) {
            ids.stream().map(Util::fixEmptyAndTrim).forEach(text -> addIds(text, separate));
        }
        requestIds = separate.isEmpty() ? null : separate;
    }

    private static void addIds(String text, List<String> separate) {
        if (text == null) {
            return;
        }
        if (RequestIdParser.isJson(text) || text.indexOf('#') >= 0) {
            separate.add(text);
            return;
        }
        SEPARATORS.splitAsStream(text).filter(id -> !id.isEmpty()).forEach(separate::add);
    }

    String connection() {
        return connection;
    }

    void connection(String name) {
        connection = Util.fixEmptyAndTrim(name);
    }

    String credentialsId() {
        return credentialsId;
    }

    void credentialsId(String id) {
        credentialsId = Util.fixEmptyAndTrim(id);
    }

    String streamId() {
        return streamId;
    }

    void streamId(String id) {
        streamId = Util.fixEmptyAndTrim(id);
    }

    String minSuccessRate() {
        return orDefault(minSuccessRate, DEFAULT_MIN_SUCCESS_RATE);
    }

    void minSuccessRate(Object percent) {
        minSuccessRate = unless(DEFAULT_MIN_SUCCESS_RATE, text(percent));
    }

    String unstableSuccessRate() {
        return unstableSuccessRate;
    }

    void unstableSuccessRate(Object percent) {
        unstableSuccessRate = text(percent);
    }

    String maxFailures() {
        return maxFailures;
    }

    void maxFailures(Object number) {
        maxFailures = text(number);
    }

    String minRecipients() {
        return orDefault(minRecipients, DEFAULT_MIN_RECIPIENTS);
    }

    void minRecipients(Object number) {
        minRecipients = unless(DEFAULT_MIN_RECIPIENTS, text(number));
    }

    boolean failFast() {
        return failFast == null || failFast;
    }

    void failFast(boolean early) {
        failFast = unless(true, early);
    }

    int timeout() {
        return timeout == null ? DEFAULT_TIMEOUT : timeout;
    }

    void timeout(int time) {
        timeout = unless(DEFAULT_TIMEOUT, time);
    }

    TimeUnit unit() {
        return orDefault(unit, TimeUnit.MINUTES);
    }

    void unit(TimeUnit timeUnit) {
        unit = unless(TimeUnit.MINUTES, timeUnit);
    }

    boolean waitForCompletion() {
        return waitForCompletion == null || waitForCompletion;
    }

    void waitForCompletion(boolean whether) {
        waitForCompletion = unless(true, whether);
    }

    InconclusiveAction onTimeout() {
        return orDefault(onTimeout, InconclusiveAction.FAILURE);
    }

    void onTimeout(InconclusiveAction what) {
        onTimeout = unless(InconclusiveAction.FAILURE, what);
    }

    InconclusiveAction onError() {
        return orDefault(onError, InconclusiveAction.FAILURE);
    }

    void onError(InconclusiveAction what) {
        onError = unless(InconclusiveAction.FAILURE, what);
    }

    boolean propagate() {
        return propagate == null || propagate;
    }

    void propagate(boolean whether) {
        propagate = unless(true, whether);
    }

    Integer retries() {
        return retries;
    }

    void retries(Integer number) {
        retries = number;
    }

    String name() {
        return name;
    }

    void name(String text) {
        name = Util.fixEmptyAndTrim(text);
    }

    boolean archive() {
        return archive == null || archive;
    }

    void archive(boolean whether) {
        archive = unless(true, whether);
    }

    /** A copy that names the requests by ID and number of recipients alone, whatever the user gave. */
    CheckSettings withRequests(List<TrackedRequest> requests) {
        CheckSettings copy = expanded(UnaryOperator.identity());
        copy.requestId = null;
        copy.requestIds =
                new ArrayList<>(requests.stream().map(CheckSettings::written).toList());
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
    CheckSettings expanded(UnaryOperator<String> change) {
        CheckSettings copy = new CheckSettings();
        copy.requestId(applied(change, requestId));
        copy.requestIds(
                requestIds == null ? null : requestIds.stream().map(change).toList());
        copy.connection(applied(change, connection));
        copy.credentialsId(credentialsId);
        copy.streamId(applied(change, streamId));
        copy.minSuccessRate(applied(change, minSuccessRate));
        copy.unstableSuccessRate(applied(change, unstableSuccessRate));
        copy.maxFailures(applied(change, maxFailures));
        copy.minRecipients(applied(change, minRecipients));
        copy.failFast = failFast;
        copy.timeout = timeout;
        copy.unit = unit;
        copy.waitForCompletion = waitForCompletion;
        copy.onTimeout = onTimeout;
        copy.onError = onError;
        copy.propagate = propagate;
        copy.retries = retries;
        copy.name(applied(change, name));
        copy.archive = archive;
        return copy;
    }

    /**
     * A number where the text is a whole one, so that generated Pipeline code has no needless quotes. The generator
     * knows no decimal numbers, and as text they stay exact.
     */
    static Object numberOrText(String text) {
        return text != null && WHOLE_NUMBER.matcher(text).matches() ? Integer.valueOf(text) : text;
    }

    /** The exact text of a number: {@code 99.95} stays that, whether Groovy made it decimal or binary. */
    private static String text(Object value) {
        if (value == null) {
            return null;
        }
        return Util.fixEmptyAndTrim(value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString());
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
}
