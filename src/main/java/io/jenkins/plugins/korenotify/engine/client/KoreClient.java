package io.jenkins.plugins.korenotify.engine.client;

import io.jenkins.plugins.korenotify.engine.message.InvalidInputException;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Polls Kore.ai for the status of a request: one HTTP request, one response, no retry. No thread waits for the response.
 * Safe for concurrent use.
 *
 * <p>Requests are HTTP/1.1, each on a connection of its own or an idle one: over HTTP/2 all requests to a host share one
 * connection, and where that is dead without being closed, all of them time out.
 */
public final class KoreClient {
    private static final int PARTIAL_CONTENT = 206;

    private final HttpClient http;
    private final HostResolver resolver;
    private final Function<URI, HttpRequest.Builder> requests;
    private final KoreEndpoint endpoint;
    private final TokenSigner signer;
    private final ResponseLimits limits;
    private final Redaction redaction;
    private final ErrorClassifier classifier;

    /**
     * Creates a client of one bot.
     *
     * @param http carries the requests; its connect timeout, proxy and TLS set-up are the caller's
     * @param resolver looks the host up before a request, where no proxy does that
     * @param requests begins a request to a URI
     * @param endpoint where the status is polled
     * @param signer signs a token for each request
     * @param limits how long a response may take, how large it may be and what is kept of its recipients
     * @param clock this side's time, to notice when the server's differs
     * @throws IllegalArgumentException if {@code http} follows redirects: the token must not go elsewhere
     */
    public KoreClient(
            HttpClient http,
            HostResolver resolver,
            Function<URI, HttpRequest.Builder> requests,
            KoreEndpoint endpoint,
            TokenSigner signer,
            ResponseLimits limits,
            InstantSource clock) {
        if (http.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("The HTTP client must not follow redirects");
        }
        this.http = http;
        this.resolver = Objects.requireNonNull(resolver, "resolver");
        this.requests = Objects.requireNonNull(requests, "requests");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        this.signer = Objects.requireNonNull(signer, "signer");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.redaction = signer.redaction();
        this.classifier = new ErrorClassifier(redaction, Objects.requireNonNull(clock, "clock"), endpoint.base());
    }

    /**
     * Polls the status of one request, with a fresh token.
     *
     * @param requestId {@code ds-…}
     * @return the status, or a {@link KoreException} as the future's exception; cancelling it ends the exchange
     */
    public CompletableFuture<RequestStatus> fetch(String requestId) {
        URI uri;
        try {
            uri = endpoint.statusUri(requestId);
        } catch (InvalidInputException e) {
            return CompletableFuture.failedFuture(new KoreException(
                    KoreException.Kind.CONFIGURATION, e.toMessage().map(redaction::apply)));
        }
        CompletableFuture<RequestStatus> result = new CompletableFuture<>();
        CompletableFuture<Void> resolved =
                isDirect(uri) ? resolver.resolve(uri.getHost()) : CompletableFuture.completedFuture(null);
        // HttpRequest.timeout ends with the headers; a lookup that hangs or a body that trickles is ended here.
        CompletableFuture<Void> limit = new CompletableFuture<Void>()
                .completeOnTimeout(null, limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
        limit.thenRun(() -> result.completeExceptionally(
                resolved.isDone() ? classifier.fromException(new TimeoutException()) : classifier.fromLookupTimeout()));
        resolved.whenComplete((nothing, failure) -> {
            if (failure != null) {
                result.completeExceptionally(classifier.fromException(failure));
            } else if (!result.isDone()) {
                send(uri, result);
            }
        });
        result.whenComplete((status, failure) -> {
            limit.cancel(false);
            resolved.cancel(false);
        });
        return result;
    }

    private void send(URI uri, CompletableFuture<RequestStatus> result) {
        CompletableFuture<HttpResponse<ResponseBody>> exchange;
        try {
            exchange = http.sendAsync(
                    request(uri),
                    info -> new StatusBodySubscriber(
                            info.statusCode(),
                            info.headers().firstValue("Content-Encoding").orElse(""),
                            limits,
                            redaction));
        } catch (RuntimeException e) {
            result.completeExceptionally(classifier.fromException(e));
            return;
        }
        exchange.whenComplete((response, failure) -> {
            try {
                if (failure != null) {
                    throw classifier.fromException(failure);
                }
                result.complete(read(response));
            } catch (KoreException e) {
                result.completeExceptionally(e);
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(classifier.fromException(e));
            }
        });
        result.whenComplete((status, failure) -> exchange.cancel(true));
    }

    /** Whether the host's name is looked up here, not by a proxy. */
    private boolean isDirect(URI uri) {
        return http.proxy()
                .map(selector -> selector.select(uri))
                .filter(proxies -> !proxies.isEmpty())
                .map(proxies -> proxies.get(0).type() == Proxy.Type.DIRECT)
                .orElse(true);
    }

    private HttpRequest request(URI uri) {
        return requests.apply(uri)
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(limits.timeout())
                .setHeader("auth", signer.sign())
                .setHeader("Accept", "application/json")
                .setHeader("Accept-Encoding", "gzip")
                .setHeader("Cache-Control", "no-cache")
                .GET()
                .build();
    }

    private RequestStatus read(HttpResponse<ResponseBody> response) throws KoreException {
        ResponseBody body = response.body();
        int code = response.statusCode();
        boolean complete = code >= 200 && code <= 299 && code != PARTIAL_CONTENT;
        if (!complete || !body.errors().isEmpty()) {
            throw classifier.fromResponse(code, response.headers(), body);
        }
        if (body.failure() != null) {
            throw body.failure();
        }
        return body.status();
    }
}
