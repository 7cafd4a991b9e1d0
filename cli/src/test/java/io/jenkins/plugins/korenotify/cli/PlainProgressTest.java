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
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class PlainProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Hands clock = new Hands();
    private final PlainProgress progress =
            new PlainProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), clock);
    private final PollingState watch = SampleResults.watch(Thresholds.DEFAULT, "ds-1", "ds-2");

    @Test
    void printsALineWhenSomethingChanged() {
        PollingState first = SampleResults.running(watch, "ds-1", RecipientCounts.of(1, 0, 2));
        PollingState second = SampleResults.finished(first, "ds-1", RecipientCounts.of(3, 0, 0));
        progress.onStarted(watch);
        progress.onStatus(first);
        clock.seconds = 5;
        progress.onStatus(first);
        clock.seconds = 10;
        progress.onStatus(second);

        assertThat(printed()).isEqualTo("""
                        00:00:00  watching 2 requests for at most 10 min
                        00:00:00  0 of 2 requests finished; 3 recipients: 1 delivered, 0 failed, 2 pending
                        00:00:10  1 of 2 requests finished; 3 recipients: 3 delivered, 0 failed, 0 pending
                        """);
    }

    @Test
    void doesNotRepeatATroubleForEveryRequest() {
        for (int i = 0; i < 40; i++) {
            clock.seconds = i;
            failure("ds-" + i % 2, "Gone");
        }

        assertThat(printed()).isEqualTo("00:00:00  ds-0: Gone\n00:00:30  ds-0: Gone\n");
    }

    @Test
    void boundsTroublesThatAreNeverTheSame() {
        for (int i = 0; i < 1_000; i++) {
            failure("ds-1", "Gone " + i);
        }

        assertThat(printed().lines().count()).isEqualTo(16);
    }

    @Test
    void whatItPrintsDoesNotSteerATerminal() {
        failure("ds-1", "a\u001B[2Jb\u009B31mc\r\nd\u202Ee");

        assertThat(printed()).isEqualTo("00:00:00  ds-1: a [2Jb 31mc  d e\n");
    }

    private void failure(String id, String message) {
        progress.onPollFailure(id, new PollFailure(KoreException.Kind.TRANSIENT, message, 0), watch);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    /** A clock that is set by hand. */
    private static final class Hands extends Clock {
        private long seconds;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(seconds);
        }
    }
}
