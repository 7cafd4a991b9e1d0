package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.gate.RecipientOutlook;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.result.ProgressMessages;
import java.io.PrintStream;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Shows progress as a bar over the recipients, on a line that is redrawn. */
final class TerminalProgress implements ProgressView {
    private static final int REDRAW_INTERVAL_MILLIS = 250;
    private static final int MAX_WIDTH = 240;

    private final Output output;
    private final LongSupplier ticks;
    private ProgressBar bar;

    /** Creates the view; {@code ticks} is the monotonic clock of the polling state, in milliseconds. */
    TerminalProgress(Output output, LongSupplier ticks) {
        this.output = output;
        this.ticks = ticks;
    }

    @Override
    public synchronized void onStarted(PollingState state, KoreEndpoint endpoint) {
        LocalizableMessage where = LocalizableMessage.of("text", endpoint.base());
        output.line(ProgressMessages.started(state, where, endpoint.streamId()).toString());
        output.line(ProgressMessages.required(state.thresholds()).toString());
        bar = new ProgressBarBuilder()
                .setTaskName("Recipients")
                .setInitialMax(total(state))
                .setStyle(output.unicode() ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REDRAW_INTERVAL_MILLIS)
                .continuousUpdate()
                .hideEta()
                .setConsumer(new Line(output.out()))
                .build();
        onStatus(state);
    }

    @Override
    public synchronized void onStatus(PollingState state) {
        show(
                state,
                state.outlook().failed() + " failed, " + state.finishedRequests() + " of " + state.requestCount()
                        + " finished");
    }

    @Override
    public synchronized void onPollFailure(String requestId, PollFailure failure, PollingState state) {
        show(
                state,
                ProgressMessages.pollFailed(requestId, failure, state, ticks.getAsLong())
                        .toString());
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
            bar = null;
            output.out().println();
        }
    }

    private void show(PollingState state, String message) {
        if (bar != null) {
            bar.maxHint(total(state));
            bar.stepTo(state.outlook().delivered() + state.outlook().failed());
            bar.setExtraMessage(output.printable(" " + message));
        }
    }

    /** The recipients known so far; -1 while there is none. */
    private static long total(PollingState state) {
        RecipientOutlook recipients = state.outlook();
        return recipients.known() > 0 ? recipients.known() : -1;
    }

    /** The line of the bar. The view ends it, because the bar does not when it is closed at once. */
    private static final class Line extends ConsoleProgressBarConsumer {
        /**
         * Creates the line. The terminal library of the bar would know the width too, but resets the process's signal
         * handlers, so that Ctrl-C would end the process before the shutdown hook could complete the line.
         */
        Line(PrintStream out) {
            super(
                    out,
                    Math.min(MAX_WIDTH, new UsageMessageSpec().autoWidth(true).width()) - 1);
        }

        @Override
        public void close() {
            // See the view's close().
        }
    }
}
