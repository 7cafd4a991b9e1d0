package io.jenkins.plugins.korenotify.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Recipients as a bar of 100 units: delivered, then failed, then pending. Whatever is not nothing is seen: it is at
 * least one unit wide.
 */
@Restricted(NoExternalUse.class) // Jelly
public final class DeliveryBar {
    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

    private final long delivered;
    private final long failed;
    private final long pending;
    private final BigDecimal deliveredWidth;
    private final BigDecimal failedWidth;

    DeliveryBar(long delivered, long failed, long pending) {
        this.delivered = delivered;
        this.failed = failed;
        this.pending = pending;
        BigDecimal reached = seen(delivered);
        BigDecimal missed = seen(failed);
        BigDecimal open = seen(pending);
        BigDecimal excess = reached.add(missed).add(open).subtract(WHOLE).max(BigDecimal.ZERO);
        // The widest part gives what the others were widened by.
        BigDecimal widest = reached.max(missed).max(open);
        this.deliveredWidth = reached.equals(widest) ? reached.subtract(excess) : reached;
        this.failedWidth = missed.equals(widest) && !reached.equals(widest) ? missed.subtract(excess) : missed;
    }

    private BigDecimal seen(long part) {
        if (part <= 0) {
            return BigDecimal.ZERO;
        }
        return BigDecimal.valueOf(part)
                .multiply(WHOLE)
                .divide(BigDecimal.valueOf(delivered + failed + pending), 2, RoundingMode.DOWN)
                .max(BigDecimal.ONE);
    }

    /** Whether there is anybody. */
    public boolean isAnybody() {
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

    /** The same for those who cannot see it. */
    public String getDescription() {
        return Messages.DeliveryBar_description(delivered, failed, pending);
    }
}
