package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.client.JwtApp;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import java.time.Duration;
import java.util.List;

/**
 * What to check, and how.
 *
 * @param name tells the check from others in its result
 * @param requests the requests, at least one
 * @param waitForCompletion false: the first status of every request is evaluated, finished or not
 * @param timeout the time until the check ends at the latest, more than zero
 * @param keepMaskedRecipients whether undelivered recipients are listed, masked
 */
record CheckOptions(
        String name,
        KoreEndpoint endpoint,
        JwtApp app,
        List<TrackedRequest> requests,
        Thresholds thresholds,
        PollingPolicy policy,
        boolean waitForCompletion,
        Duration timeout,
        boolean keepMaskedRecipients) {}
