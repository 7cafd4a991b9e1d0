package io.jenkins.plugins.korenotify.chaos;

import io.jenkins.plugins.korenotify.chaos.PlannedEnd.Way;
import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rows about builds that were ended by hand: nothing goes on, and nothing comes back. */
final class HandRows {
    // Beyond this, the log says of which build it was.
    private static final long LATE = 1_000;

    private static final String LATER = " more than " + HandMade.GRACE / 1000 + " s after it had been ended by hand";

    private final List<HandMade> all;
    private final List<HandMade> binding;
    private final Outcomes outcomes;
    private final ReportTable table;

    HandRows(List<ChaosBuild> builds, Outcomes outcomes, ReportTable table) {
        this.outcomes = outcomes;
        this.table = table;
        all = builds.stream()
                .flatMap(build -> outcomes.hand().of(build).stream())
                .toList();
        binding = all.stream().filter(HandMade::isBinding).toList();
    }

    /** Adds them; {@code home} is what is on disk of Jenkins. */
    void add(Path home, SimulatedKore kore) {
        table.row("builds ended by hand: aborted, killed, deleted", "%s", ways(all));
        table.row(
                "of them with a Jenkins that then lived for some more seconds, on which the next rows are",
                "%s",
                ways(binding));
        table.row(
                "last poll after such an end, ms",
                binding.stream().mapToLong(HandMade::lastPollAfter).max().orElse(0));
        having(one -> one.lastPollAfter() > LATE).forEach(build -> table.note("Polled after its end", build));
        table.wrong("builds with a poll" + LATER, having(one -> one.lastPollAfter() > HandMade.GRACE));
        table.wrong(
                "builds with a verdict" + LATER,
                having(one -> one.build().checks().stream()
                        .mapToLong(outcomes.witness()::lastVerdictAt)
                        .anyMatch(one::isTooLate)));
        table.wrong(
                "deleted builds whose folder is there again",
                having(one -> one.way() == Way.DELETE
                        && Files.exists(home.resolve("jobs").resolve(one.build().name()))));
        table.odd(
                "builds ended by hand that a Jenkins started later polled for",
                having(one -> one.isPolledByAnother(kore)));
    }

    private static String ways(List<HandMade> which) {
        return Stream.of(Way.values())
                .map(way -> "" + which.stream().filter(one -> one.way() == way).count())
                .collect(Collectors.joining(", "));
    }

    private List<ChaosBuild> having(Predicate<HandMade> what) {
        return binding.stream().filter(what).map(HandMade::build).toList();
    }
}
