package io.jenkins.plugins.korenotify.simulator;

/** The two generations of Kore.ai's proactive notification API. */
public enum NotifyVersion {
    /** {@code …/notify}, Kore.ai's "Proactive Notifications API". */
    V1("notify"),
    /** {@code …/notifyV2}, Kore.ai's "Proactive Notifications API v2". */
    V2("notifyV2");

    private final String segment;

    NotifyVersion(String segment) {
        this.segment = segment;
    }

    /** The path segment that names this generation. */
    public String segment() {
        return segment;
    }
}
