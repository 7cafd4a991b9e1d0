package io.jenkins.plugins.korenotify.report;

import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** Recipients in numbers, as part of what is kept. Stored with the build: the names of the fields stay as they are. */
@ExportedBean
@Restricted(NoExternalUse.class) // Jelly, REST
public abstract class RecipientCounts {
    private final long delivered;
    private final long failed;
    private final long pending;

    RecipientCounts(long delivered, long failed, long pending) {
        this.delivered = delivered;
        this.failed = failed;
        this.pending = pending;
    }

    RecipientCounts(RecipientCounts counts) {
        this(counts.delivered(), counts.failed(), counts.pending());
    }

    /** Recipients whose notification was handed to the channel. */
    @Exported
    public long getDelivered() {
        return delivered;
    }

    /** Recipients who were not reached, finally. */
    @Exported
    public long getFailed() {
        return failed;
    }

    /** Recipients of whom Kore.ai has not said how it ended. */
    @Exported
    public long getPending() {
        return pending;
    }

    /** All of them. */
    long total() {
        return delivered + failed + pending;
    }

    /** Whether both count the same. */
    boolean countsAs(RecipientCounts that) {
        return delivered == that.delivered && failed == that.failed && pending == that.pending;
    }
}
