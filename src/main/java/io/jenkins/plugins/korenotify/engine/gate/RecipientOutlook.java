package io.jenkins.plugins.korenotify.engine.gate;

import java.io.Serializable;

/**
 * The recipients of one request or of many: what is certain, and what may still come. Outlooks add up, in any order, and
 * can be taken out of a sum again.
 *
 * @param delivered recipients that are certainly delivered
 * @param failed recipients that have certainly failed
 * @param open recipients that certainly exist; each may still become delivered or failed
 * @param extra how many more recipients may appear; each may become delivered or failed
 * @param extraFailed how many more recipients may appear that have all failed
 * @param unbounded in how many requests any number of recipients may appear, whatever {@code extra} says
 */
public record RecipientOutlook(long delivered, long failed, long open, long extra, long extraFailed, int unbounded)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** No recipient, and none to come. */
    public static final RecipientOutlook NONE = new RecipientOutlook(0, 0, 0, 0, 0, 0);

    /** Checks that no number is negative. */
    public RecipientOutlook {
        if (delivered < 0 || failed < 0 || open < 0 || extra < 0 || extraFailed < 0 || unbounded < 0) {
            throw new IllegalArgumentException("A count cannot be negative");
        }
    }

    /** The sum of both. */
    public RecipientOutlook plus(RecipientOutlook that) {
        return new RecipientOutlook(
                Math.addExact(delivered, that.delivered),
                Math.addExact(failed, that.failed),
                Math.addExact(open, that.open),
                Math.addExact(extra, that.extra),
                Math.addExact(extraFailed, that.extraFailed),
                Math.addExact(unbounded, that.unbounded));
    }

    /** This sum without {@code part}, which must have been added before. */
    public RecipientOutlook minus(RecipientOutlook part) {
        return new RecipientOutlook(
                delivered - part.delivered,
                failed - part.failed,
                open - part.open,
                extra - part.extra,
                extraFailed - part.extraFailed,
                unbounded - part.unbounded);
    }

    /** The recipients that certainly exist. */
    public long known() {
        return Math.addExact(Math.addExact(delivered, failed), open);
    }

    /** The largest possible number of recipients; meaningless where the number is {@link #isUnbounded unbounded}. */
    public long maxTotal() {
        return Math.addExact(known(), Math.addExact(extra, extraFailed));
    }

    /** Whether any number of recipients may still appear. */
    public boolean isUnbounded() {
        return unbounded > 0;
    }
}
