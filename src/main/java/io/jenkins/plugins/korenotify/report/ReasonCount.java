package io.jenkins.plugins.korenotify.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** Failed recipients of one reason. */
@ExportedBean
@Restricted(NoExternalUse.class) // Jelly, REST
public final class ReasonCount {
    private final String reason;
    private final long recipients;

    ReasonCount(String reason, long recipients) {
        this.reason = reason;
        this.recipients = recipients;
    }

    /** Kore.ai's comment; null: none given, or one of those beyond the first 32. */
    @Exported
    @CheckForNull
    public String getReason() {
        return reason;
    }

    /** How many. */
    @Exported
    public long getRecipients() {
        return recipients;
    }
}
