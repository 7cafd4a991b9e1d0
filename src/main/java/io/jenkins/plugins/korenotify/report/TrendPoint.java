package io.jenkins.plugins.korenotify.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import java.math.BigDecimal;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * One build in the trend of its job: its checks added up, and the most severe of their verdicts. Numbers and a word,
 * nothing that Kore.ai wrote. Immutable; stored with the job.
 */
@ExportedBean
@Restricted(NoExternalUse.class) // Jelly, REST
public final class TrendPoint {
    // Far more than any build can have; sums of valid numbers do not overflow.
    private static final long MAX_RECIPIENTS = 1_000_000_000_000_000L;

    private final int number;
    private final String verdict;
    private final long delivered;
    private final long failed;
    private final long pending;

    private TrendPoint(int number, String verdict, long delivered, long failed, long pending) {
        this.number = number;
        this.verdict = verdict;
        this.delivered = delivered;
        this.failed = failed;
        this.pending = pending;
    }

    /** The point of a build with these results, at least one. */
    static TrendPoint of(int number, List<CheckResult> results) {
        return new TrendPoint(
                number,
                DisplayStatus.of(results).name(),
                results.stream().mapToLong(CheckResult::getDelivered).sum(),
                results.stream().mapToLong(CheckResult::getFailed).sum(),
                results.stream().mapToLong(CheckResult::getPending).sum());
    }

    /** Whether a build can have such a point; a file may contain anything. */
    boolean isValid() {
        return number > 0 && isVerdict(verdict) && isValid(delivered) && isValid(failed) && isValid(pending);
    }

    private static boolean isValid(long recipients) {
        return recipients >= 0 && recipients <= MAX_RECIPIENTS;
    }

    private static boolean isVerdict(String name) {
        for (Verdict.Level level : Verdict.Level.values()) {
            if (level.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** The number of the build. */
    @Exported
    public int getNumber() {
        return number;
    }

    /** The most severe verdict. */
    @Exported
    public String getVerdict() {
        return verdict;
    }

    /** All recipients. */
    @Exported
    public long getTotal() {
        return delivered + failed + pending;
    }

    /** Recipients whose notification was handed to the channel. */
    @Exported
    public long getDelivered() {
        return delivered;
    }

    /** Recipients whose notification failed for good. */
    @Exported
    public long getFailed() {
        return failed;
    }

    /** Recipients without a result. */
    @Exported
    public long getPending() {
        return pending;
    }

    /** The share of delivered recipients in percent, rounded down, as text; null if there is no recipient. */
    @Exported
    @CheckForNull
    public String getSuccessRate() {
        return RecipientCounts.of(delivered, failed, pending)
                .successRate()
                .map(BigDecimal::toPlainString)
                .orElse(null);
    }

    /** The verdict as a symbol. */
    public String getIcon() {
        return DisplayStatus.valueOf(verdict).icon();
    }

    /** The verdict as a word. */
    public String getLabel() {
        return DisplayStatus.valueOf(verdict).label();
    }
}
