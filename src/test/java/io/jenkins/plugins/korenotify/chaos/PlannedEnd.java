package io.jenkins.plugins.korenotify.chaos;

import java.io.Serializable;
import java.time.Duration;
import java.util.Random;

/**
 * How somebody ends a build by hand, and when.
 *
 * @param due in milliseconds since the epoch; if the build has not begun by then, as soon as it has
 * @param gap between terminating its steps and killing it, in milliseconds
 */
record PlannedEnd(Way way, long due, long gap) implements Serializable {
    // Of so many builds, one; each way in turn, so that a short run has all.
    private static final int OUT_OF = 5;
    private static final int MAX_GAP = 1_500;

    /** The ways that Jenkins offers. */
    enum Way {
        ABORT,
        /** Of Pipelines alone: first their steps are terminated, then the build is killed. */
        KILL,
        /** The job is deleted with its builds, as Jenkins deletes no build that runs. */
        DELETE
    }

    /** At a random moment at which deliveries go on; null for most builds. */
    static PlannedEnd of(int number, BuildKind kind, Duration longest, Random random) {
        if (number % OUT_OF != 0) {
            return null;
        }
        Way way = Way.values()[number / OUT_OF % Way.values().length];
        return new PlannedEnd(
                way == Way.KILL && !kind.isPipeline() ? Way.ABORT : way,
                // Later, most builds are over.
                System.currentTimeMillis() + random.nextInt((int) longest.toMillis() / 2),
                random.nextInt(MAX_GAP));
    }
}
