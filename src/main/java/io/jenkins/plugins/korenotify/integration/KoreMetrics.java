package io.jenkins.plugins.korenotify.integration;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Meter;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricSet;
import com.codahale.metrics.Timer;
import hudson.model.Result;
import io.jenkins.plugins.korenotify.check.CheckListener;
import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.report.RunningCheck;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import jenkins.metrics.api.MetricProvider;
import org.jenkinsci.plugins.variant.OptionalExtension;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Counts what the checks do, for the metrics plugin; the names stand in {@code docs/integrations.md}. All counts begin
 * at zero with Jenkins.
 */
@OptionalExtension(requirePlugins = "metrics")
@Restricted(NoExternalUse.class)
public final class KoreMetrics extends MetricProvider implements CheckListener {
    private static final String PREFIX = "korenotify.";

    private final Meter polls = new Meter();
    private final Meter retries = new Meter();
    private final Meter rateLimited = new Meter();
    private final Timer wait = new Timer();
    private final Map<Verdict.Level, Meter> verdicts =
            Arrays.stream(Verdict.Level.values()).collect(Collectors.toMap(level -> level, level -> new Meter()));
    // By identity, not a number: a check that started before this listener is not subtracted.
    private final Set<RunningCheck> waiting = ConcurrentHashMap.newKeySet();

    @Override
    public MetricSet getMetricSet() {
        Map<String, Metric> all = new HashMap<>();
        all.put(PREFIX + "checks.waiting", (Gauge<Integer>) waiting::size);
        all.put(PREFIX + "checks.wait", wait);
        all.put(PREFIX + "polls", polls);
        all.put(PREFIX + "polls.retried", retries);
        all.put(PREFIX + "polls.ratelimited", rateLimited);
        verdicts.forEach(
                (level, meter) -> all.put(PREFIX + "verdicts." + level.name().toLowerCase(Locale.ROOT), meter));
        return metrics(all);
    }

    @Override
    public void onStarted(RunningCheck check, PollingState state) {
        waiting.add(check);
    }

    @Override
    public void onStatus(RunningCheck check, PollingState state) {
        polls.mark();
    }

    @Override
    public void onPollFailure(RunningCheck check, PollFailure failure, PollingState state) {
        polls.mark();
        if (failure.kind() == KoreException.Kind.RATE_LIMITED) {
            rateLimited.mark();
        }
        if (state.verdict(System.currentTimeMillis()).isEmpty()) {
            retries.mark();
        }
    }

    @Override
    public void onCompleted(RunningCheck check, CheckResult result, Result outcome) {
        waiting.remove(check);
        verdicts.get(result.verdict).mark();
        wait.update(result.durationMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void onAborted(RunningCheck check) {
        waiting.remove(check);
        verdicts.get(Verdict.Level.ABORTED).mark();
    }
}
