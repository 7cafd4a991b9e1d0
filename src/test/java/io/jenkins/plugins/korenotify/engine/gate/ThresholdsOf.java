package io.jenkins.plugins.korenotify.engine.gate;

import java.math.BigDecimal;

/** Thresholds for tests, each made of others with one change. */
public final class ThresholdsOf {
    private ThresholdsOf() {}

    /** A copy with another {@code minSuccessRate}. */
    public static Thresholds withMinSuccessRate(Thresholds others, BigDecimal percent) {
        return new Thresholds(
                percent,
                others.unstableSuccessRate().orElse(null),
                others.maxFailures().orElse(null),
                others.minRecipients(),
                others.failFast());
    }

    /** A copy with another {@code unstableSuccessRate}, or none (null). */
    public static Thresholds withUnstableSuccessRate(Thresholds others, BigDecimal percent) {
        return new Thresholds(
                others.minSuccessRate(),
                percent,
                others.maxFailures().orElse(null),
                others.minRecipients(),
                others.failFast());
    }

    /** A copy with another {@code maxFailures}, or none (null). */
    public static Thresholds withMaxFailures(Thresholds others, Long failures) {
        return new Thresholds(
                others.minSuccessRate(),
                others.unstableSuccessRate().orElse(null),
                failures,
                others.minRecipients(),
                others.failFast());
    }

    /** A copy with another {@code minRecipients}. */
    public static Thresholds withMinRecipients(Thresholds others, long recipients) {
        return new Thresholds(
                others.minSuccessRate(),
                others.unstableSuccessRate().orElse(null),
                others.maxFailures().orElse(null),
                recipients,
                others.failFast());
    }

    /** A copy with another {@code failFast}. */
    public static Thresholds withFailFast(Thresholds others, boolean early) {
        return new Thresholds(
                others.minSuccessRate(),
                others.unstableSuccessRate().orElse(null),
                others.maxFailures().orElse(null),
                others.minRecipients(),
                early);
    }
}
