package io.jenkins.plugins.korenotify.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.korenotify.engine.client.TextSanitizer;
import io.jenkins.plugins.korenotify.engine.gate.ThresholdOutcome;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.polling.Durations;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.CheckResultJson;
import io.jenkins.plugins.korenotify.engine.result.EvaluatedThreshold;
import io.jenkins.plugins.korenotify.engine.result.PollEvent;
import io.jenkins.plugins.korenotify.engine.result.ReasonCount;
import io.jenkins.plugins.korenotify.engine.result.RequestResult;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import net.sf.json.JSONArray;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** A check for a page: everything as text in the reader's language. Texts of Kore.ai are in it as they came. */
@Restricted(NoExternalUse.class) // Jelly
public final class CheckView {
    private static final String UNKNOWN = "–";

    /** The check. */
    public final CheckResult result;

    /** The ID of its section on the page. */
    public final String anchor;

    /** The name of the archived document; null: there is none. */
    public final String document;

    /** Its status. */
    public final DisplayStatus status;

    /** Whether Kore.ai ever reported a status. */
    public final boolean known;

    /** The reader's language. */
    public final Locale locale = LocaleProvider.getLocale();

    private final long nextPollIn;

    /** A threshold beside the actual value. */
    public record Threshold(String name, String required, String actual, Outcome outcome) {}

    /** Whether a threshold is met: as a word, as a symbol, and as the last part of the name of a CSS class. */
    public record Outcome(String label, String icon, String css) {}

    /**
     * A check.
     *
     * @param suffix what tells its anchor from others
     * @param document the name of the archived document; null: there is none
     * @param nextPollIn the time until the next poll in milliseconds; of no account once the check ended
     */
    CheckView(CheckResult result, String suffix, @CheckForNull String document, long nextPollIn) {
        this.result = result;
        this.anchor = "check" + suffix;
        this.document = document;
        this.nextPollIn = nextPollIn;
        status = DisplayStatus.of(result);
        known = result.getRequests().stream().anyMatch(request -> request.responded);
    }

    /** What tells it from the other checks of its build, for people. */
    public String getName() {
        if (result.name != null) {
            return result.name;
        }
        return result.getRequests().isEmpty() ? UNKNOWN : result.getRequests().get(0).id;
    }

    /** Whether it has no verdict yet. */
    public boolean isWaiting() {
        return status == DisplayStatus.WAITING;
    }

    /** The most important reason for the verdict as a sentence; while it waits, the numbers. */
    public String getAnswer() {
        if (isWaiting()) {
            return known ? counts(result.delivered, result.failed, result.pending) : Messages.CheckView_noStatus();
        }
        return sentence(result.reasons(locale).stream().findFirst().orElse(""), locale);
    }

    /** A reason that stands alone, and not after a verdict. */
    static String sentence(String reason, Locale locale) {
        String text = TextSanitizer.truncate(reason, CheckResult.MAX_REASON_LENGTH);
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(locale) + text.substring(1);
    }

    /** The other reasons. */
    public List<String> getFurtherReasons() {
        return result.reasons(locale).stream().skip(1).toList();
    }

    /** Why the last poll of a request failed; null if none did, or if the verdict says it. */
    @CheckForNull
    public String getLastError() {
        return isWaiting()
                ? result.getRequests().stream()
                        .map(request -> request.lastError(locale))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null)
                : null;
    }

    /** When it is polled next, and how long it may still take. */
    public String getOutlook() {
        // Rounded up, so that it is never "0 s".
        String next = nextPollIn == 0
                ? Messages.CheckView_pollDue()
                : Messages.CheckView_nextPoll(duration(nextPollIn + 999));
        return next + " · "
                + Messages.CheckView_timeLeft(duration(result.deadline - result.startedAt - result.durationMillis));
    }

    /** Where and how often it polled, and how long it took. */
    public String getFacts() {
        String polls =
                Messages.CheckView_pollsIn(Messages.CheckView_polls(result.polls), duration(result.durationMillis));
        String facts =
                result.failedPolls == 0 ? polls : polls + ", " + Messages.CheckView_failedPolls(result.failedPolls);
        facts += result.requestCount == 1
                ? ""
                : " · " + Messages.CheckView_requests(result.finishedRequests, result.requestCount);
        facts += result.connection == null ? "" : " · " + Messages.CheckView_connection(result.connection);
        return facts + (result.streamId == null ? "" : " · " + result.streamId);
    }

    /** A number of recipients, if it is known. */
    public static String number(boolean known, long recipients) {
        return known ? String.valueOf(recipients) : UNKNOWN;
    }

    /** The success rate. */
    public String getRate() {
        return known ? percent(result.getSuccessRate()) : UNKNOWN;
    }

    /** The recipients as a bar. */
    public DeliveryBar getBar() {
        BigDecimal required = result.thresholds == null ? null : result.thresholds.minSuccessRate();
        return new DeliveryBar(result.delivered, result.failed, result.pending, required);
    }

    /** The thresholds that are set. */
    public List<Threshold> getThresholds() {
        return result.getThresholdResults().stream().map(this::threshold).toList();
    }

    private Threshold threshold(EvaluatedThreshold one) {
        String name =
                switch (one.threshold) {
                    case "minSuccessRate" -> Messages.CheckView_minSuccessRate();
                    case "unstableSuccessRate" -> Messages.CheckView_unstableSuccessRate();
                    case "maxFailures" -> Messages.CheckView_maxFailures();
                    case "minRecipients" -> Messages.CheckView_minRecipients();
                    default -> one.threshold;
                };
        String sign = "maxFailures".equals(one.threshold) ? "≤ " : "≥ ";
        String actual = one.actual == null || !known ? UNKNOWN : value(one, one.actual);
        return new Threshold(name, sign + value(one, one.required), actual, outcome(one.outcome));
    }

    private static String value(EvaluatedThreshold threshold, BigDecimal value) {
        return threshold.threshold.endsWith("Rate") ? percent(value) : value.toPlainString();
    }

    private Outcome outcome(ThresholdOutcome outcome) {
        return switch (outcome) {
            case HOLDS -> new Outcome(Messages.CheckView_met(), "symbol-status-blue", "met");
            case BROKEN -> new Outcome(Messages.CheckView_notMet(), "symbol-status-red", "not-met");
            case OPEN ->
                isWaiting()
                        ? new Outcome(Messages.CheckView_pending(), "symbol-status-nobuilt", "open")
                        : new Outcome(Messages.CheckView_notKnown(), "symbol-help-circle", "open");
        };
    }

    /** The share of a reason in all failed recipients. */
    public String share(ReasonCount reason) {
        long failed = result.getFailedByReason().stream()
                .mapToLong(each -> each.recipients)
                .sum();
        return percent(BigDecimal.valueOf(100)
                .multiply(BigDecimal.valueOf(reason.recipients))
                .divide(BigDecimal.valueOf(failed), 0, RoundingMode.HALF_UP));
    }

    /** The requests; empty if there is only one, of which everything is said already. */
    public List<RequestResult> getRequests() {
        return result.requestCount == 1 ? List.of() : result.getRequests();
    }

    /** How far a request is, and how often it was polled. */
    public String state(RequestResult request) {
        if (request.polls == 0) {
            return Messages.CheckView_notPolled();
        }
        String state = request.finished
                ? Messages.CheckView_finished()
                : isWaiting() ? Messages.CheckView_running() : Messages.CheckView_notFinished();
        return (request.responded ? state : Messages.CheckView_noResponse()) + ", "
                + Messages.CheckView_polls(request.polls);
    }

    /** When an event happened, for machines. */
    public String time(PollEvent event) {
        return CheckResultJson.time(event.at);
    }

    /** The time from the start of the check to an event. */
    public String after(PollEvent event) {
        return duration(event.at - result.startedAt);
    }

    /** An event as words. */
    public String text(PollEvent event) {
        String text =
                switch (event.kind) {
                    case STARTED -> Messages.CheckView_started();
                    case RESUMED -> Messages.CheckView_resumed();
                    case STATUS -> counts(event.delivered, event.failed, event.pending);
                    case POLL_FAILED -> Messages.CheckView_pollFailed(event.message(locale));
                };
        return event.times == 1 ? text : text + " (" + event.times + " ×)";
    }

    /**
     * The numbers over time for a chart, as JSON: an array per event of the milliseconds since the start, delivered,
     * failed and pending recipients, and 1 for a failed poll. The last one is how it stands now. Empty if there is nothing
     * to draw.
     */
    public String getProgress() {
        List<PollEvent> history = result.getPollHistory();
        if (!known || history.size() < 3) {
            return "";
        }
        List<List<Long>> events = new ArrayList<>();
        for (PollEvent event : history) {
            events.add(List.of(
                    event.at - result.startedAt,
                    event.delivered,
                    event.failed,
                    event.pending,
                    event.kind == PollEvent.Kind.POLL_FAILED ? 1L : 0L));
        }
        events.add(List.of(result.durationMillis, result.delivered, result.failed, result.pending, 0L));
        return JSONArray.fromObject(events).toString();
    }

    private static String counts(long delivered, long failed, long pending) {
        return Messages.counts(delivered, delivered + failed + pending, failed, pending);
    }

    /** A rate in the reader's language. */
    static String percent(@CheckForNull BigDecimal rate) {
        return rate == null ? UNKNOWN : LocalizableMessage.of("percent", rate).format(LocaleProvider.getLocale());
    }

    private static String duration(long millis) {
        return Durations.format(Duration.ofMillis(millis));
    }
}
