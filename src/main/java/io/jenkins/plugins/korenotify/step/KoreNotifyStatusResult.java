package io.jenkins.plugins.korenotify.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.korenotify.engine.gate.LabelCounts;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.CheckResultJson;
import io.jenkins.plugins.korenotify.engine.result.RequestResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/**
 * What came of a check, as a Pipeline script reads it; all of it within the sandbox. Immutable, and holds counts; of
 * recipients at most those that {@code CheckResult} holds, masked, which show in {@link #toJson} alone.
 */
public final class KoreNotifyStatusResult implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final String OTHERS = "other";

    private final CheckResult result;

    KoreNotifyStatusResult(CheckResult result) {
        this.result = result;
    }

    CheckResult checked() {
        return result;
    }

    /** {@code PASSED}, {@code UNSTABLE}, {@code FAILED} or {@code INCONCLUSIVE}. */
    @Whitelisted
    public String getVerdict() {
        return result.level().name();
    }

    /** Why nobody can say: {@code NO_ANSWER}, {@code TIME_UP} or {@code UNACCOUNTED}; null unless INCONCLUSIVE. */
    @Whitelisted
    @CheckForNull
    public String getDoubt() {
        return result.inconclusiveReason() == Verdict.InconclusiveReason.NONE ? null : result.inconclusiveReason().name();
    }

    /** The reasons for the verdict in words, at least one, the most important first. */
    @Whitelisted
    public List<String> getReasons() {
        return new ArrayList<>(result.reasons(Locale.ROOT));
    }

    /** All recipients: delivered, failed and pending. */
    @Whitelisted
    public long getTotal() {
        return result.total();
    }

    /** Recipients whose notification was handed to the channel. */
    @Whitelisted
    public long getDelivered() {
        return result.delivered();
    }

    /** Recipients who were not reached, finally. */
    @Whitelisted
    public long getFailed() {
        return result.failed();
    }

    /** Recipients of whom Kore.ai has not said how it ended. */
    @Whitelisted
    public long getPending() {
        return result.pending();
    }

    /** The share of delivered recipients in percent, rounded down; null if there is no recipient. */
    @Whitelisted
    @CheckForNull
    public BigDecimal getSuccessRate() {
        return result.successRate().orElse(null);
    }

    /** Failed recipients by Kore.ai's comment; those without one, or beyond the first 32, under {@code other}. */
    @Whitelisted
    public Map<String, Long> getFailuresByReason() {
        return map(result.counts().failedByReason());
    }

    /** Failed recipients by channel; those without one, or beyond the first 32, under {@code other}. */
    @Whitelisted
    public Map<String, Long> getFailuresByChannel() {
        return map(result.counts().failedByChannel());
    }

    /** Delivered recipients by channel; those without one, or beyond the first 32, under {@code other}. */
    @Whitelisted
    public Map<String, Long> getDeliveredByChannel() {
        return map(result.counts().deliveredByChannel());
    }

    /** How often Kore.ai was asked. */
    @Whitelisted
    public int getPolls() {
        return result.polls();
    }

    /** How many of the questions got no status. */
    @Whitelisted
    public int getErrors() {
        return result.errors();
    }

    /** How many questions were asked again after one that got no status. */
    @Whitelisted
    public int getRetries() {
        return result.retries();
    }

    /** The time from the start to the verdict in milliseconds. */
    @Whitelisted
    public long getDuration() {
        return result.duration().toMillis();
    }

    /** The requests one by one, each with id, finished, total, delivered, failed, pending, polls, errors, trouble. */
    @Whitelisted
    public List<Map<String, Object>> getRequests() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (RequestResult request : result.requests()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("id", request.id());
            one.put("finished", request.isFinished());
            one.put("total", request.total());
            one.put("delivered", request.delivered());
            one.put("failed", request.failed());
            one.put("pending", request.pending());
            one.put("polls", request.polls());
            one.put("errors", request.errors());
            one.put("trouble", request.failure().orElse(null));
            all.add(one);
        }
        return all;
    }

    /** The whole result as a JSON document, in the form that {@link CheckResultJson} describes. */
    @Whitelisted
    public String toJson() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            CheckResultJson.write(result, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The verdict and its first reason, on one line. */
    @Whitelisted
    @Override
    public String toString() {
        return format(Locale.ROOT);
    }

    /** The same in the language closest to {@code locale}. */
    String format(Locale locale) {
        return getVerdict() + ": " + result.reasons(locale).get(0);
    }

    private static Map<String, Long> map(LabelCounts counts) {
        Map<String, Long> map = new LinkedHashMap<>(counts.byLabel());
        if (counts.others() > 0) {
            map.merge(OTHERS, counts.others(), Long::sum);
        }
        return map;
    }
}
