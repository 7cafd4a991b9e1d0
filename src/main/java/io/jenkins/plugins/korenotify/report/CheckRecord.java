package io.jenkins.plugins.korenotify.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.result.BoundedText;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.CheckResultJson;
import io.jenkins.plugins.korenotify.engine.result.RequestResult;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * What is kept of one check on its build: what the JSON document says, bounded, and how it came to it. While the check
 * waits, the same form shows how far it is, without a verdict; that is never stored.
 *
 * <p>Immutable. Stored with the build: the names of the fields stay as they are, and any of them may be missing in a
 * record that an older version stored.
 */
@ExportedBean
@Restricted(NoExternalUse.class) // Jelly, REST
public final class CheckRecord extends RecipientCounts {
    /** The most requests that are kept one by one. */
    static final int MAX_REQUESTS = 50;

    private static final int MAX_FINDINGS = 10;
    private static final int MAX_FINDING_LENGTH = 500;

    private final int number;
    private final String key;
    private final String connection;
    private final String verdict;
    private final String inconclusiveReason;
    private final List<String> reasons;
    // The same by rule and values, in the same order; null in a record of a version that kept only the words.
    private final List<FindingRecord> findings;
    private final BigDecimal successRate;
    private final TreeMap<String, Long> failedByReason;
    private final long failedByOtherReason;
    private final TreeMap<String, Long> deliveredByChannel;
    private final long deliveredByOtherChannel;
    private final TreeMap<String, Long> failedByChannel;
    private final long failedByOtherChannel;
    private final int polls;
    private final int errors;
    private final int retries;
    private final long startedAt;
    private final long endedAt;
    private final ThresholdsRecord thresholds;
    private final List<RequestRecord> requests;
    private final int requestsOmitted;
    private final long finishedRequests;
    // Both null where nothing of a recipient may be kept.
    private final List<UndeliveredRecord> undelivered;
    private final Long undeliveredOmitted;
    private final List<TimelineEvent> timeline;
    private final int timelineOmitted;
    private final transient long deadline;

    private CheckRecord(
            int number, RunningCheck check, CheckResult result, Verdict verdict, Timeline.Kept timeline, long deadline) {
        super(result.counts());
        RecipientCounts counts = result.counts();
        this.number = number;
        this.key = check.key();
        this.connection = check.connection();
        this.verdict = verdict == null ? null : verdict.level().name();
        this.inconclusiveReason = verdict == null || verdict.inconclusiveReason() == Verdict.InconclusiveReason.NONE
                ? null
                : verdict.inconclusiveReason().name();
        this.reasons = verdict == null ? new ArrayList<>() : reasons(verdict);
        this.findings = verdict == null ? new ArrayList<>() : findings(verdict);
        this.successRate = counts.successRate().orElse(null);
        this.failedByReason = new TreeMap<>(counts.failedByReason().byLabel());
        this.failedByOtherReason = counts.failedByReason().others();
        this.deliveredByChannel = new TreeMap<>(counts.deliveredByChannel().byLabel());
        this.deliveredByOtherChannel = counts.deliveredByChannel().others();
        this.failedByChannel = new TreeMap<>(counts.failedByChannel().byLabel());
        this.failedByOtherChannel = counts.failedByChannel().others();
        this.polls = result.polls();
        this.errors = result.errors();
        this.retries = result.retries();
        this.startedAt = result.startedAt().toEpochMilli();
        this.endedAt = result.endedAt().toEpochMilli();
        this.thresholds = new ThresholdsRecord(result.thresholds());
        this.requests = new ArrayList<>(
                result.requests(MAX_REQUESTS).stream().map(RequestRecord::new).toList());
        this.requestsOmitted = result.requests().size() - requests.size();
        this.finishedRequests = result.finishedRequests();
        this.undelivered = result.keepsRecipients() ? undelivered(result) : null;
        this.undeliveredOmitted = result.keepsRecipients() ? result.undeliveredOmitted() : null;
        this.timeline = new ArrayList<>(timeline.events());
        this.timelineOmitted = timeline.omitted();
        this.deadline = deadline;
    }

    /** The record of a check that came to its verdict. */
    static CheckRecord of(int number, RunningCheck check, CheckResult result, Timeline.Kept timeline) {
        return new CheckRecord(number, check, result, result.verdict(), timeline, 0);
    }

    /**
     * How far a check is.
     *
     * @param standing what came of it so far; its verdict is of no account
     * @param deadline when it ends at the latest, in milliseconds since the epoch
     */
    static CheckRecord waiting(RunningCheck check, CheckResult standing, Timeline.Kept timeline, long deadline) {
        return new CheckRecord(0, check, standing, null, timeline, deadline);
    }

    private static List<String> reasons(Verdict verdict) {
        return new ArrayList<>(verdict.format(Locale.ROOT).stream()
                .limit(MAX_FINDINGS)
                .map(reason -> BoundedText.cut(reason, MAX_FINDING_LENGTH))
                .toList());
    }

    private static List<FindingRecord> findings(Verdict verdict) {
        return new ArrayList<>(verdict.reasons().stream()
                .limit(MAX_FINDINGS)
                .map(finding -> new FindingRecord(finding, MAX_FINDING_LENGTH))
                .toList());
    }

    private static List<UndeliveredRecord> undelivered(CheckResult result) {
        List<UndeliveredRecord> all = new ArrayList<>();
        for (RequestResult request : result.requests()) {
            request.undelivered().forEach(one -> all.add(new UndeliveredRecord(request.id(), one)));
        }
        return all;
    }

    /** What tells it from the other checks of its build. */
    String key() {
        return key;
    }

    /** The success rate, exact; null if there is no recipient. */
    BigDecimal rate() {
        return successRate;
    }

    /** Whether there is a verdict. */
    public boolean isJudged() {
        return verdict != null;
    }

    /** Whether a request is not finished as far as is known. */
    boolean isUnfinished() {
        return finishedRequests < getRequestCount();
    }

    /** Its number among the checks of the build, from 1, in the order of the verdicts. */
    @Exported
    public int getNumber() {
        return number;
    }

    /** The name of the connection that was asked. */
    @Exported
    @CheckForNull
    public String getConnection() {
        return connection;
    }

    /** {@code PASSED}, {@code UNSTABLE}, {@code FAILED} or {@code INCONCLUSIVE}; null while it waits. */
    @Exported
    @CheckForNull
    public String getVerdict() {
        return verdict;
    }

    /** Why nobody can say; null unless INCONCLUSIVE. */
    @Exported
    @CheckForNull
    public String getDoubt() {
        return inconclusiveReason;
    }

    /** The reasons for the verdict in English words, the most important first. */
    @Exported
    public List<String> getReasons() {
        return orEmpty(reasons);
    }

    /** The same in the reader's language, as far as that is known. */
    public List<String> getReasonsInWords() {
        return reasonsInWords(LocaleProvider.getLocale());
    }

    /** The same in the language closest to {@code locale}. */
    List<String> reasonsInWords(Locale locale) {
        List<String> english = getReasons();
        if (findings == null || findings.size() != english.size()) {
            return english;
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; i < english.size(); i++) {
            String words = findings.get(i).format(locale).orElse(english.get(i));
            all.add(BoundedText.cut(words, MAX_FINDING_LENGTH));
        }
        return all;
    }

    /** All recipients. */
    @Exported
    public long getTotal() {
        return total();
    }

    /** The share of delivered recipients in percent, rounded down; null if there is no recipient. */
    @Exported
    @CheckForNull
    public Double getSuccessRate() {
        return successRate == null ? null : successRate.doubleValue();
    }

    /** The same as text, exact. */
    @CheckForNull
    public String getRateText() {
        return successRate == null ? null : successRate.toPlainString();
    }

    /** Failed recipients by reason; null stands for all others. */
    @Exported(inline = true)
    public List<ReasonCount> getFailedByReason() {
        List<ReasonCount> all = new ArrayList<>();
        orEmpty(failedByReason).forEach((reason, recipients) -> all.add(new ReasonCount(reason, recipients)));
        if (failedByOtherReason > 0) {
            all.add(new ReasonCount(null, failedByOtherReason));
        }
        return all;
    }

    /** Recipients by channel; null stands for all others. */
    @Exported(inline = true)
    public List<ChannelCount> getByChannel() {
        SortedMap<String, Long> reached = orEmpty(deliveredByChannel);
        SortedMap<String, Long> missed = orEmpty(failedByChannel);
        TreeSet<String> channels = new TreeSet<>(reached.keySet());
        channels.addAll(missed.keySet());
        List<ChannelCount> all = new ArrayList<>();
        for (String channel : channels) {
            all.add(new ChannelCount(channel, reached.getOrDefault(channel, 0L), missed.getOrDefault(channel, 0L)));
        }
        if (deliveredByOtherChannel > 0 || failedByOtherChannel > 0) {
            all.add(new ChannelCount(null, deliveredByOtherChannel, failedByOtherChannel));
        }
        return all;
    }

    /** How often Kore.ai was asked. */
    @Exported
    public int getPolls() {
        return polls;
    }

    /** How many of the questions got no status. */
    @Exported
    public int getErrors() {
        return errors;
    }

    /** How many questions were asked again after one that got no status. */
    @Exported
    public int getRetries() {
        return retries;
    }

    /** When the watch began, in UTC. */
    @Exported
    public String getStartedAt() {
        return CheckResultJson.time(Instant.ofEpochMilli(startedAt));
    }

    /** When the verdict was given, in UTC; while it waits, when this was looked at. */
    @Exported
    public String getEndedAt() {
        return CheckResultJson.time(Instant.ofEpochMilli(endedAt));
    }

    /** The time between the two, in milliseconds. */
    @Exported
    public long getDurationMillis() {
        return endedAt - startedAt;
    }

    /** The same in words. */
    public String getDuration() {
        return Util.getTimeSpanString(getDurationMillis());
    }

    /** When it ends at the latest, in UTC; null once it has. */
    @Exported
    @CheckForNull
    public String getDeadline() {
        return isJudged() ? null : CheckResultJson.time(Instant.ofEpochMilli(deadline));
    }

    /** How long it may still take, in words. */
    public String getRemaining() {
        return Util.getTimeSpanString(Math.max(0, deadline - endedAt));
    }

    /** The user's conditions. */
    @Exported(inline = true)
    @CheckForNull
    public ThresholdsRecord getThresholds() {
        return thresholds;
    }

    /** The conditions and whether they hold. */
    public List<ThresholdRow> getConditions() {
        return ThresholdRow.of(this);
    }

    /** The requests one by one, in the order they were named; at most {@value #MAX_REQUESTS}. */
    @Exported(inline = true)
    public List<RequestRecord> getRequests() {
        return orEmpty(requests);
    }

    /** How many more requests there are. */
    @Exported
    public int getRequestsOmitted() {
        return requestsOmitted;
    }

    /** How many requests there are. */
    public int getRequestCount() {
        return getRequests().size() + requestsOmitted;
    }

    /** How many of them are finished. */
    public long getFinishedRequests() {
        return finishedRequests;
    }

    /** Recipients who were not reached, masked; null where the connection does not allow it. */
    @Exported(inline = true, skipNull = true)
    @CheckForNull
    public List<UndeliveredRecord> getUndelivered() {
        return undelivered == null ? null : List.copyOf(undelivered);
    }

    /** How many more were not reached; null where the connection does not allow to keep any. */
    @Exported(skipNull = true)
    @CheckForNull
    public Long getUndeliveredOmitted() {
        return undeliveredOmitted;
    }

    /** What happened on the way. */
    @Exported(inline = true)
    public List<TimelineEvent> getTimeline() {
        return orEmpty(timeline);
    }

    /** How many events are left out of it. */
    @Exported
    public int getTimelineOmitted() {
        return timelineOmitted;
    }

    /** How long after the start an event was, in words. */
    public String after(TimelineEvent event) {
        return Util.getTimeSpanString(Math.max(0, event.getMillis() - startedAt));
    }

    /** Where the archived document is, below the build's artifacts. */
    public String getDocumentName() {
        return ReportArchive.name(number);
    }

    /** The recipients as a bar. */
    public DeliveryBar getBar() {
        return new DeliveryBar(getDelivered(), getFailed(), getPending());
    }

    /** How it stands, as a symbol. */
    public String getIcon() {
        return DisplayStatus.of(verdict).icon();
    }

    /** How it stands, in a word. */
    public String getLabel() {
        return DisplayStatus.of(verdict).label();
    }

    private static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }

    private static SortedMap<String, Long> orEmpty(Map<String, Long> map) {
        return map == null ? new TreeMap<>() : new TreeMap<>(map);
    }

    @Override
    public String toString() {
        return "check " + number + ": " + verdict + " " + getDelivered() + " of " + getTotal();
    }
}
