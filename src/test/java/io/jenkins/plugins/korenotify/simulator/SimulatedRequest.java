package io.jenkins.plugins.korenotify.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One outbound notification request at the simulated Kore.ai. How far it is at any instant is a pure function of its
 * settings, its seed and its start; only the start may be set late, by the first poll, and {@link
 * SimulatedRequestBuilder#entriesLagPolls(int)} counts polls.
 */
public final class SimulatedRequest {

    /** Overall word while running (Kore.ai, sample replies of the send pages). */
    public static final String IN_PROGRESS = "IN_PROGRESS";
    /** Overall word when everybody was notified (Kore.ai, Proactive Notification Status page). */
    public static final String SUCCESS = "SUCCESS";
    /** Overall word when some were notified and some not (same page). */
    public static final String PARTIAL_SUCCESS = "PARTIAL_SUCCESS";
    /** Word of an entry that is neither success nor failure; invented, as none is documented. */
    public static final String QUEUED = "QUEUED";
    /** Overall word when nobody was notified (same page). */
    public static final String FAILURE = "FAILURE";

    private final SimulatedRequestBuilder made;
    private final long seed;
    private final int failures;
    private volatile Instant start;
    private final Unknowns unknowns;
    private volatile Instant firstPolled;
    private volatile int finalPolls;
    private volatile DeliveryRun run;

    SimulatedRequest(SimulatedRequestBuilder made, long seed, boolean varies) {
        this.made = made;
        this.seed = made.seed == null ? seed : made.seed;
        this.unknowns = varies ? Unknowns.of(this.seed) : Unknowns.INFERRED;
        this.failures = made.failures >= 0 ? made.failures : (int) Math.round(made.failureShare * made.recipients);
        this.start = made.startsAt;
        this.firstPolled = made.startsAt;
    }

    /** Begins the description of a request with defaults: 10 recipients, LINEAR in 10 s, nobody fails. */
    public static SimulatedRequestBuilder named(String id) {
        return new SimulatedRequestBuilder(id);
    }

    /** The request ID, {@code ds-…}. */
    public String id() {
        return made.id;
    }

    /** The bot the request belongs to, {@code st-…}. */
    public String streamId() {
        return made.streamId;
    }

    /** Channel as the log entries name it. */
    public String channel() {
        return made.channel;
    }

    /** Number of recipients. */
    public int recipients() {
        return made.recipients;
    }

    /** Number of recipients that fail in the end (fewer when the request never finishes). */
    public int failures() {
        return failures;
    }

    /** What is shown while running. */
    public Visibility visibility() {
        return made.visibility;
    }

    /** The seed that fixes who is done when. */
    public long seed() {
        return seed;
    }

    /** When the request began, or empty while nobody has polled it. */
    public Optional<Instant> start() {
        return Optional.ofNullable(start);
    }

    /** The instant at which the last recipient is done; empty when not begun or never finished. */
    public Optional<Instant> finishInstant() {
        Instant begun = start;
        int after = run().finishedAt();
        return begun == null || after == DeliveryRun.NEVER_MILLIS
                ? Optional.empty()
                : Optional.of(begun.plusMillis(after));
    }

    /** The truth at the given instant. */
    public Summary summary(Instant at) {
        Instant begun = start;
        DeliveryRun known = run();
        int done = begun == null ? 0 : known.done(Duration.between(begun, at).toMillis());
        int failed = known.failedAmong(done);
        boolean finished = begun != null && done == made.recipients && !at.isBefore(begun);
        return new Summary(made.recipients, done - failed, failed, finished);
    }

    /** The overall word at the given instant, forced or derived. */
    public String word(Instant at) {
        Summary now = summary(at);
        if (!now.finished()) {
            return made.runningWord;
        }
        if (made.finalWord != null) {
            return made.finalWord;
        }
        if (now.failed() == 0) {
            return SUCCESS;
        }
        return now.delivered() == 0 ? FAILURE : unknowns.mixedWord();
    }

    /** Notes a poll, which begins the request unless it was given a start. */
    synchronized void polled(Instant at) {
        if (firstPolled == null) {
            firstPolled = at;
        }
        if (start == null) {
            start = at;
        }
        if (made.entriesLagPolls > 0 && summary(at).finished()) {
            finalPolls++;
        }
    }

    /** How many entries a status lists at the given instant. */
    int listed(Instant at) {
        Summary now = summary(at);
        boolean hidden = made.listing != Listing.ENTRIES || !now.finished() && made.visibility == Visibility.HIDDEN;
        if (hidden) {
            return 0;
        }
        int listed = made.entriesLag.isZero()
                ? now.done()
                : summary(at.minus(made.entriesLag)).done();
        boolean lags = made.entriesLagPolls > 0 && now.finished();
        int missing = lags ? Math.max(0, made.entriesLagPolls + 1 - finalPolls) : 0;
        return Math.max(0, Math.min(listed, now.done() - missing));
    }

    /** Whether the request is finished, and a status lists all of its recipients. */
    boolean isAllListed(Instant at) {
        return summary(at).finished() && listed(at) == made.recipients;
    }

    /** What is listed of the recipients. */
    Listing listing() {
        return made.listing;
    }

    /** The word of the entry of the recipient done as number {@code order}. */
    String entryWord(int order) {
        if (order < made.unresolved) {
            return QUEUED;
        }
        return run().failed(order) ? FAILURE : SUCCESS;
    }

    /** What Kore.ai does not document, as it is for this request. */
    Unknowns unknowns() {
        return unknowns;
    }

    /** Whether the ID is known yet at the given instant. */
    boolean readable(Instant at) {
        Instant since = firstPolled;
        return made.readableAfter.isZero() || since != null && !at.isBefore(since.plus(made.readableAfter));
    }

    /** The address of the recipient done as number {@code order}; invented unless it was given. */
    String identity(int order) {
        int position = run().identity(order);
        List<String> given = made.identities;
        return given == null ? "recipient-" + (position + 1) + "@example.com" : given.get(position);
    }

    /** The comment of the recipient done as number {@code order}. */
    String comment(int order) {
        if (!run().failed(order)) {
            return Comments.SENT;
        }
        long pick = Seeds.mix(seed, 1_000_000L + order);
        return made.failureComments.get((int) Math.floorMod(pick, (long) made.failureComments.size()));
    }

    /** A body to serve byte for byte instead of a rendered one, or null. */
    byte[] fixedBody() {
        return made.fixedBody;
    }

    DeliveryRun run() {
        DeliveryRun known = run;
        if (known == null) {
            known = new DeliveryRun(made.curve, (int) made.duration.toMillis(), made.recipients, failures, seed);
            run = known;
        }
        return known;
    }
}
