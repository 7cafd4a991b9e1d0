package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.gate.LabelCounts;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.RequestResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a person reads at the end: the recipients in numbers, what it took, and the verdict with its reasons. */
final class ResultTable {
    private static final int MAX_REQUESTS = 20;
    private static final int MAX_RECIPIENTS = 20;
    private static final int MAX_LABELS = 10;
    private static final int NAME_WIDTH = 18;
    private static final int NUMBER_WIDTH = 9;

    private final List<String> lines = new ArrayList<>();

    private ResultTable() {}

    /** The lines of the table, without line ends. */
    static List<String> of(CheckResult result) {
        ResultTable table = new ResultTable();
        table.recipients(result);
        table.channels(result.counts());
        table.requests(result);
        table.undelivered(result);
        table.effort(result);
        table.verdict(result);
        return List.copyOf(table.lines);
    }

    private void recipients(CheckResult result) {
        row("Recipients", result.total(), "");
        row("  delivered", result.delivered(), "");
        row("  failed", result.failed(), "");
        reasons(result.counts().failedByReason());
        row("  pending", result.pending(), "");
        row(
                "Success rate",
                result.successRate().map(rate -> rate.toPlainString() + " %").orElse("-"),
                "");
    }

    private void reasons(LabelCounts counts) {
        List<Map.Entry<String, Long>> byCount = new ArrayList<>(counts.byLabel().entrySet());
        byCount.sort(Map.Entry.<String, Long>comparingByValue().reversed());
        byCount.stream().limit(MAX_LABELS).forEach(entry -> row("", entry.getValue(), entry.getKey()));
        long others = counts.others()
                + byCount.stream()
                        .skip(MAX_LABELS)
                        .mapToLong(Map.Entry::getValue)
                        .sum();
        if (others > 0) {
            row("", others, "(other reasons, or none given)");
        }
    }

    private void channels(RecipientCounts counts) {
        LabelCounts delivered = counts.deliveredByChannel();
        LabelCounts failed = counts.failedByChannel();
        TreeSet<String> names = new TreeSet<>(delivered.byLabel().keySet());
        names.addAll(failed.byLabel().keySet());
        List<String> shown = names.stream()
                .sorted(Comparator.comparingLong(name -> -count(delivered, name) - count(failed, name)))
                .limit(MAX_LABELS)
                .toList();
        String title = "By channel";
        long otherDelivered = delivered.total();
        long otherFailed = failed.total();
        for (String name : shown) {
            row(title, name + ": " + delivered(count(delivered, name), count(failed, name)));
            otherDelivered -= count(delivered, name);
            otherFailed -= count(failed, name);
            title = "";
        }
        if (otherDelivered > 0 || otherFailed > 0) {
            row(title, "(other channels, or none given): " + delivered(otherDelivered, otherFailed));
        }
    }

    private void requests(CheckResult result) {
        int all = result.requests().size();
        row("Requests", all, result.finishedRequests() + " finished");
        if (all == 1) {
            return;
        }
        List<RequestResult> shown = result.requests(MAX_REQUESTS);
        for (RequestResult request : shown) {
            lines.add("  " + request.id() + ": " + state(request) + ", "
                    + delivered(request.delivered(), request.failed()) + ", " + request.pending() + " pending, "
                    + many(request.polls(), "poll", "polls"));
            request.failure().ifPresent(failure -> lines.add("    last trouble: " + failure));
        }
        if (shown.size() < all) {
            lines.add("  (and " + (all - shown.size()) + " more)");
        }
    }

    private void undelivered(CheckResult result) {
        if (!result.keepsRecipients()) {
            return;
        }
        List<String> all = new ArrayList<>();
        for (RequestResult request : result.requests()) {
            String where = result.requests().size() > 1 ? request.id() : "";
            request.undelivered()
                    .forEach(one -> all.add(Stream.of(
                                    one.recipient() + (one.failed() ? " failed" : " pending"),
                                    one.channel(),
                                    one.reason(),
                                    where)
                            .filter(detail -> !detail.isEmpty())
                            .collect(Collectors.joining(", "))));
        }
        long omitted = result.undeliveredOmitted() + Math.max(0, all.size() - MAX_RECIPIENTS);
        String title = "Not reached";
        for (String one : all.subList(0, Math.min(MAX_RECIPIENTS, all.size()))) {
            row(title, one);
            title = "";
        }
        if (omitted > 0) {
            row(title, "(and " + omitted + " more)");
        }
    }

    private void effort(CheckResult result) {
        row(
                "Polls",
                result.polls(),
                result.errors() + " without a status, " + many(result.retries(), "retry", "retries"));
        row("Time", DurationConverter.format(result.duration()), "");
    }

    private void verdict(CheckResult result) {
        lines.add("");
        lines.add(result.level().name());
        result.reasons(Locale.ROOT).forEach(reason -> lines.add("  " + reason));
    }

    private static String state(RequestResult request) {
        if (request.isFinished()) {
            return "finished";
        }
        return request.hasResponded() ? "running" : "no status";
    }

    private static String delivered(long delivered, long failed) {
        return delivered + " delivered, " + failed + " failed";
    }

    private static long count(LabelCounts counts, String label) {
        return counts.byLabel().getOrDefault(label, 0L);
    }

    private static String many(int number, String one, String more) {
        return number + " " + (number == 1 ? one : more);
    }

    private void row(String name, long number, String remark) {
        row(name, Long.toString(number), remark);
    }

    private void row(String name, String number, String remark) {
        lines.add(String.format(Locale.ROOT, "%-" + NAME_WIDTH + "s%" + NUMBER_WIDTH + "s  %s", name, number, remark)
                .stripTrailing());
    }

    private void row(String name, String text) {
        lines.add(String.format(Locale.ROOT, "%-" + NAME_WIDTH + "s%s", name, text));
    }
}
