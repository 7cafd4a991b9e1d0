package io.jenkins.plugins.korenotify.step;

import hudson.AbortException;
import io.jenkins.plugins.korenotify.connection.PollSchedulerRegistry;
import io.jenkins.plugins.korenotify.connection.ReaderLocale;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.client.RequestIdParser;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A check whose settings are valid. An invalid one is reported by the name of the parameter. */
final class ValidatedCheck {
    private static final int MAX_NUMBER_LENGTH = 40;

    private final List<TrackedRequest> requests;
    private final Thresholds thresholds;
    private final boolean waitForCompletion;
    private final Duration timeout;
    private final Integer retries;

    private ValidatedCheck(KoreNotifyStatusStep settings, List<TrackedRequest> requests) throws AbortException {
        this.requests = requests;
        this.thresholds = thresholds(settings);
        this.waitForCompletion = settings.isWaitForCompletion();
        this.timeout = timeout(settings);
        this.retries = settings.getRetries();
        if (retries != null && retries < 0) {
            throw new AbortException(Messages.ValidatedCheck_retriesNegative());
        }
    }

    /**
     * The check that these settings ask for.
     *
     * @throws AbortException in words for the user, naming the parameter
     */
    static ValidatedCheck of(KoreNotifyStatusStep settings) throws AbortException {
        return of(settings, null);
    }

    /**
     * The same with more requests.
     *
     * @param saved text with more request IDs, from the file that {@code requestIdsFile} names; may be null
     */
    static ValidatedCheck of(KoreNotifyStatusStep settings, String saved) throws AbortException {
        Map<String, TrackedRequest> byId = new LinkedHashMap<>();
        if (settings.getRequestId() != null) {
            add("requestId", request(settings.getRequestId()), byId);
        }
        if (settings.getRequestIds() != null) {
            for (String text : settings.getRequestIds()) {
                add("requestIds", requests("requestIds", text), byId);
            }
        }
        if (saved != null) {
            add("requestIdsFile", requests("requestIdsFile", saved), byId);
        }
        if (byId.isEmpty()) {
            throw new AbortException(Messages.ValidatedCheck_requestMissing());
        }
        return new ValidatedCheck(settings, List.copyOf(byId.values()));
    }

    /** The requests. */
    List<TrackedRequest> requests() {
        return requests;
    }

    /** The time after which the check ends. */
    Duration timeout() {
        return timeout;
    }

    /**
     * The state at its start.
     *
     * @param startedAt in milliseconds since the epoch; may be some time ago
     */
    PollingState start(PollingPolicy policy, long startedAt) {
        long tick = PollSchedulerRegistry.tick() - Math.max(0, System.currentTimeMillis() - startedAt);
        PollingPolicy own = retries == null ? policy : policy.withRetries(retries);
        return PollingState.start(requests, thresholds, own, waitForCompletion, startedAt, tick, timeout);
    }

    /** The thresholds that the settings ask for. */
    static Thresholds thresholds(KoreNotifyStatusStep settings) throws AbortException {
        BigDecimal minSuccessRate = percent("minSuccessRate", settings.getMinSuccessRate());
        BigDecimal unstableSuccessRate = percent("unstableSuccessRate", settings.getUnstableSuccessRate());
        Long maxFailures = whole("maxFailures", settings.getMaxFailures());
        Long minRecipients = whole("minRecipients", settings.getMinRecipients());
        try {
            return Thresholds.of(minSuccessRate, unstableSuccessRate, maxFailures, minRecipients, settings.isFailFast());
        } catch (IllegalArgumentException e) {
            throw new AbortException(ReaderLocale.format(e));
        }
    }

    /** The timeout that the settings ask for. */
    static Duration timeout(KoreNotifyStatusStep settings) throws AbortException {
        if (settings.getTimeout() <= 0) {
            throw new AbortException(Messages.ValidatedCheck_timeoutNotPositive());
        }
        Duration limit = Duration.of(settings.getTimeout(), settings.getUnit().toChronoUnit());
        if (limit.toMillis() == 0) {
            throw new AbortException(Messages.ValidatedCheck_timeoutTooShort());
        }
        return limit;
    }

    /** The request that a text names: its ID, or a send response. */
    static List<TrackedRequest> request(String text) throws AbortException {
        if (RequestIdParser.isJson(text)) {
            return requests("requestId", text);
        }
        try {
            return requests("requestId", List.of(TrackedRequest.of(KoreEndpoint.parseRequestId(text))));
        } catch (IllegalArgumentException e) {
            throw new AbortException(Messages.ValidatedCheck_refused("requestId", ReaderLocale.format(e)));
        }
    }

    /** The requests that a text names, in any of the ways that {@link RequestIdParser} reads. */
    static List<TrackedRequest> requests(String parameter, String text) throws AbortException {
        try {
            return requests(parameter, RequestIdParser.read(text));
        } catch (IllegalArgumentException e) {
            throw new AbortException(Messages.ValidatedCheck_refused(parameter, ReaderLocale.format(e)));
        }
    }

    /** Refuses IDs that Kore.ai gives to bots and apps: they are easily taken for request IDs. */
    private static List<TrackedRequest> requests(String parameter, List<TrackedRequest> parsed) throws AbortException {
        for (TrackedRequest request : parsed) {
            if (request.requestId().startsWith("st-")) {
                throw new AbortException(Messages.ValidatedCheck_streamId(parameter));
            }
            if (request.requestId().startsWith("cs-")) {
                throw new AbortException(Messages.ValidatedCheck_clientId(parameter));
            }
        }
        return parsed;
    }

    private static void add(String parameter, List<TrackedRequest> requests, Map<String, TrackedRequest> byId)
            throws AbortException {
        for (TrackedRequest sent : requests) {
            byId.merge(sent.requestId(), sent, TrackedRequest::larger);
        }
        if (byId.size() > RequestIdParser.MAX_REQUESTS) {
            throw new AbortException(
                    Messages.ValidatedCheck_tooManyRequests(parameter, Integer.toString(RequestIdParser.MAX_REQUESTS)));
        }
    }

    private static BigDecimal percent(String parameter, Object value) throws AbortException {
        try {
            return value == null ? null : new BigDecimal(bounded(value.toString()));
        } catch (NumberFormatException e) {
            throw new AbortException(Messages.ValidatedCheck_notAPercentage(parameter));
        }
    }

    private static Long whole(String parameter, Object value) throws AbortException {
        try {
            return value == null ? null : Long.valueOf(bounded(value.toString()));
        } catch (NumberFormatException e) {
            throw new AbortException(Messages.ValidatedCheck_notWhole(parameter));
        }
    }

    private static String bounded(String text) {
        if (text.length() > MAX_NUMBER_LENGTH) {
            throw new NumberFormatException();
        }
        return text;
    }
}
