package io.jenkins.plugins.korenotify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A document of the project.
 *
 * @param path from the root of the project
 * @param text all of it
 */
public record MarkdownFile(Path path, String text) {
    private static final Pattern FENCED =
            Pattern.compile("^```([a-z]*)\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern INLINE = Pattern.compile("`([^`\n]+)`");

    /** A block that is set apart as code. */
    public record Snippet(String language, String text) {}

    static MarkdownFile at(String path) throws IOException {
        return new MarkdownFile(Path.of(path), Files.readString(Path.of(path)));
    }

    /** The README first. */
    static List<MarkdownFile> all() throws IOException {
        List<MarkdownFile> all = new ArrayList<>(List.of(at("README.md"), at("CONTRIBUTING.md")));
        try (Stream<Path> files = Files.list(Path.of("docs"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".md")).sorted().toList()) {
                all.add(at(file.toString()));
            }
        }
        return all;
    }

    /** The snippets of one language in all documents, those of the README first. */
    public static List<String> allSnippets(String language) throws IOException {
        return all().stream()
                .flatMap(document -> document.snippets().stream())
                .filter(snippet -> snippet.language().equals(language))
                .map(Snippet::text)
                .toList();
    }

    List<Snippet> snippets() {
        return FENCED.matcher(text)
                .results()
                .map(found -> new Snippet(found.group(1), found.group(2)))
                .toList();
    }

    /** What is marked as code within the sentences. */
    List<String> inlineCode() {
        return INLINE.matcher(FENCED.matcher(text).replaceAll(""))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** What stands below a heading, up to the next heading or snippet. */
    String section(String heading) {
        assertThat(text).contains("\n" + heading + "\n");
        String rest = text.substring(text.indexOf("\n" + heading + "\n") + heading.length() + 2);
        return Pattern.compile("^(#|```)", Pattern.MULTILINE).split(rest)[0];
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
