package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.result.ProgressLog;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Shows progress as lines with the time of day, as in the build log. */
final class PlainProgress implements ProgressView {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss  ", Locale.ROOT);

    private final Clock clock;
    private final ProgressLog log;

    /** Creates the view; {@code ticks} is the monotonic clock of the polling state, in milliseconds. */
    PlainProgress(Consumer<String> lines, Clock clock, LongSupplier ticks) {
        this.clock = clock;
        log = new ProgressLog(ticks, line -> lines.accept(TIME.format(LocalTime.now(clock)) + line));
    }

    @Override
    public void onStarted(PollingState state, KoreEndpoint endpoint) {
        log.onStarted(state, LocalizableMessage.of("text", endpoint.base()), endpoint.streamId());
    }

    @Override
    public void onStatus(PollingState state) {
        log.onStatus(state, clock.millis());
    }

    @Override
    public void onPollFailure(String requestId, PollFailure failure, PollingState state) {
        log.onPollFailure(requestId, failure, state, clock.millis());
    }

    @Override
    public void close() {
        // Every line is complete.
    }
}
