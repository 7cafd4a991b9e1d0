package io.jenkins.plugins.korenotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.trials.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents name is there: commands, options, tests, files, pictures, fields. {@link ReadmeTest} runs the rest. */
class DocumentationTest {
    private static final Pattern LINK = Pattern.compile("(!?)\\[([^]]*)]\\(([^)\\s]+)\\)");
    private static final Pattern TEST =
            Pattern.compile("([\\w*]+(?:Test|Properties|IT|Trial|Benchmark))(?:[.#](\\w+))?");
    private static final String JAR = "java -jar cli/target/kore-notify-status.jar";

    static List<MarkdownFile> documents() throws IOException {
        return MarkdownFile.all();
    }

    /** Groovy and YAML are run by {@link ReadmeTest}, the others are checked here. */
    @ParameterizedTest
    @MethodSource("documents")
    void everySnippetSaysWhatItIs(MarkdownFile document) {
        assertThat(document.snippets())
                .extracting(MarkdownFile.Snippet::language)
                .isSubsetOf("bash", "groovy", "yaml", "json", "text", "mermaid");
        assertThat(document.text().lines().filter(line -> line.startsWith("```")))
                .hasSize(2 * document.snippets().size());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyCommandCanBeGiven(MarkdownFile document) throws Exception {
        List<String> commands = new ArrayList<>();
        for (MarkdownFile.Snippet snippet : document.snippets()) {
            if (snippet.language().equals("bash")) {
                commands.addAll(Arrays.asList(
                        snippet.text().replace("\\\n", " ").strip().split("\\s*(?:\n|&&)\\s*")));
            }
        }
        document.inlineCode().stream()
                .filter(code -> code.startsWith("mvn ") || code.startsWith("-D") || code.startsWith("java "))
                .forEach(commands::add);

        for (String command : commands) {
            if (command.startsWith("mvn ") || command.startsWith("-D")) {
                assertMavenKnows(command);
            } else if (command.startsWith(JAR)) {
                assertCommandLineKnows(command.substring(JAR.length()).strip());
            } else if (command.startsWith("curl ")) {
                assertRestKnows(command);
            } else {
                assertThat(command).matches("(export|sha256sum) .*");
            }
        }
    }

    private static void assertMavenKnows(String command) throws IOException {
        List<String> words = List.of(command.split("\\s+"));
        int file = words.indexOf("-f");
        Path pom = Path.of(file < 0 ? "pom.xml" : words.get(file + 1));
        assertThat(pom).exists();
        String text = Files.readString(pom);
        for (String word : words) {
            if (word.startsWith("-P")) {
                assertThat(word.substring(2).split(","))
                        .as(command)
                        .allSatisfy(
                                profile -> assertThat(text).containsPattern("<profile>[^/]*<id>" + profile + "</id>"));
            } else if (word.startsWith("-Dtest=")) {
                assertIsATest(word.substring("-Dtest=".length()));
            } else if (word.startsWith("-D")) {
                assertIsAProperty(word.substring(2).replaceFirst("=.*", ""));
            } else if (!word.startsWith("-") && !word.equals("mvn") && !word.equals(pom.toString())) {
                assertThat(word).as(command).isIn("clean", "package", "test", "verify", "spotless:apply", "hpi:run");
            }
        }
    }

    /** Maven's and Java's own, one of a POM, or one that a program asks for. */
    private static void assertIsAProperty(String name) throws IOException {
        if (Set.of("skipTests", "skipITs", "port").contains(name) || name.startsWith("jdk.")) {
            return;
        }
        String poms = Files.readString(Path.of("pom.xml")) + Files.readString(Path.of("cli/pom.xml"));
        if (!poms.contains("<" + name + ">") && !poms.contains("${" + name + "}")) {
            assertThat(sources())
                    .anySatisfy(source -> assertThat(source)
                            .content()
                            .containsPattern(
                                    "(getInteger|getLong|getProperty|getBoolean)\\(\"" + Pattern.quote(name) + "\""));
        }
    }

    private static void assertCommandLineKnows(String arguments) throws IOException {
        StringBuilder known = new StringBuilder();
        for (Path source : sources()) {
            if (source.startsWith("cli/src/main")) {
                known.append(Files.readString(source));
            }
        }
        assertThat(Files.readString(Path.of("cli/pom.xml"))).contains("<finalName>kore-notify-status</finalName>");
        assertThat(known).contains("name = \"" + arguments.split("\\s+")[0] + "\"");
        for (String word : arguments.split("\\s+")) {
            if (word.startsWith("--")) {
                assertThat(known).contains("\"" + word + "\"");
            }
        }
    }

    /** The fields that are picked from REST. */
    private static void assertRestKnows(String command) {
        List<String> exported = Arrays.stream(CheckResult.class.getMethods())
                .filter(method -> method.getName().startsWith("get"))
                .map(method -> method.getName().replaceFirst("^(get|is)", ""))
                .map(name -> Character.toLowerCase(name.charAt(0)) + name.substring(1))
                .toList();
        Pattern.compile("tree=checks\\[([^]]*)]")
                .matcher(command)
                .results()
                .forEach(tree -> assertThat(exported).contains(tree.group(1).split(",")));
        assertThat(command).containsPattern("/koreNotifyStatus/api/json|/metrics/");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyTestThatIsNamedIsThere(MarkdownFile document) throws IOException {
        for (String code : document.inlineCode()) {
            if (TEST.matcher(code).matches()) {
                assertIsATest(code);
            }
        }
    }

    private static void assertIsATest(String name) throws IOException {
        MatchResult test = TEST.matcher(name).results().findFirst().orElseThrow();
        Pattern file = Pattern.compile(test.group(1).replace("*", "\\w*") + "\\.java");
        String method = test.group(2);
        assertThat(sources()).anySatisfy(source -> {
            assertThat(source.getFileName().toString()).matches(file);
            if (method != null) {
                assertThat(source).content().contains("void " + method + "(");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyFileThatIsNamedIsThere(MarkdownFile document) {
        assertThat(document.inlineCode())
                .filteredOn(code -> code.matches("(src|docs|cli|\\.ci|\\.mvn|\\.github)/[\\w./-]+"))
                .filteredOn(code -> !code.contains("target/"))
                .allSatisfy(code -> assertThat(Path.of(code)).exists());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsSomewhereAndEveryPictureIsDescribed(MarkdownFile document) throws IOException {
        for (MatchResult link : LINK.matcher(document.text()).results().toList()) {
            String target = link.group(3);
            if (target.startsWith("https://")) {
                continue;
            }
            if (target.startsWith("#")) {
                assertThat(document.text().lines().filter(line -> line.startsWith("#")))
                        .extracting(line ->
                                line.replaceFirst("#+ ", "#").toLowerCase().replace(' ', '-'))
                        .contains(target);
                continue;
            }
            Path file = document.path().resolveSibling(target.replaceFirst("#.*", ""));
            assertThat(file).exists();
            if (!link.group(1).isEmpty()) {
                assertThat(link.group(2)).isNotBlank();
                assertThat(Files.size(file)).isLessThan(200_000);
            }
        }
    }

    @Test
    void theReadmeLeadsToEveryDocumentAndEveryPictureIsShown() throws IOException {
        String readme = MarkdownFile.at("README.md").text();
        StringBuilder all = new StringBuilder();
        for (MarkdownFile document : documents()) {
            all.append(document.text());
            if (!document.path().toString().equals("README.md")) {
                assertThat(readme).contains("](" + document.path() + ")");
            }
        }
        try (Stream<Path> pictures = Files.list(Path.of("docs/images"))) {
            assertThat(pictures).allSatisfy(picture -> assertThat(all).contains("images/" + picture.getFileName()));
        }
    }

    @Test
    void documentsThatAreShownAreWhatTheSchemaSays() throws IOException {
        assertThat(MarkdownFile.allSnippets("json"))
                .isNotEmpty()
                .allSatisfy(json ->
                        assertThat(Documents.violations(Documents.read(json))).isEmpty());
    }

    @Test
    void theRoomsOfTheArchitectureAreThere() throws IOException {
        String rooms = MarkdownFile.at("docs/architecture.md").snippets().get(0).text();
        Path root = Path.of(rooms.lines().findFirst().orElseThrow().strip());

        assertThat(root).exists();
        assertThat(rooms.lines().skip(1).filter(line -> line.matches("\\s*[\\w/]+/ .*")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat((line.startsWith(" ") ? root : Path.of(""))
                                .resolve(line.strip().split(" ")[0]))
                        .exists());
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String folder : List.of("src", "cli/src")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }
}
