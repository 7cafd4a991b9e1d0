package io.jenkins.plugins.korenotify.engine.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.jenkins.plugins.korenotify.engine.client.TextSanitizer;
import io.jenkins.plugins.korenotify.engine.gate.LabelCounts;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.RequestState;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The result of a check, or how far it is while it waits. The only form of it: stored with the build, written as the JSON
 * document ({@link CheckResultJson}), read by pages, scripts and REST.
 *
 * <p>Immutable, and bounded whatever Kore.ai reports. The public fields and the getters are the fields of the document.
 * Any field may be missing in what another version stored. Only fields of
 * plain types, no records: XStream stores it field by field.
 */
@JsonPropertyOrder({
    "schemaVersion",
    "name",
    "connection",
    "streamId",
    "verdict",
    "inconclusiveReason",
    "reasons",
    "total",
    "delivered",
    "failed",
    "pending",
    "successRate",
    "failedByReason",
    "byChannel",
    "polls",
    "failedPolls",
    "retries",
    "startedAt",
    "endedAt",
    "deadline",
    "durationMillis",
    "thresholds",
    "thresholdResults",
    "requests",
    "requestsOmitted",
    "pollHistory",
    "pollHistoryOmitted",
    "undelivered",
    "undeliveredOmitted"
})
public final class CheckResult implements Serializable, Cloneable {
    private static final long serialVersionUID = 1L;

    /** The version of the document, in its field {@code schemaVersion}. */
    public static final int SCHEMA_VERSION = 1;

    /** The largest number of requests that are listed one by one. */
    public static final int MAX_REQUESTS = 1000;

    /** The largest number of reasons for a verdict. */
    public static final int MAX_REASONS = 10;

    /** The largest number of characters of one reason for a verdict. */
    public static final int MAX_REASON_LENGTH = 500;

    /** The largest number of failure reasons, and of channels, that are counted on their own. */
    public static final int MAX_LABELS = 100;

    /** What tells the check from the others of its build; null if there is nothing. */
    public final String name;

    /** The name of the connection in Jenkins; null on the command line. */
    public final String connection;

    /** The stream ID, {@code st-…}. */
    public final String streamId;

    /** The verdict; null while the check waits. */
    public final Verdict.Level verdict;

    /** Why the outcome is not known; null unless the verdict is INCONCLUSIVE. */
    public final Verdict.InconclusiveReason inconclusiveReason;

    private final ArrayList<LocalizableMessage> reasons = new ArrayList<>();

    /** Recipients whose notification was handed to the channel. */
    public final long delivered;

    /** Recipients whose notification failed for good. */
    public final long failed;

    /** Recipients without a result. */
    public final long pending;

    private final ArrayList<ReasonCount> failedByReason;
    private final ArrayList<ChannelCount> byChannel;

    /** How many polls were sent. */
    public final int polls;

    /** How many of the polls gave no status. */
    public final int failedPolls;

    /** How many failed polls were followed by another poll. */
    public final int retries;

    /** When the check started; here and below in milliseconds since the epoch, in the document in UTC. */
    @JsonSerialize(converter = CheckResultJson.Time.class)
    public final long startedAt;

    /** When the verdict was given; null while the check waits. */
    @JsonSerialize(converter = CheckResultJson.Time.class)
    public final Long endedAt;

    /** When the check ends at the latest. */
    @JsonSerialize(converter = CheckResultJson.Time.class)
    public final long deadline;

    /** The time from the start to the verdict, or until now, in milliseconds. */
    public final long durationMillis;

    /** The user's thresholds. */
    public final Thresholds thresholds;

    private final ArrayList<EvaluatedThreshold> thresholdResults = new ArrayList<>();
    // Not final only because a bounded copy is made by clone().
    private ArrayList<RequestResult> requests = new ArrayList<>();

    /** How many requests there are. */
    @JsonIgnore
    public final int requestCount;

    /** How many requests are finished. */
    @JsonIgnore
    public final int finishedRequests;

    private final ArrayList<PollEvent> pollHistory;

    /** How many events are not listed. */
    public final int pollHistoryOmitted;

    // Both null where nothing of a recipient may be kept.
    private final ArrayList<UndeliveredGroup> undelivered;

    /** How many undelivered recipients are not listed; null unless the connection allows to list any. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public final Long undeliveredOmitted;

    /**
     * The result of a check.
     *
     * @param state when the verdict was given; or now, while the check waits
     * @param verdict null while it waits
     * @param now when the verdict was given, or now, in milliseconds since the epoch
     */
    public CheckResult(PollingState state, Verdict verdict, CheckLabel label, PollHistory history, long now) {
        RecipientCounts counts = state.counts();
        name = label.name();
        connection = label.connection();
        streamId = label.streamId();
        this.verdict = verdict == null ? null : verdict.level();
        inconclusiveReason = verdict == null ? null : verdict.inconclusiveReason();
        if (verdict != null) {
            verdict.reasons().stream()
                    .limit(MAX_REASONS)
                    .forEach(reason -> reasons.add(TextSanitizer.truncate(reason, MAX_REASON_LENGTH)));
        }
        delivered = counts.delivered();
        failed = counts.failed();
        pending = counts.pending();
        failedByReason = reasons(counts.failedByReason().largest(MAX_LABELS));
        byChannel = channels(counts.deliveredByChannel(), counts.failedByChannel());
        polls = state.polls();
        failedPolls = state.failedPolls();
        startedAt = state.startedAt();
        durationMillis = Math.max(0, now - startedAt);
        endedAt = verdict == null ? null : Long.valueOf(startedAt + durationMillis);
        deadline = state.deadline();
        thresholds = state.thresholds();
        state.thresholdResults().forEach(result -> thresholdResults.add(new EvaluatedThreshold(result)));
        state.requests().forEach(request -> requests.add(new RequestResult(request)));
        retries = requests.stream().mapToInt(request -> request.retries).sum();
        requestCount = requests.size();
        finishedRequests = state.finishedRequests();
        requests = mostRemarkable(requests, MAX_REQUESTS);
        PollHistory.Snapshot events = history.snapshot();
        pollHistory = new ArrayList<>(events.events());
        pollHistoryOmitted = events.omitted();
        if (state.requests().stream().anyMatch(request -> request.undelivered().isPresent())) {
            undelivered = new ArrayList<>();
            undeliveredOmitted = addUndelivered(state, now);
        } else {
            undelivered = null;
            undeliveredOmitted = null;
        }
    }

    private static ArrayList<ReasonCount> reasons(LabelCounts counts) {
        ArrayList<ReasonCount> all = new ArrayList<>();
        counts.largestFirst().forEach(entry -> all.add(new ReasonCount(entry.getKey(), entry.getValue())));
        if (counts.others() > 0) {
            all.add(new ReasonCount(null, counts.others()));
        }
        return all;
    }

    private static ArrayList<ChannelCount> channels(LabelCounts delivered, LabelCounts failed) {
        Map<String, ChannelCount> byName = new TreeMap<>();
        delivered.byLabel().forEach((channel, count) -> byName.put(channel, new ChannelCount(channel, count, 0)));
        failed.byLabel()
                .forEach((channel, count) -> byName.merge(
                        channel,
                        new ChannelCount(channel, 0, count),
                        (known, more) -> new ChannelCount(channel, known.delivered, more.failed)));
        List<ChannelCount> all = new ArrayList<>(byName.values());
        all.sort(Comparator.comparingLong(channel -> -channel.delivered - channel.failed));
        if (delivered.others() > 0 || failed.others() > 0) {
            all.add(new ChannelCount(null, delivered.others(), failed.others()));
        }
        return largestChannels(all, MAX_LABELS);
    }

    private static ArrayList<ChannelCount> largestChannels(List<ChannelCount> channels, int max) {
        ArrayList<ChannelCount> largest = new ArrayList<>();
        long otherDelivered = 0;
        long otherFailed = 0;
        for (ChannelCount channel : channels) {
            if (largest.size() < max && channel.channel != null) {
                largest.add(channel);
            } else {
                otherDelivered += channel.delivered;
                otherFailed += channel.failed;
            }
        }
        if (otherDelivered > 0 || otherFailed > 0) {
            largest.add(new ChannelCount(null, otherDelivered, otherFailed));
        }
        return largest;
    }

    /** The requests that fit, in their order: unremarkable ones are left out first, then the last ones. */
    private static ArrayList<RequestResult> mostRemarkable(List<RequestResult> all, int max) {
        long remarkable = all.stream().filter(one -> !one.isUnremarkable()).count();
        long roomForRemarkable = Math.min(max, remarkable);
        long roomForOthers = Math.max(0, max - remarkable);
        ArrayList<RequestResult> chosen = new ArrayList<>();
        for (RequestResult request : all) {
            if (request.isUnremarkable() ? roomForOthers-- > 0 : roomForRemarkable-- > 0) {
                chosen.add(request);
            }
        }
        return chosen;
    }

    /** Adds the undelivered recipients that are kept, and returns how many more there are. */
    private long addUndelivered(PollingState state, long now) {
        long omitted = 0;
        for (RequestState request : state.requests()) {
            UndeliveredSample sample = request.undelivered().orElse(UndeliveredSample.NONE);
            long all = request.counts().failed();
            if (state.isSettled(request) || now >= state.deadline()) {
                all += request.counts().pending();
            } else {
                // While the request goes on, its pending recipients may still be reached.
                sample = sample.first(sample.failed(), 0);
            }
            undelivered.addAll(UndeliveredGroup.of(request.id(), sample.recipients()));
            omitted += Math.max(0, all - sample.size());
        }
        return omitted;
    }

    /** A copy that lists at most so many requests; {@link #getRequestsOmitted} counts the others. */
    public CheckResult bounded(int maxRequests) {
        if (getRequests().size() <= maxRequests) {
            return this;
        }
        try {
            CheckResult copy = (CheckResult) clone();
            copy.requests = mostRemarkable(requests, maxRequests);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** The version of the document. */
    public int getSchemaVersion() {
        return SCHEMA_VERSION;
    }

    /** The reasons for the verdict in English, the most important first; empty while the check waits. */
    public List<String> getReasons() {
        return reasons(Locale.ROOT);
    }

    /** The reasons for the verdict in the language closest to {@code locale}. */
    public List<String> reasons(Locale locale) {
        return reasonMessages().stream()
                .map(reason -> TextSanitizer.truncate(reason.format(locale), MAX_REASON_LENGTH))
                .toList();
    }

    /** The reasons for the verdict, as they are stored. */
    public List<LocalizableMessage> reasonMessages() {
        return orEmpty(reasons);
    }

    /** All recipients: delivered, failed and pending. */
    public long getTotal() {
        return delivered + failed + pending;
    }

    /** The share of delivered recipients in percent, rounded down to four decimals; null if there is no recipient. */
    public BigDecimal getSuccessRate() {
        return RecipientCounts.of(delivered, failed, pending).successRate().orElse(null);
    }

    /**
     * Failed recipients by reason, the largest count first; a last entry without a reason counts all others.
     * At most {@value #MAX_LABELS} reasons.
     */
    public List<ReasonCount> getFailedByReason() {
        return orEmpty(failedByReason);
    }

    /** The same with at most {@code max} reasons. */
    public List<ReasonCount> largestReasons(int max) {
        Map<String, Long> byReason = new TreeMap<>();
        long others = 0;
        for (ReasonCount one : getFailedByReason()) {
            if (one.reason == null) {
                others += one.recipients;
            } else {
                byReason.put(one.reason, one.recipients);
            }
        }
        return reasons(LabelCounts.of(byReason, others).largest(max));
    }

    /**
     * Recipients by channel, the channel with most recipients first; a last entry without a channel counts all others.
     * At most {@value #MAX_LABELS} channels.
     */
    public List<ChannelCount> getByChannel() {
        return orEmpty(byChannel);
    }

    /** The same with at most {@code max} channels. */
    public List<ChannelCount> largestChannels(int max) {
        return largestChannels(getByChannel(), max);
    }

    /** The thresholds that are set, each beside its actual value. */
    public List<EvaluatedThreshold> getThresholdResults() {
        return orEmpty(thresholdResults);
    }

    /** The requests in the order in which they were named; where they are too many, those with failures before others. */
    public List<RequestResult> getRequests() {
        return orEmpty(requests);
    }

    /** How many requests are not listed. */
    public int getRequestsOmitted() {
        return requestCount - getRequests().size();
    }

    /** What happened while the check waited: the first and the latest events. */
    public List<PollEvent> getPollHistory() {
        return orEmpty(pollHistory);
    }

    /**
     * Some of the undelivered recipients, masked, first those that failed; null unless the connection allows it. At most
     * {@value UndeliveredSample#MAX_PER_CHECK} recipients.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public List<UndeliveredGroup> getUndelivered() {
        return undelivered == null ? null : List.copyOf(undelivered);
    }

    private static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
