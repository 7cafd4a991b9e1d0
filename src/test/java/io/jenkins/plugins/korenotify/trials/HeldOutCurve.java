package io.jenkins.plugins.korenotify.trials;

import java.util.SplittableRandom;

/**
 * Deliveries that were not looked at while the parameters of the poll interval were chosen. Every curve rises from 0 at
 * time 0 to 1 at time 1; the seed picks its parameters.
 */
enum HeldOutCurve {
    /** Fast or slow up to some moment, then the other way round. */
    TWO_SPEEDS {
        @Override
        double share(double time, SplittableRandom random) {
            double share = random.nextDouble(0.2, 0.9);
            double change = random.nextDouble(0.1, 0.9);
            return time < change ? share * time / change : share + (1 - share) * (time - change) / (1 - change);
        }
    },

    /** Ever faster up to the end. */
    ACCELERATING {
        @Override
        double share(double time, SplittableRandom random) {
            return Math.pow(time, random.nextDouble(1.5, 4));
        }
    },

    /** Equal batches at equal intervals. */
    BATCHES {
        @Override
        double share(double time, SplittableRandom random) {
            int batches = random.nextInt(5, 40);
            return Math.floor(time * batches) / batches;
        }
    },

    /** Twenty stretches, each at a speed of its own, most within a factor of three. */
    UNSTEADY {
        @Override
        double share(double time, SplittableRandom random) {
            double passed = 0;
            double all = 0;
            for (int stretch = 0; stretch < 20; stretch++) {
                double speed = Math.exp(random.nextGaussian());
                passed += speed * Math.max(0, Math.min(1, time * 20 - stretch));
                all += speed;
            }
            return passed / all;
        }
    },

    /** Nothing for a while, then a steady rate. */
    QUEUED {
        @Override
        double share(double time, SplittableRandom random) {
            double start = random.nextDouble(0.1, 0.8);
            return Math.max(0, time - start) / (1 - start);
        }
    },

    /** Quick at first, with a tail that is longer than an exponential one. */
    HEAVY_TAIL {
        @Override
        double share(double time, SplittableRandom random) {
            double shape = random.nextDouble(0.6, 0.9);
            double scale = random.nextDouble(6, 16);
            return Math.expm1(-Math.pow(scale * time, shape)) / Math.expm1(-Math.pow(scale, shape));
        }
    };

    abstract double share(double time, SplittableRandom random);

    double share(double time, long seed) {
        return time >= 1 ? 1 : share(time, new SplittableRandom(seed * 7919 + ordinal()));
    }
}
