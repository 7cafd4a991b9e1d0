package io.jenkins.plugins.korenotify.engine.result;

import java.io.Serializable;

/** The delivered and failed recipients of one channel. Immutable. */
public final class ChannelCount implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The channel as Kore.ai spells it, cleaned and cut; null: all other channels, and recipients without one. */
    public final String channel;

    /** Recipients whose notification was handed to the channel. */
    public final long delivered;

    /** Recipients whose notification failed for good. */
    public final long failed;

    ChannelCount(String channel, long delivered, long failed) {
        this.channel = channel;
        this.delivered = delivered;
        this.failed = failed;
    }
}
