package io.jenkins.plugins.korenotify.step;

import com.fasterxml.jackson.core.type.TypeReference;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.korenotify.engine.result.ChannelCount;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.CheckResultJson;
import io.jenkins.plugins.korenotify.engine.result.ReasonCount;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** The result of a check, as a Pipeline script reads it, within the sandbox. Immutable. */
public final class KoreNotifyStatusResult implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The largest number of requests in what is stored with a build. */
    static final int MAX_REQUESTS = 50;

    private static final String OTHERS = "other";

    private final CheckResult result;

    KoreNotifyStatusResult(CheckResult result) {
        this.result = result;
    }

    /** A copy with fewer requests, to be stored. */
    KoreNotifyStatusResult bounded() {
        return new KoreNotifyStatusResult(result.bounded(MAX_REQUESTS));
    }

    /** The name of the check. */
    @Whitelisted
    @CheckForNull
    public String getName() {
        return result.name;
    }

    /** {@code PASSED}, {@code UNSTABLE}, {@code FAILED} or {@code INCONCLUSIVE}. */
    @Whitelisted
    public String getVerdict() {
        return result.verdict.name();
    }

    /** {@code NO_RESPONSE}, {@code TIMEOUT} or {@code INCOMPLETE}; null unless the verdict is INCONCLUSIVE. */
    @Whitelisted
    @CheckForNull
    public String getInconclusiveReason() {
        return result.inconclusiveReason == null ? null : result.inconclusiveReason.name();
    }

    /** The reasons for the verdict in English, at least one, the most important first. */
    @Whitelisted
    public List<String> getReasons() {
        return new ArrayList<>(result.getReasons());
    }

    /** All recipients: delivered, failed and pending. */
    @Whitelisted
    public long getTotal() {
        return result.getTotal();
    }

    /** Recipients whose notification was handed to the channel. */
    @Whitelisted
    public long getDelivered() {
        return result.delivered;
    }

    /** Recipients whose notification failed for good. */
    @Whitelisted
    public long getFailed() {
        return result.failed;
    }

    /** Recipients without a result. */
    @Whitelisted
    public long getPending() {
        return result.pending;
    }

    /** The share of delivered recipients in percent, rounded down; null if there is no recipient. */
    @Whitelisted
    @CheckForNull
    public BigDecimal getSuccessRate() {
        return result.getSuccessRate();
    }

    /** Failed recipients by Kore.ai's comment, the largest number first; the rest under {@code other}. */
    @Whitelisted
    public Map<String, Long> getFailedByReason() {
        Map<String, Long> map = new LinkedHashMap<>();
        for (ReasonCount count : result.getFailedByReason()) {
            map.merge(count.reason == null ? OTHERS : count.reason, count.recipients, Long::sum);
        }
        return map;
    }

    /** Failed recipients by channel; the rest under {@code other}. */
    @Whitelisted
    public Map<String, Long> getFailedByChannel() {
        return byChannel(channel -> channel.failed);
    }

    /** Delivered recipients by channel; the rest under {@code other}. */
    @Whitelisted
    public Map<String, Long> getDeliveredByChannel() {
        return byChannel(channel -> channel.delivered);
    }

    private Map<String, Long> byChannel(ToLongFunction<ChannelCount> number) {
        Map<String, Long> map = new LinkedHashMap<>();
        for (ChannelCount count : result.getByChannel()) {
            if (number.applyAsLong(count) > 0) {
                map.merge(count.channel == null ? OTHERS : count.channel, number.applyAsLong(count), Long::sum);
            }
        }
        return map;
    }

    /** How many polls were sent. */
    @Whitelisted
    public int getPolls() {
        return result.polls;
    }

    /** How many of the polls gave no status. */
    @Whitelisted
    public int getFailedPolls() {
        return result.failedPolls;
    }

    /** How many failed polls were followed by another poll. */
    @Whitelisted
    public int getRetries() {
        return result.retries;
    }

    /** The time from the start to the verdict in milliseconds. */
    @Whitelisted
    public long getDurationMillis() {
        return result.durationMillis;
    }

    /**
     * The requests one by one, each with id, responded, finished, status, total, delivered, failed, pending, polls,
     * failedPolls, retries and lastError.
     */
    @Whitelisted
    public List<Map<String, Object>> getRequests() {
        return CheckResultJson.mapper().convertValue(result.getRequests(), new TypeReference<>() {});
    }

    /** The result as a JSON document, in the form that {@link CheckResultJson} describes. */
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

    /** The verdict and the most important reason for it, on one line, in English. */
    @Whitelisted
    @Override
    public String toString() {
        return getVerdict() + ": " + getReasons().get(0);
    }

    /** What a build or a stage that did not pass shows; the log and the build's page have the reasons. */
    String toMessage() {
        return result.name == null
                ? Messages.KoreNotifyStatus_notPassed(getVerdict())
                : Messages.KoreNotifyStatus_namedNotPassed(result.name, getVerdict());
    }
}
