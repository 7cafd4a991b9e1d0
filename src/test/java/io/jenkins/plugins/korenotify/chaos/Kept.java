package io.jenkins.plugins.korenotify.chaos;

import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import java.io.Serializable;

/**
 * A verdict that a build keeps.
 *
 * @param check the name of its check
 * @param inconclusiveReason empty unless INCONCLUSIVE
 * @param startedAt when the check began, in milliseconds since the epoch
 * @param endedAt when the verdict was given, likewise
 */
record Kept(String check, String verdict, String inconclusiveReason, String reason, long startedAt, long endedAt)
        implements Serializable {

    static Kept of(CheckResult result) {
        long startedAt = result.startedAt;
        return new Kept(
                result.name,
                result.verdict.name(),
                result.inconclusiveReason == null ? "" : result.inconclusiveReason.name(),
                result.getReasons().get(0),
                startedAt,
                startedAt + result.durationMillis);
    }
}
