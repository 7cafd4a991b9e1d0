package io.jenkins.plugins.korenotify.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.client.ApiVersion;
import io.jenkins.plugins.korenotify.engine.client.HostResolver;
import io.jenkins.plugins.korenotify.engine.client.JwtAlgorithm;
import io.jenkins.plugins.korenotify.engine.client.JwtApp;
import io.jenkins.plugins.korenotify.engine.client.KoreClient;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import io.jenkins.plugins.korenotify.engine.client.ResponseLimits;
import io.jenkins.plugins.korenotify.engine.client.TokenSigner;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.PollingState;
import io.jenkins.plugins.korenotify.engine.polling.RequestState;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the truth table: real responses over HTTP, read, counted and evaluated, in virtual time. */
class VerdictRowsTest {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Random random = new Random(7);
    private RowServer server;
    private long now = 1_800_000_000_000L;

    static List<VerdictRow> rows() {
        return VerdictRow.all();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void givesTheVerdictOfTheTable(VerdictRow row) throws Exception {
        server = RowServer.start(row.responses(), () -> now);
        long start = now;
        PollingState state = run(row, row.goesOn() ? row.requests().size() : Integer.MAX_VALUE);
        Optional<Verdict> given = state.verdict(now);
        if (row.goesOn()) {
            assertThat(given).isEmpty();
            return;
        }
        Verdict verdict = given.orElseThrow();

        assertThat(verdict.level()).as(verdict.toString()).hasToString(row.verdict());
        row.inconclusiveReason()
                .ifPresent(reason -> assertThat(verdict.inconclusiveReason())
                        .as(verdict.toString())
                        .hasToString(reason));
        assertThat(row.named())
                .allSatisfy(word -> assertThat(verdict.reasons().toString()).contains(word));
        assertThat(Duration.ofMillis(now - start)).isLessThanOrEqualTo(row.within());
        if (row.group().startsWith("Early") && row.failFast()) {
            assertThat(state.polls())
                    .as("polls until it is certain")
                    .isLessThanOrEqualTo(row.requests().size());
        }
    }

    /** Polls until there is a verdict, or so many polls were sent. */
    private PollingState run(VerdictRow row, int maxPolls) throws Exception {
        KoreClient client = client();
        PollingPolicy policy = row.retries().isPresent()
                ? PollingPolicy.DEFAULT.withRetries(row.retries().getAsInt())
                : PollingPolicy.DEFAULT;
        PollingState state = PollingState.start(
                row.requests(), row.thresholds(), policy, row.waitForCompletion(), now, now, row.timeout());
        while (true) {
            state = state.deadlineReached(now, now);
            if (state.polls() >= maxPolls || state.verdict(now).isPresent()) {
                return state;
            }
            PollingState current = state;
            Optional<RequestState> next = state.requests().stream()
                    .filter(current::isPollable)
                    .min(Comparator.comparingLong(RequestState::nextPollAt));
            if (next.isEmpty() || now < state.deadline() && next.get().nextPollAt() >= state.deadline()) {
                now = state.deadline();
                continue;
            }
            String id = next.get().id();
            now = Math.max(now, next.get().nextPollAt());
            Optional<Duration> away = server.away(id);
            if (away.isPresent()) {
                now += away.get().toMillis();
                state = state.restored(now, now);
                continue;
            }
            state = state.pollSent(id, now);
            try {
                RequestStatus status = client.fetch(id).join();
                now += 200;
                state = state.statusReceived(id, status, now, random);
            } catch (CompletionException e) {
                now += 200;
                state = state.pollFailed(id, PollFailure.from(e), now, random);
            }
        }
    }

    private KoreClient client() {
        InstantSource clock = () -> Instant.ofEpochMilli(now);
        JwtApp app = new JwtApp("cs-row", "a secret of thirty-two characters", JwtAlgorithm.HS256, null);
        return new KoreClient(
                HTTP,
                new HostResolver(Runnable::run),
                HttpRequest::newBuilder,
                KoreEndpoint.of(server.uri().toString(), "st-row", ApiVersion.V2),
                new TokenSigner(app, clock, () -> Long.toString(random.nextLong())),
                new ResponseLimits(Duration.ofSeconds(10), 16L << 20),
                clock);
    }
}
