package io.jenkins.plugins.korenotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people read is there in English and in German, and says the same about the same. */
class LocalizationTest {
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Path ENGINE =
            RESOURCES.resolve("io/jenkins/plugins/korenotify/engine/message/EngineMessages.properties");
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d+)");
    // A key of a view, with what is filled in.
    private static final Pattern VIEW_KEY = Pattern.compile("\\$\\{%([^}(]+)(?:\\(([^}]*)\\))?}");

    static List<Path> english(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !isGerman(file))
                    .sorted()
                    .toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }

    static List<Path> bundles() throws IOException {
        return english(".properties");
    }

    static List<Path> helps() throws IOException {
        return english(".html");
    }

    static List<Path> views() throws IOException {
        return english(".jelly");
    }

    @Test
    void nothingIsThereInGermanAlone() throws IOException {
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            assertThat(files.filter(LocalizationTest::isGerman))
                    .isNotEmpty()
                    .allSatisfy(german -> assertThat(Path.of(german.toString().replaceFirst("_de(\\.\\w+)$", "$1")))
                            .exists());
        }
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyMessageIsThereInBothLanguages(Path bundle) throws IOException {
        TreeMap<String, String> english = messages(bundle);
        TreeMap<String, String> german = messages(german(bundle));

        assertThat(german.keySet()).isEqualTo(english.keySet());
        english.forEach((key, message) -> {
            assertThat(placeholders(message)).as(key).isEqualTo(placeholders(german.get(key)));
            assertThat(List.of(message, german.get(key))).as(key).allSatisfy(LocalizationTest::assertIsShownAsWritten);
        });
    }

    /** Separators between thousands would be those of the controller's language, whatever the reader's. */
    @ParameterizedTest
    @MethodSource("bundles")
    void numbersAreWrittenWithoutSeparators(Path bundle) throws IOException {
        // The engine inserts its numbers itself.
        assumeThat(bundle).doesNotHaveToString(ENGINE.toString());
        for (Path file : List.of(bundle, german(bundle))) {
            messages(file).forEach((key, message) -> {
                assertThat(message.replace(",number,0}", "")).as(key).doesNotContain(",number");
                // What a choice is made by is a number.
                assertThat(found("\\{\\d+(?=,choice)", message))
                        .as(key)
                        .allSatisfy(number -> assertThat(message).doesNotContain(number + "}"));
            });
        }
    }

    /** Every message goes through {@link MessageFormat}, with and without values. */
    private static void assertIsShownAsWritten(String message) {
        assertThat(message).isNotBlank().doesNotContain("\uFFFD");
        assertThat(message.replace("''", "")).as("a single quote is not shown").doesNotContain("'");
        assertThat(new MessageFormat(message).getFormatsByArgumentIndex())
                .hasSize(placeholders(message).stream()
                        .mapToInt(index -> index + 1)
                        .max()
                        .orElse(0));
    }

    @ParameterizedTest
    @MethodSource("helps")
    void everyHelpIsThereInBothLanguages(Path help) throws IOException {
        String english = Files.readString(help);
        String german = Files.readString(german(help));

        assertThat(found("<[^>]+>", german)).isEqualTo(found("<[^>]+>", english));
        assertThat(found("<code>[^<]*</code>", german))
                .containsExactlyInAnyOrderElementsOf(found("<code>[^<]*</code>", english));
        assertThat(german).isNotEqualTo(english);
    }

    @ParameterizedTest
    @MethodSource("views")
    void viewsUseTheirMessagesAllOfThem(Path view) throws IOException {
        Path bundle = Path.of(view.toString().replaceFirst("\\.jelly$", ".properties"));
        TreeMap<String, String> messages = Files.exists(bundle) ? messages(bundle) : new TreeMap<>();
        List<MatchResult> uses =
                VIEW_KEY.matcher(Files.readString(view)).results().toList();

        assertThat(messages.keySet())
                .isEqualTo(new TreeSet<>(uses.stream().map(use -> use.group(1)).toList()));
        for (MatchResult use : uses) {
            int values = use.group(2) == null ? 0 : use.group(2).split(",").length;
            assertThat(placeholders(messages.get(use.group(1)))).as(use.group()).hasSize(values);
        }
    }

    @Test
    void programsUseTheirMessagesAllOfThem() throws IOException {
        for (Path bundle : bundles()) {
            if (bundle.endsWith("Messages.properties")) {
                StringBuilder uses = new StringBuilder();
                try (Stream<Path> files = Files.list(SOURCES.resolve(RESOURCES.relativize(bundle.getParent())))) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        uses.append(Files.readString(file));
                    }
                }
                // That all those used are there, the compiler sees.
                assertThat(messages(bundle).keySet())
                        .as(bundle.toString())
                        .allSatisfy(key ->
                                assertThat(uses).containsPattern("Messages(\\.|::)" + key.replace('.', '_') + "\\b"));
            }
        }
    }

    @Test
    void theEngineUsesItsPhrasesAllOfThem() throws IOException {
        TreeSet<String> keys = new TreeSet<>(messages(ENGINE).keySet());
        TreeSet<String> rooms = new TreeSet<>(
                keys.stream().map(key -> key.replaceFirst("\\..*", "")).toList());
        StringBuilder sources = new StringBuilder();
        for (Path root : List.of(SOURCES, Path.of("cli").resolve(SOURCES))) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    sources.append(Files.readString(file));
                }
            }
        }

        TreeSet<String> used =
                new TreeSet<>(Pattern.compile("\"((" + String.join("|", rooms) + ")(\\.[a-zA-Z0-9]+)*)\"")
                        .matcher(sources)
                        .results()
                        .map(found -> found.group(1))
                        .filter(key -> key.contains(".") || keys.contains(key))
                        .toList());
        // These are written without what they begin with.
        keys.stream()
                .filter(key -> key.startsWith("progress."))
                .filter(key -> sources.indexOf("\"" + key.substring("progress.".length()) + "\"") >= 0)
                .forEach(used::add);
        assertThat(used).isEqualTo(keys);
    }

    @Test
    void aBundleBelongsToAViewOrToPrograms() throws IOException {
        assertThat(bundles())
                .allSatisfy(bundle -> assertThat(Stream.of("Messages", "EngineMessages")
                                .anyMatch(name -> bundle.endsWith(name + ".properties")))
                        .isNotEqualTo(
                                Files.exists(Path.of(bundle.toString().replaceFirst("\\.properties$", ".jelly")))));
    }

    /** Many tests read build logs, which are in the language of the controller; see surefire's settings. */
    @Test
    void testsRunInEnglish() {
        assertThat(Locale.getDefault().getLanguage()).isEqualTo("en");
    }

    private static boolean isGerman(Path file) {
        return file.toString().matches(".*_de\\.\\w+");
    }

    private static Path german(Path english) {
        Path german = Path.of(english.toString().replaceFirst("(\\.\\w+)$", "_de$1"));
        assertThat(german).exists();
        return german;
    }

    /** By key, each of which is there once. As Java reads them: UTF-8. */
    private static TreeMap<String, String> messages(Path bundle) throws IOException {
        TreeMap<String, String> messages = new TreeMap<>();
        new Properties() {
            private static final long serialVersionUID = 1L;

            @Override
            public synchronized Object put(Object key, Object value) {
                assertThat(messages).as(bundle.toString()).doesNotContainKey((String) key);
                return messages.put((String) key, (String) value);
            }
        }.load(new StringReader(Files.readString(bundle)));
        assertThat(messages).isNotEmpty();
        return messages;
    }

    private static TreeSet<Integer> placeholders(String message) {
        return new TreeSet<>(PLACEHOLDER
                .matcher(message)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .toList());
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
