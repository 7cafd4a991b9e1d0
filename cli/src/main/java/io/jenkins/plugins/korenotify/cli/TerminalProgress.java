package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.RequestState;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar over the recipients. */
final class TerminalProgress implements ProgressView {
    private static final int REDRAWN_EVERY_MILLIS = 250;

    private final Output output;
    private ProgressBar bar;

    TerminalProgress(Output output) {
        this.output = output;
    }

    @Override
    public synchronized void onStarted(PollingState watch) {
        bar = new ProgressBarBuilder()
                .setTaskName("Recipients")
                .setInitialMax(most(watch))
                .setStyle(output.unicode() ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REDRAWN_EVERY_MILLIS)
                .continuousUpdate()
                .hideEta()
                .setConsumer(new Line(output.out()))
                .build();
        show(watch, "");
    }

    @Override
    public synchronized void onStatus(PollingState watch) {
        show(watch, "");
    }

    @Override
    public synchronized void onPollFailure(String requestId, PollFailure failure, PollingState watch) {
        show(watch, "; asking again after: " + failure.message());
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
            bar = null;
            output.out().println();
        }
    }

    private void show(PollingState watch, String more) {
        if (bar == null) {
            return;
        }
        RecipientCounts counts = watch.counts();
        bar.maxHint(most(watch));
        bar.stepTo(counts.delivered() + counts.failed());
        bar.setExtraMessage(Output.printable(" " + counts.failed() + " failed, " + finished(watch) + " of "
                + watch.requests().size() + " finished" + more));
    }

    /** The recipients known so far; -1 while none is. */
    private static long most(PollingState watch) {
        long total = watch.counts().total();
        return total > 0 ? total : -1;
    }

    private static long finished(PollingState watch) {
        return watch.requests().stream().filter(RequestState::isFinished).count();
    }

    /** The line that the bar is drawn on. It is ended by the view: the bar itself omits that when it ends at once. */
    private static final class Line extends ConsoleProgressBarConsumer {
        Line(PrintStream out) {
            super(out, TerminalWidth.characters() - 1);
        }

        @Override
        public void close() {
            // The view ends the line.
        }
    }
}
