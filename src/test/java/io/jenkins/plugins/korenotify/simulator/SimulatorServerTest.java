package io.jenkins.plugins.korenotify.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.korenotify.trials.TestTls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SimulatorServerTest {

    private static final String PATH = "/api/public/bot/st-1/notifyV2/status/ds-1";

    private final SimulatedKore kore = new SimulatedKore(InstantSource.system(), 5);
    private final HttpClient client = HttpClient.newHttpClient();
    private SimulatorServer server;

    @BeforeEach
    void setUp() throws IOException {
        kore.addBot("st-1").checkTokens(false).limitPerBot(RateLimits.OFF);
        kore.addRequest(SimulatedRequest.named("ds-1").stream("st-1")
                .recipients(100)
                .delivering(DeliveryCurve.LINEAR, Duration.ZERO));
        server = SimulatorServer.start(0, kore);
    }

    @AfterEach
    void tearDown() {
        server.close();
    }

    @Test
    void servesStatusesToAnOrdinaryClient() throws Exception {
        HttpResponse<String> response = get();
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith("{\"statusLogs\":[{").endsWith("\"streamId\":\"st-1\"}");
        assertThat(server.url()).hasScheme("http").hasHost("127.0.0.1").hasPort(server.port());
    }

    @Test
    void showsItsOwnClock() throws Exception {
        kore.clockOffset(Duration.ofHours(-2));

        assertThat(Duration.between(date(get().headers(), "Date"), Instant.now()))
                .isBetween(Duration.ofHours(2), Duration.ofHours(2).plusSeconds(30));
    }

    @Test
    void aRetryAfterDateIsRelativeToTheDateOfTheReply() throws Exception {
        kore.clockOffset(Duration.ofHours(1));
        kore.faults("ds-1", FaultPlan.always(Faults.tooManyCalls(RetryAfter.HTTP_DATE, Duration.ofSeconds(30))));

        HttpHeaders headers = get().headers();

        assertThat(Duration.between(date(headers, "Date"), date(headers, "Retry-After")))
                .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(32));
    }

    private static Instant date(HttpHeaders headers, String name) {
        return Replies.instant(headers.firstValue(name).orElseThrow());
    }

    @Test
    void checksTheAuthHeader() throws Exception {
        kore.checkTokens(true).addApp(SimulatedApp.hs256("cs-1", "s", "st-1"));
        assertThat(get().statusCode()).isEqualTo(401);
        String token = SimulatedTokens.fresh(
                SimulatedApp.hs256("cs-1", "s", "st-1"), InstantSource.system().instant(), "j");
        HttpRequest request = HttpRequest.newBuilder(server.url().resolve(PATH))
                .header("auth", token)
                .build();
        assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }

    @Test
    void takesASend() throws Exception {
        String body = "{\"channel\":\"ivr\",\"message\":{\"type\":\"text\",\"value\":\"Hello\"},"
                + "\"identities\":[{\"email\":\"a@example.com\"}]}";
        HttpRequest request = HttpRequest.newBuilder(server.url().resolve("/api/public/bot/st-1/notifyV2"))
                .expectContinue(true)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertThat(client.send(request, BodyHandlers.ofString()).body()).contains("\"identitiesCount\":1");
    }

    @Test
    void keepsConnectionsAliveAndAnswersPipelinedRequests() throws Exception {
        try (Socket socket = connect()) {
            String request = "GET " + PATH + " HTTP/1.1\r\nHost: x\r\n\r\n";
            send(socket, request + request);
            send(socket, request.replace("Host: x", "Connection: close"));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(all.split("HTTP/1.1 200", -1)).hasSize(4);
        }
    }

    @Test
    void gzipsForThoseWhoTakeIt() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + PATH))
                .header("Accept-Encoding", "gzip")
                .build();
        HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
        assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
        String plain = get().body();
        assertThat(response.body().length).isLessThan(plain.length() / 5);
        try (InputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            assertThat(new String(unzipped.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(plain);
        }
    }

    @Test
    void speaksTls(@TempDir Path folder) throws Exception {
        TestTls tls = TestTls.forHost(folder, "localhost");
        HttpClient encrypted =
                HttpClient.newBuilder().sslContext(tls.trusting()).build();
        try (SimulatorServer other = SimulatorServer.start(0, kore, tls.serving())) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(other.url() + PATH)).build();
            assertThat(encrypted.send(request, BodyHandlers.ofString()).body()).startsWith("{\"statusLogs\":[{");
            kore.faults("ds-1", FaultPlan.always(Faults.reset()));
            assertThatThrownBy(() -> encrypted.send(request, BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void letsConnectionsFallSilent() throws Exception {
        try (Socket socket = connect()) {
            String request = "GET " + PATH + " HTTP/1.1\r\nHost: x\r\n\r\n";
            send(socket, request);
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            server.silenceConnections();
            socket.setSoTimeout(200);
            send(socket, request);
            assertThatThrownBy(() -> socket.getInputStream().readAllBytes()).isInstanceOf(SocketTimeoutException.class);
        }
        assertThat(get().statusCode()).isEqualTo(200);
    }

    @Test
    void resetsForReal() throws Exception {
        kore.faults("ds-1", FaultPlan.always(Faults.reset()));
        try (Socket socket = connect()) {
            send(socket, "GET " + PATH + " HTTP/1.1\r\n\r\n");
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
        assertThatThrownBy(this::get).isInstanceOf(IOException.class);
    }

    @Test
    void closesInTheMiddleOfTheBody() throws Exception {
        kore.faults("ds-1", FaultPlan.always(Faults.closeMidBody()));
        try (Socket socket = connect()) {
            send(socket, "GET " + PATH + " HTTP/1.1\r\n\r\n");
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int announced = Integer.parseInt(all.replaceAll("(?si).*Content-Length: (\\d+)\r\n.*", "$1"));
            int got = all.length() - all.indexOf("\r\n\r\n") - 4;
            assertThat(got).isEqualTo(announced / 2);
        }
        assertThatThrownBy(this::get).isInstanceOf(IOException.class);
    }

    @Test
    void tricklesAtItsPace() throws Exception {
        kore.addRequest(SimulatedRequest.named("ds-1").stream("st-1")
                .recipients(2)
                .delivering(DeliveryCurve.LINEAR, Duration.ZERO));
        int length = get().body().length();
        kore.faults("ds-1", FaultPlan.always(Faults.slowTrickle(length / 4, Duration.ofMillis(100))));
        long begin = System.nanoTime();
        assertThat(get().body()).hasSize(length);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(290));
    }

    @Test
    void delaysAndServesOthersMeanwhile() throws Exception {
        kore.faults("ds-1", FaultPlan.times(1, Faults.delay(Duration.ofMillis(400))));
        long begin = System.nanoTime();
        var slow = client.sendAsync(request(), BodyHandlers.ofString());
        while (kore.callsTo("ds-1") == 0) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        assertThat(get().statusCode()).isEqualTo(200);
        assertThat(slow.isDone()).isFalse();
        assertThat(slow.get().statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(390));
    }

    @Test
    void stallsAndTricklesForMany() throws Exception {
        kore.faults("ds-1", FaultPlan.onCalls(1, 100, Faults.stall()));
        kore.addRequest(SimulatedRequest.named("ds-2").stream("st-1"));
        kore.faults("ds-2", FaultPlan.always(Faults.endlessTrickle(50, Duration.ofMillis(20))));
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                Socket socket = connect();
                sockets.add(socket);
                send(socket, "GET " + (i % 2 == 0 ? PATH : PATH.replace("ds-1", "ds-2")) + " HTTP/1.1\r\n\r\n");
            }
            while (kore.callsTo("ds-1") < 100) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            assertThat(get().statusCode()).isEqualTo(200);
            Socket stalled = sockets.get(0);
            stalled.setSoTimeout(100);
            assertThatThrownBy(() -> stalled.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            InputStream trickle = sockets.get(1).getInputStream();
            assertThat(new String(trickle.readNBytes(900), StandardCharsets.UTF_8))
                    .contains("{\"statusLogs\":[");
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        while (server.openConnections() > 5) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Test
    void streamsAHugeBody() throws Exception {
        kore.faults("ds-1", FaultPlan.always(Faults.hugeBody(100_000_000)));
        try (InputStream body =
                client.send(request(), BodyHandlers.ofInputStream()).body()) {
            long length = 0;
            byte[] piece = new byte[1 << 16];
            for (int got = body.read(piece); got >= 0; got = body.read(piece)) {
                length += got;
            }
            assertThat(length).isGreaterThan(99_000_000);
        }
    }

    @Test
    void goesAwayAndComesBackOnTheSamePort() throws Exception {
        assertThat(get().statusCode()).isEqualTo(200);
        server.stop();
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        assertThatThrownBy(this::get).isInstanceOf(IOException.class);
        server.resume();
        assertThat(get().statusCode()).isEqualTo(200);
        long begin = System.nanoTime();
        server.pause(Duration.ofMillis(300));
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        while (true) {
            try {
                connect().close();
                break;
            } catch (ConnectException e) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(290));
        assertThat(get().statusCode()).isEqualTo(200);
    }

    @Test
    void closesConnectionsAtOnceDuringAnOutage() throws Exception {
        var now = InstantSource.system().instant();
        kore.outage(now.minusSeconds(1), now.plusSeconds(600));
        try (Socket socket = connect()) {
            assertThatThrownBy(() -> {
                        send(socket, "GET " + PATH + " HTTP/1.1\r\n\r\n");
                        if (socket.getInputStream().read() < 0) {
                            throw new SocketException("closed");
                        }
                    })
                    .isInstanceOf(SocketException.class);
        }
    }

    @Test
    void endsCleanlyAndRefusesCommandsAfterwards() throws Exception {
        server.close();
        server.close();
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> server.stop()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void twoServersCannotShareAPort() {
        assertThatThrownBy(() -> SimulatorServer.start(server.port(), kore)).isInstanceOf(IOException.class);
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(URI.create(server.url() + PATH))
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    private HttpResponse<String> get() throws IOException, InterruptedException {
        return client.send(request(), BodyHandlers.ofString());
    }

    private Socket connect() throws IOException {
        return new Socket("127.0.0.1", server.port());
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
