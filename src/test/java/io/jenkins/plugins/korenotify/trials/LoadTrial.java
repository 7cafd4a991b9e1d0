package io.jenkins.plugins.korenotify.trials;

import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.Visibility;
import io.jenkins.plugins.korenotify.trials.SharedBot.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Many checks on one bot, in simulated time. {@code main} prints the tables of {@code docs/performance.md}. */
final class LoadTrial {
    private static final long MINUTE = 60_000;
    private static final int LAG_SEEDS = 10;

    private LoadTrial() {}

    public static void main(String[] arguments) {
        lags();
        oneProcess();
        severalProcesses();
    }

    /** How long after the end of each request its check has a verdict, beside the least that the limit allows. */
    private static void lags() {
        System.out.println(
                "| deliveries | checks | polls per check | lag: median, largest, s | least: median, largest, s "
                        + "| ratio of the medians, of each seed | ratio of the averages |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (int[] delivery : new int[][] {{120, 120}, {110, 130}, {290, 310}, {600, 620}}) {
            for (Visibility visibility : new Visibility[] {Visibility.LOGS_WITH_TOTAL, Visibility.HIDDEN}) {
                for (int checks : new int[] {200, 500, 1_000}) {
                    lag(DeliveryCurve.LINEAR, delivery[0], delivery[1], visibility, checks);
                }
            }
        }
        for (DeliveryCurve curve :
                new DeliveryCurve[] {DeliveryCurve.S_SHAPED, DeliveryCurve.FRONT_LOADED, DeliveryCurve.STALLED}) {
            for (int checks : new int[] {500, 1_000}) {
                lag(curve, 290, 310, Visibility.LOGS_WITH_TOTAL, checks);
            }
        }
        System.out.println();
    }

    private static void lag(DeliveryCurve curve, int minSeconds, int maxSeconds, Visibility visibility, int checks) {
        List<Long> lags = new ArrayList<>();
        List<Long> least = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        long polls = 0;
        for (int seed = 1; seed <= LAG_SEEDS; seed++) {
            SharedBot bot = new SharedBot(seed);
            Duration min = Duration.ofSeconds(minSeconds);
            bot.addRequests(checks, curve, visibility, min, Duration.ofSeconds(maxSeconds));
            bot.poll(0, checks, Duration.ofHours(2));
            bot.time().runUntil(SharedBot.START + 90 * MINUTE);
            lags.addAll(bot.lags());
            least.addAll(bot.leastLags());
            ratios.add((double) SharedBot.median(bot.lags()) / SharedBot.median(bot.leastLags()));
            polls += bot.shares().get(0).polls();
        }
        Collections.sort(lags);
        Collections.sort(least);
        System.out.printf(
                Locale.ROOT,
                "| %s, %s, %s | %d | %.1f | %s | %s | %.2f to %.2f | %.2f |%n",
                curve.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                minSeconds == maxSeconds ? minSeconds + " s" : minSeconds + " to " + maxSeconds + " s",
                visibility == Visibility.HIDDEN ? "nothing visible" : "progress visible",
                checks,
                (double) polls / LAG_SEEDS / checks,
                medianAndLargest(lags),
                medianAndLargest(least),
                Collections.min(ratios),
                Collections.max(ratios),
                average(lags) / average(least));
    }

    private static String medianAndLargest(List<Long> ascending) {
        return String.format(
                Locale.ROOT,
                "%.1f, %.1f",
                SharedBot.median(ascending) / 1000.0,
                ascending.get(ascending.size() - 1) / 1000.0);
    }

    private static double average(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).average().orElseThrow();
    }

    private static void oneProcess() {
        int checks = 10_000;
        SharedBot bot = new SharedBot(1);
        bot.addRequests(checks, DeliveryCurve.NEVER, Duration.ofHours(9));
        // What the simulated side remembers of a request's calls grows too; the first hour settles it.
        long before = usedMemory();
        bot.poll(0, checks, Duration.ofHours(8));
        bot.time().runUntil(SharedBot.START + 60 * MINUTE);
        long after = usedMemory();
        bot.time().runUntil(SharedBot.START + 180 * MINUTE);
        int fewest = Integer.MAX_VALUE;
        int most = 0;
        for (int request = 0; request < checks; request++) {
            fewest = Math.min(fewest, bot.kore().callsTo("ds-" + request));
            most = Math.max(most, bot.kore().callsTo("ds-" + request));
        }
        System.out.println("| checks in one process, 3 simulated hours | " + checks + " |");
        System.out.println("|---|---|");
        System.out.println("| polls refused | " + bot.kore().counters().limited() + " |");
        System.out.println("| most polls in any minute | " + bot.kore().maxCallsInAnyMinute(SharedBot.STREAM) + " |");
        System.out.println("| most polls in any hour | " + bot.kore().maxCallsInAnyHour(SharedBot.STREAM) + " |");
        System.out.println("| polls per check, fewest / most | " + fewest + " / " + most + " |");
        System.out.printf("| longest time without a status | %d s |%n", bot.longestSilence() / 1000);
        System.out.printf(
                Locale.ROOT,
                "| heap per waiting check, at most | %.0f bytes |%n%n",
                (double) (after - before) / checks);
    }

    private static void severalProcesses() {
        System.out.println("| seed | polls of each process after 2 min | share of each | refused after 2 min |");
        System.out.println("|---|---|---|---|");
        for (long seed = 1; seed <= 5; seed++) {
            SharedBot bot = new SharedBot(seed);
            bot.addRequests(30_000, DeliveryCurve.NEVER, Duration.ofHours(9));
            for (int i = 0; i < 3; i++) {
                bot.poll(i * 10_000, (i + 1) * 10_000, Duration.ofHours(8));
            }
            bot.time().runUntil(SharedBot.START + 240 * MINUTE);
            long polls = bot.shares().stream().mapToLong(Share::pollsLater).sum();
            long throttled =
                    bot.shares().stream().mapToLong(Share::throttledLater).sum();
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %s | %s | %.2f %% |%n",
                    seed,
                    bot.shares().stream()
                            .map(share -> Long.toString(share.pollsLater()))
                            .collect(Collectors.joining(" / ")),
                    bot.shares().stream()
                            .map(share -> String.format(Locale.ROOT, "%.1f %%", 100.0 * share.pollsLater() / polls))
                            .collect(Collectors.joining(" / ")),
                    100.0 * throttled / polls);
        }
    }

    private static long usedMemory() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
