package io.jenkins.plugins.korenotify.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.trials.SharedBot.Share;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedBotTest {
    private static final long MINUTE = 60_000;

    @Test
    @DisplayName("10 000 watches in one process: no call is refused, and each watch gets its turn")
    void thousandsOfWatchesHoldBothLimitsAndNoneStarves() {
        SharedBot bot = new SharedBot(1);
        bot.process(10_000, DeliveryCurve.NEVER, Duration.ofHours(9), Duration.ofHours(8));
        bot.time().runUntil(SharedBot.START + 3 * 60 * MINUTE);

        assertThat(bot.kore().counters().limited()).isZero();
        assertThat(bot.kore().maxCallsInAnyMinute(SharedBot.STREAM)).isBetween(550, 600);
        assertThat(bot.kore().maxCallsInAnyHour(SharedBot.STREAM)).isBetween(17_000, 18_000);
        // A fair round at the pace of the hour takes 10 000 / 4.5 per second.
        assertThat(bot.longestSilence()).isLessThan(10_000 * 1000 / 4);
        for (int request = 0; request < 10_000; request++) {
            assertThat(bot.kore().callsTo("ds-" + request)).as("ds-" + request).isBetween(4, 7);
        }
    }

    @Test
    @DisplayName("10 000 watches all get their verdict, by the deadline at the latest")
    void thousandsOfWatchesAllEnd() {
        SharedBot bot = new SharedBot(2);
        bot.process(10_000, DeliveryCurve.LINEAR, Duration.ofMinutes(30), Duration.ofHours(3));
        bot.time().runUntil(SharedBot.START + 180 * MINUTE);

        assertThat(bot.verdicts()).hasSize(10_000);
        assertThat(bot.verdicts()).extracting(Verdict::level).containsOnly(Verdict.Level.PASSED);
        assertThat(bot.kore().counters().limited()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("Three processes on one bot share it without talking to each other")
    void processesShareABot(long seed) {
        SharedBot bot = new SharedBot(seed);
        for (int i = 0; i < 3; i++) {
            bot.process(2_000, DeliveryCurve.NEVER, Duration.ofHours(9), Duration.ofHours(8));
        }
        bot.time().runUntil(SharedBot.START + 4 * 60 * MINUTE);

        long calls = bot.shares().stream().mapToLong(Share::callsLater).sum();
        long onThrottled = bot.shares().stream().mapToLong(Share::refusedLater).sum();
        assertThat(onThrottled * 100).as("refused of " + calls).isLessThan(calls);
        assertThat(bot.shares())
                .allSatisfy(
                        share -> assertThat((double) share.callsLater()).isBetween(0.8 * calls / 3, 1.2 * calls / 3));
        assertThat(calls).as("the limits are used").isGreaterThan((long) (0.75 * 4 * 18_000));
    }
}
