package io.jenkins.plugins.korenotify.step;

import hudson.AbortException;
import io.jenkins.plugins.korenotify.Messages;
import io.jenkins.plugins.korenotify.connection.ReaderLocale;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.client.RequestIdParser;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A check whose settings make sense. Whatever does not is refused here, by the parameter's name. */
final class ValidatedCheck {
    // No number that is meant seriously is longer.
    private static final int MAX_NUMBER_LENGTH = 40;

    private final Collection<TrackedRequest> required;
    private final Thresholds thresholds;
    private final boolean waitForCompletion;
    private final Duration timeout;

    private ValidatedCheck(CheckSettings settings, Collection<TrackedRequest> required) throws AbortException {
        this.required = required;
        this.thresholds = thresholds(settings);
        this.waitForCompletion = settings.waitForCompletion();
        this.timeout = timeout(settings);
    }

    /**
     * The check that these settings ask for.
     *
     * @throws AbortException in words for the user, naming the parameter
     */
    static ValidatedCheck of(CheckSettings settings) throws AbortException {
        return of(settings, null);
    }

    /**
     * The same with more requests.
     *
     * @param saved text with more request IDs, from the file that {@code requestIdsFile} names; may be null
     */
    static ValidatedCheck of(CheckSettings settings, String saved) throws AbortException {
        Map<String, TrackedRequest> byId = new LinkedHashMap<>();
        if (settings.requestId() != null) {
            add("requestId", request(settings.requestId()), byId);
        }
        if (settings.requestIds() != null) {
            for (String text : settings.requestIds()) {
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

    /** The watch that answers it, begun at a time. */
    PollingState begin(PollingPolicy plan, long startedAt) {
        return PollingState.begin(required, thresholds, plan, waitForCompletion, startedAt, timeout);
    }

    /** The settings' conditions. */
    static Thresholds thresholds(CheckSettings settings) throws AbortException {
        BigDecimal minSuccessRate = percent("minSuccessRate", settings.minSuccessRate());
        BigDecimal unstableSuccessRate = percent("unstableSuccessRate", settings.unstableSuccessRate());
        Long maxFailures = whole("maxFailures", settings.maxFailures());
        Long minRecipients = whole("minRecipients", settings.minRecipients());
        try {
            return Thresholds.of(minSuccessRate, unstableSuccessRate, maxFailures, minRecipients, settings.failFast());
        } catch (IllegalArgumentException e) {
            throw new AbortException(ReaderLocale.of(e));
        }
    }

    /** The time until the watch ends whatever happens. */
    static Duration timeout(CheckSettings settings) throws AbortException {
        if (settings.timeout() <= 0) {
            throw new AbortException(Messages.ValidatedCheck_timeoutNotPositive());
        }
        Duration limit = Duration.of(settings.timeout(), settings.unit().toChronoUnit());
        if (limit.toMillis() == 0) {
            throw new AbortException(Messages.ValidatedCheck_timeoutTooShort());
        }
        return limit;
    }

    /** The request that a text names: its ID, or what the send call answered. */
    static List<TrackedRequest> request(String text) throws AbortException {
        if (text.startsWith("{") || text.startsWith("[") || text.startsWith("\"")) {
            return requests("requestId", text);
        }
        try {
            return List.of(new TrackedRequest(KoreEndpoint.parseRequestId(text), OptionalLong.empty()));
        } catch (IllegalArgumentException e) {
            throw new AbortException(Messages.ValidatedCheck_refused("requestId", ReaderLocale.of(e)));
        }
    }

    /** The requests that a text names, in any of the ways that {@link RequestIdParser} reads. */
    static List<TrackedRequest> requests(String parameter, String text) throws AbortException {
        try {
            return RequestIdParser.read(text);
        } catch (IllegalArgumentException e) {
            throw new AbortException(Messages.ValidatedCheck_refused(parameter, ReaderLocale.of(e)));
        }
    }

    private static void add(String parameter, List<TrackedRequest> requests, Map<String, TrackedRequest> byId)
            throws AbortException {
        for (TrackedRequest sent : requests) {
            TrackedRequest one = new TrackedRequest(sent.requestId(), sent.recipients().orElse(TrackedRequest.UNKNOWN));
            byId.merge(one.requestId(), one, (known, again) -> known.recipients() > 0 ? known : again);
        }
        if (byId.size() > RequestIdParser.MAX_REQUESTS) {
            throw new AbortException(
                    Messages.ValidatedCheck_tooManyRequests(parameter, Integer.toString(RequestIdParser.MAX_REQUESTS)));
        }
    }

    private static BigDecimal percent(String parameter, String text) throws AbortException {
        try {
            return text == null ? null : new BigDecimal(bounded(text));
        } catch (NumberFormatException e) {
            throw new AbortException(Messages.ValidatedCheck_notAPercentage(parameter));
        }
    }

    private static Long whole(String parameter, String text) throws AbortException {
        try {
            return text == null ? null : Long.valueOf(bounded(text));
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
