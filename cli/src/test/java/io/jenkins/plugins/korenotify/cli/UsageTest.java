package io.jenkins.plugins.korenotify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is rejected before anything is polled. Nothing listens at the URL: a poll would end differently. */
class UsageTest {
    private static final String SECRET = "a-secret-that-is-never-shown-0123456789=";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "--min-success-rate,101",
        "--min-success-rate,-1",
        "--min-success-rate,abc",
        "--min-success-rate,98.12345",
        "--min-success-rate,1e999999999",
        "--unstable-success-rate,100.1",
        "--max-failures,-1",
        "--max-failures,some",
        "--max-failures,1.5",
        "--min-recipients,-1",
        "--retries,-1",
        "--retries,1.5",
        "--timeout,0s",
        "--timeout,10",
        "--timeout,-10m",
        "--on-error,abort",
        "--on-timeout,4",
        "--algorithm,none",
        "--algorithm,RS256",
        "--api-version,v3",
        "--url,ftp://platform.kore.ai",
        "--url,http://platform.kore.ai",
        "--url,https://user@platform.kore.ai",
        "--url,' '",
        "--stream-id,st/../x",
        "--stream-id,' '",
        "--client-id,' '",
        "--client-secret-env,UNSET",
        "--client-secret-env,EMPTY",
        "--client-secret-env,BROKEN",
        "--client-secret-file,no-such-file"
    })
    void aValueThatCannotBeUsedNamesItsOption(String option, String value) {
        List<String> arguments = usable(option.startsWith("--client-secret") ? "--client-secret-env" : "");
        int at = arguments.indexOf(option);
        if (at >= 0) {
            arguments.set(at + 1, value);
        } else {
            arguments.add(1, option);
            arguments.add(2, value);
        }

        assertThat(run(arguments)).isEqualTo(2);
        assertThat(errors()).startsWith("Error: ").contains(option).contains("check --help");
        assertThat(printed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--url", "--stream-id", "--client-id", "--client-secret-env"})
    void aMissingOptionIsNamed(String option) {
        assertThat(run(usable(option))).isEqualTo(2);
        assertThat(errors()).contains(option);
    }

    @Test
    void thresholdsThatContradictEachOtherAreRefused() {
        List<String> arguments = usable("");
        arguments.addAll(1, List.of("--min-success-rate", "90", "--unstable-success-rate", "95"));

        assertThat(run(arguments)).isEqualTo(2);
        assertThat(errors()).contains("--unstable-success-rate (95) must not be above --min-success-rate (90)");
    }

    @Test
    void bothSourcesOfASecretAreRefused() {
        List<String> arguments = usable("");
        arguments.addAll(1, List.of("--client-secret-file", "x"));

        assertThat(run(arguments)).isEqualTo(2);
        assertThat(errors()).contains("--client-secret-env").contains("--client-secret-file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ds-1/../ds-2", "ds 1", "-", "@no-such-file", "@", "@empty", "@broken", " "})
    void idsThatCannotBeUsedAreRefused(String id) throws IOException {
        Files.writeString(folder.resolve("empty"), "# nothing\n");
        Files.writeString(folder.resolve("broken"), "{\"_id\":");
        List<String> arguments = usable("");
        boolean file = id.equals("@empty") || id.equals("@broken");
        arguments.set(arguments.size() - 1, file ? "@" + folder.resolve(id.substring(1)) : id);

        assertThat(run(arguments)).isEqualTo(2);
        assertThat(errors()).startsWith("Error: ID");
    }

    @Test
    void noIdIsRefused() {
        List<String> arguments = usable("");
        arguments.remove(arguments.size() - 1);

        assertThat(run(arguments)).isEqualTo(2);
        assertThat(errors()).contains("ID");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--client-secret=", "--client-secret ", "--secret=", "--clientsecret=", "--client-secret-en="})
    void aSecretAmongTheArgumentsIsNotRepeated(String option) {
        List<String> arguments = usable("");
        if (option.endsWith(" ")) {
            arguments.addAll(1, List.of(option.strip(), SECRET));
        } else {
            arguments.add(1, option + SECRET);
        }

        assertThat(run(arguments)).isEqualTo(2);
        assertThat(errors()).contains(option.replaceAll("[= ]", "")).doesNotContain(SECRET);
    }

    @Test
    void aSecretInThePlaceOfItsSourceIsNotRepeated() {
        for (String option : List.of("--client-secret-env", "--client-secret-file")) {
            List<String> arguments = usable("--client-secret-env");
            arguments.addAll(1, List.of(option, SECRET));
            err.reset();

            assertThat(run(arguments)).isEqualTo(2);
            assertThat(errors()).contains(option).doesNotContain(SECRET);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "two\nlines"})
    void aFileWithoutASecretIsRefused(String content) throws IOException {
        List<String> arguments = usable("--client-secret-env");
        arguments.addAll(
                1,
                List.of(
                        "--client-secret-file",
                        Files.writeString(folder.resolve("s"), content).toString()));

        assertThat(run(arguments)).isEqualTo(2);
        assertThat(errors()).contains("--client-secret-file").doesNotContain("two");
    }

    @Test
    void unknownCommandsAndOptionsAreRefused() {
        assertThat(run(List.of("chekc"))).isEqualTo(2);
        assertThat(run(List.of())).isEqualTo(2);
        assertThat(run(List.of("simulate", "--port", "70000"))).isEqualTo(2);
        assertThat(run(List.of("simulate", "--for", "soon"))).isEqualTo(2);
        assertThat(run(List.of("demo", "--fast"))).isEqualTo(2);
        assertThat(errors())
                .contains("did you mean check?")
                .contains("--port")
                .contains("--for")
                .contains("--fast");
    }

    @Test
    void helpIsNotAnError() {
        for (String command : List.of("check", "simulate", "demo")) {
            assertThat(run(List.of(command, "--help"))).isZero();
            assertThat(run(List.of(command, "--version"))).isZero();
        }
        assertThat(errors()).isEmpty();
        assertThat(printed())
                .contains("--min-success-rate", "--client-secret-file", "--on-timeout", "Exit codes:", "Default: 30m");
        assertThat(printed().lines()).allMatch(line -> line.length() <= 100);
        assertThat(printed().chars()).allMatch(c -> c < 0x7F);
    }

    /** A command line that is right, without one of its options. */
    private static List<String> usable(String without) {
        List<String> arguments = new ArrayList<>(List.of("check"));
        String[][] options = {
            {"--url", "http://127.0.0.1:1"},
            {"--stream-id", "st-1"},
            {"--client-id", "cs-1"},
            {"--client-secret-env", "SECRET"}
        };
        Arrays.stream(options)
                .filter(option -> !option[0].equals(without))
                .forEach(option -> arguments.addAll(List.of(option)));
        arguments.add("ds-1");
        return arguments;
    }

    private int run(List<String> arguments) {
        Output output = new Output(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                true);
        Map<String, String> environment = Map.of("SECRET", SECRET, "EMPTY", "\n", "BROKEN", "a\nb");
        CliEnvironment cliEnvironment = new CliEnvironment(
                output, new ByteArrayInputStream("<html>".getBytes(StandardCharsets.UTF_8)), environment);
        return Main.run(cliEnvironment, arguments.toArray(new String[0]));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
