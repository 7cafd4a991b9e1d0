package io.jenkins.plugins.korenotify.simulator;

import java.util.UUID;

/** Reproducible randomness without state: every value is a hash of a seed and what it is for. */
final class Seeds {

    private static final double UNIT = 0x1.0p-53;
    private static final long STEP = 0x9e3779b97f4a7c15L;

    private Seeds() {}

    /** A well spread 64-bit value from two (the finalizer of SplitMix64). */
    static long mix(long seed, long purpose) {
        long z = seed + STEP * (purpose + 1);
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** A 64-bit value from a seed and a text. */
    static long mix(long seed, String purpose) {
        long hash = seed;
        for (int i = 0; i < purpose.length(); i++) {
            hash = mix(hash, purpose.charAt(i));
        }
        return mix(hash, purpose.length());
    }

    /** A number in [0, 1). */
    static double unit(long seed, long purpose) {
        return (mix(seed, purpose) >>> 11) * UNIT;
    }

    /** A number in [low, high). */
    static double between(double low, double high, long seed, long purpose) {
        return low + (high - low) * unit(seed, purpose);
    }

    /** A UUID of the look Kore.ai uses (version 5). */
    static String uuid(long seed, long purpose) {
        long high = mix(seed, purpose * 2);
        long low = mix(~seed, purpose * 2 + 1);
        high = (high & 0xffffffffffff0fffL) | 0x5000L;
        low = (low & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }
}
