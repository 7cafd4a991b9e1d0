package io.jenkins.plugins.korenotify.chaos;

import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import java.nio.file.Path;
import java.util.List;

/** The rows about builds and checks in the table of a chaos run. */
final class ChaosReport {
    private final List<ChaosBuild> builds;
    private final Outcomes outcomes;
    private final ReportTable table;

    ChaosReport(List<ChaosBuild> builds, Outcomes outcomes) {
        this.builds = builds;
        this.outcomes = outcomes;
        this.table = new ReportTable(this::describe);
    }

    ReportTable table() {
        return table;
    }

    /** Adds them; {@code home} is what is on disk of Jenkins. */
    void add(Path home, SimulatedKore kore, Uptime uptime) {
        List<ChaosBuild> unstored = builds.stream().filter(outcomes::isUnstored).toList();
        List<ChaosBuild> others =
                builds.stream().filter(build -> !unstored.contains(build)).toList();
        table.row(
                "builds killed before Pipeline had stored that there is a check; others took their place",
                unstored.size());
        unstored.forEach(build -> table.note("Not stored", build));
        BuildRows ends = new BuildRows(others, outcomes, table);
        ends.kinds();
        new VerdictRows(others, outcomes, table).add();
        ends.ends();
        new HandRows(builds, outcomes, table).add(home, kore);
        new LatenessRows(others, outcomes, uptime, table).add();
    }

    private String describe(ChaosBuild build) {
        return build
                + ", " + outcomes.end(build)
                + outcomes.hand().of(build).map(byHand -> ", " + byHand).orElse("")
                + build.checks().stream()
                        .map(check -> ", " + check.name() + " " + outcomes.fate(build, check) + ", told "
                                + outcomes.witness().all(check))
                        .reduce("", String::concat);
    }
}
