package io.jenkins.plugins.korenotify.engine.client;

import io.jenkins.plugins.korenotify.engine.client.KoreException.Kind;
import io.jenkins.plugins.korenotify.engine.client.StatusReader.RemoteError;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Turns responses without a status, and failed exchanges, into exceptions that say what to check.
 *
 * <p>Kore.ai responds with HTTP 401, code 4002, to a wrong secret, client ID, stream ID or algorithm and to a missing scope
 * alike (its public test suite and community answers), so the message names all of them. Of rate limits only the texts are
 * documented ("Rate limits"), so the text counts as well as HTTP 429.
 */
final class ErrorClassifier {
    /** The time to wait after a rate limit of a minute where the response does not say. */
    static final Duration AFTER_MINUTE_LIMIT = Duration.ofSeconds(15);
    /** The same for the limit of an hour, which does not end within minutes. */
    static final Duration AFTER_HOUR_LIMIT = Duration.ofMinutes(5);

    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(60);
    private static final int INVALID_CREDENTIALS = 4002;
    private static final int MAX_LOCATION_LENGTH = 100;
    private static final int MAX_CAUSE_LENGTH = 160;
    private static final int MAX_CAUSES = 10;

    // What failures on the way mean; the first rule that applies counts. A pattern may name the address.
    private static final List<Rule> RULES = List.of(
            new Rule(causedBy(UnknownHostException.class), Kind.UNAVAILABLE, "exchange.dns"),
            new Rule(causedBy(UnresolvedAddressException.class), Kind.UNAVAILABLE, "exchange.dns"),
            new Rule(causedBy(CertificateException.class), Kind.CONFIGURATION, "exchange.certificate"),
            new Rule(ErrorClassifier::isPlainTextResponse, Kind.CONFIGURATION, "exchange.plainText"),
            new Rule(causedBy(SSLException.class), Kind.UNAVAILABLE, "exchange.tls"),
            new Rule(HttpConnectTimeoutException.class::isInstance, Kind.UNAVAILABLE, "exchange.connectTimeout"),
            new Rule(HttpTimeoutException.class::isInstance, Kind.UNAVAILABLE, "exchange.timeout"),
            new Rule(TimeoutException.class::isInstance, Kind.UNAVAILABLE, "exchange.timeout"),
            new Rule(causedBy(ConnectException.class), Kind.UNAVAILABLE, "exchange.refused"),
            new Rule(ProtocolException.class::isInstance, Kind.PROTOCOL, "exchange.notHttp"),
            new Rule(NumberFormatException.class::isInstance, Kind.PROTOCOL, "exchange.notHttp"),
            new Rule(IOException.class::isInstance, Kind.UNAVAILABLE, "exchange.broken"));

    private record Rule(Predicate<Throwable> applies, Kind kind, String code) {}

    private final TextSanitizer sanitizer;
    private final InstantSource clock;
    // Host and port, for messages.
    private final String address;

    ErrorClassifier(Redaction redaction, InstantSource clock, URI server) {
        this.sanitizer = new TextSanitizer(redaction);
        this.clock = clock;
        int port = server.getPort() >= 0 ? server.getPort() : server.getScheme().equals("http") ? 80 : 443;
        address = server.getHost() + ":" + port;
    }

    /** Classifies a response that is not a status. */
    KoreException fromResponse(int httpStatus, HttpHeaders headers, ResponseBody body) {
        List<RemoteError> errors = body.errors();
        Optional<Instant> serverTime = headers.firstValue("Date").flatMap(RetryAfter::httpDate);
        Optional<Duration> retryAfter =
                RetryAfter.parse(headers.firstValue("Retry-After").orElse(null), serverTime.orElseGet(clock::instant));
        LocalizableMessage reported = report(httpStatus, body);
        if (httpStatus == 429 || mention(errors, "rate limit")) {
            return rateLimited(errors, retryAfter, reported);
        }
        if (mention(errors, "replay")) {
            // The JDK's client repeats a request by itself where the connection broke before the response, with the
            // same token; that says nothing against the credentials.
            return new KoreException(Kind.UNAVAILABLE, reported.and("answer.askedAgain"));
        }
        if (httpStatus == 401 || httpStatus == 403 || errors.stream().anyMatch(ErrorClassifier::refusesCredentials)) {
            return refused(errors, reported, serverTime);
        }
        if (httpStatus >= 500 || httpStatus == 408 || httpStatus == 425) {
            return new KoreException(Kind.UNAVAILABLE, reported, retryAfter.orElse(null), null);
        }
        if (httpStatus == 404 || isUnknownRequest(httpStatus, errors)) {
            return new KoreException(Kind.NOT_FOUND, reported.and("answer.checkRequest"));
        }
        if (httpStatus >= 300 && httpStatus <= 399) {
            return redirected(httpStatus, headers);
        }
        if (httpStatus == 407) {
            return proxyAuthenticationRequired();
        }
        if (httpStatus >= 400) {
            return new KoreException(Kind.CONFIGURATION, reported.and("answer.checkUrl"));
        }
        return new KoreException(Kind.PROTOCOL, reported);
    }

    /** Classifies a failure before the response was complete. */
    KoreException fromException(Throwable thrown) {
        Throwable failure = KoreException.unwrap(thrown);
        if (failure instanceof KoreException known) {
            return known;
        }
        if (hidesResponse(failure, 401)) {
            return refused(List.of(), LocalizableMessage.of("answer.status", 401), Optional.empty());
        }
        if (hidesResponse(failure, 407)) {
            return proxyAuthenticationRequired();
        }
        if (failure instanceof CancellationException) {
            return new KoreException(Kind.UNAVAILABLE, LocalizableMessage.of("exchange.cancelled"));
        }
        return RULES.stream()
                .filter(rule -> rule.applies().test(failure))
                .findFirst()
                .map(rule -> failed(rule.kind(), LocalizableMessage.of(rule.code(), address), failure))
                .orElseGet(() -> failed(
                        Kind.UNAVAILABLE,
                        LocalizableMessage.of(
                                "exchange.failed", failure.getClass().getSimpleName()),
                        failure));
    }

    /** Classifies a lookup of the host name that did not end within the time limit. */
    KoreException fromLookupTimeout() {
        return new KoreException(Kind.UNAVAILABLE, LocalizableMessage.of("exchange.dnsTimeout", address));
    }

    private KoreException failed(Kind kind, LocalizableMessage message, Throwable cause) {
        return new KoreException(kind, message, null, sanitize(cause, 0));
    }

    /** A copy for the log: the JDK quotes what it received, which may be anything, even the token. */
    private Throwable sanitize(Throwable failure, int depth) {
        if (failure == null || depth == MAX_CAUSES) {
            return null;
        }
        String message =
                failure.getMessage() == null ? "" : ": " + sanitizer.sanitize(failure.getMessage(), MAX_CAUSE_LENGTH);
        Throwable copy =
                new IOException(failure.getClass().getName() + message, sanitize(failure.getCause(), depth + 1));
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }

    /**
     * Whether the exception stands for a response: the JDK's client, where it has credentials for a proxy, throws one
     * on 401 and 407 without the header that says how to log in. Kore.ai's 401 never has that header.
     */
    private static boolean hidesResponse(Throwable failure, int httpStatus) {
        return failure instanceof IOException
                && failure.getMessage() != null
                && failure.getMessage().endsWith("header missing for response code " + httpStatus);
    }

    private static KoreException proxyAuthenticationRequired() {
        return new KoreException(Kind.CONFIGURATION, LocalizableMessage.of("answer.proxy"));
    }

    private static KoreException rateLimited(
            List<RemoteError> errors, Optional<Duration> retryAfter, LocalizableMessage reported) {
        boolean hour = mention(errors, "hour");
        return new KoreException(
                Kind.RATE_LIMITED,
                hour ? reported.and("answer.hourLimit") : reported,
                retryAfter.orElse(hour ? AFTER_HOUR_LIMIT : AFTER_MINUTE_LIMIT),
                null);
    }

    private KoreException refused(List<RemoteError> errors, LocalizableMessage reported, Optional<Instant> serverTime) {
        boolean scope = mention(errors, "scope");
        LocalizableMessage message = reported.and(scope ? "answer.scopeMissing" : "answer.checkCredentials");
        LocalizableMessage withClock = serverTime
                .map(time -> Duration.between(time, clock.instant()))
                .filter(ahead -> ahead.abs().compareTo(CLOCK_TOLERANCE) > 0)
                .map(ahead -> message.and(
                        ahead.isNegative() ? "answer.clockBehind" : "answer.clockAhead",
                        ahead.abs().toSeconds()))
                .orElse(message);
        return new KoreException(Kind.AUTHENTICATION, withClock);
    }

    private KoreException redirected(int httpStatus, HttpHeaders headers) {
        return new KoreException(
                Kind.CONFIGURATION,
                headers.firstValue("Location")
                        .map(location -> LocalizableMessage.of("answer.redirectTo", httpStatus, target(location)))
                        .orElseGet(() -> LocalizableMessage.of("answer.redirect", httpStatus)));
    }

    /** Host and path: the query may hold a token, and the scheme would make a link of it. */
    private String target(String location) {
        String target = location.split("[?#]", 2)[0].replaceFirst("^[A-Za-z]+://", "");
        return sanitizer.sanitize(target, MAX_LOCATION_LENGTH);
    }

    private static LocalizableMessage report(int httpStatus, ResponseBody body) {
        String messages = body.errors().stream()
                .map(error -> error.message().isEmpty() ? "code " + error.code() : error.message())
                .distinct()
                .collect(Collectors.joining("; "));
        if (!messages.isEmpty()) {
            return LocalizableMessage.of("answer.errors", httpStatus, messages);
        }
        return body.excerpt().isEmpty()
                ? LocalizableMessage.of("answer.status", httpStatus)
                : LocalizableMessage.of("answer.begins", httpStatus, body.excerpt());
    }

    private static boolean refusesCredentials(RemoteError error) {
        return error.code() == INVALID_CREDENTIALS || error.code() == 401;
    }

    private static boolean isUnknownRequest(int httpStatus, List<RemoteError> errors) {
        return mention(errors, "request id")
                || httpStatus == 400 && errors.stream().anyMatch(error -> error.code() == 400);
    }

    private static boolean mention(List<RemoteError> errors, String text) {
        return errors.stream()
                .anyMatch(error -> error.message().toLowerCase(Locale.ROOT).contains(text));
    }

    /** The JDK has no type for this, only the text "Unrecognized SSL message" or "Unsupported or unrecognized SSL message". */
    private static boolean isPlainTextResponse(Throwable failure) {
        return causedBy(SSLException.class).test(failure)
                && causes(failure)
                        .anyMatch(cause -> String.valueOf(cause.getMessage())
                                .toLowerCase(Locale.ROOT)
                                .contains("unrecognized ssl message"));
    }

    private static Predicate<Throwable> causedBy(Class<? extends Throwable> type) {
        return failure -> causes(failure).anyMatch(type::isInstance);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(MAX_CAUSES);
    }
}
