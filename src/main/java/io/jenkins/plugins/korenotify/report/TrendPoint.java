package io.jenkins.plugins.korenotify.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import java.math.BigDecimal;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * What the trend of a job has of one build: its checks added together, and the most pressing of their verdicts. Numbers
 * and a word, nothing of what Kore.ai wrote. Immutable, and stored with the job: the names of the fields stay as they
 * are.
 */
@Restricted(NoExternalUse.class) // Jelly
public final class TrendPoint extends RecipientCounts {
    // Far more than any build can have; sums of sound figures do not overflow.
    private static final long MAX_RECIPIENTS = 1_000_000_000_000_000L;

    private final int number;
    private final String verdict;

    private TrendPoint(int number, String verdict, long delivered, long failed, long pending) {
        super(delivered, failed, pending);
        this.number = number;
        this.verdict = verdict;
    }

    /**
     * The figures of a build.
     *
     * @param number the build's
     * @param checks those that came to a verdict; at least one
     */
    static TrendPoint of(int number, List<CheckRecord> checks) {
        return new TrendPoint(
                number,
                DisplayStatus.of(checks).name(),
                checks.stream().mapToLong(CheckRecord::getDelivered).sum(),
                checks.stream().mapToLong(CheckRecord::getFailed).sum(),
                checks.stream().mapToLong(CheckRecord::getPending).sum());
    }

    /** Whether a build can have such figures; a file may hold anything. */
    boolean isSound() {
        return number > 0
                && verdict != null
                && isSound(getDelivered())
                && isSound(getFailed())
                && isSound(getPending());
    }

    private static boolean isSound(long recipients) {
        return recipients >= 0 && recipients <= MAX_RECIPIENTS;
    }

    /** The number of the build. */
    public int getNumber() {
        return number;
    }

    /** All recipients. */
    public long getTotal() {
        return total();
    }

    /** The share of delivered recipients in percent, rounded down, as text; null if there is no recipient. */
    @CheckForNull
    public String getRateText() {
        return RecipientCounts.of(getDelivered(), getFailed(), getPending())
                .successRate()
                .map(BigDecimal::toPlainString)
                .orElse(null);
    }

    /** How the checks ended, as a symbol. */
    public String getIcon() {
        return DisplayStatus.of(verdict).icon();
    }

    /** How the checks ended, in a word. */
    public String getLabel() {
        return DisplayStatus.of(verdict).label();
    }
}
