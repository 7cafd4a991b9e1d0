package io.jenkins.plugins.korenotify.chaos;

import java.util.List;
import java.util.Map;

/** What became of builds and checks: what they keep, what was told of them, and what excuses the lack of either. */
final class Outcomes {
    /** What became of a check. */
    enum Fate {
        RIGHT,
        INCONCLUSIVE,
        /** It was ended by hand, and keeps that. */
        ABORTED,
        WRONG,
        /** It began, and nothing excuses that it gave no verdict. */
        LOST,
        /** It went with its build, which was deleted by hand. */
        DELETED,
        /** Its build was ended by hand, and Jenkins killed right then. */
        UNSETTLED,
        /** Its build is of a kind that ends with the Jenkins that is killed. */
        CUT,
        /** A kill cut what Pipeline wrote of its build, whose durability does not exclude that. */
        TORN,
        /** Its build ended before it. */
        NOT_REACHED
    }

    private final Map<String, Ended> ended;
    private final Witness witness;
    private final LeftoverFiles remains;
    private final Hand hand;

    Outcomes(Map<String, Ended> ended, Witness witness, LeftoverFiles remains, Hand hand) {
        this.ended = ended;
        this.witness = witness;
        this.remains = remains;
        this.hand = hand;
    }

    Ended end(ChaosBuild build) {
        return ended.getOrDefault(build.name(), Ended.NONE);
    }

    Witness witness() {
        return witness;
    }

    Hand hand() {
        return hand;
    }

    /** At how many kills a check of it was waiting, and stored. */
    int kills(ChaosBuild build) {
        return remains.kills(build.name());
    }

    /** Nobody could go on with a check that Pipeline had not stored, nor give a verdict. */
    boolean isUnstored(ChaosBuild build) {
        return build.kind().outlivesKill()
                && end(build).builds() > 0
                && end(build).kept().isEmpty()
                && remains.isUnstored(build.name())
                && build.checks().stream()
                        .allMatch(check -> witness.verdicts(check).isEmpty());
    }

    /** Whether a kill ended it, as it ends all builds of its kind. */
    boolean isCut(ChaosBuild build) {
        return !build.kind().outlivesKill() && remains.isInterrupted(build.name());
    }

    /** Whether Pipeline lost what was left of its program, so that it never ends. */
    boolean isStuck(ChaosBuild build) {
        Ended end = end(build);
        return end.result() == null && !end.checking() && !end.kept().isEmpty();
    }

    /** Whether it failed for an error within Pipeline: a kill came between storing its program and storing its nodes. */
    boolean isBroken(ChaosBuild build) {
        Ended end = end(build);
        return remains.isInterrupted(build.name())
                && "FAILURE".equals(end.result())
                && !end.failure().isEmpty()
                && end.ownTraces() == 0;
    }

    Fate fate(ChaosBuild build, ChaosCheck check) {
        if (witness.verdicts(check).stream().anyMatch(told -> !told.equals("INCONCLUSIVE") && !check.isRight(told))) {
            return Fate.WRONG;
        }
        List<Kept> kept = end(build).kept(check);
        return kept.isEmpty()
                ? withoutVerdict(build, check)
                : withVerdict(build, check, kept.get(0).verdict());
    }

    private Fate withVerdict(ChaosBuild build, ChaosCheck check, String verdict) {
        return switch (verdict) {
            case "INCONCLUSIVE" -> Fate.INCONCLUSIVE;
            case "ABORTED" -> hand.of(build).isPresent() ? Fate.ABORTED : Fate.WRONG;
            default -> check.isRight(verdict) ? Fate.RIGHT : Fate.WRONG;
        };
    }

    private Fate withoutVerdict(ChaosBuild build, ChaosCheck check) {
        HandMade byHand = hand.of(build).orElse(null);
        if (byHand != null && !byHand.isBinding()) {
            return Fate.UNSETTLED;
        }
        if (byHand != null && byHand.way() == PlannedEnd.Way.DELETE) {
            return Fate.DELETED;
        }
        if (isCut(build)) {
            return Fate.CUT;
        }
        if (build.kind() == BuildKind.NONATOMIC && isBroken(build)) {
            return Fate.TORN;
        }
        boolean excused = byHand != null || isStuck(build) || isBroken(build);
        return excused && !witness.hasBegun(check) ? Fate.NOT_REACHED : Fate.LOST;
    }
}
