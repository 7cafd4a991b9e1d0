package io.jenkins.plugins.korenotify.chaos;

import io.jenkins.plugins.korenotify.chaos.ChaosBuild.Fate;
import io.jenkins.plugins.korenotify.chaos.ChaosController.Ended;
import io.jenkins.plugins.korenotify.chaos.ChaosController.Kept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What came of a chaos run, as a table on standard output and in a file under {@code target}. */
final class ChaosReport {
    // Beyond this, the log says of which build it was.
    private static final long LATE = 2_000;

    private static final Ended NONE = new Ended(0, null, false, new ArrayList<>(), 0, "", 0, "");

    private final List<ChaosBuild> builds;
    private final Map<String, Ended> ended;
    private final Map<String, List<String>> told;
    private final Uptime uptime;
    private final LeftoverFiles remains;
    private final StringBuilder text = new StringBuilder("\n| | |\n|---|---|\n");
    private final List<String> failures = new ArrayList<>();
    private final List<ChaosBuild> suspects = new ArrayList<>();

    /**
     * A report without rows.
     *
     * @param ended what the builds keep, by name
     * @param witnessed what listeners were told, a line each: the build's name and the news
     */
    ChaosReport(
            List<ChaosBuild> builds,
            Map<String, Ended> ended,
            List<String> witnessed,
            Uptime uptime,
            LeftoverFiles remains) {
        this.builds = builds;
        this.ended = ended;
        this.uptime = uptime;
        this.remains = remains;
        this.told = witnessed.stream()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.groupingBy(
                        line -> line[0], Collectors.mapping(line -> line[1], Collectors.toList())));
    }

    /** A row; the value as {@link String#format} has it. */
    void row(String what, String format, Object... values) {
        text.append("| ")
                .append(what)
                .append(" | ")
                .append(String.format(Locale.ROOT, format, values))
                .append(" |\n");
    }

    /** The rows about verdicts. */
    void rows() {
        List<ChaosBuild> unstored = builds.stream().filter(this::isUnstored).toList();
        row("builds killed before Pipeline had stored that there is a check; others took their place", unstored.size());
        List<ChaosBuild> checks =
                builds.stream().filter(build -> !unstored.contains(build)).toList();
        row("checks", checks.size());
        row(
                "of them waiting at a kill",
                checks.stream().filter(build -> kills(build) > 0).count());
        row(
                "most kills that one check went through",
                checks.stream().mapToInt(this::kills).max().orElse(0));
        verdicts(checks);
        ends(checks);
        List<ChaosBuild> judged =
                checks.stream().filter(build -> !end(build).kept().isEmpty()).toList();
        row("latest verdict after its deadline, ms", latest(judged, false));
        row("the same without the time that Jenkins was away, ms", latest(judged, true));
        row(
                "the same from when Jenkins had taken the check up again, ms",
                judged.stream().mapToLong(this::overrun).max().orElse(0));
        judged.stream()
                .filter(build -> late(build, true) > LATE)
                .forEach(build -> note("Late by " + late(build, true) + " ms", build));
        unstored.forEach(build -> note("Not stored", build));
    }

    private void verdicts(List<ChaosBuild> checks) {
        Map<Fate, List<ChaosBuild>> fates =
                checks.stream().collect(Collectors.groupingBy(build -> build.fate(end(build))));
        List<ChaosBuild> inconclusive = fates.getOrDefault(Fate.INCONCLUSIVE, List.of());
        row("verdicts right", fates.getOrDefault(Fate.RIGHT, List.of()).size());
        row("verdicts INCONCLUSIVE", inconclusive.size());
        inconclusive.stream()
                .collect(Collectors.groupingBy(
                        build -> build.inconclusiveReason(kept(build)), TreeMap::new, Collectors.counting()))
                .forEach((why, times) -> row("- " + why, times));
        wrong("verdicts wrong", fates.getOrDefault(Fate.WRONG, List.of()));
        wrong("checks lost", fates.getOrDefault(Fate.LOST, List.of()));
        wrong("builds that keep more than one verdict", having(end -> end.kept().size() > 1));
        wrong("checks told different verdicts", told(verdicts -> new HashSet<>(verdicts).size() > 1));
        List<ChaosBuild> again = told(verdicts -> verdicts.size() > 1);
        row("checks told the same verdict again, as Jenkins was killed right then", again.size());
        again.forEach(build -> note("Again", build));
    }

    private void ends(List<ChaosBuild> checks) {
        List<ChaosBuild> misfits =
                checks.stream().filter(build -> !build.fits(end(build))).toList();
        // Pipeline stores what runs and which nodes there are one after the other; between the two, a kill breaks it.
        List<ChaosBuild> broken = misfits.stream()
                .filter(build -> !end(build).failure().isEmpty() && end(build).ownTraces() == 0)
                .toList();
        wrong(
                "build results that do not fit the verdict",
                misfits.stream().filter(build -> !broken.contains(build)).toList());
        wrong("builds started twice", having(end -> end.builds() > 1));
        wrong("builds with a stack trace that names the plugin", having(end -> end.ownTraces() > 0));
        List<ChaosBuild> stuck = having(
                end -> end.result() == null && !end.checking() && !end.kept().isEmpty());
        row("builds that had their verdict, and then failed for an error within Pipeline", broken.size());
        row(
                "builds that had their verdict, and then never ended, as Pipeline lost what was left of their program",
                stuck.size());
        broken.forEach(build -> note("Broken", build));
        stuck.forEach(build -> note("Stuck", build));
        suspects.addAll(broken);
        suspects.addAll(stuck);
    }

    private void note(String what, ChaosBuild build) {
        System.err.println(what + ": " + build + ", " + end(build) + ", told " + told.get(build.name()));
    }

    void print() throws IOException {
        System.out.println(text);
        Files.writeString(Path.of("target", "chaos-jenkins.md"), text);
    }

    /** Whatever must not be, in words. */
    List<String> failures() {
        return failures;
    }

    /** The builds that they are about. */
    List<ChaosBuild> suspects() {
        return suspects;
    }

    private void row(String what, long number) {
        row(what, "%d", number);
    }

    private void wrong(String what, List<ChaosBuild> which) {
        suspects.addAll(which);
        row(what, which.size());
        which.forEach(
                build -> failures.add(what + ": " + build + ", " + end(build) + ", told " + told.get(build.name())));
    }

    /** Nobody could go on with a check that Pipeline had not stored, nor give a verdict. */
    private boolean isUnstored(ChaosBuild build) {
        return end(build).builds() > 0
                && end(build).kept().isEmpty()
                && remains.isUnstored(build.name())
                && verdicts(build).isEmpty();
    }

    private int kills(ChaosBuild build) {
        return remains.kills(build.name());
    }

    private List<String> verdicts(ChaosBuild build) {
        return told.getOrDefault(build.name(), List.of()).stream()
                .map(news -> news.substring(news.indexOf(' ') + 1))
                .filter(news -> news.startsWith("ended"))
                .toList();
    }

    private List<ChaosBuild> having(Predicate<Ended> what) {
        return builds.stream().filter(build -> what.test(end(build))).toList();
    }

    private List<ChaosBuild> told(Predicate<List<String>> what) {
        return builds.stream().filter(build -> what.test(verdicts(build))).toList();
    }

    private long latest(List<ChaosBuild> judged, boolean onlyUp) {
        return judged.stream().mapToLong(build -> late(build, onlyUp)).max().orElse(0);
    }

    private long late(ChaosBuild build, boolean onlyUp) {
        Kept kept = kept(build);
        long deadline = kept.startedAt() + build.timeout().toMillis();
        return onlyUp ? uptime.within(deadline, kept.endedAt()) : Math.max(0, kept.endedAt() - deadline);
    }

    /** How long after its deadline, and after the check had last begun, the verdict came. */
    private long overrun(ChaosBuild build) {
        Kept kept = kept(build);
        long begun = told.getOrDefault(build.name(), List.of()).stream()
                .filter(news -> news.endsWith(" began"))
                .mapToLong(news -> Long.parseLong(news.substring(0, news.indexOf(' '))))
                .filter(at -> at <= kept.endedAt())
                .max()
                .orElse(0);
        long deadline = kept.startedAt() + build.timeout().toMillis();
        return Math.max(0, kept.endedAt() - Math.max(deadline, begun));
    }

    private Ended end(ChaosBuild build) {
        return ended.getOrDefault(build.name(), NONE);
    }

    private Kept kept(ChaosBuild build) {
        return end(build).kept().get(0);
    }
}
