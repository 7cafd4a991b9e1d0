package io.jenkins.plugins.korenotify.chaos;

import java.util.List;
import java.util.function.ToLongBiFunction;

/** The rows about how late verdicts came, in milliseconds. */
final class LatenessRows {
    // Beyond this, the build is worth a look.
    private static final long LATE = 2_000;

    private final List<ChaosBuild> builds;
    private final Outcomes outcomes;
    private final Uptime uptime;
    private final ReportTable table;

    LatenessRows(List<ChaosBuild> builds, Outcomes outcomes, Uptime uptime, ReportTable table) {
        this.builds = builds;
        this.outcomes = outcomes;
        this.uptime = uptime;
        this.table = table;
    }

    void add() {
        table.row("latest verdict after its deadline, ms", latest(this::late));
        table.row("the same without the time that Jenkins was away, ms", latest(this::lateWhileUp));
        table.row("the same from when Jenkins had taken the check up again, ms", latest(this::overrun));
        for (ChaosBuild build : builds) {
            long late = latest(build, this::lateWhileUp);
            if (late > LATE) {
                table.note("Late by " + late + " ms", build);
            }
        }
    }

    private long latest(ToLongBiFunction<ChaosCheck, Kept> lateness) {
        return builds.stream().mapToLong(build -> latest(build, lateness)).max().orElse(0);
    }

    private long latest(ChaosBuild build, ToLongBiFunction<ChaosCheck, Kept> lateness) {
        return build.checks().stream()
                .flatMap(check -> outcomes.end(build).kept(check).stream()
                        .limit(1)
                        .filter(kept -> !kept.verdict().equals("ABORTED"))
                        .map(kept -> lateness.applyAsLong(check, kept)))
                .max(Long::compare)
                .orElse(0L);
    }

    private long late(ChaosCheck check, Kept kept) {
        return Math.max(0, kept.endedAt() - deadline(check, kept));
    }

    private long lateWhileUp(ChaosCheck check, Kept kept) {
        return uptime.within(deadline(check, kept), kept.endedAt());
    }

    /** How long after its deadline, and after the check had last begun, the verdict came. */
    private long overrun(ChaosCheck check, Kept kept) {
        long begun = outcomes.witness().lastBeginning(check, kept.endedAt());
        return Math.max(0, kept.endedAt() - Math.max(deadline(check, kept), begun));
    }

    private static long deadline(ChaosCheck check, Kept kept) {
        return kept.startedAt() + check.timeout();
    }
}
