package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.gate.Tally;
import io.jenkins.plugins.korenotify.watch.Trouble;
import io.jenkins.plugins.korenotify.watch.Watch;
import io.jenkins.plugins.korenotify.watch.WatchedRequest;
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
    public synchronized void began(Watch watch) {
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
    public synchronized void answered(Watch watch) {
        show(watch, "");
    }

    @Override
    public synchronized void troubled(String requestId, Trouble trouble, Watch watch) {
        show(watch, "; asking again after: " + trouble.message());
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
            bar = null;
            output.out().println();
        }
    }

    private void show(Watch watch, String more) {
        if (bar == null) {
            return;
        }
        Tally tally = watch.tally();
        bar.maxHint(most(watch));
        bar.stepTo(tally.delivered() + tally.failed());
        bar.setExtraMessage(Output.printable(" " + tally.failed() + " failed, " + finished(watch) + " of "
                + watch.requests().size() + " finished" + more));
    }

    /** The recipients known so far; -1 while none is. */
    private static long most(Watch watch) {
        long total = watch.tally().total();
        return total > 0 ? total : -1;
    }

    private static long finished(Watch watch) {
        return watch.requests().stream().filter(WatchedRequest::isFinished).count();
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
