package io.jenkins.plugins.korenotify.simulator;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * When each recipient of one request gets done and who fails: fixed by the seed, asked by elapsed time. Recipients are
 * numbered in the order in which they get done.
 */
final class DeliveryRun {

    /** Completion time of a recipient that is never done, in milliseconds. */
    static final int NEVER_MILLIS = Integer.MAX_VALUE;

    private static final int GRID = 512;
    private static final double NOISE = 0.02;

    private final int[] doneAtMillis;
    private final long[] failedBits;
    private final int recipients;
    private final int stride;
    private final int shift;

    DeliveryRun(DeliveryCurve curve, int durationMillis, int recipients, int failures, long seed) {
        this.recipients = recipients;
        this.doneAtMillis = completions(curve, durationMillis, recipients, seed);
        this.failedBits = pick(failures, recipients, Seeds.mix(seed, 101));
        this.stride = coprime(recipients, Seeds.mix(seed, 102));
        this.shift = recipients == 0 ? 0 : (int) Math.floorMod(Seeds.mix(seed, 103), (long) recipients);
    }

    /** How many recipients are done after the given time. */
    int done(long elapsedMillis) {
        if (elapsedMillis < 0) {
            return 0;
        }
        int low = 0;
        int high = recipients;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (doneAtMillis[middle] <= elapsedMillis && doneAtMillis[middle] != NEVER_MILLIS) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** How many of the first {@code done} recipients failed. */
    int failedAmong(int done) {
        int failed = 0;
        int whole = done >>> 6;
        for (int i = 0; i < whole; i++) {
            failed += Long.bitCount(failedBits[i]);
        }
        int rest = done & 63;
        return rest == 0 ? failed : failed + Long.bitCount(failedBits[whole] & ((1L << rest) - 1));
    }

    /** Whether the recipient done as number {@code order} (from 0) failed. */
    boolean failed(int order) {
        return (failedBits[order >>> 6] & (1L << order)) != 0;
    }

    /** Milliseconds from the start until the recipient number {@code order} is done. */
    int doneAt(int order) {
        return doneAtMillis[order];
    }

    /** Position in the list of identities of the recipient done as number {@code order}. */
    int identity(int order) {
        return (int) (((long) order * stride + shift) % recipients);
    }

    /** Milliseconds until everybody is done, or {@link #NEVER_MILLIS}. */
    int finishedAt() {
        return recipients == 0 ? 0 : doneAtMillis[recipients - 1];
    }

    private static int[] completions(DeliveryCurve curve, int duration, int recipients, long seed) {
        int[] at = new int[recipients];
        SplittableRandom random = new SplittableRandom(Seeds.mix(seed, 100));
        double before = 0;
        double here = curve.share(0, seed);
        int cell = 0;
        for (int order = 0; order < recipients; order++) {
            double required = (order + 0.5) / recipients;
            while (here < required && cell < GRID) {
                before = here;
                here = curve.share(++cell / (double) GRID, seed);
            }
            if (here < required) {
                at[order] = NEVER_MILLIS;
            } else {
                double within = here > before ? (required - before) / (here - before) : 1;
                at[order] = place((cell - 1 + within) / GRID, duration, random.nextDouble() - 0.5);
            }
        }
        return settle(at, curve, duration);
    }

    private static int place(double share, int duration, double noise) {
        return (int) Math.round(Math.max(0, Math.min(1, share + noise * NOISE)) * duration);
    }

    /** Puts the times in order and makes the end what the curve promises. */
    private static int[] settle(int[] at, DeliveryCurve curve, int duration) {
        if (at.length > 0) {
            if (curve == DeliveryCurve.AT_ONCE) {
                Arrays.fill(at, at[at.length - 1]);
            }
            Arrays.sort(at);
            if (!curve.finishes()) {
                at[at.length - 1] = NEVER_MILLIS;
            } else if (curve != DeliveryCurve.AT_ONCE) {
                at[at.length - 1] = duration;
            }
        }
        return at;
    }

    private static long[] pick(int chosen, int from, long seed) {
        long[] bits = new long[(from >>> 6) + 1];
        SplittableRandom random = new SplittableRandom(seed);
        int left = chosen;
        for (int i = 0; i < from && left > 0; i++) {
            if (random.nextInt(from - i) < left) {
                bits[i >>> 6] |= 1L << i;
                left--;
            }
        }
        return bits;
    }

    private static int coprime(int n, long seed) {
        if (n < 3) {
            return 1;
        }
        int candidate = 1 + (int) Math.floorMod(seed, (long) n - 1);
        while (gcd(candidate, n) != 1) {
            candidate = candidate % (n - 1) + 1;
        }
        return candidate;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
