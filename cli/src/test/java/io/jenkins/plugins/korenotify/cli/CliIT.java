package io.jenkins.plugins.korenotify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.korenotify.simulator.Scenarios;
import io.jenkins.plugins.korenotify.trials.Documents;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The command line as users run it: {@code simulate} in one process, {@code check} in others. */
@Execution(ExecutionMode.CONCURRENT)
class CliIT {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
    private static final String SECRET = Scenarios.SIMULATED_SECRET;
    private static final String WRONG_SECRET = "another-secret-which-fits-nothing-in-the-world=";
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static CliProcess simulated;
    private static String url;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void simulate() throws Exception {
        simulated = startSimulator(0);
        url = url(simulated);
    }

    @AfterAll
    static void stop() throws Exception {
        simulated.terminate();
        assertThat(simulated.await(PATIENCE)).isEqualTo(143);
        simulated.close();
    }

    @Test
    void allDelivered() throws Exception {
        Ended check = check("ds-all-delivered");

        assertThat(check.code).isZero();
        counts(check.json(), "PASSED", 20, 20, 0, 0);
        assertThat(check.json().get("schemaVersion").asInt()).isEqualTo(1);
        assertThat(check.json().get("successRate").decimalValue()).isEqualByComparingTo("100");
        assertThat(check.json().get("polls").asInt()).isBetween(1, 8);
        assertThat(check.json().get("retries").asInt()).isZero();
        assertThat(check.json().get("requests")).hasSize(1);
    }

    @Test
    void printsTheDocumentThatThePluginArchives() throws Exception {
        same(as(Scenarios.SAMPLE_STREAM_ID, Scenarios.CLIENT_ID, Scenarios.SAMPLE_REQUEST_ID), "sample");
        same(as(Scenarios.OTHER_STREAM_ID, Scenarios.CLIENT_ID, "ds-all-delivered"), "wrong-stream");
        same(
                check(
                        "ds-2-of-100-failed",
                        "ds-one-failing",
                        "--min-success-rate",
                        "99.5",
                        "--unstable-success-rate",
                        "60",
                        "--no-fail-fast"),
                "mixed");
        same(
                check(
                        "ds-2-of-100-failed",
                        "ds-one-failing",
                        "--min-success-rate",
                        "99.5",
                        "--unstable-success-rate",
                        "60",
                        "--no-fail-fast",
                        "--keep-masked-recipients"),
                "masked");
    }

    /** Apart from times and polls. */
    private static void same(Ended check, String name) throws IOException {
        assertThat(Documents.violations(check.json())).isEmpty();
        assertThat(Documents.areEqual(Documents.withoutTimes(check.json()), Documents.expected(name)))
                .as(check.out)
                .isTrue();
    }

    @Test
    void twoOfAHundredFailedIsEnoughFor98() throws Exception {
        Ended check = check("ds-2-of-100-failed", "--min-success-rate", "98");

        assertThat(check.code).isZero();
        counts(check.json(), "PASSED", 100, 98, 2, 0);
        assertThat(check.json().get("successRate").decimalValue()).isEqualByComparingTo("98");
        assertThat(check.json().get("failedByReason").get(0).get("recipients").asInt())
                .isEqualTo(2);
    }

    @Test
    void twoOfAHundredFailedIsNotEnoughForALittleMore() throws Exception {
        Ended check = check("ds-2-of-100-failed", "--min-success-rate", "98.1", "--no-fail-fast");

        assertThat(check.code).isEqualTo(1);
        counts(check.json(), "FAILED", 100, 98, 2, 0);
        assertThat(reasons(check.json())).anyMatch(reason -> reason.contains("98.1"));
    }

    @Test
    void twoOfAHundredFailedIsWorthAWarning() throws Exception {
        Ended check = check("ds-2-of-100-failed", "--min-success-rate", "99", "--unstable-success-rate", "98");

        assertThat(check.code).isEqualTo(3);
        counts(check.json(), "UNSTABLE", 100, 98, 2, 0);
    }

    @Test
    void partialSuccess() throws Exception {
        Ended strict = check("ds-partial-success", "--no-fail-fast");
        Ended lenient = check("ds-partial-success", "--min-success-rate", "60");

        assertThat(strict.code).isEqualTo(1);
        counts(strict.json(), "FAILED", 50, 30, 20, 0);
        assertThat(strict.json().get("byChannel").get(0).get("channel").asText())
                .isEqualTo("msteams");
        assertThat(lenient.code).isZero();
        counts(lenient.json(), "PASSED", 50, 30, 20, 0);
    }

    @Test
    void tooManyFailuresEndItEarly() throws Exception {
        Ended check = check("ds-large-campaign-3", "--max-failures", "0");

        assertThat(check.code).isEqualTo(1);
        assertThat(check.json().get("verdict").asText()).isEqualTo("FAILED");
        assertThat(check.json().get("requests").get(0).get("finished").asBoolean())
                .isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDocumentThatCannotBeWrittenIsNoPass(@TempDir Path folder) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("commandLineJar")));
        command.addAll(arguments(Scenarios.STREAM_ID, Scenarios.CLIENT_ID, "--json", "ds-all-delivered"));
        File messages = folder.resolve("messages").toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(new File("/dev/full"))
                .redirectError(messages);
        builder.environment().put("KORE_SECRET", SECRET);

        assertThat(builder.start().waitFor()).isEqualTo(4);
        assertThat(messages).content().contains("PASSED: ", "could not be written");
    }

    @Test
    void unknownId() throws Exception {
        Ended check = check("ds-unknown");

        inconclusive(check, 4, "NO_RESPONSE");
        assertThat(reasons(check.json())).anyMatch(reason -> reason.contains("Invalid request ID"));
    }

    @Test
    void wrongSecret() throws Exception {
        Ended check = run(
                Map.of("KORE_SECRET", WRONG_SECRET),
                "",
                arguments(Scenarios.STREAM_ID, Scenarios.CLIENT_ID, "--json", "ds-all-delivered"));

        inconclusive(check, 4, "NO_RESPONSE");
        assertThat(reasons(check.json()))
                .anyMatch(reason -> reason.contains("secret")
                        && reason.contains("client ID")
                        && reason.contains("stream ID")
                        && reason.contains("scope"));
    }

    @Test
    void wrongSecretMappedToFailure() throws Exception {
        Ended check = run(
                Map.of("KORE_SECRET", WRONG_SECRET),
                "",
                arguments(
                        Scenarios.STREAM_ID,
                        Scenarios.CLIENT_ID,
                        "--json",
                        "--on-error",
                        "failure",
                        "--on-timeout",
                        "ignore",
                        "ds-all-delivered"));

        inconclusive(check, 1, "NO_RESPONSE");
        assertThat(check.err).contains("--on-error failure");
    }

    @Test
    void wrongStream() throws Exception {
        inconclusive(as(Scenarios.OTHER_STREAM_ID, Scenarios.CLIENT_ID, "ds-all-delivered"), 4, "NO_RESPONSE");
    }

    @Test
    void missingScope() throws Exception {
        Ended check = as(Scenarios.STREAM_ID, Scenarios.CLIENT_ID_NO_SCOPE, "ds-all-delivered");

        inconclusive(check, 4, "NO_RESPONSE");
        assertThat(reasons(check.json())).anyMatch(reason -> reason.contains("lacks the scope"));
    }

    @Test
    void tooManyCallsForHalfAMinute() throws Exception {
        Ended check = check("ds-429-for-30s");

        assertThat(check.code).isZero();
        counts(check.json(), "PASSED", 12, 12, 0, 0);
        assertThat(check.json().get("retries").asInt()).isPositive();
        assertThat(check.json().get("durationMillis").asLong()).isGreaterThan(29_000);
    }

    @Test
    void serverErrorThreeTimes() throws Exception {
        Ended check = check("ds-500-three-times");

        assertThat(check.code).isZero();
        counts(check.json(), "PASSED", 15, 15, 0, 0);
        assertThat(check.json().get("retries").asInt()).isEqualTo(3);
        assertThat(check.json().get("failedPolls").asInt()).isEqualTo(3);
    }

    @Test
    void connectionsBreakForAWhile() throws Exception {
        Ended check = check("ds-outage");

        assertThat(check.code).isZero();
        counts(check.json(), "PASSED", 60, 60, 0, 0);
        assertThat(check.json().get("retries").asInt()).isPositive();
    }

    @Test
    void serverGoneAndBack() throws Exception {
        int port = freePort();
        List<String> arguments = argumentsAt(
                "http://127.0.0.1:" + port, Scenarios.STREAM_ID, Scenarios.CLIENT_ID, "--json", "ds-large-campaign-1");
        arguments.addAll(List.of("--min-success-rate", "99"));
        CliProcess first = startSimulator(port);
        try (CliProcess check = CliProcess.start(Map.of("KORE_SECRET", SECRET), "", arguments)) {
            Thread.sleep(4_000);
            first.close();
            Thread.sleep(6_000);
            try (CliProcess second = startSimulator(port)) {
                Ended ended = new Ended(check.await(PATIENCE), check.out(), check.err());

                assertThat(ended.code).isZero();
                counts(ended.json(), "PASSED", 1000, 996, 4, 0);
                assertThat(ended.json().get("retries").asInt()).isPositive();
                assertThat(url(second)).endsWith(":" + port);
            }
        } finally {
            first.close();
        }
    }

    @Test
    void serverNeverThere() throws Exception {
        List<String> arguments = argumentsAt(
                "http://127.0.0.1:" + freePort(), Scenarios.STREAM_ID, Scenarios.CLIENT_ID, "--json", "ds-1");
        arguments.addAll(List.of("--timeout", "5s"));

        Ended check = run(Map.of("KORE_SECRET", SECRET), "", arguments);

        inconclusive(check, 4, "NO_RESPONSE");
        assertThat(reasons(check.json())).anyMatch(reason -> reason.contains("was refused"));
    }

    @Test
    void noRetries() throws Exception {
        Ended check = check("ds-html-page", "--retries", "0");

        inconclusive(check, 4, "NO_RESPONSE");
        assertThat(check.json().get("polls").asInt()).isEqualTo(1);
    }

    @Test
    void aPageInsteadOfAResponse() throws Exception {
        Ended check = check("ds-html-page", "--timeout", "5s");

        inconclusive(check, 4, "NO_RESPONSE");
        assertThat(check.json().get("requests").get(0).get("lastError").asText())
                .contains("It begins: <");
    }

    @Test
    void neverFinishing() throws Exception {
        Ended check = check("ds-never-finishes", "--timeout", "8s");

        inconclusive(check, 4, "TIMEOUT");
        assertThat(check.json().get("pending").asInt()).isPositive();
        assertThat(check.json().get("durationMillis").asLong()).isBetween(7_900L, 12_000L);
    }

    @Test
    void neverFinishingMappedToUnstable() throws Exception {
        inconclusive(
                check("ds-never-finishes", "--timeout", "8s", "--on-timeout", "unstable", "--on-error", "failure"),
                3,
                "TIMEOUT");
    }

    @Test
    void withoutWaiting() throws Exception {
        Ended check = check("ds-never-finishes", "--no-wait-for-completion");

        inconclusive(check, 4, "TIMEOUT");
        assertThat(check.json().get("polls").asInt()).isEqualTo(1);
    }

    @Test
    void severalWithOneFailing() throws Exception {
        Ended check = check("ds-all-delivered", "ds-one-failing", "ds-all-delivered", "--no-fail-fast");

        assertThat(check.code).isEqualTo(1);
        counts(check.json(), "FAILED", 45, 44, 1, 0);
        assertThat(check.json().get("requests")).hasSize(2);
        assertThat(check.json().get("requests").get(1).get("failed").asInt()).isEqualTo(1);
    }

    @Test
    void theSampleOfTheDocumentation() throws Exception {
        Ended check = as(Scenarios.SAMPLE_STREAM_ID, Scenarios.CLIENT_ID, Scenarios.SAMPLE_REQUEST_ID);

        assertThat(check.code).isZero();
        counts(check.json(), "PASSED", 2, 2, 0, 0);
        assertThat(check.json().get("polls").asInt()).isEqualTo(1);
    }

    @Test
    void hs512() throws Exception {
        assertThat(as(Scenarios.STREAM_ID, Scenarios.CLIENT_ID_HS512, "ds-all-delivered", "--algorithm", "HS512").code)
                .isZero();
        inconclusive(as(Scenarios.STREAM_ID, Scenarios.CLIENT_ID_HS512, "ds-all-delivered"), 4, "NO_RESPONSE");
    }

    @Test
    void anAppThatInsistsOnJti() throws Exception {
        assertThat(as(Scenarios.STREAM_ID, Scenarios.CLIENT_ID_ENFORCED_JTI, "ds-hidden-progress").code)
                .isZero();
    }

    @Test
    void apiV1() throws Exception {
        Ended check = check("ds-fresh", "--api-version", "v1");

        assertThat(check.code).isZero();
        counts(check.json(), "PASSED", 10, 10, 0, 0);
        assertThat(check.json().get("retries").asInt()).isPositive();
    }

    @Test
    void idsAndRecipientsFromASavedResponse() throws Exception {
        Path file = Files.writeString(
                folder.resolve("sent.json"), "{\"_id\":\"ds-all-delivered\",\"store\":{\"identitiesCount\":21}}");

        Ended check = check("@" + file, "--min-success-rate", "95");

        inconclusive(check, 4, "INCOMPLETE");
        counts(check.json(), "INCONCLUSIVE", 21, 20, 0, 1);
    }

    @Test
    void idsFromStandardInput() throws Exception {
        List<String> arguments =
                arguments(Scenarios.STREAM_ID, Scenarios.CLIENT_ID, "--json", "-", "--min-recipients", "45");

        Ended check = run(Map.of("KORE_SECRET", SECRET), "# two\nds-all-delivered, ds-one-failing\n", arguments);

        assertThat(check.code).isEqualTo(1);
        assertThat(check.json().get("requests")).hasSize(2);
    }

    @Test
    void theSecretFromAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), SECRET + "\r\n");
        List<String> arguments = arguments(Scenarios.STREAM_ID, Scenarios.CLIENT_ID, "ds-all-delivered");
        int at = arguments.indexOf("--client-secret-env");
        arguments.set(at, "--client-secret-file");
        arguments.set(at + 1, file.toString());

        Ended check = run(Map.of(), "", arguments);

        assertThat(check.code).isZero();
        assertThat(check.out).contains("Finished: 20 of 20 delivered (100%)", "PASSED: 20 of 20 recipients delivered");
        assertThat(check.err).isEmpty();
        assertThat(check.out).doesNotContain("\u001B", "\r");
    }

    @Test
    void aThresholdOutOfRangeAsksNothing() throws Exception {
        Ended check = check("ds-all-delivered", "--min-success-rate", "100.5");

        assertThat(check.code).isEqualTo(2);
        assertThat(check.out).isEmpty();
        assertThat(check.err).contains("--min-success-rate");
    }

    @Test
    void interrupted() throws Exception {
        List<String> arguments = arguments(Scenarios.STREAM_ID, Scenarios.CLIENT_ID, "--json", "ds-never-finishes");
        try (CliProcess check = CliProcess.start(Map.of("KORE_SECRET", SECRET), "", arguments)) {
            Thread.sleep(3_000);
            check.terminate();

            assertThat(check.await(Duration.ofSeconds(10))).isEqualTo(143);
            assertThat(check.out()).isEmpty();
        }
    }

    @Test
    void simulateForAWhile() throws Exception {
        try (CliProcess simulate = CliProcess.start(Map.of(), "", List.of("simulate", "--port", "0", "--for", "1s"))) {
            assertThat(simulate.await(PATIENCE)).isZero();
            assertThat(simulate.out())
                    .contains("ds-2-of-100-failed", Scenarios.CLIENT_ID_HS512, " check --url http://127.0.0.1:");
            assertThat(simulate.err()).isEmpty();
        }
    }

    @Test
    void aTakenPortIsSaid() throws Exception {
        String port = url.substring(url.lastIndexOf(':') + 1);
        try (CliProcess simulate = CliProcess.start(Map.of(), "", List.of("simulate", "--port", port))) {
            assertThat(simulate.await(PATIENCE)).isEqualTo(2);
            assertThat(simulate.err()).contains("--port");
        }
    }

    @Test
    void demo() throws Exception {
        Ended demo = run(Map.of(), "", List.of("demo"));

        assertThat(demo.code).isZero();
        assertThat(demo.out)
                .contains(
                        "PASSED",
                        "Finished: ",
                        " of 3000 delivered",
                        "java -jar ",
                        " simulate",
                        "Required: success rate");
        assertThat(demo.err).isEmpty();
    }

    private static Ended check(String... idsAndOptions) throws Exception {
        return as(Scenarios.STREAM_ID, Scenarios.CLIENT_ID, idsAndOptions);
    }

    private static Ended as(String streamId, String clientId, String... idsAndOptions) throws Exception {
        List<String> arguments = arguments(streamId, clientId, "--json");
        arguments.addAll(Arrays.asList(idsAndOptions));
        return run(Map.of("KORE_SECRET", SECRET), "", arguments);
    }

    private static List<String> arguments(String streamId, String clientId, String... more) {
        return argumentsAt(url, streamId, clientId, more);
    }

    private static List<String> argumentsAt(String at, String streamId, String clientId, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "check",
                "--url",
                at,
                "--stream-id",
                streamId,
                "--client-id",
                clientId,
                "--client-secret-env",
                "KORE_SECRET"));
        arguments.addAll(Arrays.asList(more));
        return arguments;
    }

    private static Ended run(Map<String, String> environment, String input, List<String> arguments)
            throws IOException, InterruptedException {
        try (CliProcess process = CliProcess.start(environment, input, arguments)) {
            return new Ended(process.await(PATIENCE), process.out(), process.err());
        }
    }

    private static CliProcess startSimulator(int port) throws Exception {
        CliProcess process =
                CliProcess.start(Map.of(), "", List.of("simulate", "--seed", "7", "--port", String.valueOf(port)));
        process.awaitOut(text -> text.contains("Stop with Ctrl-C"), PATIENCE);
        return process;
    }

    private static String url(CliProcess simulator) {
        Matcher found = URL.matcher(simulator.out());
        assertThat(found.find()).isTrue();
        return found.group();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void counts(JsonNode json, String verdict, int total, int delivered, int failed, int pending) {
        assertThat(json.get("verdict").asText()).isEqualTo(verdict);
        assertThat(Stream.of("total", "delivered", "failed", "pending")
                        .map(name -> json.get(name).asInt()))
                .containsExactly(total, delivered, failed, pending);
    }

    private static void inconclusive(Ended check, int code, String inconclusiveReason) throws IOException {
        assertThat(check.code).isEqualTo(code);
        assertThat(check.json().get("verdict").asText()).isEqualTo("INCONCLUSIVE");
        assertThat(check.json().get("inconclusiveReason").asText()).isEqualTo(inconclusiveReason);
    }

    private static Stream<String> reasons(JsonNode json) {
        return StreamSupport.stream(json.get("reasons").spliterator(), false).map(JsonNode::asText);
    }

    /** What a process left behind; whatever it was, it holds no secret and no token. */
    private static final class Ended {
        private final int code;
        private final String out;
        private final String err;

        Ended(int code, String out, String err) {
            this.code = code;
            this.out = out;
            this.err = err;
            assertThat(out + err).doesNotContain(SECRET, WRONG_SECRET, "eyJ", "@example.com");
            assertThat(err).doesNotContain("Exception", "Internal error");
        }

        /** Standard output, which is exactly one document. */
        JsonNode json() throws IOException {
            return JSON.readTree(out);
        }
    }
}
