package io.jenkins.plugins.korenotify.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** Recipients of one channel. */
@ExportedBean
@Restricted(NoExternalUse.class) // Jelly, REST
public final class ChannelCount {
    private final String channel;
    private final long delivered;
    private final long failed;

    ChannelCount(String channel, long delivered, long failed) {
        this.channel = channel;
        this.delivered = delivered;
        this.failed = failed;
    }

    /** As Kore.ai spells it; null: none given, or one of those beyond the first 32. */
    @Exported
    @CheckForNull
    public String getChannel() {
        return channel;
    }

    /** Recipients whose notification was handed to it. */
    @Exported
    public long getDelivered() {
        return delivered;
    }

    /** Recipients who were not reached by it, finally. */
    @Exported
    public long getFailed() {
        return failed;
    }
}
