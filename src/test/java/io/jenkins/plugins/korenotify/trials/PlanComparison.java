package io.jenkins.plugins.korenotify.trials;

import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The plugin's polling against a fixed interval with as many polls. {@code main} prints the tables of
 * {@code docs/performance.md}.
 */
final class PlanComparison {
    /** Seeds from here on were not looked at while the parameters of the interval were chosen. */
    static final int FIRST_HELD_OUT_SEED = 10_000;

    /** The curves on which a status shows how far the request is, and on which the parameters were chosen. */
    static final List<DeliveryCurve> VISIBLE = List.of(
            DeliveryCurve.LINEAR,
            DeliveryCurve.S_SHAPED,
            DeliveryCurve.STALLED,
            DeliveryCurve.LONG_TAIL,
            DeliveryCurve.BURSTS,
            DeliveryCurve.FRONT_LOADED);

    /**
     * What a plan achieved over many seeds; times in milliseconds.
     *
     * @param polls on average
     * @param lag on average
     */
    record Summary(double polls, double lag, long median, long p95, long shortestInterval) {
        private static Summary of(List<PlanTrial.Result> results) {
            long[] lags =
                    results.stream().mapToLong(PlanTrial.Result::lag).sorted().toArray();
            return new Summary(
                    results.stream().mapToInt(PlanTrial.Result::polls).average().orElseThrow(),
                    Arrays.stream(lags).average().orElseThrow(),
                    lags[lags.length / 2],
                    lags[lags.length * 95 / 100],
                    results.stream()
                            .mapToLong(PlanTrial.Result::shortestInterval)
                            .min()
                            .orElseThrow());
        }
    }

    private final String name;
    private final List<PlanTrial> trials;
    private final Summary adaptive;

    private PlanComparison(String name, PlanTrial.Curve curve, boolean atOnce, boolean visible, int seeds) {
        this.name = name.toLowerCase(Locale.ROOT).replace('_', ' ');
        this.trials = IntStream.range(FIRST_HELD_OUT_SEED, FIRST_HELD_OUT_SEED + seeds)
                .mapToObj(seed -> new PlanTrial(curve, atOnce, visible, seed))
                .toList();
        this.adaptive = over(trial -> trial.adaptive(PollingPolicy.DEFAULT));
    }

    static PlanComparison of(DeliveryCurve curve, boolean visible, int seeds) {
        String name = curve.name() + (visible ? "" : ", nothing visible");
        return new PlanComparison(name, curve::share, curve == DeliveryCurve.AT_ONCE, visible, seeds);
    }

    static PlanComparison of(HeldOutCurve curve, int seeds) {
        return new PlanComparison(curve.name(), curve::share, false, true, seeds);
    }

    Summary adaptive() {
        return adaptive;
    }

    Summary fixed(long interval) {
        return over(trial -> trial.scheduled(tick -> tick + interval));
    }

    /** The fixed interval with as many polls, or slightly more. */
    long matchingInterval() {
        long low = 200;
        long high = 300_000;
        while (high - low > 10) {
            long middle = (low + high) / 2;
            if (fixed(middle).polls() >= adaptive.polls()) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Lag x polls of the plugin as a part of the fixed interval's with as many polls. */
    double ratio() {
        Summary fixed = fixed(matchingInterval());
        return adaptive.lag() * adaptive.polls() / (fixed.lag() * fixed.polls());
    }

    private Summary over(Function<PlanTrial, PlanTrial.Result> plan) {
        return Summary.of(trials.stream().map(plan).toList());
    }

    public static void main(String[] arguments) {
        int seeds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
        System.out.printf("%d seeds per row, lag in seconds: average (median, 95th percentile)%n%n", seeds);
        System.out.println("| delivery | polls | lag | fixed interval with as many polls: its lag | lag x polls |");
        System.out.println("|---|---|---|---|---|");
        for (HeldOutCurve curve : HeldOutCurve.values()) {
            of(curve, seeds).print();
        }
        VISIBLE.forEach(curve -> of(curve, true, seeds).print());
        of(DeliveryCurve.LINEAR, false, seeds).print();
        of(DeliveryCurve.AT_ONCE, false, seeds).print();
    }

    private void print() {
        long interval = matchingInterval();
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %s | %.1f s: %s | %.2f |%n",
                name,
                adaptive.polls(),
                format(adaptive),
                interval / 1000.0,
                format(fixed(interval)),
                ratio());
    }

    private static String format(Summary summary) {
        return String.format(
                Locale.ROOT,
                "%.1f (%.1f, %.1f)",
                summary.lag() / 1000,
                summary.median() / 1000.0,
                summary.p95() / 1000.0);
    }
}
