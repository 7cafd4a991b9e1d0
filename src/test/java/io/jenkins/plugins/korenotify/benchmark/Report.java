package io.jenkins.plugins.korenotify.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A table of figures, on standard output and in a file under {@code target}. */
final class Report {
    private final StringBuilder text = new StringBuilder();
    private final Path file;

    Report(String name) {
        file = Path.of("target", "waits-" + name + ".md");
    }

    /** A table's head. */
    Report head(String title) {
        text.append("\n| ").append(title).append(" | |\n|---|---|\n");
        return this;
    }

    /** A row; the value as {@link String#format} has it. */
    Report row(String what, String format, Object... values) {
        text.append("| ")
                .append(what)
                .append(" | ")
                .append(String.format(Locale.ROOT, format, values))
                .append(" |\n");
        return this;
    }

    /** A remark beside the table. */
    Report remark(String remark) {
        text.append('\n').append(remark).append('\n');
        return this;
    }

    void print() throws IOException {
        System.out.println(text);
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
