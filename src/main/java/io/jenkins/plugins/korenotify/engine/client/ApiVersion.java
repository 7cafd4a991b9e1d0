package io.jenkins.plugins.korenotify.engine.client;

/** The version of Kore.ai's status API. Both responses are read by the same {@link StatusReader}. */
public enum ApiVersion {
    /** "Proactive Notifications Status": {@code …/notify/status/…}, with {@code percentageComplete}. */
    V1("notify"),
    /** "Proactive Notification Status API V2": {@code …/notifyV2/status/…}. */
    V2("notifyV2");

    final String pathSegment;

    ApiVersion(String pathSegment) {
        this.pathSegment = pathSegment;
    }
}
