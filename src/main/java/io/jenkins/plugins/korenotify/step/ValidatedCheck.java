package io.jenkins.plugins.korenotify.step;

import hudson.AbortException;
import io.jenkins.plugins.korenotify.connection.PollSchedulerRegistry;
import io.jenkins.plugins.korenotify.connection.ReaderLocale;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.client.RequestIdParser;
import io.jenkins.plugins.korenotify.engine.client.TextSanitizer;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.message.InvalidInputException;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jvnet.localizer.LocaleProvider;

/**
 * A check whose settings are valid. An invalid one is reported by the name of its parameter, or by what {@code naming} makes
 * of that: the label of the field in a form.
 */
final class ValidatedCheck {
    /** Names parameters as scripts do. */
    static final UnaryOperator<String> BY_NAME = UnaryOperator.identity();

    private static final int MAX_NUMBER_LENGTH = 40;

    private final List<TrackedRequest> requests;
    private final Thresholds thresholds;
    private final boolean waitForCompletion;
    private final Duration timeout;
    private final Integer retries;

    private ValidatedCheck(KoreNotifyStatusStep settings, List<TrackedRequest> requests) throws AbortException {
        this.requests = requests;
        this.thresholds = thresholds(settings, BY_NAME);
        this.waitForCompletion = settings.isWaitForCompletion();
        this.timeout = timeout(settings.getTimeout(), settings.getUnit(), BY_NAME);
        this.retries = retries(settings.getRetries(), BY_NAME);
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
            add("requestId", request(settings.getRequestId(), BY_NAME), byId);
        }
        if (settings.getRequestIds() != null) {
            for (String text : settings.getRequestIds()) {
                add("requestIds", requests("requestIds", text, BY_NAME), byId);
            }
        }
        if (saved != null) {
            add("requestIdsFile", requests("requestIdsFile", saved, BY_NAME), byId);
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
    static Thresholds thresholds(KoreNotifyStatusStep settings, UnaryOperator<String> naming) throws AbortException {
        BigDecimal minSuccessRate = percent("minSuccessRate", settings.getMinSuccessRate(), naming);
        BigDecimal unstableSuccessRate = percent("unstableSuccessRate", settings.getUnstableSuccessRate(), naming);
        Long maxFailures = whole("maxFailures", settings.getMaxFailures(), naming);
        Long minRecipients = whole("minRecipients", settings.getMinRecipients(), naming);
        try {
            return new Thresholds(
                    minSuccessRate, unstableSuccessRate, maxFailures, minRecipients, settings.isFailFast());
        } catch (InvalidInputException e) {
            throw new AbortException(e.toMessage().map(naming).format(LocaleProvider.getLocale()));
        }
    }

    /** The number of retries; null: by default. */
    static Integer retries(Object value, UnaryOperator<String> naming) throws AbortException {
        if (value == null) {
            return null;
        }
        return (int) whole(naming.apply("retries"), value, 0, Integer.MAX_VALUE);
    }

    /** The timeout, from a millisecond to {@link PollingPolicy#MAX_TIMEOUT}. */
    static Duration timeout(Object value, TimeUnit unit, UnaryOperator<String> naming) throws AbortException {
        long number = whole(
                naming.apply("timeout") + " (" + format(unit) + ")",
                value,
                Math.max(1, unit.convert(Duration.ofMillis(1))),
                Math.min(Integer.MAX_VALUE, unit.convert(PollingPolicy.MAX_TIMEOUT)));
        return Duration.of(number, unit.toChronoUnit());
    }

    /** A unit in words. */
    static String format(TimeUnit unit) {
        return switch (unit) {
            case SECONDS -> Messages.ValidatedCheck_seconds();
            case MINUTES -> Messages.ValidatedCheck_minutes();
            case HOURS -> Messages.ValidatedCheck_hours();
            case DAYS -> Messages.ValidatedCheck_days();
            default -> unit.name().toLowerCase(Locale.ROOT);
        };
    }

    /**
     * Validates those arguments of a script that are not of the type of their parameter. Pipeline would name Java's types,
     * or cut a number off.
     *
     * @throws AbortException in words for the user, naming the parameter
     */
    static void validateTypes(Map<String, Object> arguments) throws AbortException {
        TimeUnit unit = choice("unit", arguments.get("unit"), TimeUnit.MINUTES);
        choice("onTimeout", arguments.get("onTimeout"), InconclusiveAction.FAILURE);
        choice("onError", arguments.get("onError"), InconclusiveAction.FAILURE);
        Object timeout = arguments.get("timeout");
        if (timeout != null && !(timeout instanceof Integer)) {
            timeout(timeout, unit, BY_NAME);
        }
        if (!(arguments.get("retries") instanceof Integer)) {
            retries(arguments.get("retries"), BY_NAME);
        }
    }

    /** The constant of this name; the default where none is given. */
    static <E extends Enum<E>> E choice(String parameter, Object value, E byDefault) throws AbortException {
        if (value == null) {
            return byDefault;
        }
        List<E> all = List.of(byDefault.getDeclaringClass().getEnumConstants());
        return all.stream()
                .filter(one -> one.name().equals(value.toString()))
                .findFirst()
                .orElseThrow(() -> new AbortException(Messages.ValidatedCheck_notAChoice(
                        parameter,
                        all.stream().map(Enum::name).collect(Collectors.joining(", ")),
                        TextSanitizer.truncate(TextSanitizer.onOneLine(value.toString()), MAX_NUMBER_LENGTH))));
    }

    /** The request that a text names: its ID, or a send response. */
    static List<TrackedRequest> request(String text, UnaryOperator<String> naming) throws AbortException {
        return RequestIdParser.isJson(text)
                ? requests("requestId", text, naming)
                : requests("requestId", () -> List.of(TrackedRequest.of(KoreEndpoint.parseRequestId(text))), naming);
    }

    /** The requests that a text names, in any of the ways that {@link RequestIdParser} reads. */
    static List<TrackedRequest> requests(String parameter, String text, UnaryOperator<String> naming)
            throws AbortException {
        return requests(parameter, () -> RequestIdParser.read(text), naming);
    }

    /** Refuses IDs that Kore.ai gives to bots and apps, too: they are easily taken for request IDs. */
    private static List<TrackedRequest> requests(
            String parameter, Supplier<List<TrackedRequest>> parser, UnaryOperator<String> naming)
            throws AbortException {
        List<TrackedRequest> parsed;
        try {
            parsed = parser.get();
        } catch (IllegalArgumentException e) {
            throw new AbortException(Messages.ValidatedCheck_refused(naming.apply(parameter), ReaderLocale.format(e)));
        }
        for (TrackedRequest request : parsed) {
            if (request.requestId().startsWith("st-")) {
                throw new AbortException(Messages.ValidatedCheck_streamId(naming.apply(parameter)));
            }
            if (request.requestId().startsWith("cs-")) {
                throw new AbortException(Messages.ValidatedCheck_clientId(naming.apply(parameter)));
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

    private static BigDecimal percent(String parameter, Object value, UnaryOperator<String> naming)
            throws AbortException {
        try {
            return value == null ? null : decimal(value);
        } catch (NumberFormatException e) {
            throw new AbortException(Messages.ValidatedCheck_notAPercentage(naming.apply(parameter)));
        }
    }

    private static Long whole(String parameter, Object value, UnaryOperator<String> naming) throws AbortException {
        if (value == null) {
            return null;
        }
        return whole(naming.apply(parameter), value, 0, Long.MAX_VALUE);
    }

    private static long whole(String name, Object value, long min, long max) throws AbortException {
        try {
            long number = decimal(value).longValueExact();
            if (number >= min && number <= max) {
                return number;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // It is none.
        }
        throw new AbortException(Messages.ValidatedCheck_notWhole(name, Long.toString(min), Long.toString(max)));
    }

    private static BigDecimal decimal(Object value) {
        String text = value.toString().strip();
        if (text.length() > MAX_NUMBER_LENGTH) {
            throw new NumberFormatException();
        }
        return new BigDecimal(text);
    }
}
