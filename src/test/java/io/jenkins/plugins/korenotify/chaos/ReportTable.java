package io.jenkins.plugins.korenotify.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** A table of what came of a chaos run, and of what must not be. */
final class ReportTable {
    private final StringBuilder text = new StringBuilder("\n| | |\n|---|---|\n");
    private final Function<ChaosBuild, String> description;
    private final List<String> failures = new ArrayList<>();
    private final Set<ChaosBuild> suspects = new LinkedHashSet<>();

    /** An empty table; {@code description} says all that is known of a build. */
    ReportTable(Function<ChaosBuild, String> description) {
        this.description = description;
    }

    /** A row; the value as {@link String#format} has it. */
    void row(String what, String format, Object... values) {
        text.append("| ")
                .append(what)
                .append(" | ")
                .append(String.format(Locale.ROOT, format, values))
                .append(" |\n");
    }

    void row(String what, long number) {
        row(what, "%d", number);
    }

    /** A row of what must not be. */
    void wrong(String what, Collection<ChaosBuild> which) {
        row(what, which.size());
        suspects.addAll(which);
        which.forEach(build -> failures.add(what + ": " + description.apply(build)));
    }

    /** A row of what may be, and is looked at. */
    void odd(String what, Collection<ChaosBuild> which) {
        row(what, which.size());
        which.forEach(build -> note(what, build));
    }

    /** Says something of a build on standard error; it is worth a look. */
    void note(String what, ChaosBuild build) {
        System.err.println(what + ": " + description.apply(build));
        suspects.add(build);
    }

    /** Whatever must not be, in words. */
    List<String> failures() {
        return failures;
    }

    /** The builds that are worth a look. */
    Set<ChaosBuild> suspects() {
        return suspects;
    }

    /** Prints the table, and writes it to a file under {@code target}. */
    void print() throws IOException {
        System.out.println(text);
        Files.writeString(Path.of("target", "chaos-jenkins.md"), text);
    }
}
