package io.jenkins.plugins.korenotify.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Recipients as a bar of 100 units: delivered, then failed, then pending. A part that is not empty is at least one unit
 * wide, so that it is seen.
 *
 * @param minSuccessRate the success rate to be marked, in percent; null: none
 */
@Restricted(NoExternalUse.class) // Jelly
public record DeliveryBar(
        long delivered,
        long failed,
        long pending,
        @CheckForNull BigDecimal minSuccessRate) {
    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

    /** Whether there is no recipient. */
    public boolean isEmpty() {
        return delivered + failed + pending == 0;
    }

    /** The width of the delivered part, which is where the failed part begins. */
    public String getDeliveredWidth() {
        return width(delivered, widest().equals(width(delivered)));
    }

    /** The width of the failed part. */
    public String getFailedWidth() {
        return width(failed, widest().equals(width(failed)) && !widest().equals(width(delivered)));
    }

    /** The widest part gives what the others were widened by. */
    private String width(long part, boolean isWidest) {
        BigDecimal excess =
                width(delivered).add(width(failed)).add(width(pending)).subtract(WHOLE);
        BigDecimal width = width(part);
        return (isWidest ? width.subtract(excess.max(BigDecimal.ZERO)) : width).toPlainString();
    }

    private BigDecimal widest() {
        return width(delivered).max(width(failed)).max(width(pending));
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

    /** Where the required success rate is; null if none is required. */
    @CheckForNull
    public String getRequired() {
        return minSuccessRate == null || minSuccessRate.signum() == 0 ? null : minSuccessRate.toPlainString();
    }

    /** The required success rate as text. */
    public String getRequiredText() {
        return Messages.DeliveryBar_required(getRequired());
    }

    /** On which side of the mark its text has room. */
    public String getRequiredSide() {
        return minSuccessRate != null && minSuccessRate.compareTo(BigDecimal.valueOf(50)) > 0 ? "end" : "start";
    }

    /** The same for those who cannot see it. */
    public String getDescription() {
        String counts = Messages.counts(delivered, delivered + failed + pending, failed, pending);
        return getRequired() == null ? counts : counts + "; " + getRequiredText();
    }
}
