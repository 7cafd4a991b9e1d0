package io.jenkins.plugins.korenotify.engine.result;

import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.gate.Thresholds;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What came of a check: the verdict, the recipients it was given on, and what it took to learn of them. Immutable and
 * serializable; it holds counts, and of recipients at most a few who were not reached, masked, where that is allowed.
 */
public final class CheckResult implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Verdict verdict;
    private final Thresholds thresholds;
    private final RecipientCounts counts;
    private final RequestResult[] requests;
    private final long startedAt;
    private final long endedAt;

    private CheckResult(PollingState watch, Verdict verdict, long endedAt) {
        this.verdict = verdict;
        this.thresholds = watch.thresholds();
        this.counts = watch.counts();
        this.requests = watch.requests().stream()
                .map(request -> RequestResult.of(request, watch.isSettled(request) || endedAt >= watch.deadline()))
                .toArray(RequestResult[]::new);
        this.startedAt = watch.startedAt();
        this.endedAt = Math.max(startedAt, endedAt);
    }

    /**
     * The result of a watch that came to its verdict.
     *
     * @param watch as it was when the verdict was given
     * @param endedAt when that was, in milliseconds since the epoch; not before the watch began
     */
    public static CheckResult of(PollingState watch, Verdict verdict, long endedAt) {
        return new CheckResult(watch, verdict, endedAt);
    }

    /** PASSED, UNSTABLE, FAILED or INCONCLUSIVE. */
    public Verdict.Level level() {
        return verdict.level();
    }

    /** What is in doubt; NONE unless the level is INCONCLUSIVE. */
    public Verdict.InconclusiveReason inconclusiveReason() {
        return verdict.inconclusiveReason();
    }

    /** The level, the doubt and the reasons. */
    public Verdict verdict() {
        return verdict;
    }

    /** The reasons in words, at least one, the most important first, in the language closest to {@code locale}. */
    public List<String> reasons(Locale locale) {
        return verdict.reasons().stream().map(reason -> reason.format(locale)).toList();
    }

    /** The conditions that the recipients were judged against. */
    public Thresholds thresholds() {
        return thresholds;
    }

    /** The recipients of all requests as last heard, added up. */
    public RecipientCounts counts() {
        return counts;
    }

    /** All recipients: delivered, failed and pending. */
    public long total() {
        return counts.total();
    }

    /** Recipients whose notification was handed to the channel. */
    public long delivered() {
        return counts.delivered();
    }

    /** Recipients who were not reached, finally. */
    public long failed() {
        return counts.failed();
    }

    /** Recipients of whom Kore.ai has not said how it ended. */
    public long pending() {
        return counts.pending();
    }

    /** The share of delivered recipients in percent, rounded down; empty if there is no recipient. */
    public Optional<BigDecimal> successRate() {
        return counts.successRate();
    }

    /** How often Kore.ai was asked. */
    public int polls() {
        return Arrays.stream(requests).mapToInt(RequestResult::polls).sum();
    }

    /** How many of the questions got no status. */
    public int errors() {
        return Arrays.stream(requests).mapToInt(RequestResult::errors).sum();
    }

    /** How many questions were asked again after one that got no status. */
    public int retries() {
        return Arrays.stream(requests).mapToInt(RequestResult::retries).sum();
    }

    /** When the watch began. */
    public Instant startedAt() {
        return Instant.ofEpochMilli(startedAt);
    }

    /** When the verdict was given. */
    public Instant endedAt() {
        return Instant.ofEpochMilli(endedAt);
    }

    /** The time from the start to the verdict. */
    public Duration duration() {
        return Duration.ofMillis(endedAt - startedAt);
    }

    /** The requests, in the order they were named. */
    public List<RequestResult> requests() {
        return List.of(requests);
    }

    /**
     * Whether recipients who were not reached are kept, masked; see {@link RequestResult#undelivered}. If not, nothing of
     * any recipient is.
     */
    public boolean keepsRecipients() {
        return Arrays.stream(requests).anyMatch(RequestResult::keepsRecipients);
    }

    /** How many recipients were not reached beside those who are kept; without meaning where none are. */
    public long undeliveredOmitted() {
        return Arrays.stream(requests)
                .mapToLong(RequestResult::undeliveredOmitted)
                .sum();
    }

    /** How many requests are finished. */
    public long finishedRequests() {
        return Arrays.stream(requests).filter(RequestResult::isFinished).count();
    }

    /**
     * A part of the requests where all are too many to show. Those of which everybody was reached are left out first,
     * the last named before the first.
     *
     * @param most how many are wanted at most, 0 or more
     * @return in the order they were named
     */
    public List<RequestResult> requests(int most) {
        long unlike =
                Arrays.stream(requests).filter(request -> !request.isPlain()).count();
        long plainLeft = Math.max(0, most - unlike);
        long unlikeLeft = Math.min(most, unlike);
        List<RequestResult> chosen = new ArrayList<>();
        for (RequestResult request : requests) {
            if (request.isPlain() ? plainLeft-- > 0 : unlikeLeft-- > 0) {
                chosen.add(request);
            }
        }
        return List.copyOf(chosen);
    }

    @Override
    public String toString() {
        return verdict + " " + counts;
    }
}
