package io.jenkins.plugins.korenotify.trials;

import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.Visibility;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;

/**
 * The adaptive plan against plans that ask at fixed intervals. {@code main} prints the table of {@code
 * docs/performance.md}.
 */
final class PlanComparison {
    /** The curves on which the answers show how far a request is. */
    static final List<DeliveryCurve> TELLING = List.of(
            DeliveryCurve.LINEAR,
            DeliveryCurve.S_SHAPED,
            DeliveryCurve.STALLED,
            DeliveryCurve.LONG_TAIL,
            DeliveryCurve.BURSTS,
            DeliveryCurve.FRONT_LOADED);

    /**
     * What a plan achieved over many seeds.
     *
     * @param requests on average
     * @param median of the lag, milliseconds
     * @param p95 of the lag, milliseconds
     * @param shortestGap between two questions, milliseconds
     */
    record Result(double requests, long median, long p95, long shortestGap) {}

    private final DeliveryCurve curve;
    private final Visibility visibility;
    private final int seeds;

    PlanComparison(DeliveryCurve curve, Visibility visibility, int seeds) {
        this.curve = curve;
        this.visibility = visibility;
        this.seeds = seeds;
    }

    Result adaptive() {
        return over(trial -> trial.adaptive(PollingPolicy.DEFAULT));
    }

    Result fixed(long interval) {
        return over(trial -> trial.scheduled(now -> now + interval));
    }

    /** The plans that the adaptive one is held against, by name. */
    Map<String, Result> others() {
        Map<String, Result> results = new LinkedHashMap<>();
        results.put("5 s", fixed(5_000));
        results.put("10 s", fixed(10_000));
        results.put("30 s", fixed(30_000));
        LongUnaryOperator doubling = now -> now + Math.min(60_000, now + 1_000);
        results.put("1→60 s", over(trial -> trial.scheduled(doubling)));
        return results;
    }

    /** The fixed interval that spends as many requests as given, or slightly more. */
    long intervalFor(double requests) {
        long low = 500;
        long high = 120_000;
        while (high - low > 50) {
            long middle = (low + high) / 2;
            if (fixed(middle).requests() >= requests) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Result over(Function<PlanTrial, PlanTrial.Outcome> plan) {
        List<PlanTrial.Outcome> outcomes = new ArrayList<>();
        for (int seed = 0; seed < seeds; seed++) {
            outcomes.add(plan.apply(new PlanTrial(curve, visibility, seed)));
        }
        long[] lags =
                outcomes.stream().mapToLong(PlanTrial.Outcome::lag).sorted().toArray();
        return new Result(
                outcomes.stream()
                        .mapToInt(PlanTrial.Outcome::requests)
                        .average()
                        .orElseThrow(),
                lags[lags.length / 2],
                lags[lags.length * 95 / 100],
                outcomes.stream()
                        .mapToLong(PlanTrial.Outcome::shortestGap)
                        .min()
                        .orElseThrow());
    }

    public static void main(String[] arguments) {
        int seeds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        System.out.printf("%d seeds per row; requests on average, lag median / 95th percentile in seconds%n%n", seeds);
        System.out.println(
                "| curve | adaptive | 5 s | 10 s | 30 s | 1→60 s | fixed with as many requests | ratio of lags |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        TELLING.forEach(curve -> print(curve, Visibility.LOGS_WITH_TOTAL, seeds));
        print(DeliveryCurve.AT_ONCE, Visibility.LOGS_WITH_TOTAL, seeds);
        print(DeliveryCurve.LINEAR, Visibility.HIDDEN, seeds);
    }

    private static void print(DeliveryCurve curve, Visibility visibility, int seeds) {
        PlanComparison comparison = new PlanComparison(curve, visibility, seeds);
        Result ours = comparison.adaptive();
        long interval = comparison.intervalFor(ours.requests());
        Result matched = comparison.fixed(interval);
        StringBuilder row = new StringBuilder("| ");
        row.append(curve.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        row.append(visibility == Visibility.HIDDEN ? ", nothing visible | " : " | ")
                .append(words(ours));
        comparison.others().values().forEach(other -> row.append(" | ").append(words(other)));
        row.append(String.format(Locale.ROOT, " | %.1f s: %s", interval / 1000.0, words(matched)));
        row.append(String.format(
                Locale.ROOT,
                " | %.2f / %.2f |",
                (double) ours.median() / matched.median(),
                (double) ours.p95() / matched.p95()));
        System.out.println(row);
    }

    private static String words(Result result) {
        return String.format(
                Locale.ROOT, "%.1f: %.1f / %.1f", result.requests(), result.median() / 1000.0, result.p95() / 1000.0);
    }
}
