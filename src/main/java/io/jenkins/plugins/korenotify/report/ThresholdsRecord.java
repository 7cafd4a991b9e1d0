package io.jenkins.plugins.korenotify.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import java.math.BigDecimal;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The user's conditions as they are kept. Stored with the build: the names of the fields stay as they are. */
@ExportedBean
@Restricted(NoExternalUse.class) // Jelly, REST
public final class ThresholdsRecord {
    private final BigDecimal minSuccessRate;
    private final BigDecimal unstableSuccessRate;
    private final Long maxFailures;
    private final long minRecipients;
    private final boolean failFast;

    ThresholdsRecord(Thresholds thresholds) {
        minSuccessRate = thresholds.minSuccessRate();
        unstableSuccessRate = thresholds.unstableSuccessRate().orElse(null);
        maxFailures = thresholds.maxFailures().orElse(null);
        minRecipients = thresholds.minRecipients();
        failFast = thresholds.failFast();
    }

    BigDecimal minimum() {
        return minSuccessRate;
    }

    BigDecimal unstableMinimum() {
        return unstableSuccessRate;
    }

    /** Percent of the recipients who must be reached to pass. */
    @Exported
    @CheckForNull
    public Double getMinSuccessRate() {
        return minSuccessRate == null ? null : minSuccessRate.doubleValue();
    }

    /** Percent who must be reached for UNSTABLE instead of FAILED; null: there is no UNSTABLE. */
    @Exported
    @CheckForNull
    public Double getUnstableSuccessRate() {
        return unstableSuccessRate == null ? null : unstableSuccessRate.doubleValue();
    }

    /** The most failed recipients allowed; null: any number. */
    @Exported
    @CheckForNull
    public Long getMaxFailures() {
        return maxFailures;
    }

    /** The fewest recipients to judge at all. */
    @Exported
    public long getMinRecipients() {
        return minRecipients;
    }

    /** Whether FAILED is given as soon as no later delivery can mend it. */
    @Exported
    public boolean isFailFast() {
        return failFast;
    }
}
