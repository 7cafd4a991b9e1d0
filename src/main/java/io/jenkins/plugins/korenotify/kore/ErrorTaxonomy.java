package io.jenkins.plugins.korenotify.kore;

import io.jenkins.plugins.korenotify.kore.KoreException.Kind;
import io.jenkins.plugins.korenotify.kore.StatusReader.RemoteError;
import io.jenkins.plugins.korenotify.words.Phrase;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
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
final class ErrorTaxonomy {
    /** How long to leave Kore.ai alone where it says that a limit is hit, but not for how long. */
    static final Duration AFTER_MINUTE_LIMIT = Duration.ofSeconds(15);
    /** The same for the limit of an hour: asking again within minutes is pointless. */
    static final Duration AFTER_HOUR_LIMIT = Duration.ofMinutes(5);

    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(60);
    private static final int INVALID_CREDENTIALS = 4002;
    private static final int LONGEST_PLACE = 100;
    private static final int LONGEST_CAUSE = 160;
    private static final int MOST_CAUSES = 10;

    private final Redaction redaction;
    private final InstantSource clock;

    ErrorTaxonomy(Redaction redaction, InstantSource clock) {
        this.redaction = redaction;
        this.clock = clock;
    }

    /** What an answer means that is not a status. */
    KoreException ofAnswer(int httpStatus, HttpHeaders headers, AnswerBody body) {
        List<RemoteError> errors = body.errors();
        Optional<Instant> theirTime = headers.firstValue("Date").flatMap(RetryAfter::httpDate);
        Optional<Duration> retryAfter =
                RetryAfter.parse(headers.firstValue("Retry-After").orElse(null), theirTime.orElseGet(clock::instant));
        Phrase said = said(httpStatus, body);
        if (httpStatus == 429 || errors.stream().anyMatch(error -> speaksOf(error, "rate limit"))) {
            return rateLimited(errors, retryAfter, said);
        }
        if (errors.stream().anyMatch(error -> speaksOf(error, "replay"))) {
            // The JDK's client repeats a question by itself where the connection broke before the answer, with the
            // same token; that says nothing against the credentials.
            return new KoreException(Kind.UNAVAILABLE, said.and(Phrase.of("answer.askedAgain")));
        }
        if (httpStatus == 401 || httpStatus == 403 || errors.stream().anyMatch(ErrorTaxonomy::refusesCredentials)) {
            return refused(errors, said, theirTime);
        }
        if (httpStatus >= 500 || httpStatus == 408 || httpStatus == 425) {
            return new KoreException(Kind.UNAVAILABLE, said, retryAfter.orElse(null), null);
        }
        if (httpStatus == 404 || isUnknownRequest(httpStatus, errors)) {
            return new KoreException(Kind.NOT_FOUND, said.and(Phrase.of("answer.checkRequest")));
        }
        if (httpStatus >= 300 && httpStatus <= 399) {
            return redirected(httpStatus, headers);
        }
        if (httpStatus == 407) {
            return proxyWantsCredentials();
        }
        if (httpStatus >= 400) {
            return new KoreException(Kind.CONFIGURATION, said.and(Phrase.of("answer.checkUrl")));
        }
        return new KoreException(Kind.PROTOCOL, said);
    }

    /** What an exchange means that broke before its answer was complete. */
    KoreException ofExchange(Throwable trouble) {
        if (trouble instanceof KoreException known) {
            return known;
        }
        if (says(trouble, 401)) {
            return refused(List.of(), Phrase.of("answer.status", 401), Optional.empty());
        }
        if (says(trouble, 407)) {
            return proxyWantsCredentials();
        }
        if (trouble instanceof CancellationException) {
            return new KoreException(Kind.UNAVAILABLE, Phrase.of("exchange.cancelled"));
        }
        if (causedBy(trouble, UnknownHostException.class) || causedBy(trouble, UnresolvedAddressException.class)) {
            return unavailable(Phrase.of("exchange.dns"), trouble);
        }
        if (causedBy(trouble, CertificateException.class)) {
            return new KoreException(Kind.CONFIGURATION, Phrase.of("exchange.certificate"), null, cleaned(trouble, 0));
        }
        if (causedBy(trouble, SSLException.class) && isAnsweredInPlainText(trouble)) {
            return new KoreException(Kind.CONFIGURATION, Phrase.of("exchange.plainText"), null, cleaned(trouble, 0));
        }
        if (causedBy(trouble, SSLException.class)) {
            return unavailable(Phrase.of("exchange.tls"), trouble);
        }
        if (trouble instanceof HttpConnectTimeoutException) {
            return unavailable(Phrase.of("exchange.connectTimeout"), trouble);
        }
        if (trouble instanceof HttpTimeoutException || trouble instanceof TimeoutException) {
            return unavailable(Phrase.of("exchange.timeout"), trouble);
        }
        if (causedBy(trouble, ConnectException.class)) {
            return unavailable(Phrase.of("exchange.refused"), trouble);
        }
        if (trouble instanceof ProtocolException || trouble instanceof NumberFormatException) {
            return new KoreException(Kind.PROTOCOL, Phrase.of("exchange.notHttp"), null, cleaned(trouble, 0));
        }
        if (trouble instanceof IOException) {
            return unavailable(Phrase.of("exchange.broken"), trouble);
        }
        return unavailable(Phrase.of("exchange.failed", trouble.getClass().getSimpleName()), trouble);
    }

    private KoreException unavailable(Phrase what, Throwable cause) {
        return new KoreException(Kind.UNAVAILABLE, what, null, cleaned(cause, 0));
    }

    /** The same trouble for the log. The JDK quotes what it received, and that may hold anything, the token too. */
    private Throwable cleaned(Throwable trouble, int depth) {
        if (trouble == null || depth == MOST_CAUSES) {
            return null;
        }
        String message = trouble.getMessage() == null
                ? ""
                : ": " + new RemoteText(redaction).fit(trouble.getMessage(), LONGEST_CAUSE);
        Throwable copy =
                new IOException(trouble.getClass().getName() + message, cleaned(trouble.getCause(), depth + 1));
        copy.setStackTrace(trouble.getStackTrace());
        return copy;
    }

    /**
     * Whether the JDK's client hides this answer behind an exception: one that can log in to a proxy does so where
     * 401 or 407 comes without the header that says how to log in. Kore.ai's 401 never has it.
     */
    private static boolean says(Throwable trouble, int httpStatus) {
        return trouble instanceof IOException
                && trouble.getMessage() != null
                && trouble.getMessage().endsWith("header missing for response code " + httpStatus);
    }

    private static KoreException proxyWantsCredentials() {
        return new KoreException(Kind.CONFIGURATION, Phrase.of("answer.proxy"));
    }

    private static KoreException rateLimited(List<RemoteError> errors, Optional<Duration> retryAfter, Phrase said) {
        boolean hour = errors.stream().anyMatch(error -> speaksOf(error, "hour"));
        return new KoreException(
                Kind.RATE_LIMITED,
                hour ? said.and(Phrase.of("answer.hourLimit")) : said,
                retryAfter.orElse(hour ? AFTER_HOUR_LIMIT : AFTER_MINUTE_LIMIT),
                null);
    }

    private KoreException refused(List<RemoteError> errors, Phrase said, Optional<Instant> theirTime) {
        boolean scope = errors.stream().anyMatch(error -> speaksOf(error, "scope"));
        Phrase what = said.and(Phrase.of(scope ? "answer.scopeMissing" : "answer.checkCredentials"));
        Phrase withClock = theirTime
                .map(time -> Duration.between(time, clock.instant()))
                .filter(ahead -> ahead.abs().compareTo(CLOCK_TOLERANCE) > 0)
                .map(ahead -> what.and(Phrase.of(
                        ahead.isNegative() ? "answer.clockBehind" : "answer.clockAhead",
                        ahead.abs().toSeconds())))
                .orElse(what);
        return new KoreException(Kind.AUTHENTICATION, withClock);
    }

    private KoreException redirected(int httpStatus, HttpHeaders headers) {
        Phrase what = headers.firstValue("Location")
                .map(location -> new RemoteText(redaction).fit(location.split("[?#]", 2)[0], LONGEST_PLACE))
                .map(target -> Phrase.of("answer.redirectTo", httpStatus, target))
                .orElseGet(() -> Phrase.of("answer.redirect", httpStatus));
        return new KoreException(Kind.CONFIGURATION, what);
    }

    private static Phrase said(int httpStatus, AnswerBody body) {
        String words = body.errors().stream()
                .map(error -> error.message().isEmpty() ? "code " + error.code() : error.message())
                .distinct()
                .collect(Collectors.joining("; "));
        if (!words.isEmpty()) {
            return Phrase.of("answer.errors", httpStatus, words);
        }
        return body.excerpt().isEmpty()
                ? Phrase.of("answer.status", httpStatus)
                : Phrase.of("answer.begins", httpStatus, body.excerpt());
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
    private static boolean isAnsweredInPlainText(Throwable trouble) {
        return trouble.getMessage() != null
                && trouble.getMessage().toLowerCase(Locale.ROOT).contains("unrecognized ssl message");
    }

    private static boolean causedBy(Throwable trouble, Class<? extends Throwable> type) {
        Throwable cause = trouble;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            if (type.isInstance(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
