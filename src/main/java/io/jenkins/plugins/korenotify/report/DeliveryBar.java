package io.jenkins.plugins.korenotify.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Recipients as a bar of 100 units: delivered, then failed, then pending. A part with any recipient is at least one unit
 * wide, so that it is visible.
 */
@Restricted(NoExternalUse.class) // Jelly
public final class DeliveryBar {
    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

    private final long delivered;
    private final long failed;
    private final long pending;
    private final BigDecimal deliveredWidth;
    private final BigDecimal failedWidth;
    private final BigDecimal threshold;

    DeliveryBar(long delivered, long failed, long pending, BigDecimal threshold) {
        this.delivered = delivered;
        this.failed = failed;
        this.pending = pending;
        this.threshold = threshold;
        BigDecimal deliveredPart = visible(delivered);
        BigDecimal failedPart = visible(failed);
        BigDecimal pendingPart = visible(pending);
        BigDecimal excess = deliveredPart.add(failedPart).add(pendingPart).subtract(WHOLE).max(BigDecimal.ZERO);
        // The widest part gives what the others were widened by.
        BigDecimal widest = deliveredPart.max(failedPart).max(pendingPart);
        this.deliveredWidth = deliveredPart.equals(widest) ? deliveredPart.subtract(excess) : deliveredPart;
        this.failedWidth = failedPart.equals(widest) && !deliveredPart.equals(widest) ? failedPart.subtract(excess) : failedPart;
    }

    private BigDecimal visible(long part) {
        if (part <= 0) {
            return BigDecimal.ZERO;
        }
        return BigDecimal.valueOf(part)
                .multiply(WHOLE)
                .divide(BigDecimal.valueOf(delivered + failed + pending), 2, RoundingMode.DOWN)
                .max(BigDecimal.ONE);
    }

    /** Whether there is any recipient. */
    public boolean isAny() {
        return delivered + failed + pending > 0;
    }

    /** The width of the delivered part. */
    public String getDeliveredWidth() {
        return deliveredWidth.toPlainString();
    }

    /** Where the failed part begins. */
    public String getFailedFrom() {
        return deliveredWidth.toPlainString();
    }

    /** The width of the failed part. */
    public String getFailedWidth() {
        return failedWidth.toPlainString();
    }

    /** Where the minimum success rate is. */
    public String getThreshold() {
        return threshold.toPlainString();
    }

    /** The same for screen readers. */
    public String getDescription() {
        return Messages.DeliveryBar_description(delivered, failed, pending);
    }
}
