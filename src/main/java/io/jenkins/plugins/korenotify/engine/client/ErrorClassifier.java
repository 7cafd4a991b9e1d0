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
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/**
 * Says what a refusal or a broken exchange means, and what to check.
 *
 * <p>Kore.ai answers HTTP 401, code 4002, for a wrong secret, client ID or stream ID and for a missing scope alike
 * (its public test suite and community answers), so the message names all four. How it refuses when a rate limit is
 * hit is not documented but for the texts ("Rate limits"), so the text counts as well as HTTP 429.
 */
final class ErrorClassifier {
    /** How long to leave Kore.ai alone where it says that a limit is hit, but not for how long. */
    static final Duration AFTER_MINUTE_LIMIT = Duration.ofSeconds(15);
    /** The same for the limit of an hour: asking again within minutes is pointless. */
    static final Duration AFTER_HOUR_LIMIT = Duration.ofMinutes(5);

    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(60);
    private static final int INVALID_CREDENTIALS = 4002;
    private static final int MAX_PLACE_LENGTH = 100;
    private static final int MAX_CAUSE_LENGTH = 160;
    private static final int MAX_CAUSES = 10;

    private final Redaction redaction;
    private final InstantSource clock;
    // Host and port, for messages.
    private final String address;

    ErrorClassifier(Redaction redaction, InstantSource clock, URI server) {
        this.redaction = redaction;
        this.clock = clock;
        int port = server.getPort() >= 0 ? server.getPort() : server.getScheme().equals("http") ? 80 : 443;
        address = server.getHost() + ":" + port;
    }

    /** What an answer means that is not a status. */
    KoreException fromResponse(int httpStatus, HttpHeaders headers, ResponseBody body) {
        List<RemoteError> errors = body.errors();
        Optional<Instant> theirTime = headers.firstValue("Date").flatMap(RetryAfter::httpDate);
        Optional<Duration> retryAfter =
                RetryAfter.parse(headers.firstValue("Retry-After").orElse(null), theirTime.orElseGet(clock::instant));
        LocalizableMessage said = said(httpStatus, body);
        if (httpStatus == 429 || errors.stream().anyMatch(error -> speaksOf(error, "rate limit"))) {
            return rateLimited(errors, retryAfter, said);
        }
        if (errors.stream().anyMatch(error -> speaksOf(error, "replay"))) {
            // The JDK's client repeats a request by itself where the connection broke before the response, with the
            // same token; that says nothing against the credentials.
            return new KoreException(Kind.UNAVAILABLE, said.and(LocalizableMessage.of("answer.askedAgain")));
        }
        if (httpStatus == 401 || httpStatus == 403 || errors.stream().anyMatch(ErrorClassifier::refusesCredentials)) {
            return refused(errors, said, theirTime);
        }
        if (httpStatus >= 500 || httpStatus == 408 || httpStatus == 425) {
            return new KoreException(Kind.UNAVAILABLE, said, retryAfter.orElse(null), null);
        }
        if (httpStatus == 404 || isUnknownRequest(httpStatus, errors)) {
            return new KoreException(Kind.NOT_FOUND, said.and(LocalizableMessage.of("answer.checkRequest")));
        }
        if (httpStatus >= 300 && httpStatus <= 399) {
            return redirected(httpStatus, headers);
        }
        if (httpStatus == 407) {
            return proxyWantsCredentials();
        }
        if (httpStatus >= 400) {
            return new KoreException(Kind.CONFIGURATION, said.and(LocalizableMessage.of("answer.checkUrl")));
        }
        return new KoreException(Kind.PROTOCOL, said);
    }

    /** What an exchange means that broke before its answer was complete. */
    KoreException fromException(Throwable failure) {
        if (failure instanceof KoreException known) {
            return known;
        }
        if (says(failure, 401)) {
            return refused(List.of(), LocalizableMessage.of("answer.status", 401), Optional.empty());
        }
        if (says(failure, 407)) {
            return proxyWantsCredentials();
        }
        if (failure instanceof CancellationException) {
            return new KoreException(Kind.UNAVAILABLE, LocalizableMessage.of("exchange.cancelled"));
        }
        if (causedBy(failure, UnknownHostException.class) || causedBy(failure, UnresolvedAddressException.class)) {
            return unavailable(LocalizableMessage.of("exchange.dns", address), failure);
        }
        if (causedBy(failure, CertificateException.class)) {
            return new KoreException(
                    Kind.CONFIGURATION, LocalizableMessage.of("exchange.certificate"), null, cleaned(failure, 0));
        }
        if (causedBy(failure, SSLException.class) && isPlainTextResponse(failure)) {
            return new KoreException(
                    Kind.CONFIGURATION, LocalizableMessage.of("exchange.plainText"), null, cleaned(failure, 0));
        }
        if (causedBy(failure, SSLException.class)) {
            return unavailable(LocalizableMessage.of("exchange.tls"), failure);
        }
        if (failure instanceof HttpConnectTimeoutException) {
            return unavailable(LocalizableMessage.of("exchange.connectTimeout", address), failure);
        }
        if (failure instanceof HttpTimeoutException || failure instanceof TimeoutException) {
            return unavailable(LocalizableMessage.of("exchange.timeout"), failure);
        }
        if (causedBy(failure, ConnectException.class)) {
            return unavailable(LocalizableMessage.of("exchange.refused", address), failure);
        }
        if (failure instanceof ProtocolException || failure instanceof NumberFormatException) {
            return new KoreException(
                    Kind.PROTOCOL, LocalizableMessage.of("exchange.notHttp"), null, cleaned(failure, 0));
        }
        if (failure instanceof IOException) {
            return unavailable(LocalizableMessage.of("exchange.broken"), failure);
        }
        return unavailable(
                LocalizableMessage.of("exchange.failed", failure.getClass().getSimpleName()), failure);
    }

    private KoreException unavailable(LocalizableMessage what, Throwable cause) {
        return new KoreException(Kind.UNAVAILABLE, what, null, cleaned(cause, 0));
    }

    /** The same error for the log. The JDK quotes what it received, and that may hold anything, the token too. */
    private Throwable cleaned(Throwable failure, int depth) {
        if (failure == null || depth == MAX_CAUSES) {
            return null;
        }
        String message = failure.getMessage() == null
                ? ""
                : ": " + new TextSanitizer(redaction).fit(failure.getMessage(), MAX_CAUSE_LENGTH);
        Throwable copy =
                new IOException(failure.getClass().getName() + message, cleaned(failure.getCause(), depth + 1));
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }

    /**
     * Whether the JDK's client hides this answer behind an exception: one that can log in to a proxy does so where
     * 401 or 407 comes without the header that says how to log in. Kore.ai's 401 never has it.
     */
    private static boolean says(Throwable failure, int httpStatus) {
        return failure instanceof IOException
                && failure.getMessage() != null
                && failure.getMessage().endsWith("header missing for response code " + httpStatus);
    }

    private static KoreException proxyWantsCredentials() {
        return new KoreException(Kind.CONFIGURATION, LocalizableMessage.of("answer.proxy"));
    }

    private static KoreException rateLimited(
            List<RemoteError> errors, Optional<Duration> retryAfter, LocalizableMessage said) {
        boolean hour = errors.stream().anyMatch(error -> speaksOf(error, "hour"));
        return new KoreException(
                Kind.RATE_LIMITED,
                hour ? said.and(LocalizableMessage.of("answer.hourLimit")) : said,
                retryAfter.orElse(hour ? AFTER_HOUR_LIMIT : AFTER_MINUTE_LIMIT),
                null);
    }

    private KoreException refused(List<RemoteError> errors, LocalizableMessage said, Optional<Instant> theirTime) {
        boolean scope = errors.stream().anyMatch(error -> speaksOf(error, "scope"));
        LocalizableMessage what =
                said.and(LocalizableMessage.of(scope ? "answer.scopeMissing" : "answer.checkCredentials"));
        LocalizableMessage withClock = theirTime
                .map(time -> Duration.between(time, clock.instant()))
                .filter(ahead -> ahead.abs().compareTo(CLOCK_TOLERANCE) > 0)
                .map(ahead -> what.and(LocalizableMessage.of(
                        ahead.isNegative() ? "answer.clockBehind" : "answer.clockAhead",
                        ahead.abs().toSeconds())))
                .orElse(what);
        return new KoreException(Kind.AUTHENTICATION, withClock);
    }

    private KoreException redirected(int httpStatus, HttpHeaders headers) {
        LocalizableMessage what = headers.firstValue("Location")
                .map(location -> new TextSanitizer(redaction).fit(location.split("[?#]", 2)[0], MAX_PLACE_LENGTH))
                .map(target -> LocalizableMessage.of("answer.redirectTo", httpStatus, target))
                .orElseGet(() -> LocalizableMessage.of("answer.redirect", httpStatus));
        return new KoreException(Kind.CONFIGURATION, what);
    }

    private static LocalizableMessage said(int httpStatus, ResponseBody body) {
        String words = body.errors().stream()
                .map(error -> error.message().isEmpty() ? "code " + error.code() : error.message())
                .distinct()
                .collect(Collectors.joining("; "));
        if (!words.isEmpty()) {
            return LocalizableMessage.of("answer.errors", httpStatus, words);
        }
        return body.excerpt().isEmpty()
                ? LocalizableMessage.of("answer.status", httpStatus)
                : LocalizableMessage.of("answer.begins", httpStatus, body.excerpt());
    }

    private static boolean refusesCredentials(RemoteError error) {
        return error.code() == INVALID_CREDENTIALS || error.code() == 401;
    }

    private static boolean isUnknownRequest(int httpStatus, List<RemoteError> errors) {
        return errors.stream().anyMatch(error -> speaksOf(error, "request id"))
                || httpStatus == 400 && errors.stream().anyMatch(error -> error.code() == 400);
    }

    private static boolean speaksOf(RemoteError error, String words) {
        return error.message().toLowerCase(Locale.ROOT).contains(words);
    }

    /** The JDK says so in words only: "Unrecognized SSL message" or "Unsupported or unrecognized SSL message". */
    private static boolean isPlainTextResponse(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("unrecognized ssl message")) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean causedBy(Throwable failure, Class<? extends Throwable> type) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (type.isInstance(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
