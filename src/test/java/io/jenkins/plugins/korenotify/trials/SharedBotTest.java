package io.jenkins.plugins.korenotify.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.Visibility;
import io.jenkins.plugins.korenotify.trials.SharedBot.Share;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedBotTest {
    private static final long MINUTE = 60_000;

    @Test
    @DisplayName("10 000 checks in one process: no poll is refused, and each check gets its turn")
    void thousandsOfChecksHoldBothLimitsAndNoneStarves() {
        SharedBot bot = new SharedBot(1);
        bot.addRequests(10_000, DeliveryCurve.NEVER, Duration.ofHours(9));
        bot.poll(0, 10_000, Duration.ofHours(8));
        bot.time().runUntil(SharedBot.START + 3 * 60 * MINUTE);

        assertThat(bot.kore().counters().limited()).isZero();
        assertThat(bot.kore().maxCallsInAnyMinute(SharedBot.STREAM)).isBetween(550, 600);
        assertThat(bot.kore().maxCallsInAnyHour(SharedBot.STREAM)).isBetween(17_000, 18_000);
        // A fair round at the steady rate of the hour takes 10 000 / 3.6 per second.
        assertThat(bot.longestSilence()).isLessThan(10_000 * 1000 / 3);
        for (int request = 0; request < 10_000; request++) {
            assertThat(bot.kore().callsTo("ds-" + request)).as("ds-" + request).isBetween(4, 6);
        }
    }

    @Test
    @DisplayName("10 000 checks all get their verdict, by the deadline at the latest")
    void thousandsOfChecksAllEnd() {
        SharedBot bot = new SharedBot(2);
        bot.addRequests(10_000, DeliveryCurve.LINEAR, Duration.ofMinutes(30));
        bot.poll(0, 10_000, Duration.ofHours(3));
        bot.time().runUntil(SharedBot.START + 180 * MINUTE);

        assertThat(bot.verdicts()).hasSize(10_000);
        assertThat(bot.verdicts()).extracting(Verdict::level).containsOnly(Verdict.Level.PASSED);
        assertThat(bot.kore().counters().limited()).isZero();
    }

    @ParameterizedTest(name = "{0} checks of {1} to {2} s")
    @CsvSource({"500, 110, 130", "1000, 110, 130", "200, 120, 120", "500, 120, 120", "1000, 120, 120", "1000, 300, 300"
    })
    @DisplayName("Where the limit is short, the median lag is at most 1.25 of the least that the limit allows")
    void theLagIsNearTheLeastThatTheLimitAllows(int checks, int minSeconds, int maxSeconds) {
        SharedBot bot = lagOf(checks, minSeconds, maxSeconds);

        assertThat(bot.lags()).hasSize(checks);
        assertThat((double) SharedBot.median(bot.lags()) / SharedBot.median(bot.leastLags()))
                .isLessThanOrEqualTo(1.25);
    }

    @Test
    @DisplayName("Where the limit is just sufficient, the median lag is a few seconds")
    void theLagIsShortWhereTheLimitIsSufficient() {
        assertThat(SharedBot.median(lagOf(200, 110, 130).lags())).isLessThan(4_000);
    }

    private static SharedBot lagOf(int checks, int minSeconds, int maxSeconds) {
        SharedBot bot = new SharedBot(1);
        bot.addRequests(
                checks,
                DeliveryCurve.LINEAR,
                Visibility.LOGS_WITH_TOTAL,
                Duration.ofSeconds(minSeconds),
                Duration.ofSeconds(maxSeconds));
        bot.poll(0, checks, Duration.ofHours(1));
        bot.time().runUntil(SharedBot.START + 60 * MINUTE);
        return bot;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("Three processes on one bot share it without talking to each other")
    void processesShareABot(long seed) {
        SharedBot bot = new SharedBot(seed);
        bot.addRequests(6_000, DeliveryCurve.NEVER, Duration.ofHours(9));
        for (int i = 0; i < 3; i++) {
            bot.poll(i * 2_000, (i + 1) * 2_000, Duration.ofHours(8));
        }
        bot.time().runUntil(SharedBot.START + 4 * 60 * MINUTE);

        long polls = bot.shares().stream().mapToLong(Share::pollsLater).sum();
        long throttled = bot.shares().stream().mapToLong(Share::throttledLater).sum();
        assertThat(throttled * 100).as("refused of " + polls).isLessThan(polls);
        assertThat(bot.shares())
                .allSatisfy(
                        share -> assertThat((double) share.pollsLater()).isBetween(0.8 * polls / 3, 1.2 * polls / 3));
        assertThat(polls).as("the limits are used").isGreaterThan((long) (0.75 * 4 * 18_000));
    }
}
