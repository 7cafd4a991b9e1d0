package io.jenkins.plugins.korenotify.trials;

import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.Fault;
import io.jenkins.plugins.korenotify.simulator.FaultPlan;
import io.jenkins.plugins.korenotify.simulator.Faults;
import io.jenkins.plugins.korenotify.simulator.Listing;
import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import io.jenkins.plugins.korenotify.simulator.SimulatedRequest;
import io.jenkins.plugins.korenotify.simulator.SimulatedRequestBuilder;
import io.jenkins.plugins.korenotify.simulator.Summary;
import io.jenkins.plugins.korenotify.simulator.Visibility;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/**
 * One request of a check in a chaos run: what it is like at the simulated Kore.ai, and what can be known of it there. What
 * it concludes does not come from the engine, but from the rules of {@code docs/verdicts.md}.
 */
final class ChaosRequest {
    private static final long MAX_DOCUMENTED_RECIPIENTS = 1000;
    private static final long ANY_NUMBER = 1_000_000_000;
    private static final DeliveryCurve[] CURVES = DeliveryCurve.values();
    private static final Listing[] NOBODY_LISTED = {Listing.EMPTY, Listing.NULL, Listing.MISSING};
    /** Entries that follow sooner than this are waited for: a final status is believed when it was seen three times. */
    private static final long WAITED_FOR_MILLIS = 10_000;

    /** What is odd about a request. */
    enum Kind {
        ORDINARY,
        UNKNOWN_ID("an unknown request ID"),
        NEVER_FINISHES("a request that never finishes"),
        UNDOCUMENTED_WORD("an undocumented final word"),
        WORD_ONLY("a body that is an overall word only"),
        NOBODY_LISTED("a finished request that lists nobody"),
        ENTRIES_LAG,
        ENTRIES_LAG_LONG("entries that follow the final word late"),
        OPEN_ENTRIES("entries that never get a result"),
        SENT_TO_MORE("fewer entries than recipients sent to"),
        CONTRADICTORY("a final word that no entry bears out"),
        MORE_THAN_A_THOUSAND;

        /** Why there may be no verdict on such a request; null if there can be one. */
        private final String cause;

        Kind() {
            this(null);
        }

        Kind(String cause) {
            this.cause = cause;
        }
    }

    private final String id;
    private final SimulatedKore kore;
    private final Kind kind;
    private final int recipients;
    private final OptionalLong sent;
    private final Duration lag;
    private String finalWord;

    /**
     * A request at random.
     *
     * @param longest how long a delivery takes at most
     */
    ChaosRequest(String id, String stream, SimulatedKore kore, Duration longest, Instant now, Random random) {
        this.id = id;
        this.kore = kore;
        kind = kind(random);
        recipients = kind == Kind.MORE_THAN_A_THOUSAND ? 1001 + random.nextInt(300) : 1 + random.nextInt(60);
        boolean known = random.nextBoolean() || kind == Kind.SENT_TO_MORE;
        long more = kind == Kind.SENT_TO_MORE ? 1 + random.nextInt(20) : 0;
        sent = known ? OptionalLong.of(recipients + more) : OptionalLong.empty();
        lag = kind == Kind.ENTRIES_LAG
                ? Duration.ofMillis(1 + random.nextInt((int) WAITED_FOR_MILLIS))
                : kind == Kind.ENTRIES_LAG_LONG ? Duration.ofSeconds(20 + random.nextInt(100)) : Duration.ZERO;
        if (kind != Kind.UNKNOWN_ID) {
            kore.addRequest(builder(stream, longest, now, random));
        }
        if (random.nextInt(10) == 0) {
            Fault[] odd = Faults.odd();
            int call = 1 + random.nextInt(40);
            kore.faults(id, FaultPlan.onCalls(call, call, odd[random.nextInt(odd.length)]));
        }
    }

    private static Kind kind(Random random) {
        int number = random.nextInt(1000);
        int[] upTo = {10, 120, 140, 143, 200, 280, 300, 320, 340, 360, 363};
        Kind[] kinds = {
            Kind.UNKNOWN_ID,
            Kind.NEVER_FINISHES,
            Kind.UNDOCUMENTED_WORD,
            Kind.WORD_ONLY,
            Kind.NOBODY_LISTED,
            Kind.ENTRIES_LAG,
            Kind.ENTRIES_LAG_LONG,
            Kind.OPEN_ENTRIES,
            Kind.SENT_TO_MORE,
            Kind.CONTRADICTORY,
            Kind.MORE_THAN_A_THOUSAND
        };
        for (int i = 0; i < kinds.length; i++) {
            if (number < upTo[i]) {
                return kinds[i];
            }
        }
        return Kind.ORDINARY;
    }

    private SimulatedRequestBuilder builder(String stream, Duration longest, Instant now, Random random) {
        boolean canFail = kind != Kind.OPEN_ENTRIES && kind != Kind.CONTRADICTORY;
        int failures = !canFail || random.nextInt(3) > 0 ? 0 : random.nextInt(recipients + 1);
        // Where entries lag, or there are more than a thousand, something must tell how many there will be.
        boolean totalNeeded = lag.compareTo(Duration.ZERO) > 0 || kind == Kind.MORE_THAN_A_THOUSAND;
        Visibility visibility = totalNeeded && sent.isEmpty()
                ? Visibility.LOGS_WITH_TOTAL
                : Visibility.values()[random.nextInt(Visibility.values().length)];
        SimulatedRequestBuilder request = SimulatedRequest.named(id).stream(stream)
                .recipients(recipients)
                .failures(failures)
                .visibility(visibility)
                .becomesReadableAfter(Duration.ofMillis(random.nextInt(5) == 0 ? random.nextInt(5_000) : 0))
                .delivering(curve(random), Duration.ofMillis((long) (random.nextDouble() * longest.toMillis())))
                .startsAt(now);
        switch (kind) {
            case UNDOCUMENTED_WORD -> request.finalWord(random.nextBoolean() ? "COMPLETED" : "DONE");
            case WORD_ONLY -> request.listing(Listing.WORD_ONLY);
            case NOBODY_LISTED -> {
                request.listing(NOBODY_LISTED[random.nextInt(NOBODY_LISTED.length)]);
                finalWord = failures == 0
                        ? SimulatedRequest.SUCCESS
                        : failures == recipients ? SimulatedRequest.FAILURE : SimulatedRequest.PARTIAL_SUCCESS;
                request.finalWord(finalWord);
            }
            case ENTRIES_LAG -> {
                if (random.nextBoolean()) {
                    request.entriesLagPolls(1);
                } else {
                    request.entriesLag(lag);
                }
            }
            case ENTRIES_LAG_LONG -> {
                request.entriesLag(lag);
                if (failures > 0 && failures < recipients) {
                    // FAILURE without entries is believed to mean all recipients.
                    request.finalWord(SimulatedRequest.PARTIAL_SUCCESS);
                }
            }
            case OPEN_ENTRIES -> request.unresolved(1 + random.nextInt(recipients));
            case CONTRADICTORY ->
                request.finalWord(random.nextBoolean() ? SimulatedRequest.FAILURE : SimulatedRequest.PARTIAL_SUCCESS);
            default -> {
                // Nothing is odd about it.
            }
        }
        return request;
    }

    private DeliveryCurve curve(Random random) {
        DeliveryCurve curve = CURVES[random.nextInt(CURVES.length)];
        if (kind == Kind.NEVER_FINISHES) {
            return DeliveryCurve.NEVER;
        }
        return curve == DeliveryCurve.NEVER ? DeliveryCurve.LINEAR : curve;
    }

    String id() {
        return id;
    }

    TrackedRequest tracked() {
        return new TrackedRequest(id, sent);
    }

    private boolean finished(Instant now) {
        return kind != Kind.UNKNOWN_ID && kore.summary(id, now).finished();
    }

    /**
     * What a verdict other than FAILED counts of it: delivered and failed.
     *
     * @return empty while, or because, not every recipient is accounted for
     */
    Optional<long[]> accounted(Instant now, boolean mayBeEmpty) {
        if (kind == Kind.NOBODY_LISTED) {
            boolean empty = finalWord.equals(SimulatedRequest.SUCCESS) && sent.isEmpty();
            return finished(now) && empty && mayBeEmpty ? Optional.of(new long[] {0, 0}) : Optional.empty();
        }
        boolean accountable = kind.cause == null || kind == Kind.ENTRIES_LAG_LONG;
        if (!accountable || !finished(now)) {
            return Optional.empty();
        }
        Summary summary = kore.summary(id, now);
        return Optional.of(new long[] {summary.delivered(), summary.failed()});
    }

    /** The best that may still become of it, as far as can be known now: delivered and failed. */
    long[] best(Instant now) {
        if (kind == Kind.UNKNOWN_ID || kind == Kind.WORD_ONLY) {
            return new long[] {sent.orElse(MAX_DOCUMENTED_RECIPIENTS), 0};
        }
        if (kind == Kind.NOBODY_LISTED) {
            return finished(now) ? bestOfNobodyListed() : new long[] {sent.orElse(MAX_DOCUMENTED_RECIPIENTS), 0};
        }
        Summary summary = kore.summary(id, now);
        long known = sent.orElse(recipients);
        long failed = summary.failed();
        if (kind == Kind.CONTRADICTORY && summary.finished()) {
            return new long[] {sent.orElse(MAX_DOCUMENTED_RECIPIENTS - 1), 1};
        }
        boolean more = sent.isEmpty() && (!summary.finished() || kind == Kind.UNDOCUMENTED_WORD);
        if (!more) {
            return new long[] {known - failed, failed};
        }
        long most = recipients > MAX_DOCUMENTED_RECIPIENTS ? ANY_NUMBER : MAX_DOCUMENTED_RECIPIENTS;
        return new long[] {most - failed, failed};
    }

    /** A word that is believed without entries: how many failed, and how many may have been delivered. */
    private long[] bestOfNobodyListed() {
        return switch (finalWord) {
            case SimulatedRequest.FAILURE -> new long[] {0, sent.orElse(1)};
            case SimulatedRequest.PARTIAL_SUCCESS -> new long[] {sent.orElse(MAX_DOCUMENTED_RECIPIENTS) - 1, 1};
            default -> new long[] {sent.orElse(0), 0};
        };
    }

    /** What makes a verdict on it impossible for ever; empty if there is nothing. */
    Optional<String> obstacle() {
        return Optional.ofNullable(kind.cause);
    }

    /** What makes it never give a usable status; empty if there is nothing. */
    Optional<String> silence() {
        return obstacle().filter(text -> kind == Kind.UNKNOWN_ID || kind == Kind.WORD_ONLY);
    }

    /** Whether no proper reply to it was ever given. */
    boolean neverAnswered() {
        return kore.soundRepliesTo(id) == 0;
    }

    /**
     * Whether no reply with all there is to know of it came. The first that was given within the last second may have been on
     * its way.
     */
    boolean neverToldAll(Instant now) {
        return kore.toldAllSince(id)
                .filter(reply -> reply.isBefore(now.minusSeconds(1)))
                .isEmpty();
    }

    /** Whether a fault that lists three entries may have told of more recipients than there are. */
    boolean isSmall() {
        return recipients < 3;
    }

    @Override
    public String toString() {
        return id + " " + kind + " (" + recipients + " recipients, sent " + sent + ", end "
                + kore.request(id).flatMap(SimulatedRequest::finishInstant) + ", told all since "
                + kore.toldAllSince(id)
                + ")";
    }
}
