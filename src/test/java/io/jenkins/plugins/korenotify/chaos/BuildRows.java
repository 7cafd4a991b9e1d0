package io.jenkins.plugins.korenotify.chaos;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rows about builds: their kinds, and how those ended that nobody ended by hand and no kill cut off. */
final class BuildRows {
    private final List<ChaosBuild> builds;
    private final Outcomes outcomes;
    private final ReportTable table;

    /** Of these builds, which had a chance to come to their checks. */
    BuildRows(List<ChaosBuild> builds, Outcomes outcomes, ReportTable table) {
        this.builds = builds;
        this.outcomes = outcomes;
        this.table = table;
    }

    void kinds() {
        table.row(
                "Pipelines of MAX_SURVIVABILITY, SURVIVABLE_NONATOMIC and PERFORMANCE_OPTIMIZED, freestyle builds",
                "%s",
                Stream.of(BuildKind.values())
                        .map(kind -> "" + having(build -> build.kind() == kind).size())
                        .collect(Collectors.joining(", ")));
        table.row(
                "of them with a check waiting, and stored, at a kill",
                having(build -> outcomes.kills(build) > 0).size());
        table.row(
                "most kills that one build went through",
                builds.stream().mapToInt(outcomes::kills).max().orElse(0));
    }

    void ends() {
        List<ChaosBuild> misfits = having(build ->
                !outcomes.isCut(build) && outcomes.hand().of(build).isEmpty() && !build.fits(outcomes.end(build)));
        table.wrong(
                "build results that do not fit the worst verdict",
                misfits.stream().filter(build -> !outcomes.isBroken(build)).toList());
        table.wrong("builds started twice", having(build -> outcomes.end(build).builds() > 1));
        table.wrong(
                "builds with a stack trace that names the plugin",
                having(build -> outcomes.end(build).ownTraces() > 0));
        table.wrong(
                "builds that still wait for a check though all have their verdicts",
                having(build -> outcomes.end(build).checking()
                        && build.checks().stream()
                                .noneMatch(
                                        check -> outcomes.end(build).kept(check).isEmpty())));
        table.odd(
                "builds that had verdicts, and then failed for an error within Pipeline",
                misfits.stream().filter(outcomes::isBroken).toList());
        table.odd(
                "builds that had verdicts, and then never ended, as Pipeline lost what was left of their program",
                having(outcomes::isStuck));
    }

    private List<ChaosBuild> having(Predicate<ChaosBuild> what) {
        return builds.stream().filter(what).toList();
    }
}
