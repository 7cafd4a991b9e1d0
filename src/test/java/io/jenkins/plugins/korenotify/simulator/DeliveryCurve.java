package io.jenkins.plugins.korenotify.simulator;

/**
 * How a request's recipients get done over time. Shapes are invented: Kore.ai publishes nothing about the pace of
 * delivery. Every curve takes its parameters from the seed, so that two seeds give two different runs.
 */
public enum DeliveryCurve {

    /** Nothing for most of the time, then everybody in one moment (between 80 and 100 % of the duration). */
    AT_ONCE {
        @Override
        double shape(double t, long seed) {
            return t >= Seeds.between(0.8, 1.0, seed, 1) ? 1 : 0;
        }
    },

    /** A steady pace, slightly bent. */
    LINEAR {
        @Override
        double shape(double t, long seed) {
            return Math.pow(t, Seeds.between(0.85, 1.15, seed, 1));
        }
    },

    /** Slow start, quick middle, slow end (a logistic curve). */
    S_SHAPED {
        @Override
        double shape(double t, long seed) {
            double steepness = Seeds.between(6, 14, seed, 1);
            double middle = Seeds.between(0.35, 0.65, seed, 2);
            double low = logistic(0, steepness, middle);
            double high = logistic(1, steepness, middle);
            return (logistic(t, steepness, middle) - low) / (high - low);
        }
    },

    /** A steady pace up to some share, a pause of 30 to 50 % of the duration, then the rest. */
    STALLED {
        @Override
        double shape(double t, long seed) {
            double share = Seeds.between(0.2, 0.8, seed, 1);
            double pauseFrom = Seeds.between(0.15, 0.4, seed, 2);
            double pauseTo = pauseFrom + Seeds.between(0.3, 0.5, seed, 3);
            if (t < pauseFrom) {
                return share * t / pauseFrom;
            }
            return t < pauseTo ? share : share + (1 - share) * (t - pauseTo) / (1 - pauseTo);
        }
    },

    /** Exponential approach: most early, the last few late. */
    LONG_TAIL {
        @Override
        double shape(double t, long seed) {
            double rate = Seeds.between(4, 9, seed, 1);
            return -Math.expm1(-rate * t) / -Math.expm1(-rate);
        }
    },

    /** 3 to 12 batches at uneven moments, nothing in between. */
    BURSTS {
        @Override
        double shape(double t, long seed) {
            int bursts = 3 + (int) (10 * Seeds.unit(seed, 1));
            int passed = 0;
            while (passed < bursts && t >= burstAt(passed, bursts, seed)) {
                passed++;
            }
            return (double) passed / bursts;
        }
    },

    /** Quick at first, ever slower, without a long tail. */
    FRONT_LOADED {
        @Override
        double shape(double t, long seed) {
            return 1 - Math.pow(1 - t, Seeds.between(1.8, 3.5, seed, 1));
        }
    },

    /** Gets to 30 to 90 % and never any further. */
    NEVER {
        @Override
        double shape(double t, long seed) {
            return Seeds.between(0.3, 0.9, seed, 1) * -Math.expm1(-Seeds.between(2, 6, seed, 2) * t);
        }
    };

    abstract double shape(double t, long seed);

    /**
     * The share of recipients done.
     *
     * @param t elapsed time as a share of the duration; values outside [0, 1] are taken as the nearer end
     * @param seed picks the curve's parameters
     * @return a share in [0, 1], never falling as {@code t} grows; 1 at {@code t} = 1 except for {@link #NEVER}
     */
    public double share(double t, long seed) {
        if (this != NEVER && t >= 1) {
            return 1;
        }
        return t <= 0 ? 0 : Math.max(0, Math.min(1, shape(Math.min(t, 1), seed)));
    }

    /** Whether every recipient is done at some time. */
    public boolean finishes() {
        return this != NEVER;
    }

    private static double logistic(double t, double steepness, double middle) {
        return 1 / (1 + Math.exp(-steepness * (t - middle)));
    }

    private static double burstAt(int burst, int bursts, long seed) {
        return (burst + Seeds.between(0.05, 1.0, seed, 10L + burst)) / bursts;
    }
}
