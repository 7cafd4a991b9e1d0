package io.jenkins.plugins.korenotify.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Describes a {@link SimulatedRequest}; used up by {@link SimulatedKore#addRequest(SimulatedRequestBuilder)}. */
public final class SimulatedRequestBuilder {

    private static final int MAX_RECIPIENTS = 1_000_000;
    private static final Duration LONGEST = Duration.ofDays(20);

    final String id;
    String streamId = Scenarios.STREAM_ID;
    String channel = "ivr";
    int recipients = 10;
    DeliveryCurve curve = DeliveryCurve.LINEAR;
    Duration duration = Duration.ofSeconds(10);
    int failures;
    double failureShare;
    List<String> failureComments = List.of(Comments.NOT_ASSOCIATED);
    String finalWord;
    String runningWord = SimulatedRequest.IN_PROGRESS;
    Visibility visibility = Visibility.LOGS_WITH_TOTAL;
    Instant startsAt;
    Duration readableAfter = Duration.ZERO;
    Listing listing = Listing.ENTRIES;
    Duration entriesLag = Duration.ZERO;
    int entriesLagPolls;
    int unresolved;
    Long seed;
    List<String> identities;
    byte[] fixedBody;

    SimulatedRequestBuilder(String id) {
        if (id == null || id.isBlank()) {
            throw new IllegalArgumentException("a request needs an ID");
        }
        this.id = id;
    }

    /** The bot it belongs to; {@link Scenarios#STREAM_ID} unless set. */
    public SimulatedRequestBuilder stream(String otherStreamId) {
        streamId = otherStreamId;
        return this;
    }

    /** The channel's name as log entries show it ({@code ivr} unless set). */
    public SimulatedRequestBuilder channel(String name) {
        channel = name;
        return this;
    }

    /** Number of recipients, 0 to 1 000 000 (Kore.ai accepts 1 to 1000). */
    public SimulatedRequestBuilder recipients(int number) {
        if (number < 0 || number > MAX_RECIPIENTS) {
            throw new IllegalArgumentException("recipients: " + number);
        }
        recipients = number;
        return this;
    }

    /** The recipients' own addresses, at most as many as {@link #recipients(int)} allows; sets their number too. */
    public SimulatedRequestBuilder identities(List<String> addresses) {
        identities = List.copyOf(addresses);
        return recipients(addresses.size());
    }

    /** Pace of delivery and its length, up to 20 days; a zero length is finished as soon as it begins. */
    public SimulatedRequestBuilder delivering(DeliveryCurve pace, Duration length) {
        if (length.isNegative() || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("duration: " + length);
        }
        curve = pace;
        duration = length;
        return this;
    }

    /** How many recipients fail. */
    public SimulatedRequestBuilder failures(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("failures: " + number);
        }
        failures = number;
        return this;
    }

    /** Which share of the recipients fails, 0 to 1, rounded to whole recipients. */
    public SimulatedRequestBuilder failureShare(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("failure share: " + share);
        }
        failureShare = share;
        failures = -1;
        return this;
    }

    /** Texts to choose from for failed recipients; the documented one unless set. */
    public SimulatedRequestBuilder failureComments(List<String> texts) {
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("no text");
        }
        failureComments = List.copyOf(texts);
        return this;
    }

    /** Forces the overall word at the end instead of deriving it from who was reached. */
    public SimulatedRequestBuilder finalWord(String word) {
        finalWord = word;
        return this;
    }

    /** The overall word while running; {@code IN_PROGRESS} unless set. */
    public SimulatedRequestBuilder runningWord(String word) {
        runningWord = word;
        return this;
    }

    /** What is shown while running; {@link Visibility#LOGS_WITH_TOTAL} unless set. */
    public SimulatedRequestBuilder visibility(Visibility shown) {
        visibility = shown;
        return this;
    }

    /** Begins at this instant instead of at the first call that asks for it. */
    public SimulatedRequestBuilder startsAt(Instant instant) {
        startsAt = instant;
        return this;
    }

    /** For this long after the start (or the first call) the ID is unknown: a fresh ID may not be readable at once. */
    public SimulatedRequestBuilder becomesReadableAfter(Duration wait) {
        readableAfter = wait;
        return this;
    }

    /** What a status lists of the recipients; {@link Listing#ENTRIES} unless set. */
    public SimulatedRequestBuilder listing(Listing shown) {
        listing = shown;
        return this;
    }

    /** So long after a recipient is done its entry is listed: the final word is there before the last entries are. */
    public SimulatedRequestBuilder entriesLag(Duration lag) {
        entriesLag = lag;
        return this;
    }

    /** For so many polls after the end, one entry is missing each time fewer: the last are written with the last poll. */
    public SimulatedRequestBuilder entriesLagPolls(int polls) {
        entriesLagPolls = polls;
        return this;
    }

    /** So many of the entries have a word that is neither success nor failure, for ever. */
    public SimulatedRequestBuilder unresolved(int entries) {
        unresolved = entries;
        return this;
    }

    /** A seed of its own instead of one derived from the simulated Kore.ai's seed and the ID. */
    public SimulatedRequestBuilder seed(long own) {
        seed = own;
        return this;
    }

    /** A V2 status body to serve byte for byte instead of a rendered one. */
    public SimulatedRequestBuilder fixedBody(byte[] body) {
        fixedBody = body.clone();
        return this;
    }

    /**
     * Makes the request.
     *
     * @param varies whether the seed decides what Kore.ai does not document
     */
    SimulatedRequest build(long derivedSeed, boolean varies) {
        if (failures > recipients || unresolved > recipients) {
            throw new IllegalArgumentException("more failures or unresolved entries than recipients");
        }
        return new SimulatedRequest(this, derivedSeed, varies);
    }
}
