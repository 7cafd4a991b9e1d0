package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.result.ChannelCount;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.ProgressMessages;
import io.jenkins.plugins.korenotify.engine.result.RequestResult;
import io.jenkins.plugins.korenotify.engine.result.UndeliveredGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A result as text: numbers, channels, requests, undelivered recipients, and the verdict with its reasons. */
final class ResultTable {
    private static final int MAX_REQUESTS = 20;
    private static final int MAX_RECIPIENTS = 20;
    private static final int MAX_CHANNELS = 10;

    private final List<String> lines = new ArrayList<>();

    private ResultTable() {}

    /** The lines, without line ends. */
    static List<String> of(CheckResult result) {
        ResultTable table = new ResultTable();
        table.add(ProgressMessages.finished(result));
        table.addChannels(result);
        if (result.requestCount > 1) {
            table.addRequests(result.bounded(MAX_REQUESTS));
        }
        if (result.getUndelivered() != null && !result.getUndelivered().isEmpty()) {
            table.addUndelivered(result);
        }
        table.add(ProgressMessages.verdict(result));
        return table.lines;
    }

    private void add(List<LocalizableMessage> messages) {
        messages.forEach(message -> lines.add(message.toString()));
    }

    private void addChannels(CheckResult result) {
        List<ChannelCount> channels = result.largestChannels(MAX_CHANNELS);
        if (!channels.isEmpty()) {
            lines.add("Channels:");
        }
        for (ChannelCount channel : channels) {
            lines.add("  " + ProgressMessages.orElse(channel.channel, "otherChannels") + ": " + channel.delivered
                    + " delivered, " + channel.failed + " failed");
        }
    }

    private void addRequests(CheckResult result) {
        lines.add("Requests:");
        for (RequestResult request : result.getRequests()) {
            lines.add("  " + request.id + ": " + state(request) + "; " + request.delivered + " of " + request.getTotal()
                    + " delivered, " + request.failed + " failed");
            if (request.getLastError() != null) {
                lines.add("    last error: " + request.getLastError());
            }
        }
        addOmitted(result.getRequestsOmitted());
    }

    private static String state(RequestResult request) {
        if (!request.responded) {
            return "no status";
        }
        return (request.finished ? "finished" : "not finished")
                + (request.status == null ? "" : " (" + request.status + ")");
    }

    private void addUndelivered(CheckResult result) {
        lines.add("Undelivered:");
        long omitted = result.undeliveredOmitted;
        int listed = 0;
        for (UndeliveredGroup group : result.getUndelivered()) {
            if (listed++ < MAX_RECIPIENTS) {
                lines.add("  " + describe(group, result.requestCount > 1));
            } else {
                omitted += group.recipients;
            }
        }
        addOmitted(omitted);
    }

    private static String describe(UndeliveredGroup group, boolean withRequest) {
        String details = Stream.of(group.channel, group.reason, withRequest ? group.request : null)
                .filter(Objects::nonNull)
                .map(detail -> ", " + detail)
                .collect(Collectors.joining());
        return group.recipients + " × " + group.recipient + " "
                + group.status.name().toLowerCase(Locale.ROOT) + details;
    }

    private void addOmitted(long omitted) {
        if (omitted > 0) {
            lines.add("  (and " + omitted + " more)");
        }
    }
}
