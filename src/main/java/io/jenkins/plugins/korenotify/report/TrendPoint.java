package io.jenkins.plugins.korenotify.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * One build in the trend of a job: the numbers of all its checks, and the most severe verdict with the reason for it.
 * Immutable; stored with the job: the names of the fields do not change.
 */
@ExportedBean
@Restricted(NoExternalUse.class) // Jelly, REST
public final class TrendPoint {
    // Far more than any build can have; sums of sound numbers do not overflow.
    private static final long MAX_RECIPIENTS = 1_000_000_000_000_000L;

    /** The number of the build. */
    @Exported
    public final int number;

    /** The most severe verdict. */
    @Exported
    public final String verdict;

    // May be missing in a file.
    private final LocalizableMessage reason;

    /** Recipients whose notification was handed to the channel. */
    @Exported
    public final long delivered;

    /** Recipients whose notification failed for good. */
    @Exported
    public final long failed;

    /** Recipients without a result. */
    @Exported
    public final long pending;

    /**
     * A build.
     *
     * @param number the build's
     * @param checks those that ended; at least one
     */
    TrendPoint(int number, List<CheckResult> checks) {
        this.number = number;
        CheckResult mostSevere =
                checks.stream().min(Comparator.comparing(DisplayStatus::of)).orElseThrow();
        verdict = DisplayStatus.of(mostSevere).name();
        reason = mostSevere.reasonMessages().stream().findFirst().orElse(null);
        delivered = checks.stream().mapToLong(result -> result.delivered).sum();
        failed = checks.stream().mapToLong(result -> result.failed).sum();
        pending = checks.stream().mapToLong(result -> result.pending).sum();
    }

    /** Whether a build can have such numbers; a file may hold anything. */
    boolean isSound() {
        return number > 0 && verdict != null && isSound(delivered) && isSound(failed) && isSound(pending);
    }

    private static boolean isSound(long recipients) {
        return recipients >= 0 && recipients <= MAX_RECIPIENTS;
    }

    /** The most important reason for it, in English; empty if none is stored. */
    @Exported
    public String getReason() {
        return reason(Locale.ROOT);
    }

    /** The same in the reader's language. */
    public String getReasonText() {
        return reason(LocaleProvider.getLocale());
    }

    private String reason(Locale locale) {
        return reason == null ? "" : CheckView.sentence(reason.format(locale), locale);
    }

    /** All recipients. */
    @Exported
    public long getTotal() {
        return delivered + failed + pending;
    }

    /**
     * The share of delivered recipients in percent, rounded down; null if there is no recipient. Whole or decimal, as in
     * the JSON document.
     */
    @Exported
    @CheckForNull
    public Number getSuccessRate() {
        BigDecimal rate = rate();
        if (rate == null || rate.scale() > 0) {
            return rate == null ? null : rate.doubleValue();
        }
        return rate.intValue();
    }

    /** The same as text. */
    public String getRateText() {
        return CheckView.percent(rate());
    }

    private BigDecimal rate() {
        return RecipientCounts.of(delivered, failed, pending).successRate().orElse(null);
    }

    /** The verdict as pages show it. */
    public DisplayStatus getStatus() {
        return DisplayStatus.of(verdict);
    }
}
