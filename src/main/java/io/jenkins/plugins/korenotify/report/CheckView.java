package io.jenkins.plugins.korenotify.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import io.jenkins.plugins.korenotify.connection.PollSchedulerRegistry;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.RequestState;
import io.jenkins.plugins.korenotify.engine.result.ChannelCount;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.CheckResultJson;
import io.jenkins.plugins.korenotify.engine.result.EvaluatedThreshold;
import io.jenkins.plugins.korenotify.engine.result.PollEvent;
import io.jenkins.plugins.korenotify.engine.result.ReasonCount;
import io.jenkins.plugins.korenotify.engine.result.RequestResult;
import io.jenkins.plugins.korenotify.engine.result.UndeliveredGroup;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** One check as the pages show it: its result, put into words of the reader's language. */
@Restricted(NoExternalUse.class) // Jelly
public final class CheckView {
    private static final String UNKNOWN = "–";

    private final int number;
    private final boolean archived;
    private final CheckResult result;
    // Null once the check has ended.
    private final PollingState state;
    private final long now;

    private CheckView(int number, boolean archived, CheckResult result, PollingState state, long now) {
        this.number = number;
        this.archived = archived;
        this.result = result;
        this.state = state;
        this.now = now;
    }

    static CheckView ended(StoredCheck check) {
        return new CheckView(check.number(), check.isArchived(), check.result(), null, 0);
    }

    static CheckView waiting(RunningCheck check, long now) {
        return new CheckView(0, false, check.snapshot(now), check.state(), now);
    }

    DisplayStatus status() {
        return DisplayStatus.of(result.getVerdict());
    }

    /** Whether the check has ended. */
    public boolean isEnded() {
        return state == null;
    }

    /** The name of the check; empty if it has none. */
    public String getName() {
        return Util.fixNull(result.getName());
    }

    /** Where it is on the page. */
    public String getAnchor() {
        return isEnded() ? "check-" + number : "waiting";
    }

    /** The status as a symbol. */
    public String getIcon() {
        return status().icon();
    }

    /** The status as a word. */
    public String getLabel() {
        return status().label();
    }

    /** The answer in one sentence: the most important reason, or how far the check is. */
    public String getSentence() {
        return isEnded() ? reasons().get(0) : getCounts();
    }

    /** The reasons after the first. */
    public List<String> getFurtherReasons() {
        return reasons().stream().skip(1).toList();
    }

    private List<String> reasons() {
        return result.reasons(locale());
    }

    private static Locale locale() {
        return LocaleProvider.getLocale();
    }

    private boolean isKnown() {
        return result.getTotal() > 0 || result.getRequests().stream().anyMatch(RequestResult::isResponded);
    }

    /** The numbers of recipients in a sentence. */
    public String getCounts() {
        return isKnown()
                ? Messages.CheckView_counts(
                        result.getTotal(), result.getDelivered(), result.getFailed(), result.getPending())
                : Messages.CheckView_unknownCounts();
    }

    /** All recipients. */
    public String getTotal() {
        return number(result.getTotal());
    }

    /** Delivered recipients. */
    public String getDelivered() {
        return number(result.getDelivered());
    }

    /** Failed recipients. */
    public String getFailed() {
        return number(result.getFailed());
    }

    /** Recipients without a result. */
    public String getPending() {
        return number(result.getPending());
    }

    private String number(long recipients) {
        return isKnown() ? Long.toString(recipients) : UNKNOWN;
    }

    /** The recipients as a bar. */
    public DeliveryBar getBar() {
        return new DeliveryBar(
                result.getDelivered(),
                result.getFailed(),
                result.getPending(),
                result.getThresholds().minSuccessRate());
    }

    /** The thresholds that are set. */
    public List<EvaluatedThreshold> getThresholds() {
        return result.getThresholdResults();
    }

    /** What a threshold is called. */
    public String thresholdName(EvaluatedThreshold threshold) {
        return switch (threshold.getThreshold()) {
            case "minSuccessRate" -> Messages.CheckView_minSuccessRate();
            case "unstableSuccessRate" -> Messages.CheckView_unstableSuccessRate();
            case "maxFailures" -> Messages.CheckView_maxFailures();
            default -> Messages.CheckView_minRecipients();
        };
    }

    /** What a threshold requires. */
    public String required(EvaluatedThreshold threshold) {
        String value = value(threshold, threshold.getRequired());
        return threshold.getThreshold().equals("maxFailures") ? "≤ " + value : "≥ " + value;
    }

    /** The actual value of what a threshold is about. */
    public String actual(EvaluatedThreshold threshold) {
        return threshold.getActual() == null || !isKnown() ? UNKNOWN : value(threshold, threshold.getActual());
    }

    private static String value(EvaluatedThreshold threshold, BigDecimal value) {
        return threshold.getThreshold().endsWith("SuccessRate")
                ? Messages.CheckView_percent(value.toPlainString())
                : value.toPlainString();
    }

    /** Whether a threshold is met, as a word. Once the check has ended, nothing is pending. */
    public String outcome(EvaluatedThreshold threshold) {
        return switch (threshold.getOutcome()) {
            case HOLDS -> Messages.CheckView_met();
            case BROKEN -> Messages.CheckView_notMet();
            case OPEN -> isEnded() ? Messages.CheckView_undecided() : Messages.CheckView_pending();
        };
    }

    /** Whether a threshold is met, as a symbol. */
    public String outcomeIcon(EvaluatedThreshold threshold) {
        return switch (threshold.getOutcome()) {
            case HOLDS -> "symbol-status-blue";
            case BROKEN -> "symbol-status-red";
            case OPEN -> "symbol-status-nobuilt";
        };
    }

    /** Failed recipients by reason, largest first. */
    public List<ReasonCount> getReasonCounts() {
        return result.getFailedByReason();
    }

    /** The share of a reason in all failed recipients. */
    public String share(ReasonCount count) {
        return Messages.CheckView_percent(BigDecimal.valueOf(count.getRecipients())
                .movePointRight(2)
                .divide(BigDecimal.valueOf(Math.max(1, result.getFailed())), 0, RoundingMode.HALF_UP)
                .toPlainString());
    }

    /** Recipients by channel; empty where there is only one. */
    public List<ChannelCount> getChannels() {
        return result.getByChannel().size() > 1 ? result.getByChannel() : List.of();
    }

    /** The requests; empty where there is only one. */
    public List<RequestResult> getRequests() {
        return getRequestCount() > 1 ? result.getRequests() : List.of();
    }

    /** How many requests there are. */
    public int getRequestCount() {
        return result.requestCount();
    }

    /** How many requests are not listed. */
    public int getRequestsOmitted() {
        return result.getRequestsOmitted();
    }

    /** How a request stands. */
    public String requestState(RequestResult request) {
        if (request.isFinished()) {
            return Messages.CheckView_finished();
        }
        if (!request.isResponded()) {
            return Messages.CheckView_noResponse();
        }
        return isEnded() ? Messages.CheckView_notFinished() : Messages.CheckView_running();
    }

    /** Why the last poll of a request failed; empty if it did not. */
    public String lastError(RequestResult request) {
        return Util.fixNull(request.lastError(locale()));
    }

    /** The error of the last failed poll while the check waits; null if there is none. */
    @CheckForNull
    public String getLastError() {
        return isEnded()
                ? null
                : result.getRequests().stream()
                        .map(this::lastError)
                        .filter(error -> !error.isEmpty())
                        .findFirst()
                        .orElse(null);
    }

    /** When the next poll is, while the check waits. */
    public String getNextPoll() {
        long tick = PollSchedulerRegistry.tick();
        Optional<Long> wait = state.requests().stream()
                .filter(state::isPollable)
                .map(RequestState::nextPollAt)
                .min(Comparator.naturalOrder())
                .map(at -> Math.max(0, at - tick) / 1000);
        return wait.map(seconds -> Messages.CheckView_nextPoll(seconds)).orElse("");
    }

    /** How long it may still take, while the check waits. */
    public String getRemaining() {
        return Messages.CheckView_remaining(Util.getTimeSpanString(Math.max(0, result.deadlineMillis() - now)));
    }

    /** The polls and the time they took. */
    public String getEffort() {
        return Messages.CheckView_effort(result.getPolls(), Util.getTimeSpanString(result.getDurationMillis()))
                + (result.getFailedPolls() == 0 ? "" : Messages.CheckView_failedPolls(result.getFailedPolls()));
    }

    /** The connection and the stream ID; empty parts are left out. */
    public String getWhere() {
        List<String> parts = new ArrayList<>();
        if (result.getConnection() != null) {
            parts.add(Messages.CheckView_connection(result.getConnection()));
        }
        if (result.getStreamId() != null) {
            parts.add(result.getStreamId());
        }
        if (getRequestCount() == 1) {
            parts.add(result.getRequests().get(0).getId());
        }
        return String.join(" · ", parts);
    }

    /** Undelivered recipients, masked; null where none may be kept. */
    @CheckForNull
    public List<UndeliveredGroup> getUndelivered() {
        return result.getUndelivered();
    }

    /** How many undelivered recipients are not listed. */
    public long getUndeliveredOmitted() {
        return result.getUndeliveredOmitted() == null ? 0 : result.getUndeliveredOmitted();
    }

    /** What happened while the check waited. */
    public List<PollEvent> getHistory() {
        return result.getPollHistory();
    }

    /** How many events are not listed. */
    public int getHistoryOmitted() {
        return result.getPollHistoryOmitted();
    }

    /** How long after the start an event was. */
    public String after(PollEvent event) {
        return Util.getTimeSpanString(Math.max(0, event.atMillis() - result.startedAtMillis()));
    }

    /** What an event was. */
    public String describe(PollEvent event) {
        String text = switch (event.getKind()) {
            case STARTED -> Messages.CheckView_started();
            case RESUMED -> Messages.CheckView_resumed();
            case STATUS ->
                Messages.CheckView_eventCounts(event.getDelivered(), event.getFailed(), event.getPending());
            case POLL_FAILED -> Messages.CheckView_pollFailed(event.message(locale()));
        };
        return event.getTimes() == 1 ? text : Messages.CheckView_times(text, event.getTimes());
    }

    /**
     * The history for a chart, as JSON: an array per event of the seconds since the start, delivered, failed and pending
     * recipients, and whether it was a failed poll.
     */
    public String getChartData() {
        StringWriter text = new StringWriter();
        List<Object[]> rows = new ArrayList<>();
        for (PollEvent event : result.getPollHistory()) {
            rows.add(new Object[] {
                (event.atMillis() - result.startedAtMillis()) / 1000,
                event.getDelivered(),
                event.getFailed(),
                event.getPending(),
                event.getKind() == PollEvent.Kind.POLL_FAILED
            });
        }
        try {
            CheckResultJson.mapper().writer().writeValue(text, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Whether the result is archived. */
    public boolean isArchived() {
        return archived;
    }

    /** Where the archived document is, below the build's artifacts. */
    public String getDocumentName() {
        return ReportArchive.name(number);
    }

    /** The success rate, for the summary; empty if there is no recipient. */
    public String getRate() {
        return result.getSuccessRate() == null
                ? ""
                : Messages.CheckView_percent(result.getSuccessRate().toPlainString());
    }
}
