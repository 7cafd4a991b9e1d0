package io.jenkins.plugins.korenotify.engine.client;

import io.jenkins.plugins.korenotify.engine.message.InvalidInputException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Asks Kore.ai for the status of a request: one question, one answer, no repetition. No thread waits for the answer.
 * Safe for concurrent use.
 */
public final class KoreClient {
    private final HttpClient http;
    private final Function<URI, HttpRequest.Builder> requests;
    private final KoreEndpoint endpoint;
    private final TokenSigner signer;
    private final ResponseLimits limits;
    private final Redaction redaction;
    private final ErrorClassifier taxonomy;

    /**
     * A client of one bot.
     *
     * @param http carries the requests; its connect time limit, proxy and TLS set-up are the caller's
     * @param requests begins a request to a URI
     * @param endpoint where to ask
     * @param signer signs a token for each question
     * @param limits how long an answer may take, how large it may be and what is kept of its recipients
     * @param clock this side's time, to notice when the other side's differs
     * @throws IllegalArgumentException if {@code http} follows redirects: the token must not go elsewhere
     */
    public KoreClient(
            HttpClient http,
            Function<URI, HttpRequest.Builder> requests,
            KoreEndpoint endpoint,
            TokenSigner signer,
            ResponseLimits limits,
            InstantSource clock) {
        if (http.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("The HTTP client must not follow redirects");
        }
        this.http = http;
        this.requests = Objects.requireNonNull(requests, "requests");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        this.signer = Objects.requireNonNull(signer, "signer");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.redaction = signer.redaction();
        this.taxonomy = new ErrorClassifier(redaction, Objects.requireNonNull(clock, "clock"));
    }

    /**
     * Asks for the status of one request, with a fresh token.
     *
     * @param requestId {@code ds-…}
     * @return the status, or a {@link KoreException} as the future's exception; cancelling it ends the exchange
     */
    public CompletableFuture<RequestStatus> fetch(String requestId) {
        CompletableFuture<HttpResponse<ResponseBody>> exchange;
        try {
            exchange = http.sendAsync(
                    question(requestId), info -> new StatusBodySubscriber(info.statusCode(), limits, redaction));
        } catch (InvalidInputException e) {
            return CompletableFuture.failedFuture(
                    new KoreException(KoreException.Kind.CONFIGURATION, e.toMessage().map(redaction::apply), null, null));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(new KoreException(
                    KoreException.Kind.CONFIGURATION, redaction.apply(String.valueOf(e.getMessage()))));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(taxonomy.ofExchange(e));
        }
        CompletableFuture<RequestStatus> result = new CompletableFuture<>();
        exchange.whenComplete((answer, failure) -> {
            try {
                if (failure != null) {
                    throw taxonomy.ofExchange(unwrapped(failure));
                }
                result.complete(read(answer));
            } catch (KoreException e) {
                result.completeExceptionally(e);
            } catch (RuntimeException e) {
                result.completeExceptionally(taxonomy.ofExchange(e));
            }
        });
        // HttpRequest.timeout ends with the headers; an answer that trickles for ever is ended here.
        CompletableFuture<Void> limit = new CompletableFuture<Void>()
                .completeOnTimeout(null, limits.most().toMillis(), TimeUnit.MILLISECONDS);
        limit.thenRun(() -> result.completeExceptionally(taxonomy.ofExchange(new TimeoutException())));
        result.whenComplete((status, failure) -> {
            limit.cancel(false);
            exchange.cancel(true);
        });
        return result;
    }

    private HttpRequest question(String requestId) {
        return requests.apply(endpoint.statusUri(requestId))
                .timeout(limits.most())
                .setHeader("auth", signer.sign())
                .setHeader("Accept", "application/json")
                .GET()
                .build();
    }

    private RequestStatus read(HttpResponse<ResponseBody> answer) throws KoreException {
        ResponseBody body = answer.body();
        if (answer.statusCode() < 200
                || answer.statusCode() > 299
                || !body.errors().isEmpty()) {
            throw taxonomy.ofAnswer(answer.statusCode(), answer.headers(), body);
        }
        return body.status();
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Where this client asks. */
    public KoreEndpoint endpoint() {
        return endpoint;
    }

    @Override
    public String toString() {
        return "client of " + endpoint;
    }
}
