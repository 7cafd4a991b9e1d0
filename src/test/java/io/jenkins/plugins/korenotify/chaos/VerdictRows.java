package io.jenkins.plugins.korenotify.chaos;

import io.jenkins.plugins.korenotify.chaos.Outcomes.Fate;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The rows about verdicts, each judged by itself. */
final class VerdictRows {
    private final List<ChaosBuild> builds;
    private final Outcomes outcomes;
    private final ReportTable table;

    /** Of these builds, which had a chance to come to their checks. */
    VerdictRows(List<ChaosBuild> builds, Outcomes outcomes, ReportTable table) {
        this.builds = builds;
        this.outcomes = outcomes;
        this.table = table;
    }

    void add() {
        table.row(
                "checks",
                builds.stream().mapToInt(build -> build.checks().size()).sum());
        table.row("verdicts right", count(Fate.RIGHT));
        table.row("verdicts INCONCLUSIVE", count(Fate.INCONCLUSIVE));
        builds.stream()
                .flatMap(build -> build.checks().stream()
                        .filter(check -> outcomes.fate(build, check) == Fate.INCONCLUSIVE)
                        .flatMap(check -> outcomes.end(build).kept(check).stream()
                                .limit(1)
                                .map(check::inconclusiveReason)))
                .collect(Collectors.groupingBy(why -> why, TreeMap::new, Collectors.counting()))
                .forEach((why, times) -> table.row("- " + why, times));
        table.row("checks ABORTED with a build that was ended by hand", count(Fate.ABORTED));
        table.row("checks deleted with their build", count(Fate.DELETED));
        table.row(
                "checks without a verdict in builds that were ended by hand right before a kill",
                count(Fate.UNSETTLED));
        table.row(
                "checks without a verdict in freestyle and performance-optimized builds that a kill ended",
                count(Fate.CUT));
        table.row(
                "checks without a verdict in Pipelines of SURVIVABLE_NONATOMIC that a kill left unreadable",
                count(Fate.TORN));
        table.row(
                "checks that were not reached, as their build was ended by hand before, or failed within Pipeline",
                count(Fate.NOT_REACHED));
        table.wrong("builds with wrong verdicts", with(Fate.WRONG));
        table.wrong("builds with lost checks", with(Fate.LOST));
        table.wrong(
                "builds that keep more than one verdict on a check",
                having(build -> build.checks().stream()
                                .anyMatch(
                                        check -> outcomes.end(build).kept(check).size() > 1)
                        || outcomes.end(build).kept().size() > build.checks().size()));
        table.wrong("builds told different verdicts on a check", told(verdicts -> new HashSet<>(verdicts).size() > 1));
        table.odd(
                "builds told the same verdict on a check again, as Jenkins was killed right then",
                told(verdicts -> verdicts.size() > new HashSet<>(verdicts).size()));
    }

    private long count(Fate fate) {
        return builds.stream()
                .flatMap(build -> build.checks().stream().map(check -> outcomes.fate(build, check)))
                .filter(fate::equals)
                .count();
    }

    private List<ChaosBuild> with(Fate fate) {
        return having(build -> build.checks().stream().anyMatch(check -> outcomes.fate(build, check) == fate));
    }

    private List<ChaosBuild> told(Predicate<List<String>> what) {
        return having(build -> build.checks().stream()
                .anyMatch(check -> what.test(outcomes.witness().verdicts(check))));
    }

    private List<ChaosBuild> having(Predicate<ChaosBuild> what) {
        return builds.stream().filter(what).toList();
    }
}
