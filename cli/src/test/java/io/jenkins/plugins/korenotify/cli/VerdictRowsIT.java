package io.jenkins.plugins.korenotify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.verdicts.RowServer;
import io.jenkins.plugins.korenotify.verdicts.VerdictRow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rows of the truth table that need no long wait, through the command line: its exit code and its JSON document. */
class VerdictRowsIT {
    /** Most of the time a row waits for its next poll. */
    private static final int AT_A_TIME = 32;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Integer> EXIT_CODES =
            Map.of("PASSED", 0, "FAILED", 1, "UNSTABLE", 3, "INCONCLUSIVE", 4);

    private static final ExecutorService THREADS = Executors.newFixedThreadPool(AT_A_TIME);
    private static final Map<VerdictRow, Future<Ended>> RUNNING = new LinkedHashMap<>();

    private record Ended(int code, String out) {}

    @BeforeAll
    static void start() {
        VerdictRow.all().stream()
                .filter(VerdictRow::isQuick)
                .forEach(row -> RUNNING.put(row, THREADS.submit(() -> run(row))));
    }

    @AfterAll
    static void stop() {
        THREADS.shutdownNow();
    }

    @TestFactory
    Stream<DynamicTest> givesTheVerdictOfTheTable() {
        assertThat(RUNNING).hasSizeGreaterThan(80);
        return RUNNING.keySet().stream().map(row -> DynamicTest.dynamicTest(row.toString(), () -> check(row)));
    }

    private static void check(VerdictRow row) throws Exception {
        Ended ended = RUNNING.get(row).get(5, TimeUnit.MINUTES);
        JsonNode document = JSON.readTree(ended.out);
        List<String> reasons = new ArrayList<>();
        document.get("reasons").forEach(reason -> reasons.add(reason.asText()));

        assertThat(document.get("verdict").asText()).as(ended.out).isEqualTo(row.verdict());
        assertThat(ended.code).isEqualTo(EXIT_CODES.get(row.verdict()));
        row.inconclusiveReason()
                .ifPresent(reason ->
                        assertThat(document.get("inconclusiveReason").asText()).isEqualTo(reason));
        assertThat(row.named())
                .allSatisfy(word -> assertThat(reasons.toString()).contains(word));
    }

    private static Ended run(VerdictRow row) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Output output = new Output(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                true);
        CliEnvironment environment = new CliEnvironment(
                output,
                new ByteArrayInputStream(sent(row.requests()).getBytes(StandardCharsets.UTF_8)),
                Map.of("SECRET", "a secret of thirty-two characters"));
        try (RowServer server = RowServer.start(row.responses(), Check::ticks)) {
            int code = Main.run(environment, arguments(row, server).toArray(new String[0]));
            return new Ended(code, out.toString(StandardCharsets.UTF_8));
        }
    }

    /** The send responses, as somebody would have saved them. */
    private static String sent(List<TrackedRequest> requests) {
        return requests.stream()
                .map(request -> "{\"_id\":\"" + request.requestId() + "\""
                        + (request.recipients().isPresent()
                                ? ",\"store\":{\"identitiesCount\":"
                                        + request.recipients().getAsLong() + "}"
                                : "")
                        + "}")
                .toList()
                .toString();
    }

    private static List<String> arguments(VerdictRow row, RowServer server) {
        List<String> arguments = new ArrayList<>(List.of(
                "check",
                "--json",
                "--url",
                server.uri().toString(),
                "--stream-id",
                "st-row",
                "--client-id",
                "cs-row",
                "--client-secret-env",
                "SECRET",
                "--timeout",
                row.timeout().toSeconds() + "s",
                "--min-success-rate",
                row.thresholds().minSuccessRate().toPlainString(),
                "--min-recipients",
                Long.toString(row.thresholds().minRecipients()),
                row.failFast() ? "--fail-fast" : "--no-fail-fast",
                row.waitForCompletion() ? "--wait-for-completion" : "--no-wait-for-completion"));
        row.thresholds()
                .unstableSuccessRate()
                .ifPresent(rate -> arguments.addAll(List.of("--unstable-success-rate", rate.toPlainString())));
        row.thresholds()
                .maxFailures()
                .ifPresent(failures -> arguments.addAll(List.of("--max-failures", failures.toString())));
        row.retries().ifPresent(retries -> arguments.addAll(List.of("--retries", Integer.toString(retries))));
        arguments.add("-");
        return arguments;
    }
}
