package io.jenkins.plugins.korenotify.integration;

import hudson.model.Result;
import io.jenkins.plugins.checks.api.ChecksConclusion;
import io.jenkins.plugins.checks.api.ChecksDetails;
import io.jenkins.plugins.checks.api.ChecksDetails.ChecksDetailsBuilder;
import io.jenkins.plugins.checks.api.ChecksOutput;
import io.jenkins.plugins.checks.api.ChecksStatus;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.ReasonCount;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/**
 * A check as a check run of checks-api: what is published while it waits, at its verdict, and if it is stopped.
 *
 * @param name under which it is published; a later one of the same name replaces an earlier one
 * @param startedAt when the watch began
 */
record CheckRun(String name, Instant startedAt) {
    private static final int MAX_REASONS = 10;

    /** Still waiting. */
    ChecksDetails waiting(int requests) {
        return details(ChecksStatus.IN_PROGRESS)
                .withOutput(
                        output(Messages.CheckRun_waiting(), Messages.CheckRun_waitingFor(requests), Optional.empty()))
                .build();
    }

    /** Ended with a verdict that means {@code consequence} for the build. */
    ChecksDetails ended(CheckResult result, Result consequence) {
        return completed(conclusion(result, consequence), Instant.ofEpochMilli(result.endedAtMillis()))
                .withOutput(output(title(result), summary(result), failures(result)))
                .build();
    }

    /** Stopped without a verdict. */
    ChecksDetails stopped(Instant at) {
        return completed(ChecksConclusion.CANCELED, at)
                .withOutput(output(Messages.CheckRun_stopped(), Messages.CheckRun_stoppedBecause(), Optional.empty()))
                .build();
    }

    /** A check run says what the verdict means for the build; but success only if the check passed. */
    private static ChecksConclusion conclusion(CheckResult result, Result consequence) {
        if (result.getVerdict() == Verdict.Level.PASSED) {
            return ChecksConclusion.SUCCESS;
        }
        return Result.FAILURE.equals(consequence) ? ChecksConclusion.FAILURE : ChecksConclusion.NEUTRAL;
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

    private static String title(CheckResult result) {
        return Messages.CheckRun_title(
                result.getVerdict(), Long.toString(result.getDelivered()), Long.toString(result.getTotal()));
    }

    private static String summary(CheckResult result) {
        StringBuilder summary = new StringBuilder();
        result.reasons(Locale.getDefault()).stream()
                .limit(MAX_REASONS)
                .forEach(reason ->
                        summary.append("- ").append(Markdown.literal(reason)).append('\n'));
        summary.append('\n')
                .append(Messages.CheckRun_counts(
                        Long.toString(result.getDelivered()),
                        Long.toString(result.getFailed()),
                        Long.toString(result.getPending()),
                        Long.toString(result.getTotal())))
                .append(' ')
                .append(Messages.CheckRun_work(
                        Integer.toString(result.finishedRequests()),
                        Integer.toString(result.requestCount()),
                        Integer.toString(result.getPolls()),
                        Integer.toString(result.getFailedPolls()),
                        Long.toString(result.duration().toSeconds())));
        return summary.toString();
    }

    /** Why recipients failed, the largest count first; empty if none failed. */
    private static Optional<String> failures(CheckResult result) {
        StringBuilder text = new StringBuilder();
        for (ReasonCount one : result.largestReasons(MAX_REASONS)) {
            String recipients = Long.toString(one.getRecipients());
            text.append("- ")
                    .append(
                            one.getReason() == null
                                    ? Messages.CheckRun_failedOtherwise(recipients)
                                    : Messages.CheckRun_failed(recipients, Markdown.literal(one.getReason())))
                    .append('\n');
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
    }

    private static LocalDateTime utc(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
