package io.jenkins.plugins.korenotify.engine.gate;

/** What a threshold says over everything that may still happen. */
public enum ThresholdOutcome {
    /** It is met, whatever becomes of the open recipients. */
    HOLDS,
    /** It is not met, whatever becomes of the open recipients. */
    BROKEN,
    /** It depends on the open recipients. */
    OPEN;

    static ThresholdOutcome of(boolean isCertain, boolean isReachable) {
        return isCertain ? HOLDS : isReachable ? OPEN : BROKEN;
    }
}
