package io.jenkins.plugins.korenotify.integration;

import hudson.model.Result;
import io.jenkins.plugins.checks.api.ChecksConclusion;
import io.jenkins.plugins.checks.api.ChecksDetails;
import io.jenkins.plugins.checks.api.ChecksDetails.ChecksDetailsBuilder;
import io.jenkins.plugins.checks.api.ChecksOutput;
import io.jenkins.plugins.checks.api.ChecksStatus;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.polling.Durations;
import io.jenkins.plugins.korenotify.engine.result.CheckLabel;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A check as a check run of checks-api: what is published while it waits, at its verdict, and if it is aborted.
 *
 * @param name under which it is published; a later one of the same name replaces an earlier one
 * @param startedAt when the check started
 */
record CheckRun(String name, Instant startedAt) {
    // Rules of source hosts name check runs by this, so it is the same in every language.
    private static final String NAME = "Kore.ai notifications";

    private static final int MAX_REASONS = 10;

    /** The name of the check run of a check. A request ID is not part of it: it is new for every build. */
    static String name(CheckLabel label) {
        String name = CheckLabel.lastingName(label.name());
        return name.isEmpty() ? NAME : NAME + " / " + name;
    }

    /** Still waiting. */
    ChecksDetails waiting(int requests) {
        return details(ChecksStatus.IN_PROGRESS)
                .withOutput(
                        output(Messages.CheckRun_waiting(), Messages.CheckRun_waitingFor(requests), Optional.empty()))
                .build();
    }

    /** Ended with a verdict that means {@code outcome} for the build. */
    ChecksDetails completed(CheckResult result, Result outcome) {
        return completed(conclusion(result, outcome), Instant.ofEpochMilli(result.endedAt))
                .withOutput(output(
                        Messages.CheckRun_title(result.verdict, result.delivered, result.getTotal()),
                        summary(result),
                        failures(result)))
                .build();
    }

    /** Ended without a verdict. */
    ChecksDetails aborted(Instant at) {
        return completed(ChecksConclusion.CANCELED, at)
                .withOutput(output(Messages.CheckRun_aborted(), Messages.CheckRun_abortedBecause(), Optional.empty()))
                .build();
    }

    /** A check run says what the verdict means for the build; but success only if the check passed. */
    private static ChecksConclusion conclusion(CheckResult result, Result outcome) {
        if (result.verdict == Verdict.Level.PASSED) {
            return ChecksConclusion.SUCCESS;
        }
        return Result.FAILURE.equals(outcome) ? ChecksConclusion.FAILURE : ChecksConclusion.NEUTRAL;
    }

    private ChecksDetailsBuilder details(ChecksStatus status) {
        return new ChecksDetailsBuilder()
                .withName(name)
                .withStatus(status)
                .withConclusion(ChecksConclusion.NONE)
                .withStartedAt(utc(startedAt));
    }

    private ChecksDetailsBuilder completed(ChecksConclusion conclusion, Instant at) {
        return details(ChecksStatus.COMPLETED).withConclusion(conclusion).withCompletedAt(utc(at));
    }

    private static ChecksOutput output(String title, String summary, Optional<String> text) {
        ChecksOutput.ChecksOutputBuilder output = new ChecksOutput.ChecksOutputBuilder();
        text.ifPresent(output::withText);
        return output.withTitle(title).withSummary(summary).build();
    }

    private static String summary(CheckResult result) {
        String counts = Messages.CheckRun_counts(result.delivered, result.failed, result.pending, result.getTotal());
        String work = Messages.CheckRun_work(
                result.finishedRequests,
                result.requestCount,
                result.polls,
                result.failedPolls,
                Durations.format(Duration.ofMillis(result.durationMillis)));
        return list(result.reasons(Locale.getDefault()).stream()
                        .limit(MAX_REASONS)
                        .map(Markdown::literal))
                + '\n'
                + counts
                + ' '
                + work;
    }

    /** Why recipients failed, the largest count first; empty if none failed. */
    private static Optional<String> failures(CheckResult result) {
        String text = list(result.largestReasons(MAX_REASONS).stream()
                .map(one -> one.reason == null
                        ? Messages.CheckRun_failedOtherwise(one.recipients)
                        : Messages.CheckRun_failed(one.recipients, Markdown.literal(one.reason))));
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static String list(Stream<String> items) {
        return items.map(item -> "- " + item + '\n').collect(Collectors.joining());
    }

    private static LocalDateTime utc(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
