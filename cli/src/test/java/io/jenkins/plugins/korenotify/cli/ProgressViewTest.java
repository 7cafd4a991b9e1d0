package io.jenkins.plugins.korenotify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.client.ApiVersion;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.client.KoreException.Kind;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.result.SampleChecks;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ProgressViewTest {
    private static final KoreEndpoint ENDPOINT = KoreEndpoint.of("https://platform.kore.ai", "st-1", ApiVersion.V2);
    private static final PollFailure ESCAPES =
            SampleChecks.failure(Kind.UNAVAILABLE, "a\u001B[2Jb\u009B31mc\r\nd\u202Ee");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final PollingState started = SampleChecks.started(Thresholds.DEFAULT, "ds-1");
    private final PollingState failed = SampleChecks.pollFailed(started, "ds-1", ESCAPES);
    private final PollingState finished = SampleChecks.finished(started, "ds-1", RecipientCounts.of(3, 1, 0));

    @Test
    void linesHaveTheTimeOfDay() {
        Clock clock = Clock.fixed(Instant.ofEpochMilli(SampleChecks.START), ZoneOffset.UTC);
        Output output = new Output(out, out, false, true);
        try (ProgressView view = new PlainProgress(output::line, clock, clock::millis)) {
            view.onStarted(started, ENDPOINT);
            view.onStatus(SampleChecks.running(started, "ds-1", RecipientCounts.of(1, 0, 2)));
            view.onPollFailure("ds-1", ESCAPES, failed);
        }

        assertThat(printed().lines().toList())
                .hasSize(4)
                .startsWith(
                        "22:13:20  Polling 1 request (ds-1) on https://platform.kore.ai, stream st-1, timeout 10 min",
                        "22:13:20  Required: success rate ≥ 100%",
                        "22:13:20  1 of 3 delivered, 0 failed, 2 pending")
                .last()
                .asString()
                .startsWith("22:13:20  Poll failed (1 of 15), next in ")
                .endsWith(": a [2Jb 31mc  d e");
    }

    @Test
    void aBarEndsWithTheLastCountsAndALineEnd() {
        try (ProgressView view = new TerminalProgress(new Output(out, out, true, false), () -> SampleChecks.START)) {
            view.onStarted(started, ENDPOINT);
            view.onPollFailure("ds-1", ESCAPES, failed);
            view.onStatus(finished);
            view.close();
            view.onStatus(failed);
        }

        String printed = printed();
        assertThat(printed)
                .startsWith("Polling 1 request (ds-1) on https://platform.kore.ai")
                .contains(">= 100%");
        assertThat(printed).endsWith("\n").doesNotContain("\u001B[2J", "\u009B");
        assertThat(printed.substring(printed.lastIndexOf('\r', printed.length() - 3)))
                .contains("100%", "4/4", "1 failed, 1 of 1 finished");
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
