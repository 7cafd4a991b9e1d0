package io.jenkins.plugins.korenotify.engine.gate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Those recipients of one request who were not reached that are kept one by one, in {@link UndeliveredRecipient#ORDER}.
 * Immutable, and bounded by whoever makes it.
 */
public final class UndeliveredSample implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The most recipients of one request that are kept. */
    public static final int MAX_PER_REQUEST = 20;

    /** The most recipients of one check that are kept. */
    public static final int MAX_PER_CHECK = 100;

    /** Everybody was reached as far as is known. */
    public static final UndeliveredSample NONE = new UndeliveredSample(new String[0], 0);

    private static final int TEXTS_OF_ONE = 3;

    // Identity, channel and reason, one recipient after the other: a text that many share is stored once.
    private final String[] texts;
    private final int failed;

    private UndeliveredSample(String[] texts, int failed) {
        this.texts = texts;
        this.failed = failed;
    }

    /** These recipients, in any order. */
    public static UndeliveredSample of(List<UndeliveredRecipient> recipients) {
        String[] texts = recipients.stream()
                .sorted(UndeliveredRecipient.ORDER)
                .flatMap(one -> Stream.of(one.recipient(), one.channel(), one.reason()))
                .toArray(String[]::new);
        long failed = recipients.stream().filter(UndeliveredRecipient::failed).count();
        return recipients.isEmpty() ? NONE : new UndeliveredSample(texts, (int) failed);
    }

    /** The recipients: first those who failed. */
    public List<UndeliveredRecipient> recipients() {
        List<UndeliveredRecipient> all = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            int at = TEXTS_OF_ONE * i;
            all.add(new UndeliveredRecipient(texts[at], texts[at + 1], i < failed, texts[at + 2]));
        }
        return all;
    }

    /** How many there are. */
    public int size() {
        return texts.length / TEXTS_OF_ONE;
    }

    /** How many of them failed. */
    public int failed() {
        return failed;
    }

    /** How many of them are pending. */
    public int pending() {
        return size() - failed;
    }

    /** The first of them. */
    public UndeliveredSample first(int maxFailed, int maxPending) {
        if (failed <= maxFailed && pending() <= maxPending) {
            return this;
        }
        List<UndeliveredRecipient> all = recipients();
        List<UndeliveredRecipient> first = new ArrayList<>(all.subList(0, Math.min(failed, maxFailed)));
        first.addAll(all.subList(failed, failed + Math.min(pending(), maxPending)));
        return of(first);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UndeliveredSample that && that.failed == failed && Arrays.equals(that.texts, texts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(texts) + failed;
    }

    @Override
    public String toString() {
        return failed + " failed, " + pending() + " pending, masked";
    }
}
