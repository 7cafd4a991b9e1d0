package io.jenkins.plugins.korenotify.engine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jenkins.plugins.korenotify.engine.client.KoreException.Kind;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.trials.FaultyServer;
import io.jenkins.plugins.korenotify.trials.FaultyServer.Script;
import io.jenkins.plugins.korenotify.trials.TestTls;
import io.jenkins.plugins.korenotify.trials.TestTokens;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against a real connection on loopback, with every kind of answer that may come back. */
@Timeout(60)
class KoreClientTest {
    private static final String STREAM = "st-736ff917-d836-55b4-9a6b-3dad20c09af3";
    private static final String REQUEST = "ds-adddc869-d773-5785-9c6a-cfe1cbd9df1b";
    private static final String CLIENT = "cs-0d1e2f3a-1111-5222-8333-abcdefabcdef";
    private static final String SECRET = "wYm3Qd9sT1kLx0vB7nR5cE2gU8jH4aZ6pF+/iO1kQ8s=";
    private static final String STATUS =
            "{\"statusLogs\":[{\"status\":\"SUCCESS\",\"channel\":\"ivr\"}],\"count\":1,\"status\":\"SUCCESS\"}";
    private static final ResponseLimits PATIENT = new ResponseLimits(Duration.ofSeconds(30), 1 << 20);
    private static final ResponseLimits IMPATIENT = new ResponseLimits(Duration.ofMillis(300), 1 << 20);

    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();
    private FaultyServer server;

    @AfterEach
    void closeServers() throws Exception {
        for (AutoCloseable each : toClose) {
            each.close();
        }
    }

    @Nested
    @DisplayName("The question")
    class Question {
        @Test
        void isAnsweredWithTheStatus() throws Exception {
            RequestStatus status = client(FaultyServer.answering(200, STATUS, "Content-Type: application/json"))
                    .fetch(REQUEST)
                    .get();

            assertThat(status.isFinal()).isTrue();
            assertThat(status.counts().delivered()).isEqualTo(1);
        }

        @ParameterizedTest
        @EnumSource
        void goesToTheDocumentedPath(ApiVersion version) throws Exception {
            serve(FaultyServer.answering(200, STATUS));
            client(KoreEndpoint.of(server.url() + "/base/api", STREAM, version), PATIENT)
                    .fetch(REQUEST)
                    .get();

            assertThat(request().line())
                    .isEqualTo("GET /base/api/public/bot/" + STREAM + "/" + version.pathSegment + "/status/" + REQUEST
                            + " HTTP/1.1");
        }

        @Test
        void carriesTheBareTokenInTheAuthHeaderAndNowhereElse() throws Exception {
            client(FaultyServer.answering(200, STATUS)).fetch(REQUEST).get();

            String token = request().header("auth");
            assertThat(TestTokens.isSigned(token, SECRET, "HmacSHA256")).isTrue();
            assertThat(TestTokens.claims(token)).containsEntry("appId", CLIENT);
            assertThat(request().headers()).doesNotContainKeys("authorization", "cookie");
            assertThat(request().headers().values().stream().filter(value -> value.contains(token)))
                    .hasSize(1);
            assertThat(request().line()).doesNotContain(token);
        }

        @Test
        void asksForJson() throws Exception {
            client(FaultyServer.answering(200, STATUS)).fetch(REQUEST).get();

            assertThat(request().header("accept")).isEqualTo("application/json");
        }

        @Test
        void carriesAFreshTokenEachTime() throws Exception {
            KoreClient client = client(FaultyServer.answering(200, STATUS));
            for (int i = 0; i < 5; i++) {
                client.fetch(REQUEST).get();
            }

            Set<String> ids = server.requests().stream()
                    .map(request -> TestTokens.claims(request.header("auth")).get("jti"))
                    .collect(Collectors.toSet());
            assertThat(ids).hasSize(5);
        }

        @Test
        void mayBePreparedByTheCallerButTheTokenIsOurs() throws Exception {
            serve(FaultyServer.answering(200, STATUS));
            KoreClient client = new KoreClient(
                    http,
                    new HostResolver(Runnable::run),
                    uri -> HttpRequest.newBuilder(uri)
                            .header("User-Agent", "Jenkins")
                            .header("auth", "stale"),
                    endpoint(),
                    signer(() -> "id"),
                    PATIENT,
                    Clock.systemUTC());

            client.fetch(REQUEST).get();

            assertThat(request().header("user-agent")).isEqualTo("Jenkins");
            assertThat(TestTokens.isSigned(request().header("auth"), SECRET, "HmacSHA256"))
                    .isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "../../admin", "ds 1", "ds-1?x"})
        void isNotEvenAskedForAnIdThatIsNone(String id) throws Exception {
            KoreException refusal =
                    failure(client(FaultyServer.answering(200, STATUS)).fetch(id));

            assertThat(refusal.kind()).isEqualTo(Kind.CONFIGURATION);
            assertThat(refusal).hasMessageContaining("request ID");
            assertThat(server.requests()).isEmpty();
        }

        @Test
        void isNotAskedForNoId() throws Exception {
            KoreException refusal =
                    failure(client(FaultyServer.answering(200, STATUS)).fetch(null));

            assertThat(refusal).hasMessage("The request ID (ds-…) is missing");
        }

        @Test
        void doesNotRepeatASecretThatWasGivenInPlaceOfTheId() throws Exception {
            KoreException refusal =
                    failure(client(FaultyServer.answering(200, STATUS)).fetch(SECRET));

            assertThat(refusal.kind()).isEqualTo(Kind.CONFIGURATION);
        }

        @Test
        void failsThroughItsFutureEvenIfItCannotBePrepared() throws Exception {
            serve(FaultyServer.answering(200, STATUS));
            KoreClient client = client(http, endpoint(), PATIENT, Clock.systemUTC(), () -> {
                throw new IllegalStateException("out of ids, " + SECRET);
            });

            KoreException refusal = failure(client.fetch(REQUEST));

            assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(server.requests()).isEmpty();
        }

        @Test
        void needsAnHttpClientThatDoesNotFollowRedirects() {
            for (HttpClient.Redirect redirect : List.of(HttpClient.Redirect.ALWAYS, HttpClient.Redirect.NORMAL)) {
                HttpClient following =
                        HttpClient.newBuilder().followRedirects(redirect).build();
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> client(
                                following,
                                KoreEndpoint.of("localhost", STREAM, ApiVersion.V2),
                                PATIENT,
                                Clock.systemUTC(),
                                () -> "id"))
                        .withMessageContaining("redirect");
            }
        }

        @Test
        void isAskedByManyAtOnce() throws Exception {
            serve(FaultyServer.answering(200, STATUS));
            KoreClient client = client(endpoint(), PATIENT);
            List<CompletableFuture<RequestStatus>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                answers.add(client.fetch("ds-" + i));
            }
            for (CompletableFuture<RequestStatus> answer : answers) {
                assertThat(answer.get().isFinal()).isTrue();
            }

            assertThat(server.requests().stream()
                            .map(FaultyServer.Request::path)
                            .distinct())
                    .hasSize(50);
        }
    }

    @Nested
    @DisplayName("An answer of the documented API")
    class Answer {
        @Test
        void mayComeInChunksThatSplitItAnywhere() throws Exception {
            RequestStatus status = client(exchange -> {
                        exchange.head(200, "Transfer-Encoding: chunked");
                        for (char c : STATUS.toCharArray()) {
                            exchange.chunk(String.valueOf(c));
                        }
                        exchange.chunk("");
                    })
                    .fetch(REQUEST)
                    .get();

            assertThat(status.counts()).isEqualTo(statusReceived(STATUS).counts());
        }

        @Test
        void mayEndWithTheConnection() throws Exception {
            RequestStatus status = client(exchange -> {
                        exchange.head(200, "Connection: close");
                        exchange.send(STATUS);
                    })
                    .fetch(REQUEST)
                    .get();

            assertThat(status.isFinal()).isTrue();
        }

        @Test
        void isJudgedByItsBodyNotByTheCodeOrTheType() throws Exception {
            RequestStatus status = client(FaultyServer.answering(
                            201, "{\"status\":\"FAILURE\",\"statusLogs\":[]}", "Content-Type: text/html"))
                    .fetch(REQUEST)
                    .get();

            assertThat(status.isFinal()).isTrue();
            assertThat(status.counts()).isEqualTo(RecipientCounts.NONE);
        }

        @Test
        void mayTellOfAnErrorInAnAnswerThatIsCalledOk() throws Exception {
            assertKind(200, error("Invalid SDK credentials", 4002), Kind.AUTHENTICATION);
            assertKind(200, error("Rate limit for this API has been reached", 0), Kind.RATE_LIMITED);
            assertKind(200, error("Invalid request ID", 400), Kind.NOT_FOUND);
            assertKind(200, error("something else", 17), Kind.PROTOCOL);
            // 206 says that some of it is missing.
            assertKind(206, "{\"status\":\"SUCCESS\",\"statusLogs\":[],\"count\":0}", Kind.PROTOCOL);
            assertKind(200, "{\"status\":\"SUCCESS\",\"statusLogs\":[],\"errors\":[{\"msg\":\"x\"}]}", Kind.PROTOCOL);
        }
    }

    @Nested
    @DisplayName("Bad input: wrong secret, client ID, stream ID, missing scope")
    class Refused {
        @ParameterizedTest
        @ValueSource(strings = {"Invalid SDK credentials", "Invalid JWT token"})
        void isAuthenticationAndNamesAllFourToCheck(String message) throws Exception {
            KoreException refusal = assertKind(401, error(message, 4002), Kind.AUTHENTICATION);

            assertThat(refusal)
                    .hasMessageContaining(message)
                    .hasMessageContaining("HTTP 401")
                    .hasMessageContaining("client secret")
                    .hasMessageContaining("client ID")
                    .hasMessageContaining("stream ID")
                    .hasMessageContaining("HS256 or HS512")
                    .hasMessageContaining("scope");
            assertThat(refusal.retryAfter()).isEmpty();
        }

        @Test
        void namesTheScopeAloneWhereTheAnswerDoes() throws Exception {
            KoreException refusal =
                    assertKind(401, error("Permission denied. Scope is incorrect!", 4002), Kind.AUTHENTICATION);

            assertThat(refusal)
                    .hasMessageContaining("Proactive Messages")
                    .hasMessageContaining("publish")
                    .hasMessageNotContaining("client secret");
        }

        @Test
        void isAuthenticationByItsCodeWhateverTheHttpCode() throws Exception {
            assertKind(400, error("Invalid SDK credentials", 4002), Kind.AUTHENTICATION);
            assertKind(500, error("Invalid SDK credentials", 401), Kind.AUTHENTICATION);
        }

        @Test
        @DisplayName("A replay may be the HTTP client's doing, which repeats a question whose connection broke")
        void isNotWhatAReplayMeans() throws Exception {
            KoreException replay =
                    assertKind(401, error("error verifying the jwt: possibly a replay", 401), Kind.UNAVAILABLE);

            assertThat(replay).hasMessageContaining("new token").hasMessageNotContaining("client secret");
        }

        @ParameterizedTest
        @ValueSource(ints = {401, 403})
        void isAuthenticationByTheHttpCodeWhateverTheBody(int code) throws Exception {
            for (String body :
                    List.of("", "<html>Forbidden</html>", "{}", "{\"message\":\"no\"}", "[", "Unauthorized")) {
                assertThat(assertKind(code, body, Kind.AUTHENTICATION)).hasMessageContaining("client secret");
            }
        }

        @Test
        void isAuthenticationEvenThroughAClientThatCanLogInToAProxy() throws Exception {
            HttpClient withProxyLogin = HttpClient.newBuilder()
                    .authenticator(new Authenticator() {
                        @Override
                        protected PasswordAuthentication getPasswordAuthentication() {
                            return new PasswordAuthentication("proxy-user", "proxy-password".toCharArray());
                        }
                    })
                    .build();
            serve(FaultyServer.answering(401, error("Invalid SDK credentials", 4002)));

            KoreException refusal = failure(client(withProxyLogin, endpoint(), PATIENT, Clock.systemUTC(), () -> "id")
                    .fetch(REQUEST));

            assertThat(refusal.kind()).isEqualTo(Kind.AUTHENTICATION);
            assertThat(refusal)
                    .hasMessageContaining("HTTP 401")
                    .hasMessageContaining("client secret")
                    .hasMessageContaining("scope");

            serve(FaultyServer.answering(407, ""));
            KoreException proxy = failure(client(withProxyLogin, endpoint(), PATIENT, Clock.systemUTC(), () -> "id")
                    .fetch(REQUEST));
            assertThat(proxy.kind()).isEqualTo(Kind.CONFIGURATION);
            assertThat(proxy).hasMessageContaining("proxy");
        }

        @ParameterizedTest
        @CsvSource({"-3600, 3600 s behind", "3600, 3600 s ahead"})
        void namesAClockThatIsOff(long ahead, String words) throws Exception {
            Instant theirs = Instant.parse("2025-05-26T05:53:22Z");
            serve(FaultyServer.answering(401, error("jwt expired", 401), "Date: " + httpDate(theirs)));

            KoreException refusal = failure(
                    client(http, endpoint(), PATIENT, InstantSource.fixed(theirs.plusSeconds(ahead)), () -> "id")
                            .fetch(REQUEST));

            assertThat(refusal).hasMessageContaining("clock is " + words);
        }

        @ParameterizedTest
        @ValueSource(longs = {-60, 0, 59})
        void doesNotBlameAClockThatIsAboutRight(long ahead) throws Exception {
            Instant theirs = Instant.parse("2025-05-26T05:53:22Z");
            serve(FaultyServer.answering(401, error("x", 4002), "Date: " + httpDate(theirs)));

            KoreException refusal = failure(
                    client(http, endpoint(), PATIENT, InstantSource.fixed(theirs.plusSeconds(ahead)), () -> "id")
                            .fetch(REQUEST));

            assertThat(refusal).hasMessageNotContaining("clock");
        }

        @Test
        void doesNotBlameTheClockWhereTheServerTellsNoTime() throws Exception {
            serve(FaultyServer.answering(401, error("x", 4002), "Date: yesterday"));

            assertThat(failure(client(endpoint(), PATIENT).fetch(REQUEST))).hasMessageNotContaining("clock");
        }
    }

    @Nested
    @DisplayName("Bad input: unknown request, URL or method")
    class Unknown {
        @Test
        void requestIdIsNotFound() throws Exception {
            KoreException refusal = assertKind(400, error("Invalid request ID", 400), Kind.NOT_FOUND);

            assertThat(refusal).hasMessageContaining("request ID").hasMessageContaining("_id");
        }

        @Test
        void pathIsNotFoundEvenAsAPage() throws Exception {
            KoreException refusal = assertKind(
                    404, "<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head></html>", Kind.NOT_FOUND);

            assertThat(refusal).hasMessageContaining("404").hasMessageContaining("<!DOCTYPE html> <html>");
            assertThat(refusal.getMessage()).doesNotContain("\n").hasSizeLessThan(400);
        }

        @ParameterizedTest
        @CsvSource({
            "405, Method Not Allowed",
            "412, Validation errors/ Invalid arguments",
            "400, ''",
            "402, ''",
            "406, ''",
            "410, ''",
            "413, ''",
            "451, ''",
        })
        void useOfTheApiIsConfiguration(int code, String message) throws Exception {
            KoreException refusal = assertKind(code, message.isEmpty() ? "" : error(message, code), Kind.CONFIGURATION);

            assertThat(refusal)
                    .hasMessageContaining("HTTP " + code)
                    .hasMessageContaining(message)
                    .hasMessageContaining("Check the URL");
        }

        @Test
        void proxyLoginIsConfiguration() throws Exception {
            assertThat(assertKind(407, "<html>login</html>", Kind.CONFIGURATION))
                    .hasMessageContaining("proxy");
        }

        @ParameterizedTest
        @ValueSource(ints = {301, 302, 303, 307, 308})
        void placeOfARedirectIsNotVisited(int code) throws Exception {
            FaultyServer elsewhere = FaultyServer.start(FaultyServer.answering(200, STATUS));
            toClose.add(elsewhere);
            serve(FaultyServer.answering(
                    code, "moved", "Location: " + elsewhere.url() + "/login?token=abcdef&user=john.doe%40example.com"));

            KoreException refusal = failure(client(endpoint(), PATIENT).fetch(REQUEST));

            assertThat(refusal.kind()).isEqualTo(Kind.CONFIGURATION);
            assertThat(refusal)
                    .hasMessageContaining("HTTP " + code)
                    .hasMessageContaining("/login")
                    .hasMessageNotContaining("abcdef")
                    .hasMessageNotContaining("john");
            assertThat(elsewhere.requests()).isEmpty();
            assertThat(server.requests()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(ints = {300, 304, 399})
        void placeOfARedirectNeedNotBeNamed(int code) throws Exception {
            assertThat(assertKind(code, "", Kind.CONFIGURATION)).hasMessageContaining("redirect");
        }

        @ParameterizedTest
        @ValueSource(ints = {600, 999})
        void codeIsTriedAgain(int code) throws Exception {
            assertKind(code, "", Kind.UNAVAILABLE);
        }
    }

    @Nested
    @DisplayName("Bad input: 429 or \"rate limit\" text")
    class RateLimited {
        @Test
        void waitsAsLongAsRetryAfterSaysInSeconds() throws Exception {
            assertThat(assertLimited(429, "", "Retry-After: 7").retryAfter()).contains(Duration.ofSeconds(7));
        }

        @Test
        void waitsAsLongAsRetryAfterSaysAsADateByTheServersClock() throws Exception {
            Instant theirs = Instant.now().minus(Duration.ofHours(5)).truncatedTo(ChronoUnit.SECONDS);

            assertThat(assertLimited(
                                    429,
                                    "",
                                    "Date: " + httpDate(theirs),
                                    "Retry-After: " + httpDate(theirs.plusSeconds(90)))
                            .retryAfter())
                    .contains(Duration.ofSeconds(90));
        }

        @Test
        void waitsForADateByItsOwnClockWhereTheServerTellsNoTime() throws Exception {
            Instant now = Instant.parse("2025-05-26T05:53:22Z");
            serve(FaultyServer.answering(429, "", "Retry-After: " + httpDate(now.plusSeconds(45))));

            KoreException limit = failure(client(http, endpoint(), PATIENT, InstantSource.fixed(now), () -> "id")
                    .fetch(REQUEST));

            assertThat(limit.retryAfter()).contains(Duration.ofSeconds(45));
        }

        @ParameterizedTest
        @ValueSource(strings = {"soon", "-5", "", "1.5", "9999999999999999999999"})
        void waitsAWhileWhereRetryAfterIsGarbage(String value) throws Exception {
            assertThat(assertLimited(429, "", "Retry-After: " + value).retryAfter())
                    .contains(ErrorClassifier.AFTER_MINUTE_LIMIT);
        }

        @Test
        void waitsAWhileWithoutRetryAfterWhateverTheBody() throws Exception {
            for (String body : List.of("", "<html>Too Many Requests</html>", "{}", "[", error("slow down", 0))) {
                assertThat(assertLimited(429, body).retryAfter()).contains(ErrorClassifier.AFTER_MINUTE_LIMIT);
            }
        }

        @Test
        void waitsNoLongerThanAQuarterOfAnHour() throws Exception {
            assertThat(assertLimited(429, "", "Retry-After: 999999999").retryAfter())
                    .contains(Duration.ofMinutes(15));
        }

        @ParameterizedTest
        @ValueSource(ints = {200, 400, 401, 403, 404, 429, 500, 503})
        void knowsTheWordingsWhateverTheCode(int code) throws Exception {
            String minute = "You've exceeded the per-minute rate limit. Please wait for sometime before retrying.";
            String hour = "You've exceeded the hourly rate limit. Please wait for sometime before retrying.";
            String old = "Rate limit for this API has been reached. Please try again later";

            assertThat(assertLimited(code, error(minute, code)).retryAfter())
                    .contains(ErrorClassifier.AFTER_MINUTE_LIMIT);
            assertThat(assertLimited(code, error(old, code)).retryAfter()).contains(ErrorClassifier.AFTER_MINUTE_LIMIT);
            KoreException hourly = assertLimited(code, error(hour, code));
            assertThat(hourly.retryAfter()).contains(ErrorClassifier.AFTER_HOUR_LIMIT);
            assertThat(hourly).hasMessageContaining("hour");
        }

        @Test
        void believesRetryAfterMoreThanTheWording() throws Exception {
            assertThat(assertLimited(429, error("hourly rate limit", 0), "Retry-After: 3")
                            .retryAfter())
                    .contains(Duration.ofSeconds(3));
        }

        private KoreException assertLimited(int code, String body, String... headers) throws Exception {
            return assertKind(code, body, Kind.RATE_LIMITED, headers);
        }
    }

    @Nested
    @DisplayName("Bad input: 5xx, time-out, connection reset, DNS")
    class Unavailable {
        @ParameterizedTest
        @ValueSource(ints = {500, 501, 502, 503, 504, 599, 408, 425})
        void isAnErrorOfTheServer(int code) throws Exception {
            for (String body : List.of("", "<html>Bad Gateway</html>", "{}", error("internal", code))) {
                KoreException failure = assertKind(code, body, Kind.UNAVAILABLE);
                assertThat(failure).hasMessageContaining("HTTP " + code);
                assertThat(failure.retryAfter()).isEmpty();
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {500, 503})
        void tellsHowLongToWaitWhereTheServerDoes(int code) throws Exception {
            assertThat(assertKind(code, "", Kind.UNAVAILABLE, "Retry-After: 12").retryAfter())
                    .contains(Duration.ofSeconds(12));
        }

        @Test
        void isAResetBeforeTheAnswer() throws Exception {
            assertUnavailable(FaultyServer.Exchange::reset, "broke");
        }

        @Test
        void isAResetWithinTheAnswer() throws Exception {
            assertUnavailable(
                    exchange -> {
                        exchange.head(200, "Content-Length: 1000");
                        exchange.send("{\"statusLogs\":[");
                        exchange.reset();
                    },
                    "broke");
        }

        @Test
        void isAConnectionClosedWithoutAnAnswer() throws Exception {
            assertUnavailable(exchange -> {}, "broke");
            // The JDK's client sends such a question once more by itself, with the same token, but not for ever.
            assertThat(server.requests()).hasSizeBetween(1, 2);
        }

        @Test
        void isAConnectionClosedWithinTheHeaders() throws Exception {
            assertUnavailable(exchange -> exchange.send("HTTP/1.1 200 OK\r\nContent-Le"), "broke");
        }

        @Test
        void isARefusedConnection() throws Exception {
            String address = "localhost:" + FaultyServer.deafPort();
            KoreException failure = failure(client(KoreEndpoint.of("http://" + address, STREAM, ApiVersion.V2), PATIENT)
                    .fetch(REQUEST));

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure).hasMessage("The connection to " + address + " was refused");
        }

        @Test
        void isAHostThatIsNotKnown() throws Exception {
            KoreException failure =
                    failure(client(KoreEndpoint.of("https://kore.invalid", STREAM, ApiVersion.V2), PATIENT)
                            .fetch(REQUEST));

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure).hasMessageContaining("DNS").hasMessageContaining("kore.invalid:443");
        }

        @Test
        void isALookupThatHangsWhichHoldsUpNoOtherHost() throws Exception {
            CompletableFuture<Void> released = new CompletableFuture<>();
            toClose.add(() -> released.complete(null));
            HostResolver resolver = new HostResolver(
                    lookup -> {
                        Thread thread = new Thread(lookup, "lookup");
                        thread.setDaemon(true);
                        thread.start();
                    },
                    host -> {
                        if (host.equals("hangs.example")) {
                            released.join();
                        }
                    });
            serve(FaultyServer.answering(200, STATUS));
            KoreClient hanging =
                    client(KoreEndpoint.of("https://hangs.example:8443", STREAM, ApiVersion.V2), IMPATIENT, resolver);
            KoreClient other = client(endpoint(), PATIENT, resolver);

            CompletableFuture<RequestStatus> lost = hanging.fetch(REQUEST);

            assertThat(other.fetch(REQUEST).get().isFinal()).isTrue();
            KoreException failure = failure(lost);
            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure).hasMessage("The DNS lookup of hangs.example:8443 did not end in time");
        }

        @Test
        void isNoLookupWhereAProxyResolvesNames() throws Exception {
            serve(FaultyServer.answering(200, STATUS));
            int port = endpoint().base().getPort();
            HttpClient proxied = HttpClient.newBuilder()
                    .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", port)))
                    .build();
            HostResolver forbidden = new HostResolver(Runnable::run, host -> {
                throw new UnknownHostException(host);
            });

            RequestStatus status = new KoreClient(
                            proxied,
                            forbidden,
                            HttpRequest::newBuilder,
                            endpoint(),
                            signer(() -> "id"),
                            PATIENT,
                            Clock.systemUTC())
                    .fetch(REQUEST)
                    .get();

            assertThat(status.isFinal()).isTrue();
            assertThat(failure(client(endpoint(), PATIENT, forbidden).fetch(REQUEST)))
                    .hasMessageContaining("DNS");
        }

        @Test
        void isAServerThatStallsBeforeTheHeaders() throws Exception {
            CompletableFuture<Void> gone = new CompletableFuture<>();
            assertTimeLimit(exchange -> {
                exchange.awaitClientGone();
                gone.complete(null);
            });

            gone.get(20, TimeUnit.SECONDS);
        }

        @Test
        void isAServerThatStallsWithinTheHeaders() throws Exception {
            assertTimeLimit(exchange -> {
                exchange.send("HTTP/1.1 200 OK\r\nContent-");
                exchange.awaitClientGone();
            });
        }

        @Test
        void isAServerThatStallsWithinTheBody() throws Exception {
            CompletableFuture<Void> gone = new CompletableFuture<>();
            assertTimeLimit(exchange -> {
                exchange.head(200, "Content-Length: " + STATUS.length());
                exchange.send(STATUS.substring(0, 30));
                exchange.awaitClientGone();
                gone.complete(null);
            });

            gone.get(20, TimeUnit.SECONDS);
        }

        private void assertTimeLimit(Script script) throws Exception {
            serve(script);
            KoreException failure = failure(client(endpoint(), IMPATIENT).fetch(REQUEST));

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure).hasMessageContaining("time limit");
        }

        private void assertUnavailable(Script script, String words) throws Exception {
            KoreException failure = failure(client(script).fetch(REQUEST));

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure).hasMessageContaining(words);
        }
    }

    @Nested
    @DisplayName("Bad input: HTML, truncated JSON, wrong types, 100 MB body, deep nesting, endless trickle")
    class NotTheApi {
        @Test
        void htmlIsProtocolWithAShortExcerpt() throws Exception {
            KoreException failure = assertKind(
                    200,
                    "<html>\n<head><title>Sign in\u001b[31m</title></head>"
                            + "<p>john.doe@example.com</p>".repeat(1000),
                    Kind.PROTOCOL);

            assertThat(failure).hasMessageContaining("It begins: <html> <head><title>Sign in [31m</title>");
            assertThat(failure.getMessage())
                    .doesNotContain("john", "\n", "\u001b")
                    .hasSizeLessThan(300);
        }

        @Test
        void anEmptyAnswerIsProtocol() throws Exception {
            assertKind(200, "", Kind.PROTOCOL);
            assertThat(failure(client(exchange -> exchange.head(204, "Connection: close"))
                                    .fetch(REQUEST))
                            .kind())
                    .isEqualTo(Kind.PROTOCOL);
        }

        @Test
        void jsonOfSomethingElseIsProtocol() throws Exception {
            assertThat(assertKind(200, "{\"message\":\"hello\"}", Kind.PROTOCOL))
                    .hasMessageContaining("{\"message\":\"hello\"}");
            assertKind(200, "[]", Kind.PROTOCOL);
            assertKind(200, "null", Kind.PROTOCOL);
        }

        @Test
        void truncatedJsonThatClaimsToBeCompleteIsProtocol() throws Exception {
            for (int length : new int[] {1, 20, STATUS.length() - 1}) {
                assertKind(200, STATUS.substring(0, length), Kind.PROTOCOL);
            }
        }

        @Test
        void truncatedJsonIsNeverAStatus() throws Exception {
            KoreException declared = failure(client(exchange -> {
                        exchange.head(200, "Content-Length: " + (STATUS.length() + 1));
                        exchange.send(STATUS);
                    })
                    .fetch(REQUEST));
            KoreException chunked = failure(client(exchange -> {
                        exchange.head(200, "Transfer-Encoding: chunked");
                        exchange.chunk(STATUS);
                    })
                    .fetch(REQUEST));
            KoreException closed = failure(client(exchange -> {
                        exchange.head(200, "Connection: close");
                        exchange.send(STATUS.substring(0, STATUS.length() - 1));
                    })
                    .fetch(REQUEST));

            assertThat(declared.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(chunked.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(closed.kind()).isEqualTo(Kind.PROTOCOL);
        }

        @Test
        void recipientsOfAnUnreadableAnswerAreNotRepeated() throws Exception {
            KoreException failure = assertKind(
                    200, "{\"statusLogs\":[{\"originalId\":\"john.doe\",\"koreId\":\"jdoe\"},{\"origi", Kind.PROTOCOL);

            assertThat(failure).hasMessageNotContaining("john").hasMessageNotContaining("jdoe");
        }

        @Test
        void wrongTypesAreProtocol() throws Exception {
            assertKind(200, "{\"statusLogs\":{\"status\":\"SUCCESS\"},\"status\":\"SUCCESS\"}", Kind.PROTOCOL);
            assertKind(200, "{\"statusLogs\":[],\"status\":7}", Kind.PROTOCOL);
            assertKind(200, "{\"statusLogs\":[],\"status\":\"SUCCESS\",\"count\":\"1000\"}", Kind.PROTOCOL);
        }

        @Test
        void deepNestingIsProtocol() throws Exception {
            assertKind(200, "{\"statusLogs\":" + "[".repeat(500_000), Kind.PROTOCOL);
            assertKind(200, "{\"status\":\"SUCCESS\",\"x\":" + "{\"x\":".repeat(100_000), Kind.PROTOCOL);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"status\":\"SUCCESS\",\"channel\":\"ivr\"},",
                    "          ",
                    "1",
                })
        void aBodyOfAHundredMegabytesIsCutOffAtTheLimit(String piece) throws Exception {
            AtomicLong sent = new AtomicLong();
            CompletableFuture<Void> cut = new CompletableFuture<>();
            String block = piece.repeat((64 << 10) / piece.length());
            long most = 100L << 20;

            KoreException failure = failure(client(exchange -> {
                        try {
                            exchange.head(200, "Transfer-Encoding: chunked");
                            exchange.chunk("{\"statusLogs\":[");
                            while (sent.get() < most) {
                                exchange.chunk(block);
                                sent.addAndGet(block.length());
                            }
                        } finally {
                            cut.complete(null);
                        }
                    })
                    .fetch(REQUEST));
            cut.get(20, TimeUnit.SECONDS);

            assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
            // Beyond the limit of 1 MiB there is only what the sockets hold.
            assertThat(sent.get()).isLessThan(32L << 20);
        }

        @Test
        void aBodyOfExactlyTheLimitIsReadAndOneByteMoreIsNot() throws Exception {
            ResponseLimits exact = new ResponseLimits(Duration.ofSeconds(30), STATUS.length());
            serve(FaultyServer.answering(200, STATUS));
            assertThat(client(endpoint(), exact).fetch(REQUEST).get().isFinal()).isTrue();

            serve(FaultyServer.answering(200, STATUS + " "));
            assertThat(failure(client(endpoint(), exact).fetch(REQUEST)))
                    .hasMessageContaining("larger than " + STATUS.length() + " bytes");
        }

        @Test
        void aPageOfAProxyIsCutOffEarlyAndStillUnderstoodByItsCode() throws Exception {
            AtomicLong sent = new AtomicLong();
            String block = " ".repeat(64 << 10);

            KoreException failure = failure(client(exchange -> {
                        exchange.head(503, "Retry-After: 5", "Transfer-Encoding: chunked");
                        while (sent.get() < 100L << 20) {
                            exchange.chunk(block);
                            sent.addAndGet(block.length());
                        }
                    })
                    .fetch(REQUEST));

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure.retryAfter()).contains(Duration.ofSeconds(5));
            assertThat(sent.get()).isLessThan(32L << 20);
        }

        @Test
        void anEndlessTrickleOfTheBodyEndsAtTheTimeLimit() throws Exception {
            CompletableFuture<Void> gone = new CompletableFuture<>();
            serve(exchange -> {
                try {
                    exchange.head(200, "Transfer-Encoding: chunked");
                    exchange.chunk("{\"statusLogs\":[");
                    while (true) {
                        exchange.chunk(" ");
                        Thread.sleep(5);
                    }
                } finally {
                    gone.complete(null);
                }
            });

            KoreException failure = failure(client(endpoint(), IMPATIENT).fetch(REQUEST));

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure).hasMessageContaining("time limit");
            gone.get(20, TimeUnit.SECONDS);
        }

        @Test
        void anEndlessTrickleOfHeadersEndsAtTheTimeLimit() throws Exception {
            CompletableFuture<Void> gone = new CompletableFuture<>();
            serve(exchange -> {
                try {
                    exchange.send("HTTP/1.1 200 OK\r\n");
                    for (int i = 0; true; i++) {
                        exchange.send("X-" + i + ": y\r\n");
                        Thread.sleep(5);
                    }
                } finally {
                    gone.complete(null);
                }
            });

            KoreException failure = failure(client(endpoint(), IMPATIENT).fetch(REQUEST));

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            gone.get(20, TimeUnit.SECONDS);
        }

        @Test
        void aBodyThatIsNotTheGzipItClaimsToBeIsProtocol() throws Exception {
            byte[] garbage = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x1b, 0x5b};
            KoreException failure = failure(client(exchange -> {
                        exchange.head(
                                200,
                                "Content-Encoding: gzip",
                                "Content-Length: " + garbage.length,
                                "Connection: close");
                        exchange.send(garbage);
                    })
                    .fetch(REQUEST));

            assertThat(request().header("accept-encoding")).isEqualTo("gzip");
            assertThat(request().header("cache-control")).isEqualTo("no-cache");
            assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
            assertThat(failure.getMessage()).matches("\\P{Cntrl}*");
        }

        @Test
        void anUnknownContentEncodingIsProtocol() throws Exception {
            KoreException failure = failure(client(exchange -> {
                        exchange.head(200, "Content-Encoding: br", "Content-Length: 4", "Connection: close");
                        exchange.send(new byte[] {1, 2, 3, 4});
                    })
                    .fetch(REQUEST));

            assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
            assertThat(failure).hasMessageContaining("br");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "220 mail.example.com ESMTP\r\n\r\n",
                    "HTTP/1.1 abc OK\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n{}",
                    "\u001b[31m\u0000\u0000\r\n\r\n",
                })
        void somethingThatIsNotHttpIsProtocol(String answer) throws Exception {
            KoreException failure = failure(client(exchange -> {
                        exchange.send(answer);
                        exchange.awaitClientGone();
                    })
                    .fetch(REQUEST));

            assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
            assertThat(shown(failure)).doesNotContain("\u001b", "\u0000");
        }

        @Test
        void chunksThatAreNoneAreTriedAgain() throws Exception {
            KoreException failure = failure(client(exchange -> {
                        exchange.head(200, "Transfer-Encoding: chunked");
                        exchange.send("zz\r\n" + STATUS);
                        exchange.awaitClientGone();
                    })
                    .fetch(REQUEST));

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        }
    }

    @Nested
    @DisplayName("A token or a secret that is sent back")
    class Echo {
        @ParameterizedTest
        @ValueSource(ints = {200, 302, 400, 401, 404, 429, 500})
        void inAnErrorIsNotShown(int code) throws Exception {
            assertNotShown(exchange -> exchange.answer(
                    code, error("bad token " + exchange.request().header("auth") + " for " + SECRET, 17)));
        }

        @ParameterizedTest
        @ValueSource(ints = {200, 302, 400, 401, 404, 429, 500})
        void inAPageIsNotShown(int code) throws Exception {
            assertNotShown(exchange ->
                    exchange.answer(code, "<pre>" + exchange.request().header("auth") + "</pre> " + SECRET));
        }

        @Test
        void atTheEdgeOfWhatIsKeptOfAPageIsNotShown() throws Exception {
            for (int visible = 8; visible < SECRET.length(); visible += 3) {
                String padding = "<html>" + " ".repeat(600 - "<html>".length() - visible);
                assertNotShown(exchange -> exchange.answer(200, padding + SECRET));
                assertNotShown(exchange ->
                        exchange.answer(200, padding + exchange.request().header("auth")));
            }
        }

        @Test
        void inARedirectIsNotShown() throws Exception {
            assertNotShown(exchange -> exchange.answer(
                    302,
                    "",
                    "Location: https://evil.example/" + exchange.request().header("auth") + "/" + SECRET));
        }

        @Test
        void inTheStatusLineIsNotShown() throws Exception {
            assertNotShown(exchange -> {
                exchange.send("HTTQ/1.1 " + exchange.request().header("auth") + " " + SECRET + "\r\n\r\n");
                exchange.awaitClientGone();
            });
        }

        @Test
        void inAHeaderIsNotShown() throws Exception {
            assertNotShown(exchange -> {
                String token = exchange.request().header("auth");
                exchange.send("HTTP/1.1 200 OK\r\nContent-Length: " + token + SECRET + "\r\n\r\n");
                exchange.awaitClientGone();
            });
        }

        @Test
        void inPlaceOfAChunkIsNotShown() throws Exception {
            serve(exchange -> {
                exchange.head(200, "Transfer-Encoding: chunked");
                exchange.send(exchange.request().header("auth") + SECRET + "\r\n");
                exchange.awaitClientGone();
            });

            // The JDK's client neither reads on nor complains here; the time limit ends it.
            assertThat(failure(client(endpoint(), IMPATIENT).fetch(REQUEST)).kind())
                    .isEqualTo(Kind.UNAVAILABLE);
        }

        @Test
        void inAReasonOrAChannelIsNotShown() throws Exception {
            RequestStatus status = client(exchange -> {
                        String echo = exchange.request().header("auth") + " " + SECRET;
                        exchange.answer(
                                200,
                                "{\"status\":\"" + echo + "\",\"statusLogs\":[{\"status\":\"FAILURE\",\"channel\":\""
                                        + echo + "\",\"comments\":\"" + echo + "\"}]}");
                    })
                    .fetch(REQUEST)
                    .get();

            assertNoSecret(status + " " + status.counts().failedByChannel()
                    + status.counts().failedByReason());
        }

        @Test
        void isInNoNameOfAThread() throws Exception {
            CompletableFuture<Void> asked = new CompletableFuture<>();
            CompletableFuture<RequestStatus> answer = client(exchange -> {
                        asked.complete(null);
                        exchange.awaitClientGone();
                    })
                    .fetch(REQUEST);
            asked.get(20, TimeUnit.SECONDS);

            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                assertNoSecret(thread.getName());
            }
            answer.cancel(true);
        }

        @Test
        void isInNoTextOfTheClient() throws Exception {
            KoreClient client = client(FaultyServer.answering(200, STATUS));
            client.fetch(REQUEST).get();

            assertNoSecret(client + " " + client.fetch(REQUEST).get());
        }

        private void assertNotShown(Script script) throws Exception {
            serve(script);
            // failure() itself looks for token and secret in everything that could be printed.
            assertThat(failure(client(endpoint(), PATIENT).fetch(REQUEST))).isNotNull();
            assertThat(server.requests()).isNotEmpty();
        }
    }

    @Nested
    @DisplayName("Cancelling")
    class Cancelling {
        @Test
        void beforeTheAnswerClosesTheConnection() throws Exception {
            assertCloses((exchange, asked) -> asked.complete(null));
        }

        @Test
        void withinTheBodyClosesTheConnection() throws Exception {
            assertCloses((exchange, asked) -> {
                exchange.head(200, "Content-Length: 1000");
                exchange.send("{\"statusLogs\":[");
                asked.complete(null);
            });
        }

        @Test
        void afterTheAnswerChangesNothing() throws Exception {
            CompletableFuture<RequestStatus> answer =
                    client(FaultyServer.answering(200, STATUS)).fetch(REQUEST);
            RequestStatus status = answer.get();

            assertThat(answer.cancel(true)).isFalse();
            assertThat(answer.get()).isEqualTo(status);
        }

        private void assertCloses(Beginning beginning) throws Exception {
            CompletableFuture<Void> asked = new CompletableFuture<>();
            CompletableFuture<Void> gone = new CompletableFuture<>();
            CompletableFuture<RequestStatus> answer = client(exchange -> {
                        beginning.play(exchange, asked);
                        exchange.awaitClientGone();
                        gone.complete(null);
                    })
                    .fetch(REQUEST);
            asked.get(20, TimeUnit.SECONDS);

            answer.cancel(true);

            gone.get(20, TimeUnit.SECONDS);
            assertThat(answer).isCancelled();
        }
    }

    private interface Beginning {
        void play(FaultyServer.Exchange exchange, CompletableFuture<Void> asked) throws IOException;
    }

    @Nested
    @DisplayName("An encrypted connection")
    class Encrypted {
        @TempDir
        private Path folder;

        @Test
        void isUsedWhereTheCertificateIsTrusted() throws Exception {
            TestTls tls = TestTls.forHost(folder, "localhost");
            serve(tls);

            RequestStatus status = client(trusting(tls), endpoint(), PATIENT, Clock.systemUTC(), () -> "id")
                    .fetch(REQUEST)
                    .get();

            assertThat(status.isFinal()).isTrue();
        }

        @Test
        void isConfigurationWhereTheCertificateIsNotTrusted() throws Exception {
            serve(TestTls.forHost(folder, "localhost"));

            KoreException failure = failure(client(endpoint(), PATIENT).fetch(REQUEST));

            assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
            assertThat(failure).hasMessageContaining("certificate").hasMessageContaining("trust store");
            assertThat(server.requests()).isEmpty();
        }

        @Test
        void isConfigurationWhereTheCertificateIsForAnotherHost() throws Exception {
            TestTls tls = TestTls.forHost(folder, "other.example");
            serve(tls);

            KoreException failure = failure(client(trusting(tls), endpoint(), PATIENT, Clock.systemUTC(), () -> "id")
                    .fetch(REQUEST));

            assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
            assertThat(server.requests()).isEmpty();
        }

        @Test
        void isNamedWhereTheOtherSideDoesNotSpeakIt() throws Exception {
            try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Thread speaker = new Thread(() -> {
                    try (Socket socket = plain.accept()) {
                        // A server answers to what it has read.
                        socket.getInputStream().read();
                        socket.getOutputStream()
                                .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                        socket.getInputStream().readAllBytes();
                    } catch (IOException e) {
                        // The client is gone.
                    }
                });
                speaker.start();
                String url = "https://localhost:" + plain.getLocalPort();

                KoreException failure = failure(client(KoreEndpoint.of(url, STREAM, ApiVersion.V2), PATIENT)
                        .fetch(REQUEST));

                assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
                assertThat(failure).hasMessageContaining("does not speak TLS");
                speaker.join();
            }
        }

        @Test
        void thatIsDeadCostsOnePollAndNoMore() throws Exception {
            TestTls tls = TestTls.forHost(folder, "localhost");
            BlackHole hole = new BlackHole(tls.listen(), STATUS);
            toClose.add(hole);
            // The patience covers handshakes on a busy machine, and is waited for once.
            ResponseLimits limits = new ResponseLimits(Duration.ofSeconds(3), 1 << 20);
            KoreClient client = client(
                    trusting(tls),
                    KoreEndpoint.of(hole.url(), STREAM, ApiVersion.V2),
                    limits,
                    Clock.systemUTC(),
                    () -> UUID.randomUUID().toString());
            assertThat(client.fetch(REQUEST).get().isFinal()).isTrue();

            assertThat(failure(client.fetch(REQUEST)).kind()).isEqualTo(Kind.UNAVAILABLE);

            assertThat(client.fetch(REQUEST).get().isFinal()).isTrue();
            assertThat(hole.connections()).isEqualTo(2);
        }

        private void serve(TestTls tls) {
            server = FaultyServer.start(tls.listen(), FaultyServer.answering(200, STATUS));
            toClose.add(server);
        }

        private HttpClient trusting(TestTls tls) {
            return HttpClient.newBuilder().sslContext(tls.trusting()).build();
        }
    }

    @Test
    void anyAnswerLimitOfNothingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ResponseLimits(Duration.ZERO, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ResponseLimits(Duration.ofSeconds(-1), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ResponseLimits(Duration.ofSeconds(1), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> ResponseLimits.DEFAULT.keeping(-1));
    }

    private void serve(Script script) {
        server = FaultyServer.start(script);
        toClose.add(server);
    }

    private KoreClient client(Script script) {
        serve(script);
        return client(endpoint(), PATIENT);
    }

    private KoreEndpoint endpoint() {
        return KoreEndpoint.of(server.url(), STREAM, ApiVersion.V2);
    }

    private KoreClient client(KoreEndpoint endpoint, ResponseLimits limits) {
        return client(
                http,
                endpoint,
                limits,
                Clock.systemUTC(),
                () -> UUID.randomUUID().toString());
    }

    private KoreClient client(KoreEndpoint endpoint, ResponseLimits limits, HostResolver resolver) {
        return new KoreClient(
                http, resolver, HttpRequest::newBuilder, endpoint, signer(() -> "id"), limits, Clock.systemUTC());
    }

    private static KoreClient client(
            HttpClient http, KoreEndpoint endpoint, ResponseLimits limits, InstantSource clock, Supplier<String> ids) {
        return new KoreClient(
                http, new HostResolver(Runnable::run), HttpRequest::newBuilder, endpoint, signer(ids), limits, clock);
    }

    private static TokenSigner signer(Supplier<String> ids) {
        return new TokenSigner(new JwtApp(CLIENT, SECRET, JwtAlgorithm.HS256, null), Clock.systemUTC(), ids);
    }

    private static RequestStatus statusReceived(String body) throws KoreException {
        StatusReader reader = new StatusReader();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        reader.feed(bytes, 0, bytes.length);
        return reader.finish();
    }

    private KoreException assertKind(int code, String body, Kind kind, String... headers) throws Exception {
        KoreException refusal =
                failure(client(FaultyServer.answering(code, body, headers)).fetch(REQUEST));
        assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
        assertThat(server.requests()).hasSize(1);
        return refusal;
    }

    private FaultyServer.Request request() {
        assertThat(server.requests()).hasSize(1);
        return server.requests().get(0);
    }

    /** What the question failed with; neither secret nor token is in anything that could be printed of it. */
    private KoreException failure(CompletableFuture<RequestStatus> answer) {
        Throwable thrown = catchThrowable(answer::get);
        assertThat(thrown).isInstanceOf(ExecutionException.class).cause().isInstanceOf(KoreException.class);
        KoreException failure = (KoreException) thrown.getCause();
        assertNoSecret(shown(failure));
        assertThat(failure.getMessage()).isNotBlank().doesNotContain("\n", "\r").hasSizeLessThan(700);
        return failure;
    }

    private void assertNoSecret(String text) {
        for (int at = 0; at + 8 <= SECRET.length(); at++) {
            assertThat(text).doesNotContain(SECRET.substring(at, at + 8));
        }
        List<FaultyServer.Request> asked = server == null ? List.of() : server.requests();
        for (FaultyServer.Request request : asked) {
            String token = request.header("auth");
            assertThat(text).doesNotContain(token);
            for (String part : token.split("\\.")) {
                assertThat(text).doesNotContain(part.substring(0, 12));
            }
        }
    }

    private static String shown(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return thrown + "\n" + thrown.getMessage() + "\n" + text;
    }

    private static String error(String message, int code) {
        return "{\"errors\":[{\"msg\":\"" + message + "\",\"code\":" + code + "}]}";
    }

    private static String httpDate(Instant instant) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
    }
}
