package io.jenkins.plugins.korenotify.trials;

import io.jenkins.plugins.korenotify.trials.SharedBot.Share;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import java.time.Duration;
import java.util.Locale;

/** Thousands of watches on one bot, in simulated time. {@code main} prints the tables of {@code docs/performance.md}. */
final class LoadTrial {
    private static final long MINUTE = 60_000;

    private LoadTrial() {}

    public static void main(String[] arguments) {
        oneProcess();
        severalProcesses();
    }

    private static void oneProcess() {
        int watches = 10_000;
        SharedBot bot = new SharedBot(1);
        bot.requestsOnly(watches, DeliveryCurve.NEVER, Duration.ofHours(9));
        // What a request remembers of its calls is the simulated side's; the first hour settles it.
        long before = usedMemory();
        int threads = Thread.activeCount();
        bot.watchAll(Duration.ofHours(8));
        bot.time().runUntil(SharedBot.START + 60 * MINUTE);
        long after = usedMemory();
        int threadsThen = Thread.activeCount();
        bot.time().runUntil(SharedBot.START + 180 * MINUTE);
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (int request = 0; request < watches; request++) {
            least = Math.min(least, bot.kore().callsTo("ds-" + request));
            most = Math.max(most, bot.kore().callsTo("ds-" + request));
        }
        System.out.println("| watches in one process, 3 simulated hours | " + watches + " |");
        System.out.println("|---|---|");
        System.out.println("| calls refused | " + bot.kore().counters().limited() + " |");
        System.out.println("| most calls in any minute | " + bot.kore().maxCallsInAnyMinute(SharedBot.STREAM) + " |");
        System.out.println("| most calls in any hour | " + bot.kore().maxCallsInAnyHour(SharedBot.STREAM) + " |");
        System.out.println("| calls per watch, least / most | " + least + " / " + most + " |");
        System.out.printf("| longest time without an answer | %d s |%n", bot.longestSilence() / 1000);
        System.out.println("| threads of the driver | " + (threadsThen - threads) + " |");
        System.out.printf(
                Locale.ROOT,
                "| heap per waiting watch, at most | %.0f bytes |%n%n",
                (double) (after - before) / watches);
    }

    private static void severalProcesses() {
        System.out.println("| seed | calls of each process after 2 min | share of each | refused after 2 min |");
        System.out.println("|---|---|---|---|");
        for (long seed = 1; seed <= 5; seed++) {
            SharedBot bot = new SharedBot(seed);
            for (int i = 0; i < 3; i++) {
                bot.process(10_000, DeliveryCurve.NEVER, Duration.ofHours(9), Duration.ofHours(8));
            }
            bot.time().runUntil(SharedBot.START + 240 * MINUTE);
            long calls = bot.shares().stream().mapToLong(Share::callsLater).sum();
            long onThrottled = bot.shares().stream().mapToLong(Share::refusedLater).sum();
            StringBuilder each = new StringBuilder();
            StringBuilder parts = new StringBuilder();
            for (Share share : bot.shares()) {
                each.append(each.length() == 0 ? "" : " / ").append(share.callsLater());
                parts.append(parts.length() == 0 ? "" : " / ")
                        .append(String.format(Locale.ROOT, "%.1f %%", 100.0 * share.callsLater() / calls));
            }
            System.out.printf(Locale.ROOT, "| %d | %s | %s | %.2f %% |%n", seed, each, parts, 100.0 * onThrottled / calls);
        }
    }

    private static long usedMemory() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
