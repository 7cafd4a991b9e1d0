package io.jenkins.plugins.korenotify.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Recipients as a bar of 100 units: delivered, then failed, then pending. A part that is not empty is at least one unit
 * wide, so that it is seen.
 */
@Restricted(NoExternalUse.class) // Jelly
public final class DeliveryBar {
    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

    private final long delivered;
    private final long failed;
    private final long pending;
    private final BigDecimal required;
    private final BigDecimal deliveredWidth;
    private final BigDecimal failedWidth;

    /** A bar; {@code required} is the success rate to be marked, in percent, or null. */
    DeliveryBar(long delivered, long failed, long pending, @CheckForNull BigDecimal required) {
        this.delivered = delivered;
        this.failed = failed;
        this.pending = pending;
        this.required = required;
        BigDecimal first = width(delivered);
        BigDecimal second = width(failed);
        BigDecimal third = width(pending);
        BigDecimal excess = first.add(second).add(third).subtract(WHOLE).max(BigDecimal.ZERO);
        // The widest part gives what the others were widened by.
        BigDecimal widest = first.max(second).max(third);
        deliveredWidth = first.equals(widest) ? first.subtract(excess) : first;
        failedWidth = second.equals(widest) && !first.equals(widest) ? second.subtract(excess) : second;
    }

    private BigDecimal width(long part) {
        if (part <= 0) {
            return BigDecimal.ZERO;
        }
        return BigDecimal.valueOf(part)
                .multiply(WHOLE)
                .divide(BigDecimal.valueOf(delivered + failed + pending), 2, RoundingMode.DOWN)
                .max(BigDecimal.ONE);
    }

    /** Whether there is no recipient. */
    public boolean isEmpty() {
        return delivered + failed + pending == 0;
    }

    /** The width of the delivered part, which is where the failed part begins. */
    public String getDeliveredWidth() {
        return deliveredWidth.toPlainString();
    }

    /** The width of the failed part. */
    public String getFailedWidth() {
        return failedWidth.toPlainString();
    }

    /** Where the required success rate is; null if none is required. */
    @CheckForNull
    public String getRequired() {
        return required == null || required.signum() == 0 ? null : required.toPlainString();
    }

    /** The required success rate as text. */
    public String getRequiredText() {
        return Messages.DeliveryBar_required(getRequired());
    }

    /** On which side of the mark its text has room. */
    public String getRequiredSide() {
        return required.compareTo(BigDecimal.valueOf(50)) > 0 ? "end" : "start";
    }

    /** The same for those who cannot see it. */
    public String getDescription() {
        String counts = Messages.counts(delivered, delivered + failed + pending, failed, pending);
        return getRequired() == null ? counts : counts + "; " + getRequiredText();
    }
}
