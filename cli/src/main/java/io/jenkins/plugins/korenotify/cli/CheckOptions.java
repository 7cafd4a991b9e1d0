package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.client.JwtApp;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import java.time.Duration;
import java.util.List;

/**
 * A check as it was asked for.
 *
 * @param endpoint where to ask
 * @param app who asks
 * @param wanted the requests, at least one
 * @param thresholds what is good enough
 * @param untilFinished false: judge the first answer of every request, finished or not
 * @param timeLimit the time until the check ends whatever happens, more than zero
 * @param maskedRecipients whether recipients who were not reached are listed, masked
 */
record CheckOptions(
        KoreEndpoint endpoint,
        JwtApp app,
        List<TrackedRequest> required,
        Thresholds thresholds,
        boolean waitForCompletion,
        Duration timeout,
        boolean maskedRecipients) {}
