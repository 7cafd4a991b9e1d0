package io.jenkins.plugins.korenotify.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/verdicts.md} shows the rows that are tested, all of them, and no others. */
class VerdictDocumentTest {
    private static Path document() {
        Path here = Path.of("docs", "verdicts.md");
        return Files.exists(here) ? here : Path.of("..").resolve(here);
    }

    @Test
    void showsTheRowsOfTheTable() throws IOException {
        List<String> expected = new ArrayList<>();
        String group = "";
        for (VerdictRow row : VerdictRow.all()) {
            if (!row.group().equals(group)) {
                group = row.group();
                expected.add("## " + group);
            }
            List<String> columns = row.columns();
            expected.add("| %s | `%s` | %s | %s |"
                    .formatted(columns.get(0), columns.get(1), columns.get(2), columns.get(3)));
        }
        List<String> headings = List.of("## Rules", "## Notation");

        List<String> shown = Files.readAllLines(document()).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| thresholds")
                        || line.startsWith("## ") && !headings.contains(line))
                .toList();

        assertThat(shown).isEqualTo(expected);
    }
}
