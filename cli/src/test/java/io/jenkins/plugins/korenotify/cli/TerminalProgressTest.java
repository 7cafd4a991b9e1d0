package io.jenkins.plugins.korenotify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
    @Test
    void endsWithTheLastCountsAndALineEnd() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        PollingState watch = SampleResults.watch(Thresholds.DEFAULT, "ds-1");
        PollingState done = SampleResults.finished(watch, "ds-1", RecipientCounts.of(3, 1, 0));

        try (TerminalProgress progress = new TerminalProgress(new Output(out, out, true, false))) {
            progress.onStarted(watch);
            progress.onPollFailure(
                    "ds-1", new PollFailure(KoreException.Kind.TRANSIENT, "a\u001B[2Jb\u009B31m", 0), watch);
            progress.onStatus(done);
            progress.close();
            progress.onStatus(done);
        }

        String printed = bytes.toString(StandardCharsets.UTF_8);
        assertThat(printed).endsWith(System.lineSeparator()).doesNotContain("\u001B[2J", "\u009B");
        assertThat(printed.substring(printed.lastIndexOf('\r', printed.length() - 3)))
                .contains("100%", "4/4", "1 failed", "1 of 1 finished");
    }
}
