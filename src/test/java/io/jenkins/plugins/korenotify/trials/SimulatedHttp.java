package io.jenkins.plugins.korenotify.trials;

import io.jenkins.plugins.korenotify.simulator.Call;
import io.jenkins.plugins.korenotify.simulator.Reply;
import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import io.jenkins.plugins.korenotify.simulator.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;

/** An HTTP client whose requests reach the simulated Kore.ai in simulated time, over no network. */
final class SimulatedHttp extends HttpClient {
    private static final int MIN_LATENCY = 20;
    private static final int MAX_LATENCY = 200;

    private final SimulatedTime time;
    private final SimulatedKore kore;
    private final Random random;
    private final BooleanSupplier silent;

    /** A client; while {@code silent}, what it sends arrives nowhere. */
    SimulatedHttp(SimulatedTime time, SimulatedKore kore, Random random, BooleanSupplier silent) {
        this.time = time;
        this.kore = kore;
        this.random = random;
        this.silent = silent;
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        CompletableFuture<HttpResponse<T>> response = new CompletableFuture<>();
        time.schedule(latency(), () -> {
            if (!silent.getAsBoolean() && !response.isDone()) {
                answer(request, handler, response);
            }
        });
        return response;
    }

    private <T> void answer(HttpRequest request, BodyHandler<T> handler, CompletableFuture<HttpResponse<T>> response) {
        String token = request.headers().firstValue("auth").orElse(null);
        Reply reply = kore.answer(Call.get(request.uri().getRawPath(), token));
        Wire wire = reply.wire();
        switch (wire.kind()) {
            case STALL -> {
                // Nothing will come.
            }
            case RESET ->
                time.schedule(latency(), () -> response.completeExceptionally(new IOException("Connection reset")));
            default -> {
                long length = reply.content().length();
                if (length < 0) {
                    return;
                }
                long pieces = wire.kind() == Wire.Kind.TRICKLE ? length / wire.bytes() : 1;
                long transfer = pieces * wire.pause().toMillis();
                time.schedule(latency() + transfer, () -> deliver(request, reply, handler, response));
            }
        }
    }

    private <T> void deliver(
            HttpRequest request, Reply reply, BodyHandler<T> handler, CompletableFuture<HttpResponse<T>> response) {
        Map<String, List<String>> fields = new TreeMap<>();
        reply.headers().forEach((name, value) -> fields.put(name, List.of(value)));
        byte[] body = reply.body();
        if (request.headers()
                        .firstValue("Accept-Encoding")
                        .filter("gzip"::equals)
                        .isPresent()
                && body.length > 0) {
            fields.put("Content-Encoding", List.of("gzip"));
            body = gzip(body);
        }
        Received<T> received = new Received<>(request, reply.status(), HttpHeaders.of(fields, (name, value) -> true));
        BodySubscriber<T> subscriber = handler.apply(received);
        subscriber.getBody().whenComplete((read, failure) -> {
            if (failure != null) {
                response.completeExceptionally(failure);
            } else {
                received.body = read;
                response.complete(received);
            }
        });
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long buffers) {
                // All of it comes at once.
            }

            @Override
            public void cancel() {
                // What comes afterwards is passed over.
            }
        });
        if (reply.wire().kind() == Wire.Kind.CLOSE) {
            subscriber.onNext(List.of(ByteBuffer.wrap(Arrays.copyOf(body, body.length / 2))));
            subscriber.onError(new IOException("Connection closed"));
        } else {
            subscriber.onNext(pieces(body));
            subscriber.onComplete();
        }
    }

    private List<ByteBuffer> pieces(byte[] body) {
        List<ByteBuffer> pieces = new ArrayList<>();
        for (int from = 0; from < body.length; ) {
            int length = Math.min(body.length - from, 1 + random.nextInt(16_384));
            pieces.add(ByteBuffer.wrap(body, from, length));
            from += length;
        }
        return pieces;
    }

    private long latency() {
        return MIN_LATENCY + random.nextInt(MAX_LATENCY - MIN_LATENCY);
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** What was received, also as far as it is known before the body is. */
    private static final class Received<T> implements HttpResponse<T>, HttpResponse.ResponseInfo {
        private final HttpRequest request;
        private final int status;
        private final HttpHeaders headers;
        private T body;

        Received(HttpRequest request, int status, HttpHeaders headers) {
            this.request = request;
            this.status = status;
            this.headers = headers;
        }

        @Override
        public int statusCode() {
            return status;
        }

        @Override
        public HttpRequest request() {
            return request;
        }

        @Override
        public Optional<HttpResponse<T>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public HttpHeaders headers() {
            return headers;
        }

        @Override
        public T body() {
            return body;
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return Optional.empty();
        }

        @Override
        public URI uri() {
            return request.uri();
        }

        @Override
        public Version version() {
            return Version.HTTP_1_1;
        }
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
        throw new UnsupportedOperationException("time does not pass while a caller waits");
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushes) {
        return sendAsync(request, handler);
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return Optional.empty();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return Optional.empty();
    }

    @Override
    public Redirect followRedirects() {
        return Redirect.NEVER;
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return Optional.empty();
    }

    @Override
    public SSLContext sslContext() {
        throw new UnsupportedOperationException("nothing is encrypted");
    }

    @Override
    public SSLParameters sslParameters() {
        return new SSLParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return Optional.empty();
    }

    @Override
    public Version version() {
        return Version.HTTP_1_1;
    }

    @Override
    public Optional<Executor> executor() {
        return Optional.empty();
    }
}
