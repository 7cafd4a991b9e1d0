package io.jenkins.plugins.korenotify.chaos;

import java.util.Random;
import org.jenkinsci.plugins.workflow.flow.FlowDurabilityHint;

/** What a build is, and with that, what of it a kill leaves. */
enum BuildKind {
    /** A Pipeline whose every change is written at once, and whole. */
    DURABLE(FlowDurabilityHint.MAX_SURVIVABILITY, true),
    /** A Pipeline whose every change is written at once, though a kill may cut what is being written. */
    NONATOMIC(FlowDurabilityHint.SURVIVABLE_NONATOMIC, true),
    /** A Pipeline that is written when Jenkins ends in order. */
    PERFORMANCE(FlowDurabilityHint.PERFORMANCE_OPTIMIZED, false),
    /** A freestyle build, with build steps instead of Pipeline steps. */
    FREESTYLE(null, false);

    private final FlowDurabilityHint durability;
    private final boolean outlivesKill;

    BuildKind(FlowDurabilityHint durability, boolean outlivesKill) {
        this.durability = durability;
        this.outlivesKill = outlivesKill;
    }

    /** One at random; half of them durable. */
    static BuildKind any(Random random) {
        int drawn = random.nextInt(6);
        return drawn < 3 ? DURABLE : values()[drawn - 2];
    }

    boolean isPipeline() {
        return durability != null;
    }

    /** Null of freestyle builds. */
    FlowDurabilityHint durability() {
        return durability;
    }

    /** Whether a build that runs goes on after its Jenkins was killed. */
    boolean outlivesKill() {
        return outlivesKill;
    }
}
