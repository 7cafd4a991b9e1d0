package io.jenkins.plugins.korenotify;

import hudson.AbortException;
import io.jenkins.plugins.korenotify.connection.ReadersWords;
import io.jenkins.plugins.korenotify.gate.Thresholds;
import io.jenkins.plugins.korenotify.kore.KoreEndpoint;
import io.jenkins.plugins.korenotify.kore.SendResponses;
import io.jenkins.plugins.korenotify.kore.SentRequest;
import io.jenkins.plugins.korenotify.watch.PollPlan;
import io.jenkins.plugins.korenotify.watch.Wanted;
import io.jenkins.plugins.korenotify.watch.Watch;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A check whose settings make sense. Whatever does not is refused here, by the parameter's name. */
final class PreparedCheck {
    // No number that is meant seriously is longer.
    private static final int LONGEST_NUMBER = 40;

    private final Collection<Wanted> wanted;
    private final Thresholds thresholds;
    private final boolean untilFinished;
    private final Duration timeLimit;

    private PreparedCheck(CheckSettings settings, Collection<Wanted> wanted) throws AbortException {
        this.wanted = wanted;
        this.thresholds = thresholds(settings);
        this.untilFinished = settings.waitForCompletion();
        this.timeLimit = timeLimit(settings);
    }

    /**
     * The check that these settings ask for.
     *
     * @throws AbortException in words for the user, naming the parameter
     */
    static PreparedCheck of(CheckSettings settings) throws AbortException {
        return of(settings, null);
    }

    /**
     * The same with more requests.
     *
     * @param saved text with more request IDs, from the file that {@code requestIdsFile} names; may be null
     */
    static PreparedCheck of(CheckSettings settings, String saved) throws AbortException {
        Map<String, Wanted> byId = new LinkedHashMap<>();
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
            throw new AbortException(Messages.PreparedCheck_requestMissing());
        }
        return new PreparedCheck(settings, List.copyOf(byId.values()));
    }

    /** The watch that answers it, begun at a time. */
    Watch begin(PollPlan plan, long startedAt) {
        return Watch.begin(wanted, thresholds, plan, untilFinished, startedAt, timeLimit);
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
            throw new AbortException(ReadersWords.of(e));
        }
    }

    /** The time until the watch ends whatever happens. */
    static Duration timeLimit(CheckSettings settings) throws AbortException {
        if (settings.timeout() <= 0) {
            throw new AbortException(Messages.PreparedCheck_timeoutNotPositive());
        }
        Duration limit = Duration.of(settings.timeout(), settings.unit().toChronoUnit());
        if (limit.toMillis() == 0) {
            throw new AbortException(Messages.PreparedCheck_timeoutTooShort());
        }
        return limit;
    }

    /** The request that a text names: its ID, or what the send call answered. */
    static List<SentRequest> request(String text) throws AbortException {
        if (text.startsWith("{") || text.startsWith("[") || text.startsWith("\"")) {
            return requests("requestId", text);
        }
        try {
            return List.of(new SentRequest(KoreEndpoint.checkedRequestId(text), OptionalLong.empty()));
        } catch (IllegalArgumentException e) {
            throw new AbortException(Messages.PreparedCheck_refused("requestId", ReadersWords.of(e)));
        }
    }

    /** The requests that a text names, in any of the ways that {@link SendResponses} reads. */
    static List<SentRequest> requests(String parameter, String text) throws AbortException {
        try {
            return SendResponses.read(text);
        } catch (IllegalArgumentException e) {
            throw new AbortException(Messages.PreparedCheck_refused(parameter, ReadersWords.of(e)));
        }
    }

    private static void add(String parameter, List<SentRequest> requests, Map<String, Wanted> byId)
            throws AbortException {
        for (SentRequest sent : requests) {
            Wanted one = new Wanted(sent.requestId(), sent.recipients().orElse(Wanted.UNKNOWN));
            byId.merge(one.requestId(), one, (known, again) -> known.recipients() > 0 ? known : again);
        }
        if (byId.size() > SendResponses.MOST_REQUESTS) {
            throw new AbortException(
                    Messages.PreparedCheck_tooManyRequests(parameter, Integer.toString(SendResponses.MOST_REQUESTS)));
        }
    }

    private static BigDecimal percent(String parameter, String text) throws AbortException {
        try {
            return text == null ? null : new BigDecimal(bounded(text));
        } catch (NumberFormatException e) {
            throw new AbortException(Messages.PreparedCheck_notAPercentage(parameter));
        }
    }

    private static Long whole(String parameter, String text) throws AbortException {
        try {
            return text == null ? null : Long.valueOf(bounded(text));
        } catch (NumberFormatException e) {
            throw new AbortException(Messages.PreparedCheck_notWhole(parameter));
        }
    }

    private static String bounded(String text) {
        if (text.length() > LONGEST_NUMBER) {
            throw new NumberFormatException();
        }
        return text;
    }
}
